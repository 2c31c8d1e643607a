"""A database as large as a big house's, written in bulk past everything that judges: for figures and for bounds.

Who is in it: ADA, an administrator; PIA, owner of the first profile, which has a third of all mailboxes; MIA, owner of
some mailboxes; MANY, owner of a tenth of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, insert, select, text, update

from errors.catalogue import CATALOGUE
from errors.machine import State
from errors.model import Direction, Entry, Level, Nature, Stage
from errors.render import headline, remedy, severity_of
from store import people, profiles, schema
from store.directions import fresh
from store.records import Attempt, Tested
from store.session import Store, Tx

ADA, PIA, MIA, MANY = "ada@example.org", "pia@example.org", "mia@example.org", "many@example.org"
TOGETHER = 5000  # rows of one statement
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Crowd:
    """unresolved: of the alerts. bodies: emails whose octets are there."""

    profiles: int = 20
    mailboxes: int = 10_000
    owners: int = 2_000
    alerts: int = 100_000
    unresolved: int = 10_000
    emails: int = 200_000
    bodies: int = 1_000
    attempts: int = 500_000
    audit: int = 10_000
    samples: int = 8_640


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands on the walls: a code, what it is about, and how many of a thousand unresolved alerts are such."""

    code: str
    share: int
    fingerprint: bool = False

    @property
    def entry(self) -> Entry:
        return CATALOGUE[self.code]


KINDS = (
    Kind("IMAP-101", 500), Kind("IMAP-103", 100), Kind("IMAP-302", 50), Kind("IMAP-205", 150), Kind("IMAP-207", 50),
    Kind("MSG-401", 70), Kind("MSG-201", 28), Kind("UNK-901", 50, fingerprint=True), Kind("NET-202", 2),
)  # fmt: skip
KNOWN = Kind("INFO-201", 0)  # good to know
FINGERPRINTS = 5
WORDS = "[AUTHENTICATIONFAILED] Invalid credentials (Failure) for the user of this account, try again later"


async def fill(store: Store, crowd: Crowd) -> None:
    async with store.write() as tx:
        await _people(tx, crowd)
        await _profiles(tx, crowd)
        await _mailboxes(tx, crowd)
    async with store.write() as tx:
        await _emails(tx, crowd)
    async with store.write() as tx:
        await _attempts(tx, crowd)
    async with store.write() as tx:
        await _put(tx, schema.alerts, _alerts(tx.now, crowd))
        await _put(tx, schema.audit, _audit(tx.now, crowd))
        await _put(tx, schema.samples, _samples(tx.now, crowd))
    async with store.write() as tx:
        await tx.connection.execute(text("ANALYZE"))  # both databases do it by themselves, in time


async def ids_of(store: Store) -> Mapping[str, object]:
    """Of what a page's address may name, by the names that the routes give them: all of it Mia's, and Pia's profile."""
    async with store.read() as tx:
        mia = await people.mention(tx, MIA)
        of_mia = select(schema.mailboxes.c.id).where(schema.mailboxes.c.owner_id == mia.id).order_by("id").limit(1)
        mailbox = await tx.connection.scalar(of_mia)
        of_it = select(func.min(schema.emails.c.id)).where(schema.emails.c.mailbox_id == mailbox)
        told = schema.alerts.c.object_kind == "mailbox", schema.alerts.c.object_id == mailbox
        alert = select(func.max(schema.alerts.c.id)).where(*told)
        return {
            "mailbox_id": mailbox, "profile_id": 1, "email_id": await tx.connection.scalar(of_it),
            "alert_id": await tx.connection.scalar(alert), "code": "IMAP-101",
        }  # fmt: skip


async def _put(tx: Tx, table: Table, rows: Iterable[Row]) -> None:
    left = iter(rows)
    while some := list(islice(left, TOGETHER)):
        await tx.connection.execute(insert(table), some)


# -- who and where -------------------------------------------------------------------------------------------------


async def _people(tx: Tx, crowd: Crowd) -> None:
    """ids: 1 Ada, 2 Pia, 3 Mia, 4 Many, then the other owners."""
    named = (ADA, PIA, MIA, MANY)
    for address in named:
        await people.mention(tx, address)
    await people.set_administrator(tx, ADA, True)
    others = (f"owner{number:05}@example.org" for number in range(5, crowd.owners + 1))
    await _put(tx, schema.people, ({"address": one, "address_key": one, "administrator": False} for one in others))


