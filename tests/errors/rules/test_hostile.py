"""No expression of a rule can be made slow by a stranger: looked at as it is written, and measured.

Only the time of this thread counts, and a slow run is measured again: other work on the machine fails nothing."""

from __future__ import annotations

from time import thread_time

import pytest

from errors.classify import RULES
from errors.model import Protocol
from errors.rules.expression import alternatives, compiled, fold
from errors.window import HEAD
from tests.kit.expressions import complaints, hostile

FAST = 0.005  # seconds for 16 KB: not worth a second look
SLOWEST = 0.060  # seconds for 16 KB, on a slow machine
GROWTH = 3.2  # of a text twice as long; linear is 2, quadratic 4


def expressions(protocol):
    """Each alternative once, with the rule that names it first."""
    first = {}
    for rule in RULES:
        for name, text in (("text", rule.text), ("unless", rule.unless)):
            if rule.protocol is protocol and text:
                for one in alternatives(text):
                    first.setdefault(one, f"{rule.id}: {name}: {one}")
    return first


def seconds(text, said, times=1):
    expression, folded = compiled(text), fold(said)
    return min(_once(expression, folded) for _ in range(times))


def _once(expression, folded):
    began = thread_time()
    expression.search(folded)
    return thread_time() - began


def trouble_with(text):
    """How the expression fails, on what; None where it is fast or linear."""
    if any(seconds(text, said) > SLOWEST for said in hostile(text, 200)):
        return "takes far too long for 200 characters"
    for short, long in zip(hostile(text, HEAD), hostile(text, 2 * HEAD), strict=True):
        if seconds(text, short) < FAST:
            continue
        one = seconds(text, short, 3)
        if one > SLOWEST:
            return f"takes {one * 1000:.0f} ms for 16 KB of {short[:60]!r}..."
        if one > FAST and (two := seconds(text, long, 3)) > GROWTH * one:
            return f"takes {one * 1000:.0f} ms for 16 KB and {two * 1000:.0f} ms for 32 KB of {short[:60]!r}..."
    return None


@pytest.mark.parametrize("protocol", [*Protocol, None], ids=lambda protocol: protocol or "any")
def test_no_rule_repeats_in_a_way_that_can_blow_up(protocol):
    found = [f"{where}\n  {what}" for text, where in expressions(protocol).items() for what in complaints(text)]
    assert not found, "\n".join(["rewrite these expressions:", *found])


@pytest.mark.parametrize("protocol", [*Protocol, None], ids=lambda protocol: protocol or "any")
def test_every_rule_is_fast_and_linear_on_hostile_answers(protocol):
    sound = {text: where for text, where in expressions(protocol).items() if not complaints(text)}
    found = [f"{where}\n  {what}" for text, where in sound.items() if (what := trouble_with(text))]
    assert not found, "\n".join(
        ["rewrite these expressions: shorter gaps, longer words before a gap, fewer alternatives:", *found]
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param(r"(\w+ ?)+", "wide repeat within", id="nested"),
        pytest.param(r"(?:(?:a|b+){0,9}){0,90}", "wide repeat within", id="nested deeply"),
        pytest.param(r"\d+\w+", "two wide repeats", id="adjacent"),
        pytest.param(r".{0,90} ?.{0,90}", "two wide repeats", id="adjacent but for what may be missing"),
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
        pytest.param(r".*quota.*", id="with a word between"),
        pytest.param(r"a+|a+", id="alternatives"),
        pytest.param(r".{0,60} ?.{0,60}", id="short gaps, which are only measured"),
    ],
)
def test_an_expression_that_can_not_is_let_be(text):
    assert complaints(text) == []


def test_a_slow_expression_is_found_by_measuring():
    assert trouble_with(r"(?:.{0,40}a){0,2}b") is not None
