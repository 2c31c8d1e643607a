"""The buttons of a mailbox's page. Each leads back to it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from web.forms import typed
from web.mailbox_changes import MailboxId, begin_test, direction_of, switch_off, sync_now, theirs
from web.reader import SignedIn, TheHouse

router = APIRouter()


@router.post("/mailboxes/{mailbox_id}/test")
async def test_and_enable(request: Request, reader: SignedIn, house: TheHouse, mailbox_id: MailboxId) -> Response:
    direction = direction_of((await typed(request)).get("direction"))
    async with house.store.read() as tx:
        box = await theirs(tx, reader, mailbox_id)
    return await begin_test(house, reader, box, direction)


@router.post("/mailboxes/{mailbox_id}/sync")
async def sync(reader: SignedIn, house: TheHouse, mailbox_id: MailboxId) -> Response:
    async with house.store.read() as tx:
        box = await theirs(tx, reader, mailbox_id)
    return await sync_now(house, reader, box)


@router.post("/mailboxes/{mailbox_id}/disable")
async def disable(request: Request, reader: SignedIn, house: TheHouse, mailbox_id: MailboxId) -> Response:
    direction = direction_of((await typed(request)).get("direction"))
    async with house.store.read() as tx:
        box = await theirs(tx, reader, mailbox_id)
    return await switch_off(house, reader, box, direction)


@router.get("/mailboxes/{mailbox_id}/test")
@router.get("/mailboxes/{mailbox_id}/sync")
@router.get("/mailboxes/{mailbox_id}/disable")
async def where_a_button_led(mailbox_id: MailboxId, _: SignedIn) -> Response:
    """Who loads such an answer anew comes to the page."""
    return RedirectResponse(f"/mailboxes/{mailbox_id}", 303)
