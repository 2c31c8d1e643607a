"""The walls: what a person should see, the gravest first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from store import alerts
from web import not_enabled, walls
from web.access import Page, may
from web.problems import Missing
from web.reader import SignedIn, TheHouse
from web.render import page

router = APIRouter()


@router.get("/")
async def home(reader: SignedIn) -> Response:
    """To the wall that this person looks at first."""
    return RedirectResponse("/admin" if may(reader, Page.ADMINISTRATORS_WALL) else "/wall", 303)


@router.get("/wall")
async def my_wall(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    async with house.store.read() as tx:
        found = await alerts.listing(tx)
        lines = walls.lines(found, reader.viewer, await not_enabled.waiting(tx, found))
    return page(request, "wall.html", reader, told={"lines": lines, "live": f"wall:{reader.person.id}"})


@router.get("/admin")
async def administrators_wall(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    if not may(reader, Page.ADMINISTRATORS_WALL):
        raise Missing
    async with house.store.read() as tx:
        found = await alerts.listing(tx)
        lines = walls.lines(found, reader.as_administrator, await not_enabled.waiting(tx, found))
    return page(request, "wall.html", reader, told={"lines": lines, "live": "wall:admin"})