async def _profiles(tx: Tx, crowd: Crowd) -> None:
    for number in range(1, crowd.profiles + 1):
        owner = PIA if number == 1 else f"owner{number + 10:05}@example.org"
        await profiles.add(tx, f"server-{number:02}", host=f"imap{number:02}.example.org", owner=owner)


async def _mailboxes(tx: Tx, crowd: Crowd) -> None:
    numbers = range(1, crowd.mailboxes + 1)
    await _put(tx, schema.mailboxes, (_mailbox(tx.now, one, crowd) for one in numbers))
    await _put(tx, schema.directions, (row for one in numbers for row in _directions(tx.now, one, crowd)))


def _mailbox(now: datetime, number: int, crowd: Crowd) -> Row:
    address = f"someone.{number:05}@example.org"
    return {
        "id": number, "address": address, "address_key": address, "profile_id": profile_of(number, crowd),
        "owner_id": _owner(number, crowd), "username": address, "version": 1, "created_at": now - 90 * DAY,
    }  # fmt: skip


def profile_of(number: int, crowd: Crowd) -> int:
    """A third of all is on the first one."""
    return 1 if number % 3 == 0 else 1 + number % crowd.profiles


def _owner(number: int, crowd: Crowd) -> int:
    """A tenth of all is Many's; Mia has as many as most."""
    return 4 if number % 10 == 0 else 3 + number % max(1, crowd.owners - 3)


def _directions(now: datetime, number: int, crowd: Crowd) -> Iterator[Row]:
    profile = profile_of(number, crowd)
    nothing = dict.fromkeys(("next_attempt_at", "last_attempt_at", "last_success_at", "last_code", "last_email_at"))
    state = State.HALTED if number % 10 < 2 else State.RETRYING if number % 10 == 2 else State.ACTIVE
    yield {
        **fresh(number, profile, Direction.INCOMING, wanted=True),
        "state": state, "test": Tested.SUCCESS, "emails_stored": crowd.emails // crowd.mailboxes,
        "streak": 0 if state is State.ACTIVE else 3, "last_code": None if state is State.ACTIVE else "IMAP-101",
        "next_attempt_at": now + MINUTE, "last_attempt_at": now - MINUTE, "last_success_at": now - 2 * MINUTE,
        "last_email_at": now - DAY,
    }  # fmt: skip
    yield {**fresh(number, profile, Direction.OUTGOING, wanted=False), **nothing}


# -- mail and attempts ---------------------------------------------------------------------------------------------


async def _emails(tx: Tx, crowd: Crowd) -> None:
    await _put(tx, schema.emails, (_email(tx.now, one, crowd) for one in range(1, crowd.emails + 1)))
    bodies = ({"email_id": one, "raw": b"Subject: number %d\r\n\r\nHello\r\n" % one} for one in range(1, crowd.bodies))
    await _put(tx, schema.email_raws, bodies)
    set_to = update(schema.counters).where(schema.counters.c.name == "seq").values(value=crowd.emails)
    await tx.connection.execute(set_to)


def _email(now: datetime, number: int, crowd: Crowd) -> Row:
    mailbox = 1 + number % crowd.mailboxes
    address = f"someone.{mailbox:05}@example.org"
    aside = number % 200 == 0
    return {
        "id": number, "seq": number, "mailbox_id": mailbox, "address": address, "address_key": address,
        "direction": Direction.INCOMING, "state": "set_aside" if aside else "received",
        "message_id": f"<{number}@example.test>", "subject": f"About matter number {number}",
        "sender": f"sender{number % 997}@example.test", "recipients": [address], "size": 2000, "sha256": "0" * 64,
        "received_at": now - MINUTE * (crowd.emails - number), "stored_at": now - MINUTE * (crowd.emails - number),
        "folder": "INBOX", "uid": number, "uid_validity": 1,
        "code": "MSG-401" if aside else None, "response": "it has no headers" if aside else None,
    }  # fmt: skip


async def _attempts(tx: Tx, crowd: Crowd) -> None:
    incoming = select(schema.directions.c.id).where(schema.directions.c.direction == Direction.INCOMING)
    ids = list((await tx.connection.execute(incoming)).scalars())
    await _put(tx, schema.attempts, (_attempt(tx.now, ids, one, crowd) for one in range(crowd.attempts)))


