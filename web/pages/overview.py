"""How the house is doing, at a glance: numbers now, charts of the last hour, day or week, and what is not well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from errors.machine import State
from store import leases, profiles, samples, walls
from store.samples import EVERY, SILENCE, Point
from store.walls import Watcher
from web import charts
from web.access import Page, may
from web.charts import Chart, Series
from web.problems import Missing
from web.reader import SignedIn, TheHouse
from web.render import page
from worker.queue import QueueCount, QueueUnavailable
from worker.sampling import retry_load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from web.house import House

router = APIRouter()

Line = tuple[str, str, Callable[[Point], float]]  # of a chart: the name of its colour, its label, its value at a point

RANGES = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7)}
LABELS = {"1h": "the last hour", "24h": "the last day", "7d": "the last week"}
POINTS = 120  # of a chart
SICK = 20  # profiles that are named
PATIENCE = 1.0  # seconds, for the queue
ORDER = (State.ACTIVE, State.RETRYING, State.SUSPENDED, State.HALTED, State.UNTESTED, State.DISABLED)  # from below
RATES: list[Line] = [("polls", "polls", attrgetter("polls")), ("failures", "failures", attrgetter("failures"))]
LOAD: list[Line] = [("retries", "waiting retries", attrgetter("retries"))]


@router.get("/overview")
async def overview(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    if not may(reader, Page.OVERVIEW):
        raise Missing
    chosen = request.query_params.get("range", "1h")
    chosen = chosen if chosen in RANGES else "1h"
    queues = await _queues(house)
    async with house.store.read() as tx:
        now, since = tx.now, tx.now - RANGES[chosen]
        states = await leases.counts(tx)
        alerts = await walls.counts(tx, Watcher(reader.person.id, reader.person.address, administrator=True))
        points = await samples.series(tx, since, POINTS)
        newest = await samples.newest(tx)
        sick = await profiles.not_healthy(tx, SICK + 1)
    silent = newest is not None and now - newest > SILENCE
    here = _here(now, points, states, queues)
    told = {
        "states": [(state, states.get(state, 0)) for state in ORDER],
        "alerts": {severity.value: many for severity, many in alerts.items()},
        "queues": queues,
        "waiting": sum(one.queued + one.started for one in queues or ()),
        "retries": sum(one.scheduled for one in queues or ()),
        "failed": sum(one.failed for one in queues or ()),
        "charts": _charts(points, here, since, rates=not silent, retries=not silent or queues is not None),
        "measured": bool(points),
        "silent_since": newest if silent else None,
        "every": EVERY,
        "ranges": LABELS,
        "chosen": chosen,
        "sick": sick[:SICK],
        "more_sick": len(sick) > SICK,
        "draw": charts,
        "live": "clock",
    }
    return page(request, "overview.html", reader, told=told)


async def _queues(house: House) -> list[QueueCount] | None:
    """None: Redis can't be reached, or not soon enough for somebody who waits for a page."""
    try:
        async with asyncio.timeout(PATIENCE):
            office = await house.with_queue()
            return await office.off(office.queues.counts)
    except (QueueUnavailable, TimeoutError):
        return None


def _here(
    now: datetime, points: Sequence[Point], states: Mapping[State, int], queues: Sequence[QueueCount] | None
) -> Point:
    """This moment, as the last point of a chart; what is counted per minute goes on as it was."""
    last = points[-1] if points else Point(now, 0.0, 0.0, 0, {})
    retries = last.retries if queues is None else retry_load(queues)
    return replace(last, at=now, retries=retries, states=states)


def _charts(points: Sequence[Point], here: Point, since: datetime, *, rates: bool, retries: bool) -> list[Chart]:
    """rates, retries: whether those of here are known; where not, a chart ends with what was measured last."""
    gap = max((here.at - since) / POINTS, EVERY) * 3

    def chart(title: str, unit: str, lines: Sequence[Line], *, known: bool = True, stacked: bool = False) -> Chart:
        shown = [*points, here] if known else points
        series = [Series(name, label, [value(one) for one in shown]) for name, label, value in lines]
        moments = [one.at for one in shown]
        return Chart(title, unit, since, here.at, moments, series, gap, stacked=stacked, current=known)

    return [
        chart("Mailboxes by state", "mailboxes", [_line_of(state) for state in ORDER], stacked=True),
        chart("Polls and failures", "per minute", RATES, known=rates),
        chart("Retry load", "jobs", LOAD, known=retries, stacked=True),
    ]


def _line_of(state: State) -> Line:
    return state.value, state.value, lambda one: one.states.get(state, 0)
