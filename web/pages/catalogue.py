"""The error catalogue: everything that Postroom can name, and what one code means, now and in general."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from errors.catalogue import CATALOGUE, FAMILIES
from errors.model import Entry, Nature
from errors.nameless import nameless
from errors.verdict_words import LEVELS, NATURES, counts
from store import code_counts
from web import catalogue
from web.access import Page, may
from web.forms import Answers
from web.mail_words import one_line
from web.paging import number_of, offset_of, paging
from web.reader import Reader, SignedIn, TheHouse
from web.render import page

from . import explaining, unclassified

router = APIRouter()
router.include_router(explaining.router)  # before what any word could be the code of
router.include_router(unclassified.router)

ROWS = 100
FIELDS = ("words", "family", "level", "nature", "who")
LONGEST = 200  # characters of a field


@router.get("/errors")
async def listed(request: Request, reader: SignedIn) -> HTMLResponse:
    answers = Answers({name: request.query_params.get(name, "")[:LONGEST].strip() for name in FIELDS})
    found = catalogue.like(answers)
    start = offset_of(number_of(request), ROWS)
    shown = groupby(found[start : start + ROWS], key=lambda row: row.family)
    told = {
        "answers": answers,
        "choices": catalogue.choices(),
        "many": len(found),
        "families": [(name, FAMILIES[name], list(rows)) for name, rows in shown],
        "paging": paging(request, more=len(found) > start + ROWS, size=ROWS),
        "sees_unclassified": may(reader, Page.ADMINISTRATORS_WALL),
    }
    return page(request, "catalogue.html", reader, told=told)


@router.get("/errors/{code}")
async def shown(request: Request, code: str, reader: SignedIn, house: TheHouse) -> Response:
    entry = CATALOGUE.get(code)
    if entry is not None:
        return await _shown(request, entry, reader, house)
    if (written_so := code.strip().upper()) in CATALOGUE:
        return RedirectResponse(f"/errors/{quote(written_so)}", 303)
    told = {"code": one_line(code, catalogue.LONGEST_CODE), "meant": catalogue.meant(code)}
    return page(request, "catalogue_unknown.html", reader, status=404, told=told)


async def _shown(request: Request, entry: Entry, reader: Reader, house: TheHouse) -> HTMLResponse:
    standing = None
    if may(reader, Page.ADMINISTRATORS_WALL):
        async with house.store.read() as tx:
            standing = await code_counts.of(tx, entry.code)
    told = {
        "entry": entry,
        "headline": nameless(entry.headline),
        "family": FAMILIES[catalogue.family_of(entry)],
        "nature": NATURES[entry.nature.value if entry.nature else None],
        "level": LEVELS[entry.level.value],
        "counts": counts(entry.level, counted=entry.counts),
        "remedies": catalogue.remedies(entry, reader),
        "given_up": catalogue.remedies(entry, reader, Nature.PERMANENT) if entry.nature is Nature.TRANSIENT else (),
        "audience": catalogue.audience(entry),
        "standing": standing,
        "most": code_counts.MOST,
    }
    return page(request, "catalogue_code.html", reader, told=told)
