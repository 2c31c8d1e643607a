"""What the jobs do: take leases, try, settle. RQ names them through postroom.jobs.

A job never fails because a mailbox did: mailboxes' failures are settled in SQL. A second copy of a job is harmless,
since the lease lets one in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from errors.evidence import Vote
from errors.machine import State
from errors.model import Direction, Protocol, Signal, Stage, Suspend
from errors.refused_together import Tried
from store import health, leases, profiles
from store.faults import StaleLease, StoreError
from store.records import Held, Profile
from sync.engine import Options
from sync.ports import Trouble
from worker import outage, refusal_votes
from worker.attempt import Seen, attempt, careful_options, plain_options
from worker.doubting import got_in
from worker.follow import follow_quietly
from worker.office import Office
from worker.own_faults import blamed_signal, death_signal
from worker.settle import settle
from worker.settled import Settled
from worker.sources import knock

log = structlog.get_logger(__name__)

WAVE_NEW = 50  # a mailbox with more new messages than this leaves its wave
WAVE_TIME = timedelta(seconds=10)  # and so does one that is not done by then
DEATHS = 3  # workers that died in a row while they held the same mailbox, or the same message
FLUSH = 0.25  # seconds that idle results of a wave wait for company before they are written back

RUNNING = (State.ACTIVE, State.RETRYING)
PROBE = "probe"  # what the rare probe of a halted direction is told by


# -- waves -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Idle:
    """Mailboxes with nothing to tell, to be given back in one statement."""

    office: Office
    waiting: list[tuple[int, int]] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    signed_in: list[Tried] = field(default_factory=list)

    def add(self, held: Held, signed_in_at: datetime | None = None) -> None:
        """signed_in_at: when it signed in anew for this poll; None: its session was open already."""
        self.waiting.append((held.direction.id, held.direction.fence))
        self.votes.append(Vote(held.mailbox.id, self.office.clock(), False))
        if signed_in_at is not None:
            self.signed_in.append(got_in(held, signed_in_at))

    async def flush(self) -> None:
        batch, self.waiting = self.waiting, []
        if not batch:
            return
        try:
            async with self.office.store.write() as tx:
                await leases.give_back_idle(tx, batch)
        except StoreError as error:
            self.office.store_failed(error)
            self.office.owe(batch)

    async def keep_flushing(self, over: asyncio.Event) -> None:
        """Until it is over, and never left off in the middle: a batch that is being written belongs to nobody else."""
        while not over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), FLUSH)
            await self.flush()
        await self.flush()  # what came in while the last batch was being written


@dataclass(slots=True)
class Company:
    """The mailboxes of a wave that are being tried: when one finds their server down, the others need not find out."""

    trying: set[asyncio.Task[object]] = field(default_factory=set)
    called_off: bool = False

    @contextmanager
    def together(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task is not None, "a mailbox of a wave is tried in a task of its own"
        self.trying.add(task)
        try:
            yield
        finally:
            self.trying.discard(task)

    def call_off(self) -> None:
        """Whoever is still being tried hands its lease back unjudged; who is being settled is left alone."""
        self.called_off = True
        for task in tuple(self.trying):
            task.cancel()


async def wave(office: Office, profile_id: int, direction_ids: Sequence[int]) -> None:
    """Sync the due ones of these mailboxes, many at once; each is settled as soon as it is done."""
    try:
        sick = await office.is_sick(profile_id, Direction.INCOMING)
    except StoreError as error:
        office.store_failed(error)
        return
    taken = await office.take(direction_ids, states=(State.ACTIVE,), only_due=True)
    if not taken:
        return
    idle, company = Idle(office), Company()
    over = asyncio.Event()
    flushing = asyncio.create_task(idle.keep_flushing(over))
    try:
        async with asyncio.TaskGroup() as group:
            for held in taken:
                group.create_task(_in_wave(office, held, idle, company, sick=sick))
    finally:
        over.set()
        await asyncio.shield(flushing)
    if company.called_off:
        await _suspend_the_rest(office, profile_id)
    await office.vote_many(taken[0].profile, Direction.INCOMING, idle.votes)
    if idle.signed_in:
        await refusal_votes.note(office.queues, taken[0].profile, Direction.INCOMING, idle.signed_in)


async def _suspend_the_rest(office: Office, profile_id: int) -> None:
    """Those that were called off, unless their server is back already."""
    try:
        async with office.store.write() as tx:
            row = await health.get(tx, profile_id, Direction.INCOMING)
            if row.health in outage.SICK:
                await health.suspend_mailboxes(tx, profile_id, Direction.INCOMING)
    except StoreError as error:
        office.store_failed(error)


async def _in_wave(office: Office, held: Held, idle: Idle, company: Company, *, sick: bool) -> None:
    async with office.at_work(held):
        options = replace(_options(held), max_new=WAVE_NEW, deadline=WAVE_TIME)
        with company.together():
            seen = await _try(office, held, options)
        if _is_idle(seen) and not sick:
            idle.add(held, seen.at if seen.fresh else None)
            return
        settled = await _settle(office, seen)
        if settled is not None and isinstance(settled.decision, Suspend):
            company.call_off()
    if seen.outcome is not None and seen.outcome.left_over:
        await follow_quietly(office, office.queues.enqueue_sync, [held.direction.id])


def _is_idle(seen: Seen) -> bool:
    """Whether there is nothing to write but that it was polled."""
    row, outcome = seen.held.direction, seen.outcome
    return (
        outcome is not None
        and not outcome.new_emails
        and not outcome.left_over
        and not row.streak
        and row.last_code is None
        and not row.deaths
        and row.last_success_at is not None
    )


# -- jobs of one direction ---------------------------------------------------------------------------------------


async def sync(office: Office, direction_ids: Sequence[int], token: str | None = None) -> None:
    """Sync these mailboxes to the end, due or not, all at once. token PROBE: the rare probe of a halted direction."""
    probing = token == PROBE
    taken = await office.take(direction_ids, states=(State.HALTED,) if probing else RUNNING, only_due=False)
    async with asyncio.TaskGroup() as group:
        for held in taken:
            if probing and not held.direction.halt_spent:
                await office.release(held)
            else:
                group.create_task(alone(office, held, test=probing))


async def retry(office: Office, direction_id: int, attempt_number: int) -> None:
    """The scheduled try of a failing direction; or, for a halted one whose failed job this is, test and resume."""
    job = f"retry-{direction_id}-{attempt_number}"
    for held in await office.take([direction_id], states=(State.RETRYING, State.HALTED), only_due=False):
        row = held.direction
        if row.retry_job != job:
            await office.release(held)  # an old copy: the direction has moved on
            continue
        await alone(office, held, test=row.state is State.HALTED, job=job)


async def alone(office: Office, held: Held, *, test: bool, job: str | None = None) -> Settled | None:
    """Try this one to the end, and settle."""
    async with office.at_work(held):
        seen = await _try(office, held, _options(held), test=test, job=job)
        return await _settle(office, seen)


async def _try(office: Office, held: Held, options: Options, *, test: bool = False, job: str | None = None) -> Seen:
    row = held.direction
    if row.deaths >= DEATHS and row.held_message is None and not test:
        signal = death_signal(Protocol(held.profile.protocol), None)
        return Seen(held, office.clock(), timedelta(), fresh=False, signal=signal, job=job)
    office.polled += 1
    return await attempt(office, held, options, test=test, job=job)


def _options(held: Held) -> Options:
    row = held.direction
    if row.held_message is not None and row.held_deaths >= DEATHS:
        return replace(careful_options(held), skip={row.held_message: _blame(held, row.held_message)})
    return careful_options(held) if row.deaths else plain_options(held)


def _blame(held: Held, message: str) -> Signal:
    """Why this message is set aside: workers died over it, or a sync was stopped by it."""
    protocol, row = Protocol(held.profile.protocol), held.direction
    if row.deaths >= DEATHS:
        return death_signal(protocol, message)
    return blamed_signal(protocol, message, row.last_code)


async def _settle(office: Office, seen: Seen) -> Settled | None:
    try:
        return await settle(office, seen)
    except StaleLease:
        log.warning("settle.stale", mailbox=seen.held.mailbox.address)
    except StoreError as error:
        office.store_failed(error)
        office.owe([(seen.held.direction.id, seen.held.direction.fence)])
    return None


# -- probes of a profile -----------------------------------------------------------------------------------------


async def probe(office: Office, profile_id: int, direction: Direction) -> None:
    """Ask a server that is down whether it is back: with another of its mailboxes each time, or by its greeting where
    none can be used."""
    async with office.store.read() as tx:
        row = await health.get(tx, profile_id, direction)
        profile = await profiles.by_id(tx, profile_id)
        candidate = await health.probe_candidate(tx, profile_id, direction, row.last_probed_mailbox)
    if profile is None or row.health not in outage.SICK:
        return
    if candidate is None:
        await _knock(office, profile, direction)
        return
    for held in await office.take([candidate], states=(State.SUSPENDED,), only_due=False):
        await office.pool.close_mailbox(held.mailbox.id)  # an open session may outlive the server's welcome
        await alone(office, held, test=False)


async def _knock(office: Office, profile: Profile, direction: Direction) -> None:
    began, reached = office.clock(), True
    try:
        await knock(profile)
    except Trouble as trouble:
        reached = False
        log.info("probe.failed", profile=profile.name, stage=trouble.signal.stage.value)
    if reached:
        await let_in(office, profile, direction, began, None)  # nobody is left who could be refused
        return
    async with office.store.write() as tx:
        await outage.probe_again(tx, profile, direction, office.clock(), office.dice())


async def let_in(
    office: Office, profile: Profile, direction: Direction, began: datetime, reached: Stage | None = Stage.GREETING
) -> None:
    """A probe without a mailbox passed: where the profile was down, it comes back; where its mailboxes were refused,
    one of them is tried at once."""
    got_through = outage.Knock(profile, direction, began, probe=True, reached=reached)
    async with office.store.write() as tx:
        came_back = await outage.relieve(
            tx, got_through, outage.Poll(), now=office.clock(), spread=office.spread(profile)
        )
        if not came_back:
            await health.make_probe_due(tx, profile.id)
    if came_back:
        await office.forget_votes(profile, direction)
