"""What fails of our own in the middle of an attempt is held against no mailbox."""

from __future__ import annotations

from datetime import timedelta

from errors.machine import State
from errors.model import Protocol, Signal, Stage
from store import leases
from store.faults import StoreUnavailable
from tests.kit.dovecot import dovecot  # noqa: F401
from tests.kit.house import house  # noqa: F401
from tests.kit.valkey import valkey  # noqa: F401
from worker.attempt import Seen
from worker.settle import settle

REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")
BUG = Signal(Protocol.IMAP, Stage.FETCH, "unforeseen", exception="Bug", message="INBOX 1")


async def test_an_outcome_that_could_not_be_written_is_no_death_however_often(house, dovecot, monkeypatch):  # noqa: F811
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([user])

    async def unwritable(*_: object, **__: object) -> None:
        raise StoreUnavailable("the disk is full")

    for _ in range(4):
        with monkeypatch.context() as broken:
            broken.setattr(leases, "settle", unwritable)
            await house.sync(user)
        assert (await house.direction(user)).leased_by is not None
        assert await house.office.gate()
        assert (await house.direction(user)).leased_by is None
    await house.sync(user)
    row = await house.direction(user)
    assert (row.state, row.deaths) == (State.ACTIVE, 0)
    assert house.office.owed == []


async def test_a_bad_email_does_not_keep_a_halted_mailbox_halted(house, dovecot):  # noqa: F811
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([user])
    await _met(house, user, REFUSED)
    await _met(house, user, BUG, test=True)
    row = await house.direction(user)
    assert (row.state, row.held_message) == (State.HALTED, "INBOX 1")
    assert await house.codes() == [("mailbox", "IMAP-101")]
    (job,) = house.office.queues.failed()
    assert job.job_id == row.retry_job


async def _met(house, user, signal, *, test=False):  # noqa: F811
    row = await house.direction(user)
    (held,) = await house.office.take([row.id], states=(State.ACTIVE, State.HALTED), only_due=False)
    async with house.office.at_work(held):
        seen = Seen(held, house.office.clock(), timedelta(), fresh=True, signal=signal, test=test)
        await settle(house.office, seen)
