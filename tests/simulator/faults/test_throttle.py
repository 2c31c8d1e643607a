from tests.kit.simulated import playing

STATUS = "STATUS INBOX (MESSAGES)"


async def test_the_client_is_told_how_long_to_stay_away_and_served_afterwards():
    async with playing('[[trouble]]\nfault = "throttle"\nseconds = 92\ntimes = 1\n') as stage:
        talk = await stage.enter()
        wanted = b"BAD Request is throttled. Suggested Backoff Time: 92000 milliseconds\r\n"
        assert await talk.say(STATUS) == b"t2 " + wanted
        stage.clock.advance(92)
        assert b"MESSAGES 4" in await talk.say(STATUS)


async def test_who_comes_back_too_early_is_told_what_is_left():
    async with playing('[[trouble]]\nfault = "throttle"\nseconds = 10\ntimes = 1\n') as stage:
        talk = await stage.enter()
        await talk.say(STATUS)
        stage.clock.advance(4)
        assert b"Suggested Backoff Time: 6000 milliseconds" in await talk.say(STATUS)
        stage.clock.advance(6)
        assert b"MESSAGES 4" in await talk.say(STATUS)


async def test_sign_in_can_be_throttled_in_other_words():
    words = 'verdict = "NO"\ncode = "LIMIT"\ntext = "Wait {seconds} s"\n'
    async with playing(f'[[trouble]]\nfault = "throttle"\nstage = "auth"\nseconds = 5\n{words}') as stage:
        assert await stage.refused_sign_in() == b"t1 NO [LIMIT] Wait 5 s\r\n"
