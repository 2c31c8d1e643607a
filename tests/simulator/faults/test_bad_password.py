from tests.kit.simulated import playing


async def test_the_right_password_is_refused_like_a_wrong_one():
    async with playing('[[trouble]]\nfault = "bad_password"\nmailboxes = ["*.0002@*"]\n') as stage:
        box = stage.sim.mailboxes[0]
        really_wrong = await (await stage.connect()).say(f"LOGIN {box.address} nonsense")
        assert await stage.refused_sign_in(2) == really_wrong
        await stage.enter(1)
        assert stage.sim.events.counts["refused_sign_in"] == 2
        assert [one.address for one in stage.sim.hit_by("bad_password")] == [stage.sim.mailboxes[1].address]


async def test_it_is_over_when_the_scenario_says_so():
    async with playing('[[trouble]]\nfault = "bad_password"\nuntil = 30\n') as stage:
        assert b"NO [AUTHENTICATIONFAILED]" in await stage.refused_sign_in()
        stage.clock.advance(30)
        await stage.enter()


async def test_trouble_of_one_mailbox_is_no_trouble_of_those_that_do_not_exist():
    async with playing('[[trouble]]\nfault = "bad_password"\nmailboxes = ["*.0002@*"]\n') as stage:
        await (await stage.connect()).say("LOGIN nobody@example.org x")
        assert not stage.sim.events.strikes
