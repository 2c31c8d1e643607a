"""How the house is doing, at a glance: numbers now, charts of the last hour, day or week, and what is not well."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from errors.machine import State
from store import leases, profiles, samples, walls
from store.samples import EVERY, STATES, Point
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

RANGES = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7)}
LABELS = {"1h": "the last hour", "24h": "the last day", "7d": "the last week"}
POINTS = 120  # of a chart
SICK = 20  # profiles that are named
PATIENCE = 1.0  # seconds, for the queue
ORDER = (State.ACTIVE, State.RETRYING, State.SUSPENDED, State.HALTED, State.UNTESTED, State.DISABLED)  # from below


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
        points = list(await samples.series(tx, since, POINTS))
        sick = await profiles.not_healthy(tx, SICK + 1)
    points = _with_now(points, now, states, queues)
    told = {
        "states": [(state, states.get(state, 0)) for state in ORDER],
        "alerts": {severity.value: many for severity, many in alerts.items()},
        "queues": queues,
        "waiting": sum(one.queued + one.started for one in queues or ()),
        "retries": sum(one.scheduled for one in queues or ()),
        "failed": sum(one.failed for one in queues or ()),
        "charts": _charts(points, since, now, RANGES[chosen] / POINTS),
        "measured": len(points) > 1,
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


def _with_now(
    points: Sequence[Point], now: datetime, states: Mapping[State, int], queues: Sequence[QueueCount] | None
) -> list[Point]:
    """The last point is this moment; what is counted per minute goes on as it was."""
    last = points[-1] if points else None
    retries = retry_load(queues) if queues is not None else last.retries if last else 0
    here = Point(now, last.polls if last else 0.0, last.failures if last else 0.0, retries,
                 {state: states.get(state, 0) for state in STATES})  # fmt: skip
    return [*points, here]


def _charts(points: Sequence[Point], since: datetime, until: datetime, width: timedelta) -> list[Chart]:
    moments = [one.at for one in points]
    gap = max(width, EVERY) * 3

    def chart(title: str, unit: str, *series: Series, stacked: bool = False) -> Chart:
        return Chart(title, unit, since, until, moments, series, gap, stacked=stacked)

    by_state = [Series(state.value, state.value, [one.states.get(state, 0) for one in points]) for state in ORDER]
    polls = Series("polls", "polls", [one.polls for one in points])
    failures = Series("failures", "failures", [one.failures for one in points])
    retries = Series("retries", "waiting retries", [one.retries for one in points])
    return [
        chart("Mailboxes by state", "mailboxes", *by_state, stacked=True),
        chart("Polls and failures", "per minute", polls, failures),
        chart("Retry load", "jobs", retries, stacked=True),
    ]
