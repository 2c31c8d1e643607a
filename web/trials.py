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
    "Postroom's own database or secret key is in trouble, so nothing was tested. No mail is lost. An administrator runs "
    "`postroom doctor` to see why; test it again after that."
)
NO_QUEUE = "The queue can't be reached, and a test needs it. Test it again when an administrator has mended that."

Work = Callable[[OnStep], Awaitable[TestResult]]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Trial:
    """How a test stands. topic: the live topic of the page that shows it ("mailbox:5"). part: of what the topic names
    (a direction). ended None: it is running. trouble: in words, why it ended without a verdict, where it did."""

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
        self._tasks: dict[Key, asyncio.Task[None]] = {}

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

    def begin(self, topic: str, part: str, by: str, work: Work) -> tuple[Trial, bool]:
        """The test of this thing, and whether it was begun now: the one that runs already is shown to whoever asks
        again. Refused: too many are running."""
        key = topic, part
        known = self._trials.get(key)
        if known is not None and known.running:
            return known, False
        if len(self._tasks) >= AT_ONCE:
            raise Refused(f"{AT_ONCE} tests are running already: try again in a minute.")
        self._trials.pop(key, None)  # the newest comes last
        self._trials[key] = Trial(topic, part, by, self._live.store.clock())
        self._tasks[key] = task = asyncio.create_task(self._run(key, work), name=f"test of {topic} {part}")
        task.add_done_callback(partial(self._over, key))
        self._forget()
        return self._trials[key], True

    async def _run(self, key: Key, work: Work) -> None:
        ok, trouble = False, UNEXPECTED
        try:
            result = await work(partial(self._stepped, key))
            ok, trouble = result.ok, ""
        except asyncio.CancelledError:
            trouble = STOPPED
            raise
        except (Refused, StoreError, QueueUnavailable, StaleLease) as error:
            trouble = in_words(error)
        finally:
            self._tell(key, ended=self._live.store.clock(), ok=ok, trouble=trouble)

    def _stepped(self, key: Key, step: Step) -> None:
        self._tell(key, steps=(*self._trials[key].steps, step))

    def _tell(self, key: Key, **changed: object) -> None:
        self._trials[key] = replace(self._trials[key], **changed)  # type: ignore[arg-type]
        self._live.changed([key[0]])

    def _over(self, key: Key, task: asyncio.Task[None]) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("trial.bug", about=key[0], error=type(error).__name__)  # its text may hold secrets

    def _forget(self) -> None:
        """What ended long ago, and of many the oldest."""
        before = self._live.store.clock() - KEPT
        ended = [key for key, one in self._trials.items() if one.ended is not None]
        old = [key for key in ended if (self._trials[key].ended or before) < before]
        for key in {*old, *ended[: max(0, len(ended) - MOST_KEPT)]}:
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
