"""A small house with somebody in every role, and one thing of each kind of everybody's: who may open what is asked
there.

Mia owns a mailbox on Pia's profile; Zoe, an administrator, a profile and a mailbox on it; Otto a profile, on which is
Bo's mailbox; Ada is an administrator and owns nothing; Sam owns nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from errors.catalogue import CATALOGUE
from errors.model import Direction, Level, Nature
from errors.render import headline, remedy, severity_of
from store import alerts, emails, invitations, people
from store.invitations import Purpose
from store.records import Mailbox, Profile, Raised
from store.session import Store
from tests.kit.kept_mail import keep
from tests.kit.pages import Browser, Pages
from tests.kit.stores import NOON, a_mailbox, a_message, a_profile

SAM, MIA, PIA, ADA, ZOE = "sam@example.org", "mia@example.org", "pia@example.org", "ada@example.org", "zoe@example.org"
BO, OTTO = "bo@example.test", "otto@example.test"
ROLES = {
    "nobody": None, "stranger": SAM, "mailbox owner": MIA, "profile owner": PIA, "administrator": ADA,
    "both": ZOE,
}  # fmt: skip
OWNERS = {"mia": (MIA, PIA), "zoe": (ZOE, ZOE), "bo": (BO, OTTO)}  # of the mailbox, of its profile
OWN = {MIA: "mia", PIA: "mia", ZOE: "zoe"}
CODES = {Level.EMAIL: "MSG-401", Level.MAILBOX: "IMAP-101", Level.PROFILE: "TLS-301", Level.SYSTEM: "OWN-901"}
NATURES = {Level.SYSTEM: Nature.TRANSIENT}
SUBJECT, SENDER, TEXT = "Subject of number", "writer@example.test", "Dear reader, this is number"

Ids = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Things:
    """Of one mailbox: what addresses name, and the alerts about it by level."""

    mailbox: Mailbox
    profile: Profile
    email: int
    set_aside: int
    alerts: Mapping[Level, int]


@dataclass
class Village:
    pages: Pages
    things: Mapping[str, Things]
    mia: int
    token: str

    @property
    def store(self) -> Store:
        return self.pages.house.store

    async def browser(self, role: str) -> Browser:
        address = ROLES[role]
        return await (self.pages.nobody() if address is None else self.pages.as_(address))

    def ids(self, whose: str, which: str = "") -> Ids:
        """By the names that routes give them. which: an alert's level, or "set aside"."""
        of = self.things[whose]
        level = Level(which) if which in set(Level) else Level.MAILBOX
        return {
            "mailbox_id": of.mailbox.id,
            "profile_id": of.profile.id,
            "email_id": of.set_aside if which == "set aside" else of.email,
            "alert_id": of.alerts[level],
            "code": "IMAP-101",
            "person_id": self.mia,
            "token": self.token,
            "theme": "dark",
            "direction": "incoming",
        }


@pytest.fixture
async def village(pages: Pages) -> Village:
    """Its feed has ended already, since a test would wait for ever for its answer."""
    pages.house.live.end()
    store = pages.house.store
    async with store.write() as tx:
        for address in (SAM, PIA):
            await people.mention(tx, address)
        for address in (ADA, ZOE):
            await people.set_administrator(tx, address, True)
    system = await raised(store, Level.SYSTEM)
    things = {name: await _things(store, name, system) for name in OWNERS}
    async with store.write() as tx:
        mia = (await people.mention(tx, MIA)).id
        token = await invitations.make(tx, Purpose.PASSWORD, person_id=mia)
    return Village(pages, things, mia, token)


async def _things(store: Store, name: str, system: int) -> Things:
    owner, profile_owner = OWNERS[name]
    profile = await a_profile(store, f"server of {name}", owner=profile_owner)
    mailbox = await a_mailbox(store, owner, profile=profile.name, owner=owner)
    await keep(store, owner, _message(1, name), _message(2, name, code="MSG-401", response="no headers"))
    async with store.read() as tx:
        found = await emails.listing(tx, mailbox=owner, after=0, limit=10)
    about = {Level.EMAIL: mailbox.id, Level.MAILBOX: mailbox.id, Level.PROFILE: profile.id}
    told = {level: await raised(store, level, identity, mailbox=owner) for level, identity in about.items()}
    aside = next(one.id for one in found if one.state == "set_aside")
    whole = next(one.id for one in found if one.state == "received")
    return Things(mailbox, profile, whole, aside, {**told, Level.SYSTEM: system})


def _message(uid: int, name: str, **changes: object):
    raw = f"Subject: {SUBJECT} {name}{uid}\r\nFrom: {SENDER}\r\n\r\n{TEXT} {name}{uid}\r\n".encode()
    return a_message(uid, raw=raw, subject=f"{SUBJECT} {name}{uid}", sender=SENDER, **changes)


async def raised(store: Store, level: Level, identity: int = 0, *, mailbox: str = "", code: str | None = None) -> int:
    """An open alert of this level about that object; its id."""
    entry = CATALOGUE[code or CODES[level]]
    nature = NATURES.get(level, Nature.PERMANENT)
    kind = {Level.PROFILE: "profile", Level.SYSTEM: "system"}.get(level, "mailbox")
    names = {"host": "imap.example.org", "mailbox": mailbox, "profile": "server"}
    async with store.write() as tx:
        one = Raised(
            code=entry.code, nature=nature, severity=severity_of(nature), level=level, object_kind=kind,
            object_id=identity, direction=None if level is Level.SYSTEM else Direction.INCOMING,
            who_acts=entry.who_acts, headline=headline(entry, **names), remedy=remedy(entry, **names), at=tx.now,
            evidence={"at": NOON.isoformat(), "stage": "auth", "code": entry.code, "response": "NO no"},
        )  # fmt: skip
        return await alerts.raise_(tx, one)
