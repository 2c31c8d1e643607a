"""Whether today's rules would have halted what was halted under the rules of another day. Pure.

A halt remembers the signal that was judged and what the decision saw besides (errors.memory); one of before that was
remembered is judged from the words of its last attempt, as far as words alone can tell.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from .classify import UNCLASSIFIED, classify
from .decide import decide
from .evidence import UNASKED
from .explain import signal_from_text
from .memory import Saw
from .model import Case, Decision, Direction, Fault, Halt, Policy, Protocol, Signal, Stage

DICE = 0.0  # it moves pauses, never whether there is a halt
SPEAKERS = {"NET": Protocol.NETWORK, "TLS": Protocol.NETWORK, "OAUTH": Protocol.OAUTH}  # whatever the profile speaks


class Standing(StrEnum):
    """What today's rules say of a halt."""

    STANDS = "stands"
    FREED = "would_not_halt"
    UNTOLD = "cannot_be_told"  # too little of it is known


@dataclass(frozen=True, slots=True)
class Halted:
    """What is known of a halt. signal None: nothing that could be judged.

    retold: the signal was put together from the words of an attempt, so that something may be missing in it.
    """

    direction: Direction
    code: str
    saw: Saw
    signal: Signal | None
    created_at: datetime | None = None
    retold: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """fault and decision: today's; None where nothing could be judged."""

    standing: Standing
    fault: Fault | None = None
    decision: Decision | None = None


def rejudge(halt: Halted, policy: Policy) -> Verdict:
    """Judge the same case by today's rules."""
    if halt.signal is None:
        return Verdict(Standing.STANDS if halt.code in UNASKED else Standing.UNTOLD)
    fault = classify(halt.signal)
    if halt.retold and fault.rule == UNCLASSIFIED and fault.code != halt.code:
        return Verdict(Standing.UNTOLD)
    decision = decide(_case(halt, fault, policy))
    return Verdict(Standing.STANDS if isinstance(decision, Halt) else Standing.FREED, fault, decision)


def retold(protocol: str, code: str, stage: Stage | None, response: str) -> Signal | None:
    """An attempt's signal as far as its words tell it. None: there is nothing to go by.

    protocol: the profile's; the code may say that another one spoke.
    """
    if stage is None or not response or code in UNASKED:
        return None
    family = code.partition("-")[0]
    return signal_from_text(SPEAKERS.get(family, Protocol(protocol)), stage, response)


def _case(halt: Halted, fault: Fault, policy: Policy) -> Case:
    """All that the decision saw is a field of the case, under the same name."""
    saw = {one.name: getattr(halt.saw, one.name) for one in fields(halt.saw) if one.name != "at"}
    return Case(fault, halt.direction, policy, halt.saw.at, DICE, created_at=halt.created_at, **saw)
