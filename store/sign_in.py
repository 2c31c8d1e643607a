"""How often a sign-in was refused: per account and per network address, so that guessing passwords takes for ever.

A try is written down before its password is looked at, and taken back when that was right: tries at once can't slip
through together. A try that meets a limit is not counted, so that nobody can prolong it.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, text

from .people import key as address_key
from .schema import invitations, refused_sign_ins, sessions
from .session import Tx

WINDOW = timedelta(minutes=15)
IPV6_NETWORK = 64  # bits: one customer has all addresses within


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many refusals of this key within the window."""

    key: str
    most: int


@dataclass(frozen=True, slots=True)
class Try:
    """A try that may be made: what to take back where its password was right."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TooMany:
    until: datetime


def of_account(address: str) -> Limit:
    """By browsers that this account has not signed in from before."""
    return Limit(f"account:{_digest(address)}", 10)


def of_known_browser(address: str) -> Limit:
    """By browsers that this account has signed in from before: strangers can't use up their tries."""
    return Limit(f"known:{_digest(address)}", 10)


def of_old_password(person_id: int) -> Limit:
    """By who is signed in and wants another password."""
    return Limit(f"person:{person_id}", 10)


def from_address(network_address: str) -> Limit:
    return Limit(f"from:{_network(network_address)}", 50)


async def pause(tx: Tx, limits: Sequence[Limit]) -> TooMany | None:
    """Which pause there is, without a try. A flood of tries that meet it writes nothing."""
    waits = [until for limit in limits if (until := await _until(tx, limit)) is not None]
    return TooMany(max(waits)) if waits else None


async def begin(tx: Tx, limits: Sequence[Limit]) -> Try | TooMany:
    """Whether a try may be made; it counts as refused until it is taken back."""
    await _one_at_a_time(tx, limits)
    paused = await pause(tx, limits)
    if paused is not None:
        return paused
    new = insert(refused_sign_ins).returning(refused_sign_ins.c.id)
    ids = [
        (await tx.connection.execute(new.values(key=limit.key, at=tx.now))).scalar_one()
        for limit in limits
    ]  # fmt: skip
    return Try(tuple(ids))


async def passed(tx: Tx, made: Try) -> None:
    """The password was right: nothing was refused."""
    await tx.connection.execute(delete(refused_sign_ins).where(refused_sign_ins.c.id.in_(made.ids)))


async def forget(tx: Tx, limit: Limit) -> None:
    """Begin anew, since the password is another one."""
    await tx.connection.execute(delete(refused_sign_ins).where(refused_sign_ins.c.key == limit.key))


async def purge(tx: Tx) -> int:
    """Forget refusals, sessions and links whose time is over; how many."""
    over = (
        delete(refused_sign_ins).where(refused_sign_ins.c.at <= tx.now - WINDOW),
        delete(sessions).where(sessions.c.expires_at <= tx.now),
        delete(invitations).where(invitations.c.expires_at <= tx.now),
    )
    return sum([(await tx.connection.execute(one)).rowcount for one in over])


async def _until(tx: Tx, limit: Limit) -> datetime | None:
    """When a try is counted again: when the oldest of the last `most` refusals leaves the window."""
    last = (
        select(refused_sign_ins.c.at)
        .where(refused_sign_ins.c.key == limit.key, refused_sign_ins.c.at > tx.now - WINDOW)
        .order_by(refused_sign_ins.c.at.desc())
        .offset(limit.most - 1)
        .limit(1)
    )
    oldest = (await tx.connection.execute(last)).scalar()
    return None if oldest is None else oldest + WINDOW


async def _one_at_a_time(tx: Tx, limits: Sequence[Limit]) -> None:
    """Two tries with one key wait for each other. SQLite lets only one write anyway."""
    if tx.connection.dialect.name != "postgresql":
        return
    lock = text("SELECT pg_advisory_xact_lock(:lock)")
    for number in sorted({_lock(limit.key) for limit in limits}):
        await tx.connection.execute(lock, {"lock": number})


def _lock(key: str) -> int:
    return int.from_bytes(hashlib.sha256(f"sign-in {key}".encode()).digest()[:8], "big", signed=True)


def _digest(address: str) -> str:
    """Whatever was typed there: some type their password."""
    return hashlib.sha256(address_key(address).encode("utf-8", "replace")).hexdigest()


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, IPV6_NETWORK), strict=False))
    return str(found)
