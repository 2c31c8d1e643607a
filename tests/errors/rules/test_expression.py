"""Rules' expressions: bounded, and never skipped where they would have matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.classify import RULES
from errors.rules.expression import bounded, compiled, fold, literals
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
    ],
)
def test_a_repeat_without_an_end_gets_one(text, expected):
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
        pytest.param(r"(?!never)x(?=there)", ("x",), id="what is only looked at is not needed"),
        pytest.param("große Menge", ("e menge",), id="a letter whose case is intricate ends a run"),
        pytest.param("发送频率过高", ("发送频率过高",), id="a script without case"),
        pytest.param(r"\d+", (), id="no word at all"),
    ],
)  # fmt: skip
def test_the_words_that_an_expression_needs_are_read_from_it(text, expected):
    assert literals(text) == expected


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_what_equals_a_letter_without_regard_to_case_folds_to_it(letter):
    same = compiled(letter).findall(EVERY_LETTER)
    assert {fold(one) for one in same} == {letter}


def test_a_letter_without_case_equals_itself_alone():
    without = [one for one in EVERY_LETTER if not one.isascii() and one == one.lower() == one.upper()]
    text = "".join(without)
    assert fold(text) == text
    others = [one for one in EVERY_LETTER if one.lower() != one or one.upper() != one]
    for start in range(0, len(without), 4096):
        some = re.compile(f"[{re.escape(''.join(without[start : start + 4096]))}]", re.IGNORECASE)
        assert some.findall("".join(others)) == []


TEXTS = sorted({text for rule in RULES for text in (rule.text, rule.unless) if text})


def test_no_expression_is_skipped_where_its_words_are_there():
    skipped = [
        (text, sample)
        for text in TEXTS
        for sample in samples(text, 40)
        if compiled(text).search(sample) and literals(text) and not any(one in fold(sample) for one in literals(text))
    ]
    assert skipped == []


def test_the_samples_are_what_the_expressions_match():
    matched = sum(compiled(text).search(sample) is not None for text in TEXTS for sample in samples(text, 5))
    assert matched > 4.5 * len(TEXTS)


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
        said = around + sample + around
        if compiled(text).search(said) and literals(text):
            assert any(one in fold(said) for one in literals(text))
