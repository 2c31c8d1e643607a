"""A direction that was halted: who comes back by itself, and who waits for somebody."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from errors.machine import State
from errors.model import Protocol, Signal, Stage
from tests.kit.house import quick
from worker import jobs
from worker.attempt import Seen
from worker.scheduler import Scheduler
from worker.settle import settle

SOON = timedelta(milliseconds=100)
STUMBLED = Signal(Protocol.IMAP, Stage.POLL, "NO [SERVERBUG] internal error", "NO", "SERVERBUG")
REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")


async def test_one_halted_by_a_spent_budget_is_probed_rarely_and_resumes_by_itself(house, dovecot):
    user = dovecot.add_user()
    await house.profile(dovecot, policy=quick(retry_limit=1, probe_halted=SOON))
    await house.add_enabled([user])
    await _met(house, user, STUMBLED)
    row = await house.direction(user)
    assert (row.state, row.halt_spent) == (State.HALTED, True)
    await asyncio.sleep(SOON.total_seconds())
    assert await Scheduler(house.office).tick() == 1
    await jobs.sync(house.office, [row.id], jobs.PROBE)
    assert await house.state(user) is State.ACTIVE
    assert await house.codes() == []
    assert house.office.queues.failed() == []


async def test_one_halted_by_a_refusal_is_not_polled_and_waits_for_somebody(house, dovecot):
    user = dovecot.add_user()
    await house.profile(dovecot, policy=quick(probe_halted=SOON))
    await house.add_enabled([user])
    await _met(house, user, REFUSED)
    row = await house.direction(user)
    await asyncio.sleep(SOON.total_seconds())
    assert await Scheduler(house.office).tick() == 0
    for token in (None, jobs.PROBE):
        await jobs.sync(house.office, [row.id], token)
    await jobs.wave(house.office, 1, [row.id])
    after = await house.direction(user)
    assert (after.state, after.last_attempt_at) == (State.HALTED, row.last_attempt_at)


async def _met(house, user, signal):
    row = await house.direction(user)
    (held,) = await house.office.take([row.id], states=(State.ACTIVE,), only_due=False)
    async with house.office.at_work(held):
        await settle(house.office, Seen(held, house.office.clock(), timedelta(), fresh=True, signal=signal))
