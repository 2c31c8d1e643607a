"""Taking halts back: which of them today's rules would not have caused, and testing those, a few at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from errors.machine import State
from errors.memory import saw_of, signal_of
from errors.model import Direction, Signal
from errors.rejudge import Halted, Standing, Verdict, rejudge, retold
from errors.version import catalogue_version
from store import halts
from store.halts import HaltRow
from store.session import Tx
from worker import actions
from worker.office import Office

TOGETHER = 8  # directions that are tested at once
OF_ONE_PROFILE = 3  # ...and of one server: it may have halted them by asking for less

SICK = "its mail server is not well: try again when it is"
CHANGED = "it is being worked on, or is not halted any more"
NOT_YET = "this version sends no mail yet: only the incoming direction can be tested"


@dataclass(frozen=True, slots=True)
class Found:
    """A halt that does not stand by today's rules, or of which that can't be told."""

    halt: HaltRow
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Tried:
    """code: what the test met; why: in words where there was no test."""

    found: Found
    ok: bool
    code: str | None = None
    why: str | None = None


async def doubtful(tx: Tx) -> AsyncIterator[Found]:
    """Those that do not stand, and those of which it can't be told."""
    after: int | None = 0
    while after is not None:
        found, after = await _page(tx, after)
        for one in found:
            yield one


async def take_back(office: Office, on_tried: Callable[[Tried], None] | None = None) -> list[Tried]:
    """Test and resume every one that today's rules would not have halted. A refusal is remembered instead."""
    limits = _Limits()
    done: list[Tried] = []
    after: int | None = 0

    async def attempt(found: Found) -> None:
        async with limits.for_profile(found.halt.profile.id), limits.all:
            tried = await _try(office, found)
        done.append(tried)
        if on_tried is not None:
            on_tried(tried)

    while after is not None:
        async with office.store.read() as tx:
            page, after = await _page(tx, after)
        async with asyncio.TaskGroup() as group:
            for found in page:
                if found.verdict.standing is Standing.FREED:
                    group.create_task(attempt(found))
    return done


class _Limits:
    def __init__(self) -> None:
        self.all = asyncio.Semaphore(TOGETHER)
        self._by_profile: dict[int, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(OF_ONE_PROFILE))

    def for_profile(self, profile_id: int) -> asyncio.Semaphore:
        return self._by_profile[profile_id]


async def _page(tx: Tx, after: int) -> tuple[Sequence[Found], int | None]:
    """Of one page those that do not stand for certain, and where the next begins; None: that was all."""
    rows = await halts.page_under_other_rules(tx, catalogue_version(), after)
    found = [Found(row, rejudge(_halted(row), row.profile.policy)) for row in rows]
    return [one for one in found if one.verdict.standing is not Standing.STANDS], rows[
        -1
    ].direction_id if rows else None


def _halted(row: HaltRow) -> Halted:
    kept = signal_of(row.signal) if row.signal is not None else None
    signal = kept or _from_attempt(row)
    saw = saw_of(row.saw, row.halted_at)
    return Halted(row.direction, row.code, saw, signal, row.created_at, retold=kept is None)


def _from_attempt(row: HaltRow) -> Signal | None:
    last = row.attempt
    return None if last is None else retold(row.profile.protocol, row.code, last.stage, last.response)


async def _try(office: Office, found: Found) -> Tried:
    row = found.halt
    if row.direction is Direction.OUTGOING:
        return Tried(found, False, why=NOT_YET)
    if await office.is_sick(row.profile.id, row.direction):
        return Tried(found, False, why=SICK)
    for held in await office.take([row.direction_id], states=(State.HALTED,), only_due=False):
        result = await actions.test_held(office, held)
        code = next((step.code for step in result.steps if not step.ok and step.code), None)
        return Tried(found, result.ok, code)
    return Tried(found, False, why=CHANGED)
