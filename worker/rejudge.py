"""Taking halts back: which of them today's rules would not have caused, and testing those, a few at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from errors.machine import State
from errors.model import Direction
from errors.rejudge import Standing, Verdict
from errors.version import catalogue_version
from store import halts
from store.faults import StaleLease, StoreError
from store.halts import HaltRow
from store.session import Tx
from worker import actions
from worker.actions import TestResult
from worker.office import Office
from worker.taking_back import verdict_on

TOGETHER = 8  # directions that are tested at once
OF_ONE_PROFILE = 3  # ...and of one server: it may have halted them by asking for less

SICK = "its mail server is not well: try again when it is"
CHANGED = "it is being worked on, or is not halted any more"
LOST = "another worker took it over while it was tested"
NOT_YET = "this version sends no mail yet: only the incoming direction can be tested"


@dataclass(frozen=True, slots=True)
class Found:
    """A halt that does not stand by today's rules, or of which that can't be told."""

    halt: HaltRow
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Tried:
    """code: what the test met; state: where its direction stands now; why: in words where there was no test."""

    found: Found
    ok: bool
    code: str | None = None
    why: str | None = None
    state: State | None = None


async def doubtful(tx: Tx) -> AsyncIterator[Found]:
    """Those that do not stand, and those of which it can't be told."""
    after: int | None = 0
    while after is not None:
        found, after = await _page(tx, after)
        for one in found:
            yield one


async def take_back(office: Office, on_tried: Callable[[Tried], None] | None = None) -> list[Tried]:
    """Test every one that today's rules would not have halted. One that passes is resumed, one that does not is judged
    as if it had been running; one that could not be tested ends none of the others. StoreError where halts can't be
    read."""
    limits = _Limits()
    done: list[Tried] = []
    after: int | None = 0

    def tell(tried: Tried) -> None:
        done.append(tried)
        if on_tried is not None:
            on_tried(tried)

    while after is not None:
        async with office.store.read() as tx:
            page, after = await _page(tx, after)
        freed = [found for found in page if found.verdict.standing is Standing.FREED]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_in_turn(office, found, limits, tell)) for found in freed]
        for found, task in zip(freed, tasks, strict=True):
            if task.cancelled():
                tell(Tried(found, False, why=LOST))
    return done


async def _in_turn(office: Office, found: Found, limits: _Limits, tell: Callable[[Tried], None]) -> None:
    """Whoever loses the lease meanwhile is cancelled, alone."""
    async with limits.for_profile(found.halt.profile.id), limits.all:
        tried = await try_one(office, found)
    tell(tried)


class _Limits:
    def __init__(self) -> None:
        self.all = asyncio.Semaphore(TOGETHER)
        self._by_profile: dict[int, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(OF_ONE_PROFILE))

    def for_profile(self, profile_id: int) -> asyncio.Semaphore:
        return self._by_profile[profile_id]


async def _page(tx: Tx, after: int) -> tuple[Sequence[Found], int | None]:
    """Of one page those that do not stand for certain, and where the next begins; None: that was all."""
    rows = await halts.page_under_other_rules(tx, catalogue_version(), after)
    found = [Found(row, verdict_on(row)) for row in rows]
    doubted = [one for one in found if one.verdict.standing is not Standing.STANDS]
    return doubted, rows[-1].direction_id if rows else None


async def try_one(office: Office, found: Found) -> Tried:
    """Test this one, where that can be done now."""
    try:
        return await _tested(office, found)
    except StaleLease:
        return Tried(found, False, why=LOST)
    except StoreError as error:
        office.store_failed(error)
        return Tried(found, False, why=str(error))


async def _tested(office: Office, found: Found) -> Tried:
    row = found.halt
    if row.direction is Direction.OUTGOING:
        return Tried(found, False, why=NOT_YET)
    if not await office.gate():
        return Tried(found, False, why=str(office.store_fault))
    if await office.is_sick(row.profile.id, row.direction):
        return Tried(found, False, why=SICK)
    taken = await office.take([row.direction_id], states=(State.HALTED,), only_due=False)
    if not taken:
        return Tried(found, False, why=CHANGED if office.store_fault is None else str(office.store_fault))
    (held,) = taken
    try:
        return _told(found, await actions.test_held(office, held))
    except StoreError:
        office.owe([(held.direction.id, held.direction.fence)])
        raise


def _told(found: Found, result: TestResult) -> Tried:
    """Without a state nothing was settled: the lease was lost."""
    code = next((step.code for step in result.steps if not step.ok and step.code), None)
    return Tried(found, result.ok, code, None if result.state is not None else LOST, result.state)
