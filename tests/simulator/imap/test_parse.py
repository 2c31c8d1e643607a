import pytest

from simulator.imap.names import encode, matches
from simulator.imap.parse import BadCommand, command, quoted, ranges, words


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([b"INBOX (A B)"], [b"INBOX", [b"A", b"B"]], id="a list"),
        pytest.param([b'"a \\"b\\" \\\\"'], [b'a "b" \\'], id="a quoted string"),
        pytest.param([b"{3}", b"a\r\n", b" x"], [b"a\r\n", b"x"], id="a literal"),
        pytest.param([b"({1+}", b"a", b" {1+}", b"b", b")"], [[b"a", b"b"]], id="literals in a list"),
        pytest.param(
            [b"1 (BODY.PEEK[HEADER.FIELDS (A B)]<0.5> UID)"],
            [b"1", [b"BODY.PEEK[HEADER.FIELDS (A B)]<0.5>", b"UID"]],
            id="a section is one word",
        ),
        pytest.param([b"pa[ss wo]rd"], [b"pa[ss wo]rd"], id="brackets that are closed hold spaces"),
        pytest.param([b"pa[ss word"], [b"pa[ss", b"word"], id="brackets that are not closed do not"),
        pytest.param([b"a  "], [b"a"], id="spaces at the end"),
        pytest.param([b""], [], id="nothing"),
    ],
)
def test_words_are_what_the_grammar_says(parts, expected):
    assert words(parts) == expected


def test_a_command_has_a_tag_a_name_and_words():
    asked = command([b"a1 uid fetch 1:* (UID)"])
    assert (asked.tag, asked.name, asked.words) == (b"a1", "UID FETCH", [b"1:*", [b"UID"]])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(b"7", [(7, 7)], id="one"),
        pytest.param(b"2:4,9", [(2, 4), (9, 9)], id="several"),
        pytest.param(b"4:2", [(2, 4)], id="the other way round"),
        pytest.param(b"20:*", [(12, 20)], id="a star below the number names the last one"),
    ],
)
def test_sets_of_numbers(text, expected):
    assert ranges(text, 12) == expected


@pytest.mark.parametrize("text", [b"", b"0", b"1:", b"a", b"1,,2", b"-1", b"99999999999"])
def test_what_is_no_set_of_numbers_is_refused(text):
    with pytest.raises(BadCommand):
        ranges(text, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(b'a "b" \\', b'"a \\"b\\" \\\\"', id="escaped"),
        pytest.param(b"a\r\nb", b"{4}\r\na\r\nb", id="two lines are a literal"),
        pytest.param("ü".encode(), b"{2}\r\n\xc3\xbc", id="so is what is not ASCII"),
    ],
)
def test_a_string_is_quoted_where_it_can_be(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("INBOX", b"INBOX", id="plain"),
        pytest.param("Entwürfe", b"Entw&APw-rfe", id="umlaut"),
        pytest.param("~peter/mail/台北/日本語", b"~peter/mail/&U,BTFw-/&ZeVnLIqe-", id="RFC 3501's own example"),
        pytest.param("R&D", b"R&-D", id="an ampersand"),
    ],
)
def test_names_are_encoded_in_modified_utf_7(name, expected):
    assert encode(name) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(b"*", True, id="everything"),
        pytest.param(b"%", False, id="one level"),
        pytest.param(b"Old/%", True, id="one level below"),
        pytest.param(b"O*5", True, id="inside"),
        pytest.param(b"old/2025", False, id="upper and lower case differ"),
    ],
)
def test_patterns_of_list(pattern, expected):
    assert matches(b"Old/2025", pattern) is expected
