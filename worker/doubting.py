"""Refusals that many mailboxes of one server meet at once: the profile goes down with one alert, those that halted for
it wait with the others, and all are believed again when somebody got in or the profile's budget is spent.

The judgement is errors.refused_together; here it is carried out, inside a settlement's transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from errors.catalogue import ENTRIES
from errors.decide import stale
from errors.evidence import got_beyond, is_shared, probe_pause, profile_spent, tells_of_the_server
from errors.machine import State
from errors.model import Case, Direction, Fault, Health, Stage
from errors.refused_together import REFUSED_TOGETHER, Tried, commonest, doubted, is_refusal, refuses, tells, turned
from errors.render import safe
from store import alerts, health, mailboxes, profiles, refused
from store.records import Held, Profile, ProfileHealth
from store.refused import Said
from store.session import Tx
from worker import outage, refusal_votes
from worker.attempt import Seen
from worker.case import refreshed
from worker.follow import Drop, FollowUp
from worker.raising import evidence_of, refused_alert

if TYPE_CHECKING:
    from worker.office import Office

RUNNING = (State.ACTIVE, State.RETRYING, State.SUSPENDED)
CODES = tuple(one.code for one in ENTRIES if refuses(one))
WHY_REINSTATED = "many mailboxes were refused at once: it is likely the server, and one alert tells of all"
WHY_BELIEVED = "nobody got in for so long that the refusals are believed: each mailbox has its own alert"


@dataclass(frozen=True, slots=True)
class Doubt:
    """on: this refusal is doubted. believed_since: when the last doubt of its profile was over. over: it is since now,
    so that what was met before is to be forgotten. words: what the queue is to be told."""

    on: bool = False
    believed_since: datetime | None = None
    over: bool = False
    words: list[FollowUp] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the server's mailboxes met lately, oldest first, and the profiles that it concerns at first sight."""

    tried: Sequence[Tried] = ()
    concerned: frozenset[int] = frozenset()


# -- before the transaction: what the server's mailboxes met ----------------------------------------------------------


async def passed(office: Office, seen: Seen) -> Heard:
    """It got through: with a sign-in of its own, that says something of the server's way with the others."""
    return await _noted(office, seen, got_in(seen.held, seen.at)) if seen.fresh else Heard()


async def heard(office: Office, seen: Seen, fault: Fault, now: datetime) -> Heard:
    """Note what this attempt says of its server; where it is the refusal of a mailbox that worked before, what others
    met lately, and whom it concerns."""
    held, row = seen.held, seen.held.direction
    if not may_be_doubted(seen, fault):
        if seen.fresh and tells_of_the_server(fault) and not is_shared(fault) and not is_refusal(fault):
            return await _noted(office, seen, replace(got_in(held, seen.at), stage=fault.signal.stage))
        return Heard()
    async with office.store.read() as tx:
        known = await health.get(tx, held.profile.id, row.direction)
    its_turn = turned(fault, row.last_success_at, None if outage.in_doubt(known) else known.believed_since)
    if not its_turn or not tells(fault, fresh=seen.fresh):
        return Heard()
    mine = Tried(held.mailbox.id, held.profile.id, now, fault.signal.stage, fault.code)
    tried = await refusal_votes.noted(office.queues, held.profile, row.direction, mine, now)
    return Heard(tried, doubted(tried, held.profile.id, held.profile.policy, now))


async def _noted(office: Office, seen: Seen, mine: Tried) -> Heard:
    """What others met is asked only by those whose success may end a doubt."""
    held, direction = seen.held, seen.held.direction.direction
    if held.direction.state is not State.SUSPENDED and not seen.test:
        await refusal_votes.note(office.queues, held.profile, direction, [mine])
        return Heard()
    return Heard(await refusal_votes.noted(office.queues, held.profile, direction, mine, office.clock()))


def got_in(held: Held, at: datetime) -> Tried:
    """It signed in then, and nothing was refused."""
    return Tried(held.mailbox.id, held.profile.id, at)


