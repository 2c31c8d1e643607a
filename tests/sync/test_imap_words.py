"""What is written for an IMAP server, and how its answers are read: pure functions, by example and by property."""

import time
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.adapters.imap_answers import (
    EPOCH,
    capabilities,
    fetched_items,
    folder_status,
    found_uids,
    internal_date,
    listed_folders,
    opened_status,
    tokens,
)
from sync.adapters.imap_fetch import MOST_MESSAGES, MOST_OCTETS, commands, described
from sync.adapters.imap_names import Literal, decode_name, encode_name, ranges, search_date, string, uid_sets
from sync.adapters.imap_protocol import LONGEST_LINE
from sync.adapters.imap_signals import Secrets, safe_words
from sync.ports import FolderStatus
from sync.signals import ProtocolViolation

UIDS = st.sets(st.integers(1, 2**32 - 1), min_size=1, max_size=300).map(sorted)
NAMES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=30)


# -- names, strings, sets


@given(NAMES)
def test_any_folder_name_survives_the_wire(name):
    raw = encode_name(name)
    assert raw.isascii()
    assert decode_name(raw) == ("INBOX" if name.upper() == "INBOX" else name)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        pytest.param("Entwürfe", b"Entw&APw-rfe", id="umlaut"),
        pytest.param("R&D", b"R&-D", id="ampersand"),
        pytest.param("台北", b"&U,BTFw-", id="as in RFC 3501"),
        pytest.param("inbox", b"INBOX", id="INBOX in any case"),
    ],
)
def test_folder_names_are_spelled_as_servers_spell_them(name, raw):
    assert encode_name(name) == raw


@example(b"\0")
@example(b"&AAA-")
@given(st.binary(max_size=40))
def test_a_name_that_breaks_the_rules_is_shown_nevertheless(raw):
    assert "\0" not in decode_name(raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a b", b'"a b"', id="quoted"),
        pytest.param('a"b\\c', b'"a\\"b\\\\c"', id="escaped"),
        pytest.param("", b'""', id="empty"),
        pytest.param("ä", Literal("ä".encode()), id="8-bit"),
        pytest.param("a\r\nb", Literal(b"a\r\nb"), id="line break"),
    ],
)
def test_strings_are_quoted_where_that_can_carry_them(text, expected):
    assert string(text) == expected


def test_a_literal_shows_no_content():
    assert "secret" not in repr(Literal(b"secret"))


@given(UIDS)
def test_ranges_name_every_uid_once(uids):
    named = []
    for part in ranges(uids):
        first, _, last = part.partition(":")
        assert int(last or first) - int(first) < 400
        named.extend(range(int(first), int(last or first) + 1))
    assert named == uids


@given(UIDS)
def test_uid_sets_fit_into_a_line_and_leave_nothing_out(uids):
    sets = list(uid_sets(uids, longest=100))
    assert [uid for _, chunk in sets for uid in chunk] == uids
    assert max(len(text) for text, _ in sets) <= 100


@given(UIDS, st.integers(0, 2 * MOST_OCTETS))
def test_fetch_commands_are_bounded_and_leave_nothing_out(uids, size):
    cut = list(commands(uids, dict.fromkeys(uids, size)))
    assert [uid for chunk in cut for uid in chunk] == uids
    assert all(len(chunk) <= MOST_MESSAGES and (len(chunk) * size <= MOST_OCTETS or len(chunk) == 1) for chunk in cut)


def test_dates_are_searched_in_english():
    assert search_date(date(2026, 3, 4)) == b"4-Mar-2026"


# -- answers


def test_tokens_nest_and_take_literals_whole():
    answer = [b'* 1 FETCH (A "q\\"x" B {3}', b")(\n", b" C (NIL (D)) BODY[HEADER.FIELDS (X Y)] ())"]
    assert tokens(answer)[3] == [
        b"A",
        b'q"x',
        b"B",
        b")(\n",
        b"C",
        [None, [b"D"]],
        b"BODY[HEADER.FIELDS (X Y)]",
        [],
    ]


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=5))
def test_any_answer_is_taken_apart_or_called_a_violation(parts):
    for read in (tokens, fetched_items, lambda answer: list(listed_folders([answer]))):
        with_head = [b"* 1 FETCH " + parts[0], *parts[1:]]
        for answer in (parts, with_head, [b"* LIST " + parts[0], *parts[1:]]):
            with suppress(ProtocolViolation):
                read(answer)


