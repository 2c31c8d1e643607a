"""Tests that run in the background: one at a time of each thing, kept for a while, ended with the process."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from errors.model import Direction
from store.faults import Refused, StaleLease, StoreUnavailable
from tests.kit.stores import opened
from web import trials as module
from web.live import Live
from web.trials import AT_ONCE, KEPT, MOST_KEPT, Trials
from worker.steps import Step
from worker.unavailable import QueueUnavailable

HERE = ("mailbox:1", "incoming")
ANA = "ana@example.org"


def step(name: str, *, ok: bool = True) -> Step:
    return Step(name, Direction.INCOMING, ok, timedelta(milliseconds=3), "evidence", None if ok else "IMAP-101")


class Play:
    """A test whose steps the test tells, one by one."""

    def __init__(self) -> None:
        self.on_step = None
        self.began = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.cancelled = False

    async def __call__(self, on_step):
        self.on_step = on_step
        self.began.set()
        try:
            await self.goes_on.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return module.TestResult(True, ())


def raising(error: BaseException):
    async def work(on_step):
        on_step(step("dns"))
        raise error

    return work


@pytest.fixture
async def store(tmp_path):
    async with opened(tmp_path) as store:
        yield store


@pytest.fixture
async def trials(store):
    async with Live.of(store) as live, Trials.of(live) as trials:
        yield trials


async def ended(trials: Trials, topic: str = HERE[0], part: str = HERE[1]):
    while (trial := trials.get(topic, part)) is None or trial.running:
        await asyncio.sleep(0)
    return trial


async def test_each_step_is_there_as_soon_as_it_is_over_and_the_page_is_told(trials):
    play = Play()
    trials.begin(*HERE, ANA, play)
    await play.began.wait()
    with trials._live.watching([HERE[0]]) as watch:
        play.on_step(step("dns"))
        assert await asyncio.wait_for(watch.told(), 5) == {HERE[0]}
    assert [one.name for one in trials.get(*HERE).steps] == ["dns"]
    play.on_step(step("connect"))
    now = trials.get(*HERE)
    assert ([one.name for one in now.steps], now.running, now.by) == (["dns", "connect"], True, ANA)
    play.goes_on.set()
    assert (await ended(trials)).ok


async def test_a_second_press_shows_the_one_that_runs(trials):
    play, other = Play(), Play()
    first, begun = trials.begin(*HERE, ANA, play)
    again, begun_again = trials.begin(*HERE, "bo@example.test", other)
    assert (begun, begun_again, again.number, again.by) == (True, False, first.number, ANA)
    assert trials.begin(HERE[0], "outgoing", ANA, other)[1], "the other direction is another thing"


async def test_what_was_stored_meanwhile_is_tested_anew_and_the_old_test_says_no_more(trials):
    old, new = Play(), Play()
    trials.begin(*HERE, ANA, old)
    await old.began.wait()
    trial, begun = trials.begin(*HERE, ANA, new, anew=True)
    await new.began.wait()
    assert begun
    assert old.cancelled
    old.on_step(step("late"))
    assert (trials.get(*HERE).number, trials.get(*HERE).steps) == (trial.number, ())
    new.goes_on.set()
    assert (await ended(trials)).ok


@pytest.mark.parametrize(
    ("error", "words"),
    [
        pytest.param(Refused("this version sends no mail yet"), "This version sends no mail yet.", id="refused"),
        pytest.param(StoreUnavailable("/home/x/postroom.db: locked"), module.NO_STORE, id="the database"),
        pytest.param(QueueUnavailable("Redis at host:1 is not available"), module.NO_QUEUE, id="the queue"),
        pytest.param(StaleLease("the lease 3 of direction 4 was lost"), module.OVERTAKEN, id="another holder"),
        pytest.param(KeyError("secret"), module.UNEXPECTED, id="a bug of ours"),
    ],
)
async def test_what_keeps_it_from_a_verdict_is_told_in_words_after_its_steps(trials, error, words):
    trials.begin(*HERE, ANA, raising(error))
    trial = await ended(trials)
    assert (trial.ok, trial.trouble, [one.name for one in trial.steps]) == (False, words, ["dns"])


async def test_after_its_end_the_same_can_be_tested_again(trials):
    trials.begin(*HERE, ANA, raising(Refused("no")))
    first = await ended(trials)
    second, begun = trials.begin(*HERE, ANA, Play())
    assert begun
    assert second.number > first.number
    assert trials.get(*HERE).running


async def test_not_more_than_so_many_run_at_once(trials):
    for number in range(AT_ONCE):
        trials.begin(f"mailbox:{number + 1}", "incoming", ANA, Play())
    with pytest.raises(Refused, match="running already"):
        trials.begin("mailbox:999", "incoming", ANA, Play())


async def test_an_ended_one_is_kept_for_a_while_and_no_longer(store, trials):
    trials.begin(*HERE, ANA, raising(Refused("no")))
    await ended(trials)
    store.shift += KEPT - timedelta(seconds=5)
    assert trials.get(*HERE) is not None
    store.shift += timedelta(seconds=10)
    assert trials.get(*HERE) is None


async def test_of_many_that_ended_the_newest_are_kept(trials):
    for number in range(MOST_KEPT + 5):
        topic = f"mailbox:{number + 1}"
        trials.begin(topic, "incoming", ANA, raising(Refused("no")))
        await ended(trials, topic)
    kept = [number for number in range(MOST_KEPT + 5) if trials.get(f"mailbox:{number + 1}", "incoming") is not None]
    assert kept == list(range(5, MOST_KEPT + 5))


async def test_what_runs_is_cancelled_when_the_process_ends(store):
    play = Play()
    async with Live.of(store) as live, Trials.of(live) as trials:
        trials.begin(*HERE, ANA, play)
        await play.began.wait()
    assert play.cancelled
    assert (trials.get(*HERE).running, trials.get(*HERE).trouble) == (False, module.STOPPED)
