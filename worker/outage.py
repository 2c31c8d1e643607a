"""A profile's health: from votes to suspect, down and up again, inside a settlement's transaction.

The judgement is errors.evidence; here it is carried out, with one alert for one incident.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from errors.evidence import Vote, got_beyond, is_shared, judge, probe_pause, profile_spent, tells_of_the_server
from errors.model import Direction, Fault, Health, Nature, Stage
from errors.refused_together import REFUSED_TOGETHER, Tried, calmed
from store import alerts, health, profiles
from store.records import Held, Profile, ProfileHealth, Raised
from store.session import Tx
from worker import never_enabled
from worker.raising import profile_alert, told

RECOVERED = "INFO-202"
SICK = (Health.DOWN, Health.RECOVERING)
OTHERS, ANSWERS = "other mailboxes get through", "the server answers"  # why an incident is over


@dataclass(frozen=True, slots=True)
class Poll:
    """The votes of a profile direction as they stand."""

    votes: Sequence[Vote] = ()
    first_bad_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Knock:
    """An attempt that got through. probe: it was made to find out; another that began before the outage, or in a
    session that was open already (fresh False), proves nothing of it. reached: how far it got (None: to the end).
    passing: what it met there passes by itself. mailbox_id: whose it was (None: it only knocked, since no mailbox is
    left to ask with). tried: what others met."""

    profile: Profile
    direction: Direction
    began_at: datetime
    probe: bool
    fresh: bool = True
    reached: Stage | None = None
    passing: bool = False
    mailbox_id: int | None = None
    tried: Sequence[Tried] = ()


async def judged(tx: Tx, held: Held, fault: Fault, poll: Poll, now: datetime) -> Health:
    """The profile direction's health with this fault's vote in it; written where it changed."""
    if not is_shared(fault):
        return await _elsewhere(tx, held, fault)
    row = await health.get(tx, held.profile.id, held.direction.direction)
    if row.health in SICK:
        return row.health
    verdict = await _verdict(tx, held.profile, held.direction.direction, poll, now)
    if verdict is Health.HEALTHY and row.health is not Health.HEALTHY:
        await _trust_again(tx, row, now)
    elif verdict is not row.health:
        await health.put(tx, _sick(row, verdict, fault, now))
    return verdict


async def _elsewhere(tx: Tx, held: Held, fault: Fault) -> Health:
    """What is a mailbox's own says nothing of its profile, unless it came no further than an outage let it."""
    if fault.entry.nature is not Nature.TRANSIENT:
        return Health.HEALTHY
    row = await health.get(tx, held.profile.id, held.direction.direction)
    return row.health if held_up(row, fault) and not in_doubt(row) else Health.HEALTHY


async def _verdict(tx: Tx, profile: Profile, direction: Direction, poll: Poll, now: datetime) -> Health:
    voters = await profiles.count_voters(tx, profile.id, direction)
    return judge(poll.votes, voters, poll.first_bad_at, profile.policy, now)


def _sick(row: ProfileHealth, verdict: Health, fault: Fault, now: datetime) -> ProfileHealth:
    signal = fault.signal
    return replace(row, health=verdict, since=now, code=fault.code, stage=signal.stage, signal_text=signal.text)


def well(row: ProfileHealth, now: datetime) -> ProfileHealth:
    """As it is when nothing is held against it."""
    return replace(
        row, health=Health.HEALTHY, since=now, next_probe_at=None, probes_failed=0, probe_started=None,
        code=None, stage=None, signal_text="",
    )  # fmt: skip


async def go_down(tx: Tx, held: Held, fault: Fault, probe_at: datetime, now: datetime) -> None:
    """Suspend the profile's mailboxes, plan the first probe, and keep one alert for the incident."""
    profile, direction = held.profile, held.direction.direction
    row = await health.get(tx, profile.id, direction)
    if row.next_probe_at is None and row.probe_started is None:
        await health.put(tx, replace(row, next_probe_at=probe_at, probe_started=now, probes_failed=0))
        await health.suspend_mailboxes(tx, profile.id, direction)
        row = replace(row, probe_started=now)
    await alerts.resolve_suspended(tx, profile.id, direction, "its mail server is down: one alert tells of all")
    await raise_incident(tx, held, fault, _nature(row, fault, profile, now), now, probe_at)


def _nature(row: ProfileHealth, fault: Fault, profile: Profile, now: datetime) -> Nature:
    """A profile's alert is permanent when the fault is, or when the profile's own budget is spent."""
    spent = row.probe_started is not None and profile_spent(row.probe_started, profile.policy, now)
    return Nature.PERMANENT if spent or fault.entry.nature is Nature.PERMANENT else Nature.TRANSIENT


async def raise_incident(
    tx: Tx, held: Held, fault: Fault, nature: Nature, now: datetime, next_try_at: datetime | None
) -> None:
    """One incident, one alert: while one is open, every further fault is evidence in it, whatever its code."""
    await add_to_incident(tx, held, profile_alert(fault, nature, held, now, next_try_at))


async def add_to_incident(tx: Tx, held: Held, raised: Raised) -> None:
    """One more of it; the first opens its alert."""
    current = await alerts.open_incident(tx, held.profile.id, held.direction.direction)
    if current is None:
        await alerts.raise_(tx, raised)
    elif current.nature is raised.nature or raised.nature is Nature.TRANSIENT:
        await alerts.add_evidence(tx, current.id, raised.evidence, raised.at)
    else:
        same = replace(raised, code=current.code, headline=current.headline, remedy=current.remedy)
        await alerts.supersede(tx, current.id, await alerts.raise_(tx, same))


