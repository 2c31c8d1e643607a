import asyncio

import pytest

from simulator import ManualClock, Simulator, parse, serve
from tests.kit.simulated import PATIENCE, Talk, playing


async def test_every_profile_has_ports_of_its_own_and_knows_only_its_own_mailboxes():
    text = "[profiles.a]\nmailboxes = 1\n[profiles.b]\nmailboxes = 1\n"
    async with Simulator(parse(text, "x.toml"), clock=ManualClock()) as sim:
        ports = [port for profile in sim.profiles.values() for port in (profile.port, profile.tls_port)]
        assert len(set(ports)) == 4
        of_a, of_b = sim.mailboxes
        talk = await Talk.to(sim.profiles["a"])
        assert b"NO [AUTHENTICATIONFAILED]" in await talk.say(f"LOGIN {of_b.address} {of_b.password}")
        assert b"OK" in await talk.say(f"LOGIN {of_a.address} {of_a.password}")
        talk.close()


async def test_an_outage_of_one_profile_is_none_of_the_other_s():
    text = "[profiles.a]\n[profiles.b]\n[[trouble]]\nfault = 'refuse'\nprofiles = ['a']\nfrom = 1\n"
    clock = ManualClock()
    async with Simulator(parse(text, "x.toml"), clock=clock) as sim:
        clock.advance(1)
        await sim.events.fault("refuse", 2)
        with pytest.raises(ConnectionRefusedError):
            await Talk.to(sim.profiles["a"])
        (await Talk.to(sim.profiles["b"])).close()


async def test_counts_tell_who_signed_in_how_often_and_how_many_were_connected_at_once():
    async with playing() as stage:
        for number in (1, 1, 2):
            await stage.enter(number)
        events = stage.sim.events
        assert [events.signed_in[box.address] for box in stage.sim.mailboxes] == [2, 1, 0]
        assert (events.open, events.most_open, events.counts["connection"]) == (3, 3, 3)
        stage.talks[0].close()
        await events.reached("closed")
        assert (events.open, events.most_open) == (2, 3)


async def test_served_holds_what_was_sent_whole_and_nothing_else():
    async with playing() as stage:
        talk = await stage.enter(select=True)
        await talk.say("UID FETCH 1 (BODY.PEEK[HEADER])")
        await talk.say("UID FETCH 2 (BODY.PEEK[]<0.10>)")
        assert stage.sim.served() == []
        await talk.say("UID FETCH 3:4 (BODY.PEEK[])")
        await talk.say("UID FETCH 3 (BODY.PEEK[])")
        address = stage.sim.mailboxes[0].address
        held = {one.uid: one.sha256 for one in stage.sim.expected(address)}
        assert sorted(stage.sim.served()) == sorted((address, "INBOX", held[uid]) for uid in (3, 4))


async def test_leaving_ends_every_session():
    async with playing() as stage:
        talk = await stage.enter()
        idling = await stage.enter(2, select=True)
        idling.send(b"a IDLE\r\n")
        assert await idling.line() == b"+ idling\r\n"
    assert await talk.rest() == b""


async def test_serving_alone_tells_where_whom_to_trust_and_who_may_sign_in(tmp_path):
    told = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve("quiet", mailboxes=5, ca_file=tmp_path / "ca.pem", ready=told.set_result))
    serving = await asyncio.wait_for(told, PATIENCE)
    assert len(serving.mailboxes) == 5
    assert serving.ca_file.read_text() == serving.profiles[0].ca_pem
    talk = await Talk.to(serving.profiles[0], tls=True)
    box = serving.mailboxes[0]
    assert b"OK" in await talk.say(f"LOGIN {box.address} {box.password}")
    talk.close()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ConnectionRefusedError):
        await Talk.to(serving.profiles[0])


async def test_a_port_that_is_taken_is_told():
    async with playing() as stage:
        with pytest.raises(OSError, match="address already in use"):
            await serve("quiet", port=stage.profile.port)
