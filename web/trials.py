"""Tests that run in the background while a page shows their steps: one at a time of each thing, a bounded number of
all. What is tested, and how, whoever begins one says; here is only what became of it.

A process that ends cancels them; worker.office hands their leases back.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import structlog

from store.faults import Refused, StaleLease, StoreError
from worker.actions import OnStep, Step, TestResult
from worker.unavailable import QueueUnavailable

from .live import Live

log = structlog.get_logger(__name__)

AT_ONCE = 20
KEPT = timedelta(minutes=15)  # after its end
MOST_KEPT = 200

OVERTAKEN = "Another program took this mailbox over meanwhile. Test it again."
STOPPED = "The test was stopped before it was over: the mailbox is as it was. Test it again."
UNEXPECTED = "Postroom itself made an error here. An administrator finds it in the log; nothing was changed by it."
NO_STORE = (
    "Postroom's own database or secret key is in trouble, so nothing was tested. No mail is lost. An administrator "
    "runs `postroom doctor` to see why; test it again after that."
)
NO_QUEUE = "The queue can't be reached, and a test needs it. Test it again when an administrator has mended that."

Work = Callable[[OnStep], Awaitable[TestResult]]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Trial:
    """How a test stands. topic: the live topic of the page that shows it ("mailbox:5"). part: of what the topic names
    (a direction). ended None: it is running. trouble: in words, why it ended without a verdict, where it did."""

    number: int
    topic: str
    part: str
    by: str
    began: datetime
    steps: tuple[Step, ...] = ()
    ended: datetime | None = None
    ok: bool = False
    trouble: str = ""

    @property
    def running(self) -> bool:
        return self.ended is None


class Trials:
    """Of this process."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._trials: dict[Key, Trial] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}  # by the number of its trial
        self._numbers = count(1)

    def __repr__(self) -> str:
        return f"Trials({len(self._tasks)} running, {len(self._trials)} known)"

    @classmethod
    @asynccontextmanager
    async def of(cls, live: Live) -> AsyncIterator[Trials]:
        trials = cls(live)
        try:
            yield trials
        finally:
            await trials._stop()

    def get(self, topic: str, part: str) -> Trial | None:
        """The one that runs, or that ended not long ago."""
        self._forget()
        return self._trials.get((topic, part))

    def begin(self, topic: str, part: str, by: str, work: Work, *, anew: bool = False) -> tuple[Trial, bool]:
        """The test of this thing, and whether it was begun now: the one that runs already is shown to whoever asks
        again, unless anew: what it tests is not what was there when it began. Refused: too many are running."""
        known = self._trials.get((topic, part))
        if known is not None and known.running and not anew:
            return known, False
        if len(self._tasks) >= AT_ONCE:
            raise Refused(f"{AT_ONCE} tests are running already: try again in a minute.")
        if known is not None and known.running:
            self._tasks[known.number].cancel()
        trial = Trial(next(self._numbers), topic, part, by, self._live.store.clock())
        self._put(trial)
        task = self._tasks[trial.number] = asyncio.create_task(self._run(trial, work), name=f"test of {topic} {part}")
        task.add_done_callback(partial(self._over, trial.number))
        self._forget()
        return trial, True

    async def _run(self, trial: Trial, work: Work) -> None:
        ok, trouble = False, UNEXPECTED
        try:
            result = await work(partial(self._stepped, trial))
            ok, trouble = result.ok, ""
        except asyncio.CancelledError:
            trouble = STOPPED
            raise
        except (Refused, StoreError, QueueUnavailable, StaleLease) as error:
            trouble = in_words(error)
        finally:
            self._tell(trial, ended=self._live.store.clock(), ok=ok, trouble=trouble)

    def _stepped(self, trial: Trial, step: Step) -> None:
        self._tell(trial, step=step)

    def _tell(self, trial: Trial, step: Step | None = None, **changed: Any) -> None:
        """Of one that another has followed meanwhile nobody asks any more."""
        now = self._trials.get((trial.topic, trial.part))
        if now is not None and now.number == trial.number:
            self._put(replace(now, steps=now.steps if step is None else (*now.steps, step), **changed))

    def _put(self, trial: Trial) -> None:
        key = trial.topic, trial.part
        self._trials.pop(key, None)  # the newest comes last
        self._trials[key] = trial
        self._live.changed([trial.topic])

    def _over(self, number: int, task: asyncio.Task[None]) -> None:
        del self._tasks[number]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("trial.bug", trial=task.get_name(), error=type(error).__name__)  # its text may hold secrets

    def _forget(self) -> None:
        """What ended long ago, and of many the oldest."""
        before = self._live.store.clock() - KEPT
        ended = [(key, one.ended) for key, one in self._trials.items() if one.ended is not None]
        many = len(ended) - MOST_KEPT
        for place, (key, at) in enumerate(ended):
            if at < before or place < many:
                del self._trials[key]

    async def _stop(self) -> None:
        running = list(self._tasks.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def in_words(error: Exception) -> str:
    """Of what keeps a test from a verdict."""
    if isinstance(error, StaleLease):
        return OVERTAKEN
    if isinstance(error, QueueUnavailable):
        return NO_QUEUE
    if isinstance(error, StoreError):
        log.warning("trial.store", why=str(error))
        return NO_STORE
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"
