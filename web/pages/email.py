"""One email: what is known of it, what holds it up, its text, and the message itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from store import audit, email_rows
from store.faults import Refused, StaleLease
from store.session import Store
from web import email_view
from web.access import Page, may
from web.email_view import View
from web.ids import BIGGEST_OF_EMAILS
from web.problems import Missing
from web.reader import Reader, SignedIn, TheHouse
from web.render import page
from web.sizes import size
from worker import actions

router = APIRouter()

EmailId = Annotated[int, Path(ge=1, le=BIGGEST_OF_EMAILS)]
ANY = "postroom email retry ID"  # as the catalogue advises it
PATIENCE = 45  # seconds that a browser is kept waiting
PIECE = 4 * 1024 * 1024  # octets of a message that are in memory at once

DONE = {"fetched": "The email was fetched again, and is stored whole."}
GONE = "The server no longer has this email: it can't be fetched any more, and stays set aside."
BUSY = (
    "This takes longer than usual: a worker may be busy with the mailbox. Nothing was changed; try again in a minute."
)
OVERTAKEN = "A worker took the mailbox over meanwhile. Nothing was changed; try again in a minute."
RAW_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}


@router.get("/emails/{email_id}")
async def shown(request: Request, email_id: EmailId, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    view = await email_view.opened(house.store, reader, email_id)
    return _page(request, reader, view, done=DONE.get(request.query_params.get("done", "")))


def _page(
    request: Request, reader: Reader, view: View, *, done: str | None = None, trouble: str | None = None
) -> HTMLResponse:
    """Live, but for who reads what others wrote: each time is written down, and would be without end."""
    email, thing = view.seen.email, email_view.thing_of(view.seen)
    remedies = view.fault.remedies if view.fault else ()
    own = may(reader, Page.EMAIL_WORDS, thing)
    told = {
        "view": view,
        "remedies": [(who, words.replace(ANY, f"{ANY.removesuffix('ID')}{email.id}")) for who, words in remedies],
        "email": email,
        "size": size,
        "done": done,
        "trouble": trouble,
        "retries": email.state == "set_aside" and view.seen.mailbox_id is not None,
        "left_behind": view.seen.mailbox_id is None,
    }
    if own or view.words is None:
        told["live"] = f"email:{email.id}"
    return page(request, "email.html", reader, status=200 if trouble is None else 409, told=told)


@router.post("/emails/{email_id}/retry")
async def retry(request: Request, email_id: EmailId, reader: SignedIn, house: TheHouse) -> Response:
    """Fetch it again, while the browser waits."""
    async with house.store.write() as tx:
        seen = await email_view.found(tx, reader, email_id)
        if not may(reader, Page.EMAIL_CHANGE, email_view.thing_of(seen)):
            raise Missing
        detail = f"set aside with {seen.email.code}" if seen.email.code else ""
        await audit.note(tx, reader.person.address, "had an email fetched again", email_view.named(seen), detail)
    try:
        async with asyncio.timeout(PATIENCE):
            trouble = None if await actions.retry_email(house.office, email_id) else GONE
    except TimeoutError:
        trouble = BUSY
    except StaleLease:
        trouble = OVERTAKEN
    except Refused as refused:
        trouble = str(refused)
    if trouble is None:
        return RedirectResponse(f"/emails/{email_id}?done=fetched", 303)
    return _page(request, reader, await email_view.opened(house.store, reader, email_id), trouble=trouble)


@router.get("/emails/{email_id}/raw")
async def raw(email_id: EmailId, reader: SignedIn, house: TheHouse) -> StreamingResponse:
    """The message, octet for octet, as a file to be saved: a browser is never to show it."""
    seen = await email_view.for_its_words(house.store, reader, email_id)
    await email_view.note_reading(house.store, reader, seen, "downloaded an email")
    async with house.store.read() as tx:
        octets = await email_rows.stored_octets(tx, email_id)
    headers = {
        **RAW_HEADERS,
        "Content-Disposition": f'attachment; filename="email-{email_id}.eml"',
        "Content-Length": str(octets),
    }
    return StreamingResponse(_pieces(house.store, email_id, octets), media_type="message/rfc822", headers=headers)


async def _pieces(store: Store, email_id: int, octets: int) -> AsyncIterator[bytes]:
    """A transaction each, so that a slow reader keeps none open."""
    for start in range(0, octets, PIECE):
        async with store.read() as tx:
            piece = await email_rows.piece(tx, email_id, start, min(PIECE, octets - start))
        yield piece
