"""What people do to a mailbox from its page: test it, ask for its mail now, switch it off. Each is written down."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

from fastapi import Path
from fastapi.responses import RedirectResponse, Response

from errors.machine import State
from errors.model import Direction
from store import audit, mailboxes
from store.faults import Refused
from worker import actions, asks

from .access import Page, may, of_mailbox
from .ids import BIGGEST
from .problems import Missing

if TYPE_CHECKING:
    from store.records import DirectionRow, Mailbox
    from store.session import Tx
    from worker.actions import OnStep, TestResult

    from .house import House
    from .reader import Reader
    from .trials import Work

PATIENCE = 15.0  # seconds, for a worker to give the mailbox back

MailboxId = Annotated[int, Path(ge=1, le=BIGGEST)]


async def theirs(tx: Tx, reader: Reader, mailbox_id: int) -> Mailbox:
    """The mailbox, where this reader may change it. Missing."""
    box = await mailboxes.by_id(tx, mailbox_id)
    if box is None or not may(reader, Page.MAILBOX_CHANGE, of_mailbox(box)):
        raise Missing
    return box


def topic(box: Mailbox) -> str:
    return f"mailbox:{box.id}"


def back_to(box: Mailbox, word: str) -> Response:
    return RedirectResponse(f"/mailboxes/{box.id}?done={word}", 303)


def direction_of(asked: str | None) -> Direction:
    """Raises Missing."""
    try:
        return Direction(asked or Direction.INCOMING)
    except ValueError:
        raise Missing from None


async def begin_test(
    house: House, reader: Reader, box: Mailbox, direction: Direction, *, word: str = "testing", anew: bool = False
) -> Response:
    """In the background; back to the page, which shows its steps. anew: of what was stored a moment ago."""
    if _row(box, direction).state is State.NONE:
        return back_to(box, "stored_only" if anew else "none")
    try:
        work = _testing(house, box.address, direction)
        _, begun = house.trials.begin(topic(box), direction.value, reader.person.address, work, anew=anew)
    except Refused:
        return back_to(box, "stored_untested" if anew else "many")
    if begun:
        await _note(house, reader, "tested a mailbox", box, direction.value)
    return back_to(box, word if begun else "running")


def _testing(house: House, address: str, direction: Direction) -> Work:
    async def work(on_step: OnStep) -> TestResult:
        office = await house.with_queue()
        if not await office.gate() and office.store_fault is not None:
            raise office.store_fault
        return await actions.test_mailbox(office, address, direction, on_step)

    return work


async def sync_now(house: House, reader: Reader, box: Mailbox) -> Response:
    """Raises QueueUnavailable."""
    if box.incoming.state in asks.CANNOT:
        return back_to(box, "cannot_sync")
    (asked,) = await asks.sync_now(await house.with_queue(), [box.address], wait=False)
    if not asked.ok:
        return back_to(box, "cannot_sync")
    await _note(house, reader, "asked for the mail of a mailbox", box)
    return back_to(box, "sync")


async def switch_off(house: House, reader: Reader, box: Mailbox, direction: Direction) -> Response:
    """Raises QueueUnavailable."""
    if _row(box, direction).state is State.NONE:
        return back_to(box, "none")
    office = await house.with_queue()
    try:
        async with asyncio.timeout(PATIENCE):
            await actions.disable_mailbox(office, box.address, direction)
    except TimeoutError:
        return back_to(box, "busy")
    await _note(house, reader, "switched off a mailbox", box, direction.value)
    house.live.changed([topic(box)])
    return back_to(box, "off")


def _row(box: Mailbox, direction: Direction) -> DirectionRow:
    return box.incoming if direction is Direction.INCOMING else box.outgoing


async def _note(house: House, reader: Reader, did: str, box: Mailbox, detail: str = "") -> None:
    async with house.store.write() as tx:
        await audit.note(tx, reader.person.address, did, box.address, detail)
