from tests.kit.simulated import playing


async def test_one_line_of_noise_comes_and_then_the_end():
    async with playing('[[trouble]]\nfault = "garbage"\noctets = 50\n') as stage:
        talk = await stage.enter()
        talk.send(b"a STATUS INBOX (MESSAGES)\r\n")
        noise = await talk.rest()
        assert len(noise) == 53
        assert noise.index(b"\r\n") == 51


async def test_the_same_seed_makes_the_same_noise():
    async def noise(seed):
        async with playing('[[trouble]]\nfault = "garbage"\nstage = "greeting"\n', seed=seed) as stage:
            return await (await stage.connect(greeted=False)).rest()

    assert await noise(5) == await noise(5) != await noise(6)
