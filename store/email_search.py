"""Looking for emails: whose they may be, what they say, newest first, a page at a time.

However many there are, one question looks at so many only (LOOK), and says from where it goes on. No list of mailboxes
is ever written into a question: whose an email is, the database finds by its mailbox's owner.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, func, literal, literal_column, or_, select, type_coerce

from errors.model import Direction

from . import people as people_questions
from .columns import clean
from .email_rows import SEEN, Seen, joined, seen_of
from .schema import emails, mailboxes
from .session import Tx

__all__ = ["LOOK", "Asker", "Found", "Wanted", "words_of"]

LOOK = 20_000  # emails that one question looks at
FEW = 100  # mailboxes of one person that are each looked at by themselves
MOST_WORDS = 8
LONGEST_WORD = 100

SET_ASIDE = emails.c.state == literal_column("'set_aside'")  # as the index says it: a bound one would not be found
LEFT_BEHIND = emails.c.mailbox_id.is_(None)
UNORDERED = emails.c.seq + 0  # no index by seq is used for it, so that the one by mailbox or state is


@dataclass(frozen=True, slots=True)
class Asker:
    """everything: an administrator, who is told of all emails. others_words: and may look into what others wrote."""

    person_id: int
    everything: bool = False
    others_words: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """mailbox: its address. words: all of them, in subject, sender, recipients or Message-ID; of others' mail, where
    its words are none of the asker's business, in the Message-ID alone. since, until: when it was received, until
    excluded. before: only seqs below this. left_behind: of mailboxes that were removed."""

    mailbox: str | None = None
    state: str | None = None
    code: str | None = None
    direction: Direction | None = None
    left_behind: bool = False
    words: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None

    @property
    def sifts(self) -> bool:
        """Whether emails that are looked at may not be wanted."""
        return bool(self.words or self.state or self.code or self.direction or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Found:
    """before: what to ask with for the older ones; None: there are none. stopped: not all were looked at, though the
    page is not full. mailbox_there: whether the asker has that mailbox, or it left mail."""

    emails: Sequence[Seen] = ()
    before: int | None = None
    stopped: bool = False
    mailbox_there: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked through. mailboxes: where it is few mailboxes, which, and how many. rare: an index holds just
    these, and they are few enough to be looked at all."""

    condition: ColumnElement[bool]
    mailboxes: ColumnElement[bool] | None = None
    many: int = 0
    rare: bool = False


EVERYTHING = Scope(literal(True))


def words_of(typed: str) -> tuple[str, ...]:
    """What is looked for, of what somebody typed."""
    return tuple(word[:LONGEST_WORD] for word in clean(typed).split()[:MOST_WORDS])


async def search(tx: Tx, asker: Asker, wanted: Wanted, limit: int = 50) -> Found:
    """The newest first, at most so many."""
    scope = await _scope(tx, asker, wanted)
    if scope is None:
        return Found(mailbox_there=False)
    before = await _start(tx, asker, scope, wanted)
    floor = await _floor(tx, scope, before, None if wanted.sifts else limit + 1)
    rows = await tx.connection.execute(_asked(asker, scope, wanted, before, floor).limit(limit + 1))
    found = [seen_of(row) for row in rows]
    if len(found) > limit:
        return Found(found[:limit], found[limit - 1].email.seq)
    return Found(found, None if floor is None else floor + 1, stopped=floor is not None)


# -- what is looked through ----------------------------------------------------------------------------------------


async def _scope(tx: Tx, asker: Asker, wanted: Wanted) -> Scope | None:
    """None: no such mailbox."""
    if wanted.mailbox is not None:
        scope = await _of_mailbox(tx, asker, wanted.mailbox)
    elif not asker.everything:
        scope = await _own(tx, asker.person_id)
    else:
        scope = Scope(LEFT_BEHIND) if wanted.left_behind else EVERYTHING
    return None if scope is None else await _rare(tx, scope, wanted)


async def _of_mailbox(tx: Tx, asker: Asker, address: str) -> Scope | None:
    """That is there, or was removed and left mail."""
    key = people_questions.key(clean(address))
    asked = select(mailboxes.c.id).where(mailboxes.c.address_key == key)
    if not asker.everything:
        asked = asked.where(mailboxes.c.owner_id == asker.person_id)
    found = await tx.connection.scalar(asked)
    if found is not None:
        return Scope(emails.c.mailbox_id == found, mailboxes.c.id == found, 1)
    left = and_(LEFT_BEHIND, emails.c.address_key == key)
    if not asker.everything or not await _count(tx, left, 1):
        return None
    return Scope(left)


