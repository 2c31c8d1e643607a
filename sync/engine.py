"""Syncing one mailbox's incoming mail: plan from what the server and the ledger say, then act.

Folder by folder what is new and the newest of the old; then the rest; last what could not be fetched before, since
one message that breaks the connection must not stand in front of any other mail.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from errors.model import Signal

from . import plan
from .blame import is_about_the_folder
from .folder import FolderPass, Renumbered
from .options import Options, Outcome, Tally
from .ports import Cursor, FolderStatus, Ledger, MailSource, Trouble

__all__ = ["Options", "Outcome", "sync_mailbox"]

ALL = "all"


async def sync_mailbox(source: MailSource, ledger: Ledger, folders: Sequence[str], options: Options) -> Outcome:
    """Bring these folders ("all": every one) in step. Raises Trouble, and what the ledger raises.

    A folder that the server refuses stops the others only where it is INBOX or the only one. A refused one that was
    named raises its Trouble once the others are done, since somebody wants it; with "all" it is only told of.
    """
    every = ALL in folders
    names = await source.folders() if every else folders
    run = Run(source, ledger, options)
    for name in names:
        await run.guarded(name, only=len(names) == 1, step=run.look)
    for step in (run.complete, run.retry):
        for name in list(run.passes):
            await run.guarded(name, only=len(names) == 1, step=step)
    if run.refused and not every:
        raise next(iter(run.refused.values()))
    return run.outcome()


class Run:
    """One sync of one mailbox: its folders' passes, and what was refused."""

    def __init__(self, source: MailSource, ledger: Ledger, options: Options) -> None:
        self.source = source
        self.ledger = ledger
        self.options = options
        self.tally = Tally(options)
        self.passes: dict[str, FolderPass] = {}
        self.refused: dict[str, Trouble] = {}

    async def guarded(self, name: str, only: bool, step: Callable[[str], Awaitable[None]]) -> None:
        """A step in one folder; what is refused there alone does not stop the other folders."""
        try:
            await step(name)
        except Renumbered:
            self.tally.left_over = True
            self.passes.pop(name, None)
        except Trouble as trouble:
            if only or name == "INBOX" or not self.source.alive() or not is_about_the_folder(trouble.signal):
                raise
            self.refused[name] = trouble
            self.passes.pop(name, None)

    async def look(self, name: str) -> None:
        """One STATUS says whether there is anything to do; if so, the new and the newest."""
        status = await self._status(name)
        cursor, stuck = await self.ledger.cursor(name), await self.ledger.stuck(name)
        waiting = plan.due(stuck, datetime.now(UTC), self.options.message_tries)
        if (plan.is_idle(status, cursor) and not waiting) or self.tally.must_stop():
            return
        folder = self.passes[name] = await self._opened(name, status, cursor)
        await folder.take_new()
        await folder.take_newest()

    async def complete(self, name: str) -> None:
        """The rest of the old; what went away."""
        if not self.tally.left_over:
            await self.passes[name].take_rest()
        if not self.tally.left_over:
            await self.passes[name].note_gone()

    async def retry(self, name: str) -> None:
        """What could not be fetched in earlier syncs, where its time has come."""
        folder = self.passes[name]
        if not self.tally.left_over:
            await folder.retry_stuck(
                plan.due(list(folder.stuck.values()), datetime.now(UTC), self.options.message_tries)
            )

    def outcome(self) -> Outcome:
        tally = self.tally
        refused: dict[str, Signal] = {name: trouble.signal for name, trouble in self.refused.items()}
        return Outcome(tally.new_emails, tally.set_aside, tally.left_over, refused)

    # -- inner parts

    async def _status(self, name: str) -> FolderStatus:
        """Opening says better than STATUS why a folder is refused, and some servers refuse only STATUS."""
        self.tally.open_folder = None
        try:
            return await self.source.status(name)
        except Trouble as trouble:
            if not self.source.alive() or not is_about_the_folder(trouble.signal):
                raise
            return await self._open(name)

    async def _open(self, name: str) -> FolderStatus:
        self.tally.open_folder = None
        opened = await self.source.open(name)
        self.tally.open_folder = name
        return opened

    async def _opened(self, name: str, status: FolderStatus, cursor: Cursor | None) -> FolderPass:
        opened = await self._open(name)
        if opened.uid_validity != status.uid_validity:
            status = opened  # made anew between the two
        if cursor is not None and cursor.uid_validity != status.uid_validity:
            await self.ledger.reset(name, status.uid_validity)
            cursor = None
        known: Sequence[int] = []
        if cursor is None or cursor.low > 1:
            known = await self.ledger.known_uids(name, status.uid_validity)
        orphans = await self.ledger.has_orphans(name, status.uid_validity)
        stuck = {one.uid: one for one in await self.ledger.stuck(name)}
        begun = cursor or await self._beginning(name, status, anew=bool(known))
        return FolderPass(
            self.source, self.ledger, name, self.options, self.tally, status, begun, stuck, orphans, frozenset(known)
        )

    async def _beginning(self, name: str, status: FolderStatus, *, anew: bool) -> Cursor:
        top = plan.top(status)
        if top is None:
            top = max(await self.source.uids(1, None, None), default=0)
        begun = plan.beginning(status, top, anew=anew)
        if begun.low == 1:  # empty, and known to be
            await self.ledger.store(name, [], begun)
        return begun
