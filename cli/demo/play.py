"""The demo's story: move in, let the scenario happen, wait until all is well again, judge."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.demo.facts import Facts, Watch
from cli.demo.house import Crew, demo_house, move_in, workers
from cli.demo.pages import Pages, demo_pages, invited
from cli.demo.verdict import Expected, Verdict, judge, summary
from errors.machine import State
from simulator import Scenario, Simulator
from simulator.events import POLL
from worker.office import Office

GLANCE = 0.5  # seconds between two looks
QUIET = 12.0  # seconds before the story's end when no more mail arrives, so that all can be fetched
LATEST = 60.0  # seconds after the story's end that are left for all to be well

Show = Callable[[Facts, float, float, str], None]
Stage = Callable[[Pages], AbstractContextManager[Show]]


@dataclass(frozen=True, slots=True)
class Played:
    """home, simulator, office and pages are there until playing() ends."""

    verdict: Verdict
    summary: dict[str, object]
    home: Path
    pages: Pages
    office: Office
    simulator: Simulator

    @asynccontextmanager
    async def staying(self) -> AsyncIterator[None]:
        """Work goes on, on servers that give no more trouble."""
        self.simulator.calm_down()
        async with workers(self.office, self.home):
            yield


@asynccontextmanager
async def playing(
    scenario: Scenario, *, mailboxes: int, seconds: float, seed: int, keep: bool, stage: Stage
) -> AsyncIterator[Played]:
    """From an empty folder to a verdict. Raises QueueUnavailable, StoreError."""
    began = time.monotonic()
    simulator = Simulator(scenario, seed=seed, mailboxes=mailboxes)
    async with demo_house(keep=keep) as (office, home), demo_pages(office, invited(simulator)) as pages, simulator:
        with stage(pages) as show:
            verdict, facts, watch = await _story(office, home, simulator, seconds, show)
        result = summary(
            verdict, facts, mailboxes=len(simulator.mailboxes), recovered=len(watch.recovered),
            polls=simulator.events.counts[POLL], seconds=time.monotonic() - began,
        )  # fmt: skip
        yield Played(verdict, {**result, "pages": pages.url}, home, pages, office, simulator)


async def _story(
    office: Office, home: Path, simulator: Simulator, seconds: float, show: Show
) -> tuple[Verdict, Facts, Watch]:
    await move_in(office, simulator)
    watch = Watch()
    async with workers(office, home) as crew:
        await _happen(office, simulator, crew, watch, seconds, show)
        expected = expected_of(simulator)
        facts = await _settle_down(office, expected, watch, seconds, show)
    return await judge(office, expected, facts), facts, watch


async def _happen(office: Office, simulator: Simulator, crew: Crew, watch: Watch, seconds: float, show: Show) -> None:
    """Until no more mail arrives."""
    began = time.monotonic()
    while (now := time.monotonic() - began) < seconds - QUIET:
        crew.check()
        facts = await watch.look(office)
        show(facts, now, seconds, saying(facts))
        await asyncio.sleep(GLANCE)
    simulator.stop_arrivals()


async def _settle_down(office: Office, expected: Expected, watch: Watch, seconds: float, show: Show) -> Facts:
    """Until the verdict is good, or too late to be."""
    began = time.monotonic()
    while True:
        facts = await watch.look(office)
        now = time.monotonic() - began
        show(facts, seconds - QUIET + now, seconds, "No more mail arrives: what is missing is fetched, alerts close")
        if now > LATEST or (now > 1 and (await judge(office, expected, facts)).ok):
            return facts
        await asyncio.sleep(GLANCE)


def expected_of(simulator: Simulator) -> Expected:
    """What the simulator holds, has served, and has done to whom."""
    served: dict[str, Counter[str]] = {}
    for address, _, digest in simulator.served():
        served.setdefault(address, Counter())[digest] += 1
    return Expected(
        held={account.address: simulator.expected(account.address) for account in simulator.mailboxes},
        served=served,
        wrong=frozenset(account.address for account in simulator.hit_by("bad_password")),
        down=frozenset(account.profile for account in simulator.hit_by("refuse")),
    )


def saying(facts: Facts) -> str:
    """The story in a line, from what is there to be seen."""
    if facts.states.get(State.SUSPENDED):
        return "A server is down: its mailboxes are suspended, one alert tells of it, nobody's budget is spent"
    if facts.states.get(State.RETRYING):
        return "Some mailboxes are retried by themselves; nobody need act yet"
    if facts.states.get(State.HALTED):
        return "Mailboxes whose password was refused are halted; the others go on"
    return "Mail arrives and is stored, once, byte for byte"
