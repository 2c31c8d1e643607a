"""Commands on the messages of the open folder: SEARCH, STORE, EXPUNGE, CLOSE. FETCH has its own files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from simulator.mailstore import Folder

from .mailbox import View
from .parse import BadCommand, Command, Word
from .search import Bounds, Candidate, compile_search
from .session import Session


async def close(session: Session, asked: Command) -> None:
    if asked.name == "CLOSE" and not session.opened.read_only:
        _expunge(session.opened)
    session.view = None
    await session.done(asked)


async def expunge(session: Session, asked: Command) -> None:
    view = session.opened
    if view.read_only:
        await session.no(asked, b"The folder is open read-only")
        return
    within = {uid for _, uid in view.chosen(asked.text(0), by_uid=True)} if asked.name == "UID EXPUNGE" else None
    _expunge(view, within)
    await session.done(asked)


def _expunge(view: View, within: set[int] | None = None) -> None:
    folder = view.folder
    marked = [uid for uid, n in zip(folder.uids, folder.numbers, strict=True) if "\\Deleted" in folder.flags.get(n, ())]
    folder.expunge([uid for uid in marked if within is None or uid in within])


async def search(session: Session, asked: Command) -> None:
    view, by_uid = session.opened, asked.name.startswith("UID")
    bounds = Bounds(len(view.uids), view.uids[-1] if view.uids else 0)
    fits = compile_search(asked.words, bounds)
    found = [b"%d" % (one.uid if by_uid else one.sequence) for one in _candidates(view) if fits(one)]
    await session.finish(asked, b" ".join([b"* SEARCH", *found]))


def _candidates(view: View) -> Iterator[Candidate]:
    folder, mailstore = view.folder, view.mailstore
    for sequence, uid in enumerate(view.uids, 1):
        at = folder.position(uid)
        if at is not None:
            flags = folder.flags.get(folder.numbers[at], frozenset())
            yield Candidate(
                sequence, uid, flags, mailstore.received_at(folder, at), partial(mailstore.content, folder, at)
            )


async def store(session: Session, asked: Command) -> None:
    view, by_uid = session.opened, asked.name.startswith("UID")
    action, words = asked.text(1).upper(), asked.words[2:]
    if view.read_only:
        await session.no(asked, b"The folder is open read-only")
        return
    verb, _, silent = action.partition(b".")
    if verb not in (b"FLAGS", b"+FLAGS", b"-FLAGS") or silent not in (b"", b"SILENT") or not words:
        raise BadCommand("STORE what?")
    given = flags_of(words[0] if isinstance(words[0], list) else words)
    lines = []
    for sequence, uid in view.chosen(asked.text(0), by_uid=by_uid):
        flags = _store_one(view.folder, uid, verb, given)
        if flags is not None and not silent:
            told = b" ".join([b"FLAGS (" + " ".join(sorted(flags)).encode() + b")", *([b"UID %d" % uid] * by_uid)])
            lines.append(b"* %d FETCH (" % sequence + told + b")")
    await session.finish(asked, *lines)


def _store_one(folder: Folder, uid: int, verb: bytes, given: frozenset[str]) -> frozenset[str] | None:
    at = folder.position(uid)
    if at is None:
        return None
    number = folder.numbers[at]
    old = folder.flags.get(number, frozenset())
    new = {b"FLAGS": given, b"+FLAGS": old | given, b"-FLAGS": old - given}[verb]
    folder.flags[number] = new
    return new


def flags_of(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.decode("ascii", "replace") for word in words if isinstance(word, bytes))
