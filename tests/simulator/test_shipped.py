"""The shipped scenarios do what their first line says, when it says so."""

from contextlib import asynccontextmanager

import pytest

from simulator import Account, ManualClock, Simulator
from tests.kit.simulated import Talk


@asynccontextmanager
async def shipped(name: str, **settings):
    clock = ManualClock()
    async with Simulator(name, clock=clock, **settings) as sim:
        yield sim, clock


async def sign_in(sim: Simulator, box: Account) -> tuple[Talk, bytes]:
    talk = await Talk.to(sim.profiles[box.profile])
    return talk, await talk.say(f"LOGIN {box.address} {box.password}")


async def tried(sim: Simulator, box: Account) -> bytes:
    talk, said = await sign_in(sim, box)
    talk.close()
    return said


async def test_the_demo_has_an_outage_wrong_passwords_throttling_and_one_poison_email():
    async with shipped("demo", mailboxes=20) as (sim, clock):
        wrong = sim.hit_by("bad_password")
        assert len(wrong) == 2
        assert b"OK" in await tried(sim, wrong[0])
        clock.advance(6)
        for box in sim.mailboxes:
            assert (b"NO [AUTHENTICATIONFAILED]" in await tried(sim, box)) == (box in wrong)
        assert [one.poison for one in sim.expected() if one.poison] == ["giant_message"]
        clock.advance(2)
        await sim.events.fault("refuse", 2)
        with pytest.raises(ConnectionRefusedError):
            await Talk.to(sim.profiles["north"])
        west = next(box for box in sim.mailboxes if box.profile == "west")
        talk, _ = await sign_in(sim, west)
        assert b"Suggested Backoff Time: 3000 milliseconds" in await talk.say("STATUS INBOX (MESSAGES)")
        talk.close()
        clock.advance(12)
        await sim.events.reached("listening", 2)
        (await Talk.to(sim.profiles["north"])).close()


@pytest.mark.parametrize("mailboxes", [10, 40, 1000])
def test_the_demo_s_story_is_told_with_any_number_of_mailboxes(mailboxes):
    sim = Simulator("demo", mailboxes=mailboxes)
    assert len(sim.mailboxes) == mailboxes
    for fault in ("refuse", "bad_password", "throttle", "giant_message"):
        assert sim.hit_by(fault), fault


async def test_poison_mail_has_every_kind_of_bad_message():
    sim = Simulator("poison-mail", clock=ManualClock())
    poisons = [one.poison for one in sim.expected() if one.poison]
    assert poisons.count("giant_message") == 2
    assert poisons.count("malformed_message") == 20 * 4
    for fault in ("truncated_literal", "literal_larger_than_announced", "no", "vanish", "uidvalidity_change"):
        assert len(sim.hit_by(fault)) == 1


async def test_quiet_is_quiet_even_after_an_hour():
    async with shipped("quiet", mailboxes=2) as (sim, clock):
        clock.advance(3600)
        for box in sim.mailboxes:
            talk, _ = await sign_in(sim, box)
            await talk.say("EXAMINE INBOX")
            await talk.say("UID FETCH 1:* (BODY.PEEK[])")
            talk.close()
        assert not sim.events.strikes
        assert len(sim.served()) == len(sim.expected()) > 200