def _attempt(now: datetime, ids: list[int], number: int, crowd: Crowd) -> Row:
    failed = number % 2 == 0
    of_old = now - timedelta(days=29) * (1 - number / crowd.attempts)
    one = Attempt(ids[number % len(ids)], of_old, not failed, took=timedelta(milliseconds=120), new_emails=1)
    said = {"stage": Stage.AUTH, "code": "IMAP-101", "rule": "imap.said", "response": WORDS, "new_emails": 0}
    return {**asdict(one), **(said if failed else {})}


# -- alerts --------------------------------------------------------------------------------------------------------


def _alerts(now: datetime, crowd: Crowd) -> Iterator[Row]:
    """The unresolved ones last, as they are in life; before them what was good to know today."""
    places = [kind for kind in KINDS for _ in range(kind.share)]
    today = crowd.unresolved // 5
    gone = crowd.alerts - crowd.unresolved - today
    for number in range(gone):
        at = now - timedelta(days=29) * (1 - number / gone)
        yield _alert(now, places[number * 7 % len(places)], number, crowd, at=at, resolved=True)
    for number in range(today):
        yield _alert(now, KNOWN, number, crowd, at=now - DAY * (number / today), resolved=True)
    yield from _unresolved(now, crowd)


def _unresolved(now: datetime, crowd: Crowd) -> Iterator[Row]:
    """By kind, each about an object of its own, as far as there are any."""
    number = 0
    for kind in KINDS:
        for place in range(round(crowd.unresolved * kind.share / 1000)):
            if place >= (crowd.profiles if kind.entry.level is Level.PROFILE else crowd.mailboxes):
                break
            yield _alert(now, kind, place, crowd, at=now - MINUTE * (number % 1000), resolved=False)
            number += 1


def _alert(now: datetime, kind: Kind, number: int, crowd: Crowd, *, at: datetime, resolved: bool) -> Row:
    entry = kind.entry
    about, identity = _about(entry, number, crowd)
    mailbox = 1 + number % crowd.mailboxes
    names = {
        "host": f"imap{profile_of(mailbox, crowd):02}.example.org", "mailbox": f"someone.{mailbox:05}@example.org",
        "profile": f"server-{profile_of(mailbox, crowd):02}",
    }  # fmt: skip
    fingerprint = f"{number % FINGERPRINTS:016x}" if kind.fingerprint else None
    return {
        "key": f"{entry.code}|{entry.nature}|{entry.level}|{about}|{identity}|incoming", "code": entry.code,
        "nature": entry.nature, "severity": severity_of(entry.nature), "level": entry.level, "object_kind": about,
        "object_id": identity, "direction": Direction.INCOMING, "status": "resolved" if resolved else "open",
        "first_seen": at - MINUTE * 30, "last_seen": at, "count": 1 + number % 14, "who_acts": entry.who_acts,
        "headline": headline(entry, **names), "remedy": remedy(entry, **names),
        "resolved_at": at if resolved else None, "resolved_why": "it works again" if resolved else None,
        "evidence": [_evidence(entry, at, names["mailbox"], fingerprint)] * 3, "fingerprint": fingerprint,
        "changed_at": at,
    }  # fmt: skip


def _about(entry: Entry, number: int, crowd: Crowd) -> tuple[str, int]:
    if entry.level is Level.PROFILE:
        return "profile", 1 + number % crowd.profiles
    return "mailbox", 1 + number % crowd.mailboxes


def _evidence(entry: Entry, at: datetime, mailbox: str, fingerprint: str | None) -> Mapping[str, object]:
    following = None if entry.nature is Nature.PERMANENT else (at + MINUTE).isoformat()
    said = {"at": at.isoformat(), "mailbox": mailbox, "stage": "auth", "response": WORDS, "code": entry.code,
            "rule": "imap.said", "message": None, "next_attempt_at": following}  # fmt: skip
    return {**said, "fingerprint": fingerprint} if fingerprint else said


# -- the rest ------------------------------------------------------------------------------------------------------


def _audit(now: datetime, crowd: Crowd) -> Iterator[Row]:
    for number in range(crowd.audit):
        about = f"someone.{1 + number % crowd.mailboxes:05}@example.org"
        yield {"at": now - MINUTE * (crowd.audit - number), "who": ADA, "did": "tested mailbox", "about": about,
               "detail": "passed"}  # fmt: skip


def _samples(now: datetime, crowd: Crowd) -> Iterator[Row]:
    for number in range(crowd.samples):
        by_state = dict.fromkeys((state.value for state in State if state is not State.NONE), number % 100)
        at = now - timedelta(seconds=10) * (crowd.samples - number)
        yield {"at": at, "polls": 300 + number % 50, "failures": number % 20, "retries": number % 30, **by_state}