def may_be_doubted(seen: Seen, fault: Fault) -> bool:
    """A running mailbox's refusal. What a person tests is answered as it is, and a token that ran out is refreshed
    first."""
    if seen.held.direction.state not in RUNNING or not is_refusal(fault):
        return False
    return not stale(fault, refreshable=seen.refreshable, refreshed=refreshed(seen))


# -- inside it: what follows ------------------------------------------------------------------------------------------


async def lock(tx: Tx, held: Held, heard: Heard) -> dict[int, ProfileHealth]:
    """The health of the profiles that may go down, locked in one order, so that two settlements that bring the same
    ones down do not wait for each other. Those that others merely share a server with are left alone."""
    if not heard.concerned:
        return {}
    ids = sorted({held.profile.id, *heard.concerned})
    return {one: await health.get(tx, one, held.direction.direction) for one in ids}


async def judged(
    tx: Tx, seen: Seen, fault: Fault, heard: Heard, rows: Mapping[int, ProfileHealth], now: datetime, dice: float,
    spread: timedelta,
) -> Doubt:  # fmt: skip
    """Whether this refusal is doubted. The first that is brings the profiles down; one that comes when the profile's
    budget is spent ends the doubt. A test of a halted mailbox does neither. rows: what lock() locked."""
    held = seen.held
    if held.direction.state is State.HALTED and is_refusal(fault):
        return Doubt(on=outage.in_doubt(await health.get(tx, held.profile.id, held.direction.direction)))
    if not may_be_doubted(seen, fault):
        return Doubt(on=held.direction.state in RUNNING and await _held_up(tx, held, fault))
    row = rows.get(held.profile.id) or await health.get(tx, held.profile.id, held.direction.direction)
    if outage.in_doubt(row):
        if row.probe_started is None or not profile_spent(row.probe_started, held.profile.policy, now):
            return Doubt(on=True, believed_since=row.believed_since)
        await _believe(tx, held.profile, row, now, spread)
        return Doubt(believed_since=now, over=True)
    still = _still(heard, rows)
    concerned = doubted(still, held.profile.id, held.profile.policy, now) & rows.keys()
    if not concerned or not turned(fault, held.direction.last_success_at, row.believed_since):
        return Doubt(believed_since=row.believed_since)
    words = await _bring_down(tx, seen, fault, [one for one in still if one.profile_id in concerned], now, dice)
    return Doubt(on=True, believed_since=row.believed_since, words=words)


async def _held_up(tx: Tx, held: Held, fault: Fault) -> bool:
    return outage.held_up(await health.get(tx, held.profile.id, held.direction.direction), fault)


def _still(heard: Heard, rows: Mapping[int, ProfileHealth]) -> Sequence[Tried]:
    """What still counts now that the profiles are locked: nothing that was met before refusals were believed again."""
    believed = {one: row.believed_since for one, row in rows.items() if row.believed_since is not None}
    return [one for one in heard.tried if one.profile_id not in believed or one.at > believed[one.profile_id]]


async def _believe(tx: Tx, profile: Profile, row: ProfileHealth, now: datetime, spread: timedelta) -> None:
    """For too long nobody got in: whoever is refused from now on is told so."""
    await health.put(tx, replace(outage.well(row, now), believed_since=now))
    await alerts.resolve_profile(tx, profile.id, row.direction, WHY_BELIEVED)
    await health.resume_mailboxes(tx, profile.id, row.direction, spread=spread)


async def _bring_down(
    tx: Tx, seen: Seen, fault: Fault, others: Sequence[Tried], now: datetime, dice: float
) -> list[FollowUp]:
    """Every profile that is concerned."""
    held, direction = seen.held, seen.held.direction.direction
    mine = Said(held.mailbox.address, now, fault.signal.stage, fault.code, fault.rule, fault.signal.text)
    found = await profiles.by_ids(tx, sorted({one.profile_id for one in others}))
    words: list[FollowUp] = []
    for profile_id, profile in sorted(found.items()):
        words += await _reinstate(tx, profile, direction, now)
        row = await health.get(tx, profile_id, direction)
        if row.health not in outage.SICK:
            known = [mine] if profile_id == held.profile.id else []
            said = [*known, *await _said(tx, profile, direction, others, now)]
            await _go_down(tx, profile, row, said, now, dice)
    return words


