import pytest

from simulator.imap.items import items, section_of
from simulator.imap.parse import words
from simulator.imap.structure import body_structure, envelope, parse_part
from simulator.message import Content

MIXED = (
    b'From: "A, B" <a@example.org>\r\nTo: c@example.test, D <d@example.test>\r\nSubject: x\r\n'
    b'Content-Type: multipart/mixed; boundary="bb"\r\n\r\nto be passed over\r\n'
    b"--bb\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nfirst\r\n"
    b"--bb\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninside\r\n\r\n"
    b'--bb\r\nContent-Type: application/pdf; name="f.pdf"\r\nContent-Disposition: attachment; filename="f.pdf"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--bb--\r\nto be passed over too\r\n"
)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        pytest.param(b"1", b"first", id="a part"),
        pytest.param(b"1.MIME", b"Content-Type: text/plain; charset=utf-8\r\n\r\n", id="a part's own header"),
        pytest.param(b"2", b"Subject: inner\r\n\r\ninside\r\n", id="a message inside"),
        pytest.param(b"2.HEADER", b"Subject: inner\r\n\r\n", id="the header of a message inside"),
        pytest.param(b"2.TEXT", b"inside\r\n", id="the text of a message inside"),
        pytest.param(b"2.1", b"inside\r\n", id="the only part of a message inside"),
        pytest.param(b"3", b"QUJD", id="as it was sent, not decoded"),
        pytest.param(b"4", None, id="no such part"),
        pytest.param(b"1.2", None, id="no part of a text"),
        pytest.param(b"HEADER.FIELDS (subject)", b"Subject: x\r\n\r\n", id="a field"),
    ],
)
def test_sections_are_cut_out_octet_by_octet(section, expected):
    assert section_of(Content(MIXED), section) == expected


def test_the_envelope_holds_the_names_as_they_are():
    told = words([envelope(parse_part(MIXED).header)])[0]
    assert told[1] == b"x"
    assert told[2] == [[b"A, B", b"NIL", b"a", b"example.org"]] == told[3] == told[4]
    assert told[5] == [[b"NIL", b"NIL", b"c", b"example.test"], [b"D", b"NIL", b"d", b"example.test"]]


def test_the_body_structure_names_every_part():
    told = words([body_structure(parse_part(MIXED), extended=True)])[0]
    assert [part[0] + b"/" + part[1] for part in told[:3]] == [b"text/plain", b"message/rfc822", b"application/pdf"]
    assert told[3] == b"mixed"
    assert told[0][6] == b"5"
    assert told[2][-3] == [b"attachment", [b"filename", b"f.pdf"]]
    assert words([body_structure(parse_part(MIXED), extended=False)])[0][3:] == [b"mixed"]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\r\n", id="no header"),
        pytest.param(b"Content-Type: multipart/mixed\r\n\r\nx", id="no boundary"),
        pytest.param(b'Content-Type: multipart/mixed; boundary="b"\r\n\r\nx', id="the boundary is never there"),
        pytest.param(b"Content-Type: nonsense\r\n\r\nx", id="no kind"),
    ],
)
def test_what_is_broken_is_told_as_one_text(raw):
    assert body_structure(parse_part(raw), extended=False).startswith(b'("text" "plain"')


def test_macros_stand_for_their_items():
    assert [item.name for item in items([b"fast"])] == [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE"]
