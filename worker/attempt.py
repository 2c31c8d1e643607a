"""One try at one mailbox's incoming mail: sign in (or take the open session), sync, say what was seen.

Nothing is judged here and nothing is written but mail; worker/settle.py decides and records.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from errors.model import Protocol, Signal, Stage
from store.faults import StaleLease, StoreError
from store.records import Held
from sync.engine import Options, Outcome, sync_mailbox
from sync.ports import MailSource, Trouble
from worker.journal import Journal
from worker.own_faults import bug_signal, store_signal
from worker.sources import session_version, sign_in

if TYPE_CHECKING:
    from worker.office import Office

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What an attempt saw. Exactly one of outcome and signal is there, unless the lease was lost (then neither).

    reached: the stage it was in when it ended. fresh: it signed in anew, so a refusal is an independent proof.
    """

    held: Held
    at: datetime
    took: timedelta
    reached: Stage
    fresh: bool
    outcome: Outcome | None = None
    signal: Signal | None = None
    test: bool = False

    @property
    def lost(self) -> bool:
        return self.outcome is None and self.signal is None


@dataclass(slots=True)
class Progress:
    """Where an attempt stands; the adapter's report moves it."""

    stage: Stage = Stage.POLL
    fresh: bool = False
    stages: list[Stage] = field(default_factory=list)

    def report(self, stage: Stage) -> None:
        self.stage = stage
        self.fresh = True
        self.stages.append(stage)


async def attempt(office: Office, held: Held, options: Options, *, test: bool = False) -> Seen:
    """Try once. Raises CancelledError only: whoever cancels hands the lease back."""
    progress = Progress()
    started, began = office.clock(), asyncio.get_running_loop().time()
    outcome: Outcome | None = None
    signal: Signal | None = None
    try:
        outcome = await _sync(office, held, options, progress)
    except Trouble as trouble:
        signal = trouble.signal
    except StaleLease:
        log.warning("attempt.lease_lost", mailbox=held.mailbox.address)
    except StoreError as error:
        signal = store_signal(Protocol(held.profile.protocol), error)
    except Exception as error:  # noqa: BLE001 - one of two: a bug of ours is named, never guessed at (BUG-901)
        log.exception("attempt.bug", mailbox=held.mailbox.address)
        signal = bug_signal(Protocol(held.profile.protocol), progress.stage, error)
    took = timedelta(seconds=asyncio.get_running_loop().time() - began)
    reached = signal.stage if signal else progress.stage
    return Seen(held, started, took, reached, progress.fresh, outcome, signal, test)


async def _sync(office: Office, held: Held, options: Options, progress: Progress) -> Outcome:
    async def open_session() -> MailSource:
        return await sign_in(held, progress.report)

    journal = Journal(office.store, held, office.clock)
    pool = office.pool.session(held.mailbox.id, session_version(held), held.profile.id, open_session)
    async with pool as source:
        progress.stage = Stage.POLL
        return await sync_mailbox(source, journal, held.profile.folders, options)


def plain_options(held: Held) -> Options:
    """How a profile wants its mailboxes synced."""
    return Options(since=held.profile.since, max_message_size=held.profile.max_message_size)


def careful_options(held: Held) -> Options:
    """After a death: one message at a time, each noted before it is touched."""
    return replace(plain_options(held), careful=True)
