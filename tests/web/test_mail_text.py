"""Strangers' mail as text: whatever the octets are."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web import mail_text
from web.mail_html import text_of
from web.mail_text import Attachment, read
from web.mail_words import fitting, one_line, visible

SLOWEST = 5e-6  # seconds an octet: far more than any takes, far less than what grows with the square
MUCH = 400_000  # octets

PLAIN = b"Subject: hello\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDear Ana\r\n"


def multipart(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    inside = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: multipart/" + kind + b"; boundary=b\r\n\r\n" + inside + b"--b--\r\n"


def nested(depth: int, lines: int) -> bytes:
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return head + b"\n" + b"x\n" * lines


def much(octets: bytes, head: bytes = b"Content-Type: text/html\n\n") -> bytes:
    return head + octets * (MUCH // len(octets))


class TestText:
    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            pytest.param(PLAIN, "Dear Ana", id="plain"),
            pytest.param(b"", "", id="nothing"),
            pytest.param(b"\n", "", id="no headers, no text"),
            pytest.param(b"no header at all", "no header at all", id="no header at all"),
            pytest.param(
                multipart(b"Content-Type: text/html\r\n\r\n<b>rich</b>", b"Content-Type: text/plain\r\n\r\npoor",
                          kind=b"alternative"), "poor", id="plain is preferred"),
            pytest.param(
                multipart(b"Content-Type: text/html\r\n\r\n<b>rich</b>", b"Content-Type: text/plain\r\n\r\n \r\n"),
                "rich", id="HTML where plain says nothing"),
            pytest.param(multipart(b"\r\none", b"\r\ntwo"), "one\n\ntwo", id="text in several parts"),
            pytest.param(b"Content-Type: text/plain; charset=iso-8859-2\n\n\xb1", "ą", id="a character set"),
            pytest.param(b"Content-Type: text/plain; charset=no-such\n\n\xc4\x85", "ą", id="one that is none"),
            pytest.param(b"Content-Type: text/plain; charset=us-ascii\n\nx\xff", "x�", id="octets that it has not"),
            pytest.param(b"Content-Type: text/plain; charset=rot13\n\nuryyb", "uryyb", id="a codec that is no charset"),
            pytest.param(b"Content-Type: text/plain; charset=punycode\n\na-b", "a-b", id="a slow codec"),
            pytest.param(b"Content-Type: text/plain; charset=unicode_escape\n\n\\x41", "\\x41", id="an escaping codec"),
            pytest.param(b"Content-Transfer-Encoding: base64\n\nRGVhcg==", "Dear", id="base64"),
            pytest.param(b"Content-Transfer-Encoding: base64\n\nRGVhc", "RGVhc", id="broken base64 as it is"),
            pytest.param(b"Content-Transfer-Encoding: quoted-printable\n\n=41=4", "A=4", id="broken quoted-printable"),
            pytest.param(b"Content-Transfer-Encoding: no-such\n\nDear", "Dear", id="an encoding that is none"),
            pytest.param(b"Content-Type: ;;;/==;\n\nDear", "Dear", id="a type that is none"),
            pytest.param(b"Content-Type: multipart/mixed\n\nDear", "", id="parts without a boundary"),
        ],
    )  # fmt: skip
    def test_is_found(self, raw, expected):
        assert read(raw).text.strip() == expected

    def test_a_message_within_the_message_is_not_its_text(self):
        inner = b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nsecond hand"
        found = read(multipart(b"\r\nfirst hand", inner))
        assert found.text == "first hand"
        assert found.attachments == (Attachment("without a name", "message/rfc822", None),)

    def test_what_is_left_out_is_counted(self):
        found = read(b"\n" + b"a" * 200_000)
        assert (len(found.text), found.text_left, found.whole) == (mail_text.TEXT, 200_000 - mail_text.TEXT, True)

    def test_it_takes_no_more_of_a_page_than_it_may_however_it_is_escaped(self):
        found = read(b"\n" + '"😀'.encode() * 50_000)
        assert mail_text.TEXT - 9 < len(html.escape(found.text).encode()) <= mail_text.TEXT

    def test_the_start_of_a_long_message_is_said_to_be_no_more(self):
        assert not read(PLAIN, cut=True).whole
        assert not read(b"\n" + b"a" * (mail_text.READ + 1)).whole

    def test_what_can_not_be_seen_is_shown_or_taken_out(self):
        found = read("Subject: x\u202ey\n\nsafe\u202egnp.exe\x1b[31m zero\u200bwidth 👩\u200d💻 \x00".encode())
        assert found.text.strip() == "safe�gnp.exe�[31m zerowidth 👩\u200d💻 �"
        assert dict(found.headers)["Subject"] == "x�y"


class TestHtml:
    @pytest.mark.parametrize(
        ("markup", "expected"),
        [
            pytest.param("<p>One</p><p>Two<br>Three", "One\n\nTwo\nThree", id="paragraphs"),
            pytest.param("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc", id="lists"),
            pytest.param("<tr><td>a</td><td>b</td></tr>", "a  b", id="tables"),
            pytest.param("a<script>alert('<b>')</script>b<style>p{}</style>c", "abc", id="scripts and styles"),
            pytest.param("a<!-- <script> -->b<!--[if mso]>c<![endif]-->d", "abd", id="comments"),
            pytest.param("a<!-->b", "ab", id="an empty comment"),
            pytest.param("a<SCRIPT >b</sCript\n>c", "ac", id="whatever the case"),
            pytest.param("a<script>b", "a", id="a script without an end"),
            pytest.param("1 < 2 &lt;b&gt; &amp;amp; &#60; &#x3c;", "1 < 2 <b> &amp; < <", id="entities, once"),
            pytest.param("&#9999999999; &#xD800; &nosuch; &#0;", "&#9999999999; � &nosuch; �", id="no entities"),
            pytest.param("<a href='https://example.test/x'>here</a>", "here", id="no address is shown"),
            pytest.param("<img src='https://example.test/x.png' onerror=x>", "", id="no picture is loaded"),
            pytest.param("a \n\t b&nbsp;c", "a b c", id="spaces"),
            pytest.param("<DIV>a</DIV><div>b</div>", "a\n\nb", id="blocks"),
        ],
    )
    def test_becomes_text(self, markup, expected):
        assert text_of(markup).replace("\n\n\n", "\n\n") == expected

    def test_is_read_up_to_a_bound_and_the_rest_is_counted(self):
        found = read(b"Content-Type: text/html\n\n" + b"<i>" * 200_000)
        assert (found.text, found.from_html) == ("", False)
        found = read(b"Content-Type: text/html\n\nwords" + b"<i>" * 200_000)
        assert (found.text, found.text_left) == ("words", 400_005)


class TestHeaders:
    def test_are_shown_decoded_in_their_order(self):
        raw = (
            b"Received: a\r\n\tb\r\nSubject: =?utf-8?b?xIU=?= =?x?q?=41?=\r\nBad line\r\nX: \xc4\x85\xff\r\n\r\nX-No: y"
        )
        assert read(raw).headers == (
            ("Received", "a b"),
            ("Subject", "ąA"),
            ("?", "Bad line"),
            ("X", "Ä\x85ÿ".replace("\x85", " ")),
        )

    def test_are_bounded_and_the_rest_is_counted(self):
        raw = b"".join(b"X-%d: %s\r\n" % (n, b"y" * 3000) for n in range(50)) + b"\r\n"
        found = read(raw)
        assert 5 <= len(found.headers) < 20
        assert len(found.headers) + found.headers_left == 50
        assert all(len(value) <= 1000 for _, value in found.headers)

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(b"=?utf-8?b?x?=", id="no base64"),
            pytest.param(b"=?punycode?q?a-b?=", id="a slow codec"),
            pytest.param(b"=??q??=", id="nothing"),
            pytest.param(b"=?utf-8?q?=?=", id="half a letter"),
            pytest.param(b"=?\xff?q?x?=", id="no charset"),
        ],
    )
    def test_a_bad_one_harms_no_other(self, value):
        found = read(b"Subject: " + value + b"\nTo: ana@example.org\n\nDear")
        assert dict(found.headers)["To"] == "ana@example.org"
        assert found.text == "Dear"


class TestAttachments:
    def test_are_named_with_type_and_size(self):
        part = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nRGVhcg=="
        assert read(multipart(b"\r\nx", part)).attachments == (Attachment("a.pdf", "application/pdf", 4),)

    @pytest.mark.parametrize(
        ("disposition", "expected"),
        [
            pytest.param(b"filename*=utf-8''%C4%85.txt", "ą.txt", id="as RFC 2231 has it"),
            pytest.param(b'filename="=?utf-8?q?=C4=85?="', "ą", id="as many write it"),
            pytest.param(b'filename="../../etc/passwd"', "../../etc/passwd", id="a path is only a name here"),
            pytest.param(b'filename="a\xe2\x80\xaefdp.exe"', "a�fdp.exe", id="written backwards"),
            pytest.param(b"filename*" + b"9" * 5000 + b"*=x", None, id="a number that is too large"),
            pytest.param(b"filename*=punycode'x'%41", None, id="an odd character set"),
            pytest.param(b"filename=" + b"x" * 500, "x" * 79 + "…", id="too long"),
        ],
    )
    def test_have_names_of_any_kind(self, disposition, expected):
        part = b"Content-Disposition: attachment; " + disposition + b"\r\n\r\nx"
        (found,) = read(multipart(b"\r\ntext", part)).attachments
        assert found.name == expected or expected is None

    def test_many_are_counted(self):
        found = read(multipart(*[b"Content-Type: image/png\r\n\r\nx"] * 50))
        assert (len(found.attachments), found.attachments_left) == (20, 30)

    def test_of_one_that_was_not_read_to_its_end_no_size_is_told(self):
        found = read(multipart(b"\r\ntext", b"Content-Type: image/png\r\n\r\n" + b"x" * 100), cut=True)
        assert [one.octets for one in found.attachments] == [None]


HOSTILE = {
    **{f"HTML of {bait}": much(bait.encode()) for bait in (
        "<a ", "<", "<!--", "<!", "<![CDATA[", "<div>", "<ul><li>", "&", "&#", "&amp;", "&#1;", "\n", "<script>", "<?",
        "<style>x</style>", '<a b="', "<pre>", "</", "<script", "<svg><svg>", "<title>", " \n ", "&#99999999999;",
        "-->", "<blockquote>", "<table><tr><td>", "\u202e", "<a\n", "</script", "<x>y",
    )},
    "50 parts within parts": nested(50, 200_000),
    "5,000 parts within parts": nested(5000, 1000),
    "messages within messages": b"Content-Type: message/rfc822\n\n" * 13_000,
    "a digest": much(b"--x\n\nSubject: a\n\nhi\n", b"Content-Type: multipart/digest; boundary=x\n\n"),
    "empty parts": much(b"--x\n\n", b"Content-Type: multipart/mixed; boundary=x\n\n"),
    "quoted semicolons": b'Content-Type: multipart/mixed; boundary="' + b';\\"' * 130_000 + b"\n\nx",
    "semicolons": b"Content-Type: text/plain" + b"; a=b" * 80_000 + b"\n\nx",
    "comments in a header": b"Content-Type: text/plain " + b"(" * MUCH + b"\n\nx",
    "line ends": b"\n" * MUCH,
    "old line ends": b"\r" * MUCH,
    "headers without values": b"a:\n" * 130_000,
    "a folded header": b"a: b\n" + b" \n" * 200_000,
    "encoded words": b"Subject: " + b"=?utf-8?q?=41?= " * 25_000,
    "no encoded words": b"Subject: " + b"=?" * 200_000,
    "piles of marks": b"\n" + ("a" + "\u0301" * 500).encode() * 400,
    "punycode": much(b"a-b", b"Content-Type: text/plain; charset=punycode\n\n"),
    "idna": much(b"xn--a.", b"Content-Type: text/plain; charset=idna\n\n"),
    "UTF-7": much(b"+AAA-", b"Content-Type: text/plain; charset=utf-7\n\n"),
    "HZ": much(b"~{", b"Content-Type: text/plain; charset=hz\n\n"),
    "soft line breaks": much(b"=\n", b"Content-Transfer-Encoding: quoted-printable\n\n"),
    "uuencoded": much(b"#86)C\n", b"Content-Transfer-Encoding: uuencode\n\nbegin 644 x\n"),
    "no base64": much(b"!", b"Content-Transfer-Encoding: base64\n\n"),
    "NUL": b"\0" * MUCH,
    "0xFF": b"\xff" * MUCH,
    "one long line": b"\n" + b"a" * MUCH,
    "many file names": b"Content-Disposition: attachment" + b"; filename*0=x" * 300 + b"\n\n",
}  # fmt: skip


@pytest.mark.parametrize("raw", [pytest.param(raw, id=name) for name, raw in HOSTILE.items()])
def test_the_time_grows_no_faster_than_the_octets(raw):
    began = time.process_time()
    found = read(raw)
    assert time.process_time() - began < SLOWEST * len(raw) + 0.05
    assert len(html.escape(found.text).encode()) <= mail_text.TEXT


PIECES = st.sampled_from([
    b"Content-Type: ", b"text/plain", b"text/html", b"multipart/mixed", b"message/rfc822", b"; boundary=b",
    b"; boundary*0=b", b"; charset=", b"utf-16", b"iso-2022-jp", b"Content-Transfer-Encoding: ", b"base64",
    b"quoted-printable", b"x-uuencode", b"Content-Disposition: attachment; filename*0*=", b"''%ff",
    b"Subject: =?utf-8?q?", b"?=", b"\r\n", b"\n", b"\r", b"\n\n",
    b" ", b"--b", b"--b--", b"<script>", b"<!--", b"-->", b"&#x", b"begin 644 x", b"=", b"\xff", b"\xe2\x80\xae", b"\0",
])  # fmt: skip


@settings(deadline=None)  # others use the machine too
@given(st.binary(max_size=2000) | st.lists(PIECES | st.binary(max_size=20), max_size=60).map(b"".join), st.booleans())
def test_no_octets_are_too_odd(raw, cut):
    found = read(raw, cut=cut)
    told = [found.text, *(word for pair in found.headers for word in pair), *(one.name for one in found.attachments)]
    for words in told:
        assert words == visible(words)
        words.encode()


@settings(deadline=None)
@given(st.data())
def test_a_mail_that_was_damaged_on_its_way_is_read_as_far_as_it_goes(data):
    raw = bytearray(multipart(PLAIN, b"Content-Type: text/html\r\n\r\n<p>x</p>", b"Content-Type: a/b; name=c\r\n\r\nx"))
    for _ in range(data.draw(st.integers(1, 10))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(raw))


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(0, 400))
def test_what_fits_is_the_longest_start_that_does(text, octets):
    def size(some: str) -> int:
        return len(html.escape(some).encode("utf-8", "replace"))

    found = fitting(text, octets)
    assert text.startswith(found)
    assert size(found) <= octets
    assert found == text or size(text[: len(found) + 1]) > octets


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(1, 50))
def test_one_line_is_one_line(text, longest):
    line = one_line(text, longest)
    assert len(line) <= longest
    assert "\n" not in line
    assert "\u202e" not in line