async def _reinstate(tx: Tx, profile: Profile, direction: Direction, now: datetime) -> list[FollowUp]:
    """Those that halted just before wait with the others; their alerts and their failed jobs go."""
    reinstated = await refused.reinstate(tx, profile.id, direction, CODES, now - profile.policy.refusal_window)
    for one in reinstated:
        await alerts.resolve_direction(tx, one.mailbox_id, direction, WHY_REINSTATED)
    return [Drop(one.retry_job) for one in reinstated if one.retry_job is not None]


async def _said(
    tx: Tx, profile: Profile, direction: Direction, others: Sequence[Tried], now: datetime
) -> Sequence[Said]:
    """What its mailboxes were told, newest first; of those that are being settled right now, no more than the code."""
    said = await refused.said(tx, profile.id, direction, CODES, now - profile.policy.refusal_window)
    if said:
        return said
    codes = {one.mailbox_id: one for one in others if one.profile_id == profile.id and one.code is not None}
    named = await mailboxes.by_ids(tx, list(codes))
    return [Said(named[of].address, one.at, one.stage, one.code or "", None, "") for of, one in codes.items()
            if of in named]  # fmt: skip


async def _go_down(
    tx: Tx, profile: Profile, row: ProfileHealth, said: Sequence[Said], now: datetime, dice: float
) -> None:
    """As an outage does it, with a code of its own and the commonest words."""
    code = commonest(one.code for one in said)
    told = next((one for one in reversed(said) if one.code == code), None)
    if told is None:
        return  # its mailboxes were removed meanwhile
    probe_at = now + probe_pause(0, profile.policy, dice)
    down = replace(
        outage.well(row, now), health=Health.DOWN, code=REFUSED_TOGETHER, stage=_first(said), signal_text=told.response,
        next_probe_at=probe_at, probe_started=now,
    )  # fmt: skip
    await health.put(tx, down)
    await health.suspend_mailboxes(tx, profile.id, row.direction)
    await refused.sign_in_anew(tx, profile.id)
    await alerts.resolve_suspended(tx, profile.id, row.direction, WHY_REINSTATED)
    await alerts.resolve_profile(tx, profile.id, row.direction, WHY_REINSTATED)
    evidence = _evidence(told, {one.address: one for one in said}, probe_at)
    await alerts.raise_(tx, refused_alert(profile, row.direction, evidence, now))


def _evidence(told: Said, latest: Mapping[str, Said], probe_at: datetime) -> dict[str, object]:
    """latest: by mailbox, what it met."""
    return {
        "at": told.at.isoformat(),
        "mailbox": told.address,
        "stage": told.stage.value if told.stage is not None else None,
        "response": safe(told.response),
        "code": told.code,
        "rule": told.rule,
        "codes": dict(Counter(one.code for one in latest.values())),
        "mailboxes": len(latest),
        "next_attempt_at": probe_at.isoformat(),
    }


def _first(said: Sequence[Said]) -> Stage:
    """Where a probe has to get beyond: the latest stage at which any was refused."""
    latest = Stage.AUTH
    for one in said:
        if one.stage is not None and got_beyond(one.stage, latest):
            latest = one.stage
    return latest


async def add_refusal(tx: Tx, case: Case, seen: Seen, *, probe: bool) -> None:
    """One more refusal of a profile that is in doubt is evidence in its alert; that of a probe slows the next one."""
    held, next_at = seen.held, None
    if probe:
        row = await outage.probe_again(
            tx, held.profile, held.direction.direction, case.now, case.dice, mailbox_id=held.mailbox.id
        )
        next_at = row.next_probe_at
    evidence = evidence_of(case.fault, held, case.now, next_at)
    await outage.add_to_incident(tx, held, refused_alert(held.profile, held.direction.direction, evidence, case.now))