async def probe_failed(tx: Tx, held: Held, fault: Fault, now: datetime, dice: float) -> None:
    """The profile is still down: probe again later, and say so when its budget is spent."""
    row = await probe_again(tx, held.profile, held.direction.direction, now, dice, mailbox_id=held.mailbox.id)
    await raise_incident(tx, held, fault, _nature(row, fault, held.profile, now), now, row.next_probe_at)


async def probe_again(
    tx: Tx, profile: Profile, direction: Direction, now: datetime, dice: float, *, mailbox_id: int | None = None
) -> ProfileHealth:
    """Ever more slowly, never not at all."""
    row = await health.get(tx, profile.id, direction)
    failed = row.probes_failed + 1
    row = replace(
        row,
        probes_failed=failed,
        next_probe_at=now + probe_pause(failed, profile.policy, dice),
        last_probed_mailbox=mailbox_id if mailbox_id is not None else row.last_probed_mailbox,
    )
    await health.put(tx, row)
    return row


async def pass_on(tx: Tx, held: Held, now: datetime, dice: float) -> None:
    """A probe by this mailbox told nothing of the profile: the next one takes another, later."""
    row = await health.get(tx, held.profile.id, held.direction.direction)
    if row.health in SICK:
        await probe_again(tx, held.profile, row.direction, now, dice, mailbox_id=held.mailbox.id)


async def relieve(tx: Tx, knock: Knock, poll: Poll, *, now: datetime, spread: timedelta) -> bool:
    """Somebody got through, to the mail or to a mailbox's own trouble: what that says of the profile.

    Whether it came back; its votes are to be forgotten then, once the transaction is committed.
    """
    row = await health.get(tx, knock.profile.id, knock.direction)
    if row.health in SICK:
        if not _proves(knock, row):
            return False
        if await _enough(tx, knock, row, now):
            await _come_back(tx, knock, row, now, spread)
            return True
        await health.put(tx, replace(row, next_probe_at=now, last_probed_mailbox=knock.mailbox_id))
    elif row.health is Health.SUSPECT:
        verdict = await _verdict(tx, knock.profile, knock.direction, poll, now)
        if verdict is Health.HEALTHY:
            await _trust_again(tx, row, now, ANSWERS if knock.probe else OTHERS)
    return False


def _proves(knock: Knock, row: ProfileHealth) -> bool:
    """Where mailboxes were refused together, who is refused again proves nothing; and nowhere does a throttle."""
    asked = knock.probe or (knock.fresh and knock.began_at >= row.since)
    further = row.stage is None or got_beyond(knock.reached, row.stage)
    return asked and (further or not (in_doubt(row) or knock.passing))


def held_up(row: ProfileHealth, fault: Fault) -> bool:
    """Whether this was met no further than where the profile's trouble is, so that it tells nothing of the mailbox:
    it waits with the others. In an outage, a refusal for good is an answer of a server that is well."""
    if row.health not in SICK or row.stage is None or is_shared(fault) or not tells_of_the_server(fault):
        return False
    tells_nothing = in_doubt(row) or fault.entry.nature is Nature.TRANSIENT
    return tells_nothing and not got_beyond(fault.signal.stage, row.stage)


async def _enough(tx: Tx, knock: Knock, row: ProfileHealth, now: datetime) -> bool:
    """Where mailboxes were refused together, one that gets in does not speak for all: the next is asked at once."""
    if not in_doubt(row) or knock.mailbox_id is None:
        return True
    many = await profiles.count_voters(tx, knock.profile.id, knock.direction)
    since = [one for one in knock.tried if one.at >= row.since]
    return calmed(since, knock.profile.id, many, row.stage or Stage.AUTH, knock.profile.policy, now)


def in_doubt(row: ProfileHealth) -> bool:
    """Whether it is down because so many of its mailboxes were refused together."""
    return row.health in SICK and row.code == REFUSED_TOGETHER


async def calm(tx: Tx, profile_id: int, direction: Direction, now: datetime) -> None:
    """A suspicion that no mailbox is left to confirm is over."""
    row = await health.get(tx, profile_id, direction)
    if row.health is Health.SUSPECT and not await profiles.count_voters(tx, profile_id, direction):
        await _trust_again(tx, row, now, "no mailbox of it is running")


async def _trust_again(tx: Tx, row: ProfileHealth, now: datetime, why: str = OTHERS) -> None:
    """It was suspected for one mailbox's trouble: what that one meets is its own."""
    await health.put(tx, well(row, now))
    await never_enabled.keep(tx, row.profile_id, row.direction, now)
    await alerts.resolve_profile(tx, row.profile_id, row.direction, why)


async def _come_back(tx: Tx, knock: Knock, row: ProfileHealth, now: datetime, spread: timedelta) -> None:
    """The profile answers again: resume its mailboxes, close its alert, say once that it recovered."""
    profile, direction = knock.profile, knock.direction
    await health.put(tx, replace(well(row, now), believed_since=now if in_doubt(row) else row.believed_since))
    await never_enabled.keep(tx, profile.id, direction, now)
    await alerts.resolve_profile(tx, profile.id, direction, "the server answers again")
    resumed = await health.resume_mailboxes(tx, profile.id, direction, spread=spread)
    down_for = str(now - row.since).split(".")[0]
    about = ("profile", profile.id)
    await alerts.raise_(tx, told(RECOVERED, profile, direction, about, now, mailboxes=resumed, down_for=down_for))
