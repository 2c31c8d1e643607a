"""What an email's page tells: facts, why it was set aside, what holds its mailbox up, and its words where they are this
reader's business."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from errors.advice import advice
from errors.audience import Surface, view
from errors.catalogue import CATALOGUE
from errors.model import Actor, Level, Nature
from errors.render import filled
from store import audit, email_rows, walls
from store.email_rows import Seen
from store.records import Alert
from store.session import Store, Tx
from store.walls import Watcher

from . import mail_switch, mail_text
from .access import Page, Thing, Tie, may, ties
from .mail_text import MailText
from .mail_words import one_line
from .problems import Missing
from .reader import Reader
from .walls import Line, Viewer, line

LONGEST_SUBJECT = 300
LONGEST_ADDRESS = 100
MOST_RECIPIENTS = 10
MOST_ALERTS = 3  # further ones are on the mailbox's page
TOGETHER = 2  # emails that are taken apart at once

_readers = ThreadPoolExecutor(TOGETHER, "mail")  # of its own: strangers' mail keeps nothing else waiting


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an email was set aside. remedies: to whom, and what. alert: the id of the one that counts this email."""

    code: str
    headline: str
    remedies: Sequence[tuple[str, str]]
    response: str
    alert: int | None


@dataclass(frozen=True, slots=True)
class Words:
    """What was written."""

    subject: str
    sender: str
    recipients: Sequence[str]
    recipients_left: int
    mail: MailText


@dataclass(frozen=True, slots=True)
class View:
    """words None: not for this reader. stored: octets that are here. lines: what holds its mailbox up."""

    seen: Seen
    stored: int
    words: Words | None
    fault: Fault | None
    lines: Sequence[Line]


async def opened(store: Store, reader: Reader, email_id: int) -> View:
    """Where an administrator reads what others wrote, that is written down first. Missing, NotThere, StoreError."""
    async with store.read() as tx:
        seen = await found(tx, reader, email_id)
        reads = may(reader, Page.EMAIL_WORDS, thing_of(seen), administrators_read_mail=await _switched(tx))
        stored = await email_rows.stored_octets(tx, email_id)
        raw = await email_rows.piece(tx, email_id, 0, mail_text.READ) if reads else b""
        alerts = await _alerts(tx, reader, seen)
    if reads:
        await note_reading(store, reader, seen, "read an email")
    return View(
        seen=seen,
        stored=stored,
        words=await _words(seen, raw, stored) if reads else None,
        fault=_fault(seen, reader, alerts),
        lines=_lines(seen, reader, alerts),
    )


async def found(tx: Tx, reader: Reader, email_id: int) -> Seen:
    """Missing, NotThere: the same to who asks."""
    seen = await email_rows.get(tx, email_id)
    if not may(reader, Page.EMAIL, thing_of(seen)):
        raise Missing
    return seen


async def for_its_words(store: Store, reader: Reader, email_id: int) -> Seen:
    """As found, for who wants the message itself. Missing, NotThere."""
    async with store.read() as tx:
        seen = await found(tx, reader, email_id)
        if not may(reader, Page.EMAIL_WORDS, thing_of(seen), administrators_read_mail=await _switched(tx)):
            raise Missing
    return seen


async def note_reading(store: Store, reader: Reader, seen: Seen, did: str) -> None:
    if Tie.MAILBOX_OWNER not in ties(reader, thing_of(seen)):
        async with store.write() as tx:
            await audit.note(tx, reader.person.address, did, named(seen))


def named(seen: Seen) -> str:
    """As the audit log calls it: nothing of what was written."""
    return f"email {seen.email.id} of {one_line(seen.email.mailbox, LONGEST_ADDRESS)}"


def thing_of(seen: Seen) -> Thing:
    return Thing(mailbox_owner=seen.owner)


async def _switched(tx: Tx) -> bool:
    return await mail_switch.administrators_read_mail(tx)


async def _words(seen: Seen, raw: bytes, stored: int) -> Words:
    email = seen.email
    loop = asyncio.get_running_loop()
    mail = await loop.run_in_executor(_readers, lambda: mail_text.read(raw, cut=stored > len(raw)))
    return Words(
        subject=one_line(email.subject, LONGEST_SUBJECT),
        sender=one_line(email.sender, LONGEST_ADDRESS),
        recipients=[one_line(one, LONGEST_ADDRESS) for one in email.recipients[:MOST_RECIPIENTS]],
        recipients_left=max(0, len(email.recipients) - MOST_RECIPIENTS),
        mail=mail,
    )


# -- what is wrong -------------------------------------------------------------------------------------------------


async def _alerts(tx: Tx, reader: Reader, seen: Seen) -> list[Alert]:
    """Of its mailbox and direction, those that an email's page tells of and that are not over."""
    if seen.mailbox_id is None:
        return []
    watcher = Watcher(reader.person.id, reader.person.address, reader.person.administrator)
    told = await walls.about(tx, watcher, mailbox_id=seen.mailbox_id)
    return [
        one
        for one in told
        if one.status != "resolved"
        and one.direction in (None, seen.email.direction)
        and view(one.level, one.nature, one.who_acts.value, Surface.EMAIL_PAGE) is not None
    ]


def _lines(seen: Seen, reader: Reader, alerts: Sequence[Alert]) -> list[Line]:
    """What stops the whole mailbox."""
    of = reader.viewer if Tie.MAILBOX_OWNER in ties(reader, thing_of(seen)) else _administrator(reader)
    shown = [line(one, of) for one in alerts if one.level is Level.MAILBOX]
    return [one for one in shown if one is not None][:MOST_ALERTS]


def _administrator(reader: Reader) -> Viewer:
    return reader.as_administrator


def _fault(seen: Seen, reader: Reader, alerts: Sequence[Alert]) -> Fault | None:
    email = seen.email
    if email.state != "set_aside" or email.code is None:
        return None
    entry = CATALOGUE.get(email.code)
    names = {"host": seen.host or "the server", "mailbox": email.mailbox, "profile": seen.profile or "the profile"}
    told = [] if entry is None else [
        (who, filled(advice(entry, actor, Nature.PERMANENT), **names)) for who, actor in _as_whom(seen, reader)
    ]  # fmt: skip
    return Fault(
        code=email.code,
        headline=filled(entry.headline, **names) if entry else "This email could not be stored",
        remedies=told,
        response=email.response or "",
        alert=next((one.id for one in alerts if one.level is Level.EMAIL and one.code == email.code), None),
    )


def _as_whom(seen: Seen, reader: Reader) -> list[tuple[str, Actor]]:
    """In whose words: the owner's first."""
    found = ties(reader, thing_of(seen))
    both = ((Tie.MAILBOX_OWNER, "For you", Actor.MAILBOX_OWNER),
            (Tie.ADMINISTRATOR, "For administrators", Actor.ADMINISTRATOR))  # fmt: skip
    return [(label, actor) for tie, label, actor in both if tie in found]
