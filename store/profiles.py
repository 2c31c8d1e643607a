"""Email server profiles: settings, and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from errors.machine import State
from errors.model import Direction, Health, Policy

from . import health, people
from .columns import AnyRow
from .faults import AlreadyThere, InUse, NotThere
from .records import Profile
from .schema import alerts, directions, mailboxes, profile_health, profiles
from .schema import people as people_table
from .session import Tx

VOTERS = (State.ACTIVE, State.RETRYING, State.SUSPENDED)

DEFAULTS: Mapping[str, object] = {
    "protocol": "imap",
    "host": "",
    "port": 993,
    "security": "tls",
    "ca": None,
    "folders": ("INBOX",),
    "since": None,
    "push": False,
    "poll_interval": timedelta(seconds=300),
    "max_sessions": None,
    "max_sign_ins": 10,
    "timeout": timedelta(seconds=30),
    "policy": Policy(),
    "outgoing": {},
    "max_message_size": 50 * 2**20,
    "keep_days": None,
}
SETTABLE = frozenset(DEFAULTS) | {"owner"}


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile as people see it: with its health by direction and its mailboxes by state (incoming direction)."""

    profile: Profile
    health: Mapping[Direction, str]
    next_probe_at: object | None  # datetime | None, the soonest of both directions
    mailboxes: Mapping[State, int]


async def add(tx: Tx, name: str, **settings: object) -> Profile:
    """settings: the fields of Profile (owner as an address), defaults where left out. Raises AlreadyThere."""
    if await _row(tx, profiles.c.name == name) is not None:
        raise AlreadyThere(_twice(name))
    columns = await _columns(tx, {"owner": None, **DEFAULTS, **settings})
    try:
        new = insert(profiles).values(name=name, version=1, created_at=tx.now, **columns).returning(profiles.c.id)
        profile_id = (await tx.connection.execute(new)).scalar_one()
    except IntegrityError:
        raise AlreadyThere(_twice(name)) from None
    await health.begin(tx, profile_id)
    return await get(tx, name)


async def change(tx: Tx, name: str, **settings: object) -> Profile:
    """Only the named fields; raises its version, makes suspended mailboxes due for a probe at once. NotThere."""
    profile = await get(tx, name)
    columns = await _columns(tx, settings)
    changed = update(profiles).where(profiles.c.id == profile.id).values(version=profiles.c.version + 1, **columns)
    await tx.connection.execute(changed)
    await health.make_probe_due(tx, profile.id)
    return await get(tx, name)


async def get(tx: Tx, name: str) -> Profile:
    """By name. NotThere (the text names what is there)."""
    row = await _row(tx, profiles.c.name == name)
    if row is None:
        raise NotThere(f"there is no profile {name!r}; {await _what_is_there(tx)}")
    return profile_of(row)


async def by_id(tx: Tx, profile_id: int) -> Profile | None:
    row = await _row(tx, profiles.c.id == profile_id)
    return None if row is None else profile_of(row)


async def by_ids(tx: Tx, profile_ids: Sequence[int]) -> dict[int, Profile]:
    rows = await tx.connection.execute(_select().where(profiles.c.id.in_(profile_ids)))
    return {row.id: profile_of(row) for row in rows}


async def to_change(tx: Tx, profile_id: int) -> Profile | None:
    """As it is and stays until this transaction, which writes, is over."""
    asked = _select().where(profiles.c.id == profile_id).with_for_update(of=profiles)
    row = (await tx.connection.execute(asked)).first()
    return None if row is None else profile_of(row)


async def listing(
    tx: Tx, *, owner_id: int | None = None, offset: int = 0, limit: int | None = None
) -> Sequence[ProfileView]:
    """By name; owner_id: only this person's."""
    asked = _select().order_by(profiles.c.name).offset(offset).limit(limit)
    if owner_id is not None:
        asked = asked.where(profiles.c.owner_id == owner_id)
    rows = (await tx.connection.execute(asked)).all()
    return await views(tx, [profile_of(row) for row in rows])


async def view(tx: Tx, name: str) -> ProfileView:
    return (await views(tx, [await get(tx, name)]))[0]


async def remove(tx: Tx, name: str) -> None:
    """Raises NotThere; InUse while it has mailboxes (the text says how many)."""
    profile = await get(tx, name)
    counting = select(func.count()).where(mailboxes.c.profile_id == profile.id)
    count = (await tx.connection.execute(counting)).scalar_one()
    if count:
        raise InUse(f"profile {name!r} has {count} mailbox{'es' if count > 1 else ''}: remove them first")
    about = (alerts.c.object_kind == "profile") & (alerts.c.object_id == profile.id)
    await tx.connection.execute(delete(alerts).where(about))
    await tx.connection.execute(delete(profiles).where(profiles.c.id == profile.id))


async def count_voters(tx: Tx, profile_id: int, direction: Direction) -> int:
    """Mailbox directions that are active, retrying or suspended."""
    counting = select(func.count()).where(
        directions.c.profile_id == profile_id,
        directions.c.direction == direction,
        directions.c.state.in_(VOTERS),
    )
    return (await tx.connection.execute(counting)).scalar_one()


