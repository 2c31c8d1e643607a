"""A small house whose walls have something to say, and how its pages are read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from errors.catalogue import CATALOGUE
from errors.model import Direction, Level
from errors.render import headline, remedy, severity_of
from store import alerts, audit, mailboxes, people, profiles
from store.records import Raised
from tests.kit.stores import a_mailbox, a_profile

ADA, MIA, PIA, BO = "ada@example.org", "mia@example.org", "pia@example.org", "bo@example.test"
PASSWORD, BUSY, REFUSED, BROKEN = "IMAP-101", "IMAP-205", "NET-202", "MSG-401"
PASSED = "INFO-201"
HELP = "https://support.google.com/accounts/answer/185833"


async def raise_(store, code, about, *, nature=None, minutes_ago=3, next_in=None, host="imap.example.org", **evidence):
    """about: a Mailbox or a Profile."""
    entry, kind = CATALOGUE[code], "mailbox" if hasattr(about, "incoming") else "profile"
    level = entry.level if kind == "mailbox" else Level.PROFILE
    nature = nature or entry.nature
    names = {"host": host, "mailbox": getattr(about, "address", ""), "profile": "office"}
    async with store.write() as tx:
        at = tx.now - timedelta(minutes=minutes_ago)
        later = (tx.now + timedelta(minutes=next_in)).isoformat() if next_in else None
        raised = Raised(
            code=code, nature=nature, severity=severity_of(nature), level=level, object_kind=kind, object_id=about.id,
            direction=Direction.INCOMING, who_acts=entry.who_acts, headline=headline(entry, **names),
            remedy=remedy(entry, **names), at=at,
            evidence={"at": at.isoformat(), "stage": "auth", "code": code, "response": "NO no",
                      "next_attempt_at": later, **evidence},
        )  # fmt: skip
        return await alerts.raise_(tx, raised)


@pytest.fixture
async def house(pages):
    """Mia owns a mailbox on a profile of Pia's; Bo owns one on a profile of nobody's."""
    store = pages.house.store
    await a_profile(store, "office", owner=PIA)
    await a_profile(store, "other")
    await a_mailbox(store, MIA, profile="office", owner=MIA)
    await a_mailbox(store, BO, profile="other", owner=BO)
    async with store.write() as tx:
        await people.set_administrator(tx, ADA, True)
    return pages


async def box(house, address=MIA):
    async with house.house.store.read() as tx:
        return await mailboxes.get(tx, address)


async def profile(house, name="office"):
    async with house.house.store.read() as tx:
        return await profiles.get(tx, name)


async def audited(house) -> list[tuple[str, str, str]]:
    async with house.house.store.read() as tx:
        return [(one.who, one.did, one.about) for one in await audit.listing(tx)]


def text_of(answer) -> str:
    """As it is read: the main part without its tags."""
    main = re.search(r"<main.*</main>", answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


def line_of(answer, number) -> str:
    """One alert's."""
    found = re.search(rf'<article[^>]*id="alert-{number}".*?</article>', answer.text, re.DOTALL)
    assert found is not None, f"alert {number} is not on this wall"
    return found[0]
