"""One alert: what is wrong, what to do, what was tried; and what people do to it from wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from errors.catalogue import CATALOGUE
from store import alerts, courses
from store import walls as stored
from web import alert_changes, back, mending, not_enabled, walls
from web.access import Page, may
from web.forms import typed
from web.ids import BIGGEST
from web.problems import Missing
from web.reader import SignedIn, TheHouse
from web.render import page

if TYPE_CHECKING:
    from store.records import Alert
    from store.session import Tx
    from web.reader import Reader
    from web.walls import Line, Viewer

router = APIRouter()

NAMED = 50  # mailboxes that the page of an alert names

DONE = {
    "acknowledged": "Acknowledged: others see that somebody knows.",
    "dismissed": "Dismissed from your wall. The filter “what I dismissed” shows it again.",
    "restored": "It is on your wall again.",
}
TROUBLE = {
    "acknowledged_before": "Somebody had acknowledged it before you. Their name stays with it.",
    "over": "It was over already when you acknowledged it: nothing is left to do.",
}

AlertId = Annotated[int, Path(ge=1, le=BIGGEST)]


@router.get("/alerts/{alert_id}")
async def alert(request: Request, reader: SignedIn, house: TheHouse, alert_id: AlertId) -> HTMLResponse:
    async with house.store.read() as tx:
        line = await _line(tx, alert_id, reader)
        going_on = await courses.of(tx, [line.alert])
        others = {name: await _known(tx, one, reader) for name, one in _linked(line.alert).items()}
    told = {
        "line": walls.with_courses([line], going_on)[0],
        "entry": CATALOGUE.get(line.alert.code),
        "mailboxes": line.mailboxes[:NAMED],
        "more_mailboxes": max(0, len(line.mailboxes) - NAMED),
        "may_acknowledge": mending.may_acknowledge(line.alert, reader),
        "done": DONE.get(request.query_params.get("done", "")),
        "trouble": TROUBLE.get(request.query_params.get("done", "")),
        "live": "wall:admin" if may(reader, Page.ADMINISTRATORS_WALL) else f"wall:{reader.person.id}",
        **others,
    }
    return page(request, "alert.html", reader, told=told)


@router.post("/alerts/{alert_id}/acknowledge")
async def acknowledge(request: Request, reader: SignedIn, house: TheHouse, alert_id: AlertId) -> Response:
    async with house.store.write() as tx:
        found = (await _line(tx, alert_id, reader)).alert
        if not mending.may_acknowledge(found, reader):
            raise Missing
        word = await alert_changes.acknowledge(tx, found, reader)
    return await _back(request, alert_id, word)


@router.post("/alerts/{alert_id}/dismiss")
async def dismiss(request: Request, reader: SignedIn, house: TheHouse, alert_id: AlertId) -> Response:
    async with house.store.write() as tx:
        word = await alert_changes.dismiss(tx, (await _line(tx, alert_id, reader)).alert, reader)
    return await _back(request, alert_id, word)


@router.post("/alerts/{alert_id}/restore")
async def restore(request: Request, reader: SignedIn, house: TheHouse, alert_id: AlertId) -> Response:
    async with house.store.write() as tx:
        word = await alert_changes.restore(tx, (await _line(tx, alert_id, reader)).alert, reader)
    return await _back(request, alert_id, word)


async def _back(request: Request, alert_id: int, word: str) -> Response:
    path = back.local((await typed(request)).get("back"), f"/alerts/{alert_id}")
    return RedirectResponse(back.told(path, word), 303)


async def _line(tx: Tx, alert_id: int, reader: Reader) -> Line:
    """As the widest of this reader's walls shows it. Missing where none does."""
    found = await alerts.get(tx, alert_id)
    alike = await stored.members(tx, [found]) if may(reader, Page.ADMINISTRATORS_WALL) else [found]
    waiting = await not_enabled.waiting(tx, alike)
    for viewer in _viewers(reader):
        line = walls.line(found, viewer, alike, waiting)
        if line is not None:
            return line
    raise Missing


def _viewers(reader: Reader) -> list[Viewer]:
    """Their own wall first: what they own speaks to them as its owner."""
    every = [walls.administrators_wall(reader.person.address)] if may(reader, Page.ADMINISTRATORS_WALL) else []
    return [reader.viewer, *every]


def _linked(one: Alert) -> dict[str, int | None]:
    return {"superseded_by": one.superseded_by, "supersedes": one.supersedes}


async def _known(tx: Tx, alert_id: int | None, reader: Reader) -> Line | None:
    if alert_id is None:
        return None
    try:
        return await _line(tx, alert_id, reader)
    except Missing:
        return None
