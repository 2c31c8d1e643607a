"""The profiles that a person looks after, for administrators all."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from errors.machine import State
from store import profiles
from web.access import Page, may
from web.paging import SIZE, number_of, offset_of, paging
from web.reader import SignedIn, TheHouse
from web.render import page

router = APIRouter()


@router.get("/profiles")
async def listed(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    every = may(reader, Page.ADMINISTRATORS_WALL)
    async with house.store.read() as tx:
        found = await profiles.listing(
            tx, owner_id=None if every else reader.person.id, offset=offset_of(number_of(request)), limit=SIZE + 1
        )
    told = {
        "views": found[:SIZE],
        "paging": paging(request, more=len(found) > SIZE),
        "every": every,
        "states": [state for state in State if state is not State.NONE],
    }
    return page(request, "profiles.html", reader, told=told)
