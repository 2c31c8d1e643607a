"""Who did what: the newest first, for administrators."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from store import audit
from store.columns import clean
from web.access import Page, may
from web.paging import SIZE, number_of, offset_of, paging
from web.problems import Missing
from web.reader import SignedIn, TheHouse
from web.render import page

router = APIRouter()


@router.get("/audit")
async def listed(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    if not may(reader, Page.AUDIT):
        raise Missing
    who = clean(request.query_params.get("who", "")).strip()[:320]
    async with house.store.read() as tx:
        found = await audit.listing(tx, who=who or None, offset=offset_of(number_of(request)), limit=SIZE + 1)
    told = {
        "entries": found[:SIZE],
        "paging": paging(request, more=len(found) > SIZE),
        "who": who,
    }
    return page(request, "audit.html", reader, told=told)