@pytest.mark.parametrize("octets", [b"(", b")", b"[", b'"', b"\\", b"{1}", b"[A ", b'"\\', b"BODY[", b"( ", b"NIL "])
def test_lines_made_to_be_slow_are_read_within_a_quarter_second(octets):
    long = octets * (LONGEST_LINE // len(octets))
    began = time.process_time()
    for line in (b"* 1 FETCH (" + long, b"* LIST " + long, b"* OK " + long, b"* STATUS x " + long):
        for read in (fetched_items, opened_status, folder_status, lambda answers: list(listed_folders(answers))):
            with suppress(ProtocolViolation):
                read([line] if read is fetched_items else [[line]])
    assert time.process_time() - began < 4 * 4 * 0.25


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b" 1-Jun-2026 14:00:00 +0200", datetime(2026, 6, 1, 12, tzinfo=UTC), id="one digit"),
        pytest.param(b"01-JUN-2026 12:00:00 -0000", datetime(2026, 6, 1, 12, tzinfo=UTC), id="upper case"),
        pytest.param(b"31-Feb-2026 12:00:00 +0000", EPOCH, id="impossible"),
        pytest.param(b"01-Foo-2026 12:00:00 +0000", EPOCH, id="no month"),
        pytest.param(b"01-Jan-0001 00:00:00 +1400", EPOCH, id="before time"),
        pytest.param(b"01-Jan-2026 00:00:00 +9999", EPOCH, id="no zone"),
        pytest.param(None, EPOCH, id="NIL"),
        pytest.param([b"x"], EPOCH, id="a list"),
    ],
)
def test_internal_dates_are_read_or_the_same_each_time(raw, expected):
    assert internal_date(raw) == expected


def test_uids_of_several_search_answers_are_put_together():
    assert found_uids([[b"* SEARCH 3 1"], [b"* 2 EXISTS"], [b"* SEARCH 2 3 (MODSEQ 9)"], [b"* SEARCH"]]) == [1, 2, 3]
    with pytest.raises(ProtocolViolation):
        found_uids([[b"* SEARCH 1 x"]])


def test_status_is_read_whatever_the_name_looks_like():
    quoted = [[b'* STATUS "a (b) {3}" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 3 X-GURU (9))']]
    literal = [[b"* STATUS {5}", b"a ) (", b" (uidvalidity 3 messages 1 uidnext 0)"]]
    assert folder_status(quoted) == FolderStatus(3, 2, 1)
    assert folder_status(literal) == FolderStatus(3, None, 1)


def test_what_examine_tells_is_read():
    answers = [[b"* 4 EXISTS"], [b"* OK [UIDVALIDITY 7] x"], [b"* OK [UIDNEXT 9] x"], [b"* FLAGS ()"]]
    assert opened_status(answers) == FolderStatus(7, 9, 4)
    with pytest.raises(ProtocolViolation):
        opened_status(answers[1:])


def test_folders_that_can_not_be_opened_are_left_out():
    answers = [
        [rb'* LIST (\HasNoChildren) "/" INBOX'],
        [rb'* LIST (\Noselect \HasChildren) "/" Parent'],
        [rb'* LIST () "/" "Entw&APw-rfe"'],
        [rb"* LIST () NIL {4}", b'a"b\\', b""],
    ]
    assert [name for name, _ in listed_folders(answers)] == ["INBOX", "Entwürfe", 'a"b\\']


def test_what_is_told_of_one_message_in_two_answers_is_put_together():
    answers = [
        [b"* 1 FETCH (UID 5 RFC822.SIZE 10)"],
        [b'* 1 FETCH (UID 5 INTERNALDATE "01-Jun-2026 12:00:00 +0000")'],
        [b"* 2 FETCH (FLAGS (\\Seen))"],
        [b"* 3 FETCH (UID 6 FLAGS ())"],
    ]
    (one,) = described(answers)
    assert (one.uid, one.size, one.received_at) == (5, 10, datetime(2026, 6, 1, 12, tzinfo=UTC))


def test_capabilities_are_found_in_answers_and_in_codes():
    assert capabilities(b"* CAPABILITY IMAP4rev1 auth=plain") == {"IMAP4REV1", "AUTH=PLAIN"}
    assert capabilities(b"a1 OK [CAPABILITY IDLE] CAPABILITY completed") == {"IDLE"}
    assert capabilities(b"* OK nothing") == frozenset()


# -- words that are shown


@pytest.mark.parametrize(
    ("secret", "words", "shown"),
    [
        pytest.param("hunter22", b"NO bad hunter22!", "NO bad (hidden)!", id="hidden anywhere"),
        pytest.param("a", b"NO a bad a1 day", "NO (hidden) bad a1 day", id="a short one where it stands alone"),
        pytest.param("NO", b"NO [X] NO", "NO [X] (hidden)", id="never the verdict"),
        pytest.param("", b"NO bad\x1b[1m\r", "NO bad\\x1b[1m\\x0d", id="control characters are shown, not sent"),
    ],
)
def test_a_strangers_words_are_safe_to_show(secret, words, shown):
    assert safe_words(words, Secrets([secret])) == shown
