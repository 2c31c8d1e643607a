"""No expression of a rule can be made slow by a stranger: looked at as it is written, and measured.

Only the time of this thread counts, and a slow run is measured again: other work on the machine fails nothing."""

from __future__ import annotations

from time import thread_time

import pytest

from errors.classify import RULES
from errors.model import Protocol
from errors.rules.expression import compiled
from errors.window import HEAD
from tests.kit.expressions import complaints, hostile

FAST = 0.004  # seconds for 16 KB: not worth a second look
SLOWEST = 0.060  # seconds for 16 KB, on a slow machine
GROWTH = 3.2  # of a text twice as long; linear is 2, quadratic 4


def expressions(protocol):
    return [
        (rule.id, name, text)
        for rule in RULES
        for name, text in (("text", rule.text), ("unless", rule.unless))
        if rule.protocol is protocol and text
    ]


def seconds(text, said):
    began = thread_time()
    compiled(text).search(said)
    return thread_time() - began


def trouble_with(text):
    """How the expression fails, on what; None where it is fast or linear."""
    if any(seconds(text, said) > SLOWEST for said in hostile(text, 200)):
        return "takes far too long for 200 characters"
    for short, long in zip(hostile(text, HEAD), hostile(text, 2 * HEAD), strict=True):
        if seconds(text, short) < FAST:
            continue
        one = min(seconds(text, short) for _ in range(3))
        two = min(seconds(text, long) for _ in range(3))
        if one > SLOWEST or (one > FAST and two > GROWTH * one):
            return f"takes {one * 1000:.0f} ms for 16 KB and {two * 1000:.0f} ms for 32 KB of {short[:60]!r}..."
    return None


@pytest.mark.parametrize("protocol", [*Protocol, None], ids=lambda protocol: protocol or "any")
def test_no_rule_repeats_in_a_way_that_can_blow_up(protocol):
    found = [f"{rule}: {name} {what}" for rule, name, text in expressions(protocol) for what in complaints(text)]
    assert not found, "\n".join(["rewrite these expressions:", *found])


@pytest.mark.parametrize("protocol", [*Protocol, None], ids=lambda protocol: protocol or "any")
def test_every_rule_is_fast_and_linear_on_hostile_answers(protocol):
    sound = [(rule, name, text) for rule, name, text in expressions(protocol) if not complaints(text)]
    troubles = [(rule, name, trouble_with(text)) for rule, name, text in sound]
    found = [f"{rule}: {name} {what}" for rule, name, what in troubles if what]
    assert not found, "\n".join(
        ["rewrite these expressions: shorter gaps, longer words before a gap, fewer alternatives:", *found]
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param(r"(\w+ ?)+", "wide repeat within", id="nested"),
        pytest.param(r"(?:(?:a|b+){0,9}){0,20}", "wide repeat within", id="nested deeply"),
        pytest.param(r"\d+\w+", "two wide repeats", id="adjacent"),
        pytest.param(r".{0,40} ?.{0,40}", "two wide repeats", id="adjacent but for what may be missing"),
        pytest.param(r"(?:x|a+)[ab]+", "two wide repeats", id="adjacent over an alternative"),
        pytest.param(r"a{3,}", "without an end", id="open"),
        pytest.param(r"(?:.{0,80}a){0,10}b", "two wide repeats", id="within a narrow one, nothing between"),
        pytest.param(r".*ab.*", "two wide repeats", id="a word too short between"),
        pytest.param(r"a++", "no regular expression", id="not to be bounded"),
        pytest.param(r"(?!\s+\s+)a", "two wide repeats", id="looked at only"),
    ],
)
def test_an_expression_that_could_blow_up_is_refused(text, complaint):
    assert any(complaint in one for one in complaints(text)), complaints(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(r"too many (?:[\w-]+ ){0,3}failures", id="a few words"),
        pytest.param(r"\d+\s+", id="adjacent, of different letters"),
        pytest.param(r".{0,40}quota.{0,40}", id="with a word between"),
        pytest.param(r"a+|a+", id="alternatives"),
    ],
)
def test_an_expression_that_can_not_is_let_be(text):
    assert complaints(text) == []


def test_a_slow_expression_is_found_by_measuring():
    assert trouble_with(r"(?:.{0,50}a){0,2}b") is not None
