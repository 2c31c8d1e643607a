"""What a mailbox meets no further than the trouble of its profile: it waits with the others, and probing slows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Health, Protocol, Signal, Stage
from tests.kit.dovecot import Dovecot, User, dovecot  # noqa: F401
from tests.kit.house import House, house  # noqa: F401
from tests.kit.refusing import A_BREATH, REFUSED, doubted, health_of, met
from tests.kit.valkey import valkey  # noqa: F401
from worker.own_faults import no_credentials_signal

pytestmark = pytest.mark.flow

BUSY = Signal(Protocol.IMAP, Stage.AUTH, "NO [INUSE] too busy", "NO", "INUSE")
LOCKED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] Too many login failures, try again later", "NO",
                "AUTHENTICATIONFAILED")  # fmt: skip
FULL = Signal(Protocol.IMAP, Stage.SELECT, "NO [OVERQUOTA] full", "NO", "OVERQUOTA")
NO_DIRECTORY = Signal(Protocol.IMAP, Stage.AUTH, "NO [UNAVAILABLE] the directory is down", "NO", "UNAVAILABLE")


@pytest.fixture
async def users(house: House, dovecot: Dovecot) -> list[User]:  # noqa: F811
    """Six mailboxes that work."""
    added = dovecot.add_users(6)
    await house.profile(dovecot)
    await house.add_enabled(added)
    return added


@pytest.mark.parametrize("said", [pytest.param(BUSY, id="busy"), pytest.param(LOCKED, id="locked for a while")])
async def test_a_throttle_at_the_sign_in_that_is_doubted_is_no_mailboxs_own(house, users, said):  # noqa: F811
    await doubted(house, users)
    house.office.store.shift += timedelta(seconds=2)
    before = await house.direction(users[4])
    await met(house, users[4], said)
    row, direction = await health_of(house), await house.direction(users[4])
    assert (direction.state, direction.counted, direction.streak) == (State.SUSPENDED, before.counted, before.streak)
    assert (row.health, row.code, row.probes_failed) == (Health.DOWN, "BOX-301", 1)
    assert row.next_probe_at > house.office.clock()
    assert await house.codes() == [("profile", "BOX-301")]


async def test_what_is_met_beyond_it_is_the_mailboxs_own_and_evidence_that_the_server_lets_it_in(house, users):  # noqa: F811
    await doubted(house, users)
    for user in users[3:]:
        house.office.store.shift += A_BREATH
        await met(house, user, FULL)
    assert (await health_of(house)).health is Health.HEALTHY
    assert {code for _, code in await house.codes()} == {"IMAP-107"}


async def test_a_mailbox_that_is_full_is_evidence_against_a_doubt(house, users):  # noqa: F811
    """Three were refused, but four others got as far as their folders since."""
    await met(house, users[0], REFUSED)
    for user in users[2:]:
        await met(house, user, FULL)
    await met(house, users[1], REFUSED)
    assert await house.state(users[1]) is State.HALTED
    assert (await health_of(house)).health is Health.HEALTHY


async def test_a_probe_whose_own_trouble_is_told_slows_the_next_one_too(house, users):  # noqa: F811
    """Its password is not stored: that says nothing of the server, whose next probe takes another mailbox, later."""
    await doubted(house, users)
    house.office.store.shift += timedelta(seconds=2)
    settled = await met(house, users[4], no_credentials_signal(Protocol.IMAP))
    row = await health_of(house)
    assert (row.health, row.probes_failed) == (Health.DOWN, 1)
    assert row.next_probe_at > house.office.clock()
    assert row.last_probed_mailbox == (await house.direction(users[4])).mailbox_id
    assert settled.state is not State.SUSPENDED


async def test_in_an_outage_of_the_sign_in_a_throttle_proves_nothing_and_a_refusal_does(house, users):  # noqa: F811
    for user in users[:3]:
        await met(house, user, NO_DIRECTORY)
    assert ((await health_of(house)).health, (await health_of(house)).stage) == (Health.DOWN, Stage.AUTH)
    code = (await health_of(house)).code
    await met(house, users[4], BUSY)
    assert await house.state(users[4]) is State.SUSPENDED
    assert ((await health_of(house)).health, (await health_of(house)).code) == (Health.DOWN, code)
    assert {level for level, _ in await house.codes()} == {"profile"}
    await met(house, users[5], REFUSED)
    assert (await health_of(house)).health is Health.HEALTHY