async def _own(tx: Tx, person_id: int) -> Scope:
    theirs = mailboxes.c.owner_id == person_id
    many = await tx.connection.scalar(select(func.count()).select_from(mailboxes).where(theirs)) or 0
    if many > FEW:
        return Scope(_is_of(person_id))
    return Scope(emails.c.mailbox_id.in_(select(mailboxes.c.id).where(theirs)), theirs, many)


async def _rare(tx: Tx, scope: Scope, wanted: Wanted) -> Scope:
    """By the index of what was set aside or left behind, where that holds no more than can be looked at."""
    rare = [SET_ASIDE] if wanted.state == "set_aside" else []
    if scope.condition is LEFT_BEHIND or (scope.mailboxes is None and wanted.mailbox is not None):
        rare.append(LEFT_BEHIND)
    condition = and_(scope.condition, *rare)
    if not rare or await _count(tx, condition, LOOK + 1) > LOOK:
        return scope
    return Scope(condition, rare=True)


async def _count(tx: Tx, condition: ColumnElement[bool], most: int) -> int:
    some = select(literal(1)).select_from(emails).where(condition).limit(most).subquery()
    return await tx.connection.scalar(select(func.count()).select_from(some)) or 0


# -- how far it is looked through ----------------------------------------------------------------------------------


async def _start(tx: Tx, asker: Asker, scope: Scope, wanted: Wanted) -> int | None:
    """Below which seq. Who owns many mailboxes is spared what came for others since their newest."""
    if asker.everything or scope.rare or scope.mailboxes is not None:
        return wanted.before
    newest = select(func.max(emails.c.seq)).where(emails.c.mailbox_id == mailboxes.c.id, *_below(wanted.before))
    theirs = select(func.max(newest.correlate(mailboxes).scalar_subquery()))
    last = await tx.connection.scalar(theirs.where(mailboxes.c.owner_id == asker.person_id))
    return 0 if last is None else last + 1


async def _floor(tx: Tx, scope: Scope, before: int | None, enough: int | None) -> int | None:
    """The newest seq that is not looked at any more; None: all are. enough: of each mailbox, where nothing is sifted
    out. Of few mailboxes each is looked at equally far."""
    if scope.rare:
        return None
    newest = select(emails.c.seq).where(*_below(before)).order_by(emails.c.seq.desc()).limit(1)
    if scope.mailboxes is None:
        return await tx.connection.scalar(newest.offset(LOOK))
    each = enough or max(1, LOOK // max(1, scope.many))
    of_one = newest.where(emails.c.mailbox_id == mailboxes.c.id).offset(each).correlate(mailboxes).scalar_subquery()
    floor: int | None = await tx.connection.scalar(select(func.max(of_one)).where(scope.mailboxes))
    return floor


def _is_of(person_id: int) -> ColumnElement[bool]:
    """Asked of each email by itself, so that no index by mailbox is used where the one by seq is meant."""
    of_it = mailboxes.c.id == emails.c.mailbox_id
    return select(mailboxes.c.owner_id).where(of_it).correlate(emails).scalar_subquery() == person_id


def _below(before: int | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [emails.c.seq < before]


# -- the question --------------------------------------------------------------------------------------------------


def _asked(asker: Asker, scope: Scope, wanted: Wanted, before: int | None, floor: int | None) -> Select[Any]:
    through = emails.c.seq if scope.mailboxes is None and not scope.rare else UNORDERED
    asked = joined(select(*SEEN)).where(scope.condition, *_sifted(asker, wanted)).order_by(through.desc())
    if before is not None:
        asked = asked.where(through < before)
    return asked if floor is None else asked.where(through > floor)


def _sifted(asker: Asker, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(emails.c.state == wanted.state)
    if wanted.code is not None:
        found.append(emails.c.code == wanted.code)
    if wanted.direction is not None:
        found.append(emails.c.direction == wanted.direction)
    if wanted.since is not None:
        found.append(emails.c.received_at >= wanted.since)
    if wanted.until is not None:
        found.append(emails.c.received_at < wanted.until)
    return [*found, *(_says(asker, word) for word in wanted.words)]


def _says(asker: Asker, word: str) -> ColumnElement[bool]:
    """Whether an email has this word. What the asker may not read is not even compared with it."""
    forms = {word, word.lower(), word.upper(), word.title()} if not word.isascii() else {word}
    named = or_(*(emails.c.message_id.icontains(form, autoescape=True) for form in forms))
    recipients = type_coerce(emails.c.recipients, Text)  # JSON, in which letters beyond ASCII are escaped
    told = or_(
        *(column.icontains(form, autoescape=True) for form in forms for column in (emails.c.subject, emails.c.sender)),
        *(recipients.icontains(json.dumps(form)[1:-1], autoescape=True) for form in forms),
    )
    if asker.everything and not asker.others_words:
        told = and_(_is_of(asker.person_id), told)
    return or_(named, told)
