"""Asking what messages are before they are fetched, so that one that can't be described neither stops nor is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from .blame import is_everybodys
from .ports import Description, MailSource, Trouble

UNKNOWN_DATE = datetime(1970, 1, 1, tzinfo=UTC)


async def describe(source: MailSource, folder: str, uids: Sequence[int]) -> dict[int, Description]:
    """By uid, ascending; without those that vanished. One that the server lists and does not describe is there with
    no size: fetching it will tell. The folder may have been opened anew."""
    found = {one.uid: one for one in await _asked(source, uids)}
    missing = [uid for uid in uids if uid not in found]
    if missing:
        await source.open(folder)
        still_there = set(await source.uids(missing[0], missing[-1], None)).intersection(missing)
        found.update((uid, Description(uid, 0, UNKNOWN_DATE)) for uid in still_there)
    return dict(sorted(found.items()))


async def _asked(source: MailSource, uids: Sequence[int]) -> Sequence[Description]:
    """A refusal that is not everybody's is about some of them: those that can be described are."""
    try:
        return await source.describe(uids)
    except Trouble as trouble:
        if not source.alive() or is_everybodys(trouble.signal):
            raise
    if len(uids) == 1:
        return []
    half = len(uids) // 2
    return [*await _asked(source, uids[:half]), *await _asked(source, uids[half:])]
