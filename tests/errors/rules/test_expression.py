"""Rules' expressions: bounded, and never skipped where they would have matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.classify import RULES
from errors.model import Protocol
from errors.rules.expression import alternatives, bounded, compiled, fold, literals, needed_words, search
from tests.kit.corpus import ANSWERS
from tests.kit.expressions import samples

EVERY_LETTER = "".join(map(chr, range(0x110000)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(r"a+b*", r"a{1,80}b{0,80}", id="both"),
        pytest.param(r"a+?b*?", r"a{1,80}?b{0,80}?", id="as few as can be"),
        pytest.param(r"\+\*\\+", r"\+\*\\{1,80}", id="those that are meant as they stand"),
        pytest.param(r"[+*][^]+][\]+]+", r"[+*][^]+][\]+]{1,80}", id="those in a set"),
        pytest.param(r"a{0,9}?", r"a{0,9}?", id="what has an end"),
        pytest.param(r"A\SB[C\DЖ]\\E", r"a\Sb[c\Dж]\\e", id="capital letters, and classes that are written with one"),
    ],
)
def test_an_expression_is_written_for_folded_texts_and_its_repeats_get_an_end(text, expected):
    assert bounded(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("too many", ("too many",), id="plain words"),
        pytest.param("Too Many", ("too many",), id="in small letters"),
        pytest.param("quota|full|mailbox is", ("full", "mailbox is", "quota"), id="one of each alternative"),
        pytest.param(r"quota|\d{3}", (), id="an alternative that needs no word lets all through"),
        pytest.param(r"(?:user )?unknown", ("unknown",), id="what may be missing is not needed"),
        pytest.param(r"(?:user )+", ("user ",), id="what is there once at least is needed"),
        pytest.param(r"can'?t relay", ("t relay",), id="the longest run"),
        pytest.param(r"ok (?:locked|disabled)", ("disabled", "locked"), id="what tells more"),
        pytest.param(r"(?!never)xyz(?=there)", ("xyz",), id="what is only looked at is not needed"),
        pytest.param("Große Menge", ("große menge",), id="other letters"),
        pytest.param("发送频率过高", ("发送频率过高",), id="a script without case"),
        pytest.param(r"\d+", (), id="no word at all"),
    ],
)  # fmt: skip
def test_the_words_that_an_expression_needs_are_read_from_it(text, expected):
    assert literals(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a|b|c", ("a", "b", "c"), id="at every bar"),
        pytest.param(r"a(?:b|c)|[d|]\|", ("a(?:b|c)", r"[d|]\|"), id="but for those in groups, sets and escapes"),
        pytest.param("(?:a|b)|(?:(?:c|d)|a)", ("a", "b", "c", "d"), id="within a group that is a whole alternative"),
        pytest.param("(?:a|b)(?:c|d)", ("(?:a|b)(?:c|d)",), id="two groups in a row are no such group"),
        pytest.param("(?:a|b)?", ("(?:a|b)?",), id="nor is one that may be missing"),
        pytest.param("(?=a|b)", ("(?=a|b)",), id="nor one that looks ahead"),
        pytest.param("", ("",), id="nothing"),
    ],
)
def test_an_expression_is_cut_into_its_alternatives(text, expected):
    assert alternatives(text) == expected


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyzбжüç")
def test_what_equals_a_letter_without_regard_to_case_folds_to_it(letter):
    same = re.compile(letter, re.IGNORECASE).findall(EVERY_LETTER)
    assert {fold(one) for one in same} == {letter}


def test_folding_changes_no_length_and_twice_is_as_once():
    assert [one for one in EVERY_LETTER if len(fold(one)) != 1] == []
    assert fold(fold(EVERY_LETTER)) == fold(EVERY_LETTER)
    assert fold("ΟΔΟΣ") == fold("οδος") == fold("οδοσ")


EXPRESSIONS = {text for rule in RULES for text in (rule.text, rule.unless) if text}
TEXTS = sorted({one for text in EXPRESSIONS for one in alternatives(text)})


def test_no_expression_is_skipped_where_its_words_are_there():
    skipped = [
        (text, sample)
        for text in TEXTS
        for sample in samples(text, 5)
        if compiled(text).search(fold(sample)) and not search(text, fold(sample))
    ]
    assert skipped == []


def test_the_samples_are_what_the_expressions_match():
    matched = sum(compiled(text).search(fold(samples(text, 1)[0])) is not None for text in TEXTS)
    assert matched > 0.9 * len(TEXTS)


@pytest.mark.parametrize("protocol", list(Protocol))
def test_to_search_in_a_folded_text_is_to_search_without_regard_to_case(protocol):
    said = "\n".join(row["raw"] for row in ANSWERS[::-1] if row["protocol"] == protocol)[:3000]
    texts = {text for rule in RULES if rule.protocol is protocol for text in (rule.text, rule.unless) if text}
    for text in texts:
        plainly = re.compile(text, re.IGNORECASE).search(said)
        found = search(text, fold(said))
        assert (found and found.span()) == (plainly and plainly.span()), text


def test_no_letter_is_written_by_its_number_which_might_be_a_capital_one():
    assert [text for text in TEXTS if re.search(r"\\[xuUN]", text)] == []


PARTS = st.recursive(
    st.text("aBiKſsıİü送 ", min_size=1, max_size=4) | st.sampled_from([r"\w", r"[a-k]", ".", r"\b", "(?=a)", "(?!b)"]),
    lambda part: st.one_of(
        st.lists(part, min_size=1, max_size=3).map("".join),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(part, st.sampled_from(["?", "*", "+", "{0,2}", "{2}"])).map(lambda both: f"(?:{both[0]}){both[1]}"),
    ),
    max_leaves=8,
)


@given(PARTS, st.integers(0, 99), st.text("aAbBiIkKſsSıİüÜ送 \n", max_size=12))
def test_no_expression_at_all_is_skipped_where_it_would_match(text, seed, around):
    for sample in samples(text, 3, seed):
        said = fold(around + sample + around)
        whole, found = compiled(text).search(said), search(text, said)
        assert (found and found.span()) == (whole and whole.span())
        if whole and needed_words(text):
            assert any(one in said for one in needed_words(text))
