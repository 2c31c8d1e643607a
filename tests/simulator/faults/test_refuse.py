import pytest

from tests.kit.simulated import playing

OUTAGE = '[[trouble]]\nfault = "refuse"\nfrom = 8\nuntil = 20\n'


async def test_nobody_listens_while_the_server_is_down_and_the_same_port_listens_again():
    async with playing(OUTAGE) as stage:
        port = stage.profile.port
        await stage.connect()
        stage.clock.advance(8)
        await stage.sim.events.fault("refuse", 2)  # the plain port and the TLS one
        for tls in (False, True):
            with pytest.raises(ConnectionRefusedError):
                await stage.connect(tls=tls)
        stage.clock.advance(12)
        await stage.sim.events.reached("listening", 2)
        await stage.connect()
        await stage.connect(tls=True)
        assert stage.profile.port == port


async def test_open_sessions_are_reset_when_the_server_goes_down():
    async with playing(OUTAGE) as stage:
        talk = await stage.enter()
        stage.clock.advance(8)
        with pytest.raises(ConnectionResetError):
            await talk.rest()


async def test_open_sessions_live_on_when_the_scenario_says_so():
    async with playing(OUTAGE + "cut_sessions = false") as stage:
        talk = await stage.enter()
        stage.clock.advance(8)
        await stage.sim.events.fault("refuse", 2)
        assert b"OK" in await talk.say("NOOP")


async def test_with_times_only_so_many_connections_are_reset():
    async with playing('[[trouble]]\nfault = "refuse"\ntimes = 2\n') as stage:
        for _ in range(2):
            talk = await stage.connect(greeted=False)
            with pytest.raises(ConnectionResetError):
                await talk.rest()
        await stage.connect()


async def test_two_outages_that_overlap_end_with_the_later_one():
    async with playing(OUTAGE + '[[trouble]]\nfault = "refuse"\nfrom = 10\nuntil = 30\n') as stage:
        stage.clock.advance(10)
        await stage.sim.events.fault("refuse", 4)
        stage.clock.advance(10)
        with pytest.raises(ConnectionRefusedError):
            await stage.connect()
        stage.clock.advance(10)
        await stage.sim.events.reached("listening", 2)
        await stage.connect()
