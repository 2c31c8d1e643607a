"""What servers said that no rule knows, for administrators: alike ones in one line, the commonest first."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from errors.classify import UNCLASSIFIED, classify
from errors.memory import signal_of
from errors.redacted import redacted
from store import unclassified
from store.unclassified import Unclassified
from web.access import Page, may
from web.mail_words import one_line
from web.problems import Missing
from web.reader import SignedIn, TheHouse
from web.render import page

router = APIRouter()

MOST = 50
LONGEST = 160  # characters of an answer


@dataclass(frozen=True, slots=True)
class Row:
    """known_as: the code that today's rules give it, if one does."""

    of: Unclassified
    sample: str
    known_as: str | None


@router.get("/errors/unclassified")
async def listed(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    if not may(reader, Page.ADMINISTRATORS_WALL):
        raise Missing
    async with house.store.read() as tx:
        found = await unclassified.listing(tx, MOST + 1)
    told = {"rows": [_row(one) for one in found[:MOST]], "more": len(found) > MOST, "most": MOST}
    return page(request, "catalogue_unclassified.html", reader, told=told)


def _row(one: Unclassified) -> Row:
    signal = signal_of(one.signal or {}, one.sample)
    fault = classify(signal) if signal is not None else None
    known = fault.code if fault is not None and fault.rule != UNCLASSIFIED else None
    return Row(one, one_line(redacted(one.sample), LONGEST), known)
