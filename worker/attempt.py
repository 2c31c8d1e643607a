"""One try at one mailbox's incoming mail: sign in (or take the open session), sync, say what was seen.

Nothing is judged here and nothing is written but mail; worker/settle.py decides and records.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from errors.model import Protocol, Signal, Stage
from errors.render import safe
from store.faults import StaleLease, StoreError
from store.records import DirectionRow, Held
from sync.engine import Options, Outcome, sync_mailbox
from sync.pool import Limits
from sync.ports import MailSource, Trouble
from worker.journal import Journal
from worker.own_faults import bug_signal, no_credentials_signal, store_signal, whereabouts
from worker.sources import abilities, session_version, sign_in

if TYPE_CHECKING:
    from worker.office import Office

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What an attempt saw. Exactly one of outcome and signal is there, unless the lease was lost (then neither).

    fresh: it signed in anew, so a refusal is an independent proof. job: the RQ job that it runs in, where it lives in
    one of its own. refreshable: it signs in with a token that can be had afresh; refreshed: it did so with a fresh one.
    """

    held: Held
    at: datetime
    took: timedelta
    fresh: bool
    outcome: Outcome | None = None
    signal: Signal | None = None
    test: bool = False
    job: str | None = None
    refreshable: bool = False
    refreshed: bool = False

    @property
    def lost(self) -> bool:
        return self.outcome is None and self.signal is None

    @property
    def goes_on(self) -> bool:
        """There is more to do, now."""
        return self.outcome is not None and (self.outcome.left_over or self.test)


@dataclass(slots=True)
class Progress:
    """Where an attempt stands; the adapter's report moves it. journal: what it writes to, where it syncs.

    fresh_token: sign in with one, whatever is kept.
    """

    on_stage: Callable[[Stage], None] | None = None
    stage: Stage = Stage.POLL
    fresh: bool = False
    journal: Journal | None = None
    fresh_token: bool = False

    @property
    def message(self) -> str | None:
        """The one message at work, in careful mode."""
        return self.journal.touching if self.journal is not None else None

    def report(self, stage: Stage) -> None:
        self.stage = stage
        self.fresh = True
        if self.on_stage is not None:
            self.on_stage(stage)


Work = Callable[["Office", Held, Progress], Awaitable[Outcome]]


async def attempt(office: Office, held: Held, options: Options, *, test: bool = False, job: str | None = None) -> Seen:
    """Try to sync once. Raises CancelledError only: whoever cancels hands the lease back."""

    async def work(office: Office, held: Held, progress: Progress) -> Outcome:
        return await _sync(office, held, options, progress)

    progress = Progress(fresh_token=test or wants_fresh_token(held.direction))
    return await witnessed(office, held, work, progress, test=test, job=job)


def wants_fresh_token(row: DirectionRow) -> bool:
    """The attempt before this one met a token that had run out."""
    return row.refreshed_at is not None and (row.last_attempt_at is None or row.refreshed_at >= row.last_attempt_at)


async def witnessed(
    office: Office, held: Held, work: Work, progress: Progress, *, test: bool = False, job: str | None = None
) -> Seen:
    """Do this work on a mailbox, and say what was seen. Raises CancelledError only."""
    started, began = office.clock(), asyncio.get_running_loop().time()
    outcome: Outcome | None = None
    signal: Signal | None = None
    protocol = Protocol(held.profile.protocol)
    try:
        if held.password is None:
            signal = no_credentials_signal(protocol)
        else:
            outcome = await work(office, held, progress)
    except Trouble as trouble:
        signal = trouble.signal
    except StaleLease:
        log.warning("attempt.lease_lost", mailbox=held.mailbox.address)
    except StoreError as error:
        signal = store_signal(protocol, error)
    except Exception as error:  # noqa: BLE001 (one of two: a bug of ours is named, never guessed at: BUG-901)
        bug = {"error": type(error).__name__, "where": whereabouts(error)}  # its text and its frames may hold secrets
        log.error("attempt.bug", mailbox=held.mailbox.address, message=progress.message, **bug)  # noqa: TRY400
        signal = bug_signal(protocol, progress.stage, error, progress.message)
    took = timedelta(seconds=asyncio.get_running_loop().time() - began)
    refreshable = abilities(held).refreshes_tokens
    refreshed = refreshable and progress.fresh and progress.fresh_token
    return Seen(held, started, took, progress.fresh, outcome, signal, test, job, refreshable, refreshed)


async def _sync(office: Office, held: Held, options: Options, progress: Progress) -> Outcome:
    """On the open session where there is one; when that turns out to be dead, on a fresh one before anything is said
    against the server."""
    journal = progress.journal = Journal(office.store, held)
    try:
        return await _in_session(office, held, journal, options, progress)
    except Trouble as trouble:
        if progress.fresh or not _has_died(trouble.signal):
            raise
        log.info("session.died", mailbox=held.mailbox.address, stage=trouble.signal.stage.value)
        return await _in_session(office, held, journal, options, progress)


def _has_died(signal: Signal) -> bool:
    """Servers end sessions that idle, and networks forget them."""
    return signal.protocol is Protocol.NETWORK or signal.status == "BYE"


async def _in_session(office: Office, held: Held, journal: Journal, options: Options, progress: Progress) -> Outcome:
    async def open_session() -> MailSource:
        return await sign_in(held, progress.report, fresh_token=progress.fresh_token)

    profile = held.profile
    limits = Limits(profile.max_sign_ins, profile.max_sessions)
    async with office.pool.session(held.mailbox.id, session_version(held), profile.id, open_session, limits) as source:
        progress.stage = Stage.POLL
        outcome = await sync_mailbox(source, journal, held.profile.folders, options)
    for folder, refused in outcome.refused.items():
        log.warning("folder.refused", mailbox=held.mailbox.address, folder=folder, response=safe(refused.text))
    return outcome


async def check(held: Held, progress: Progress) -> tuple[Outcome, list[str]]:
    """Sign in afresh and open every folder that is to be synced: what a test shows. With a line for each folder."""
    source = await sign_in(held, progress.report, fresh_token=True)
    try:
        progress.report(Stage.SELECT)
        seen = []
        for folder in ("INBOX",) if held.profile.folders == ("all",) else held.profile.folders:
            status = await source.open(folder)
            seen.append(f"{folder}: {status.messages} messages")
        return Outcome(), seen
    finally:
        await source.close()


def plain_options(held: Held) -> Options:
    """How a profile wants its mailboxes synced."""
    return Options(since=held.profile.since, max_message_size=held.profile.max_message_size)


def careful_options(held: Held) -> Options:
    """After a death: one message at a time, each noted before it is touched."""
    return replace(plain_options(held), careful=True)