@dataclass(frozen=True, slots=True)
class Sick:
    id: int
    name: str
    direction: Direction
    health: Health
    since: datetime


async def not_healthy(tx: Tx, limit: int) -> Sequence[Sick]:
    """Profile directions that are not healthy, those that are so the longest first."""
    of_it = profile_health.c.profile_id == profiles.c.id
    asked = select(
        profiles.c.id, profiles.c.name, profile_health.c.direction, profile_health.c.health, profile_health.c.since
    ).join(profile_health, of_it)
    sick = asked.where(profile_health.c.health != Health.HEALTHY).order_by(profile_health.c.since, profiles.c.id)
    return [Sick(*row) for row in await tx.connection.execute(sick.limit(limit))]


async def counts_of_voters(tx: Tx, profile_ids: Sequence[int]) -> dict[tuple[int, Direction], int]:
    """count_voters of many, by profile and direction; without those that have none."""
    counting = (
        select(directions.c.profile_id, directions.c.direction, func.count().label("many"))
        .where(directions.c.profile_id.in_(profile_ids), directions.c.state.in_(VOTERS))
        .group_by(directions.c.profile_id, directions.c.direction)
    )
    return {(row.profile_id, row.direction): row.many for row in await tx.connection.execute(counting)}


# -- rows ----------------------------------------------------------------------------------------------------------


def profile_of(row: AnyRow) -> Profile:
    values = {name: getattr(row, name) for name in PLAIN}
    return Profile(**values, folders=tuple(row.folders), policy=_policy(row.policy), owner=row.owner)


PLAIN = tuple(one.name for one in fields(Profile) if one.name not in ("folders", "policy", "owner"))


def _select() -> Select[Any]:
    owner = people_table.c.address.label("owner")
    return select(profiles, owner).outerjoin(people_table, people_table.c.id == profiles.c.owner_id)


async def _row(tx: Tx, criterion: Any) -> AnyRow | None:
    row: AnyRow | None = (await tx.connection.execute(_select().where(criterion))).first()
    return row


async def _columns(tx: Tx, settings: Mapping[str, object]) -> dict[str, object]:
    """Fields of Profile as columns. TypeError for one that can't be set."""
    unknown = set(settings) - SETTABLE
    if unknown:
        raise TypeError(f"no settings of a profile: {', '.join(sorted(unknown))}")
    columns = dict(settings)
    if "owner" in columns:
        owner = columns.pop("owner")
        columns["owner_id"] = (await people.mention(tx, str(owner))).id if owner else None
    if isinstance(policy := columns.get("policy"), Policy):
        columns["policy"] = {name: _plain(value) for name, value in asdict(policy).items()}
    if "folders" in columns:
        columns["folders"] = list(columns["folders"])  # type: ignore[call-overload]
    if "outgoing" in columns:
        columns["outgoing"] = dict(columns["outgoing"])  # type: ignore[call-overload]
    return columns


def _plain(value: object) -> object:
    return {"seconds": value.total_seconds()} if isinstance(value, timedelta) else value


def _policy(kept: Mapping[str, Any]) -> Policy:
    """Fields that a later program added have their defaults in an older row, and the other way round."""
    known = {one.name for one in fields(Policy)}
    values: dict[str, Any] = {
        name: timedelta(seconds=value["seconds"]) if isinstance(value, dict) else value
        for name, value in kept.items()
        if name in known
    }
    return Policy(**values)


async def views(tx: Tx, found: Sequence[Profile]) -> list[ProfileView]:
    """In two questions, however many they are."""
    ids = [one.id for one in found]
    sick = (await tx.connection.execute(select(profile_health).where(profile_health.c.profile_id.in_(ids)))).all()
    by_state = await _by_state(tx, ids)
    return [
        ProfileView(
            one,
            {direction: _health_of(sick, one.id, direction) for direction in Direction},
            _soonest(row.next_probe_at for row in sick if row.profile_id == one.id),
            by_state.get(one.id, {}),
        )
        for one in found
    ]


def _health_of(rows: Sequence[AnyRow], profile_id: int, direction: Direction) -> str:
    said = (row.health for row in rows if row.profile_id == profile_id and row.direction is direction)
    return str(next(said, Health.HEALTHY).value)


def _soonest(moments: Any) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


async def _by_state(tx: Tx, profile_ids: Sequence[int]) -> dict[int, dict[State, int]]:
    counting = (
        select(directions.c.profile_id, directions.c.state, func.count().label("many"))
        .where(directions.c.profile_id.in_(profile_ids), directions.c.direction == Direction.INCOMING)
        .group_by(directions.c.profile_id, directions.c.state)
    )
    found: dict[int, dict[State, int]] = {}
    for row in await tx.connection.execute(counting):
        found.setdefault(row.profile_id, {})[row.state] = row.many
    return found


async def _what_is_there(tx: Tx) -> str:
    names = (await tx.connection.execute(select(profiles.c.name).order_by(profiles.c.name).limit(20))).scalars().all()
    return f"there are: {', '.join(names)}" if names else "there is none yet; `postroom profile add` makes one"


def _twice(name: str) -> str:
    return f"there is a profile {name!r} already; `postroom profile set` changes it"
