"""Commands on folders as a whole: STATUS, LIST, SELECT, APPEND and what goes with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from simulator import events as seen
from simulator.mailstore import SYSTEM_FLAGS, Folder
from simulator.message import EPOCH

from . import names
from .mailbox import View
from .messages import flags_of
from .parse import BadCommand, Command, quoted
from .session import Session

STATUS_ITEMS: dict[bytes, Callable[[Folder], int]] = {
    b"MESSAGES": lambda folder: len(folder.uids),
    b"UIDNEXT": lambda folder: folder.uid_next,
    b"UIDVALIDITY": lambda folder: folder.uid_validity,
    b"RECENT": lambda folder: 0,  # noqa: ARG005
    b"UNSEEN": lambda folder: sum(1 for n in folder.numbers if "\\Seen" not in folder.flags.get(n, ())),
}
FLAGS = b"(" + " ".join(SYSTEM_FLAGS).encode() + b")"


async def status(session: Session, asked: Command) -> None:
    name = asked.text(0)
    wanted = asked.words[1] if len(asked.words) > 1 else None
    if not isinstance(wanted, list):
        raise BadCommand("STATUS of what?")
    folder = _folder(session, name)
    if folder is None:
        await session.no(asked, b"[NONEXISTENT] There is no such folder")
        return
    told = []
    for item in wanted:
        if not isinstance(item, bytes) or item.upper() not in STATUS_ITEMS:
            raise BadCommand("STATUS of something unknown")
        told.append(item.upper() + b" %d" % STATUS_ITEMS[item.upper()](folder))
    session.house.events.tell(seen.POLL)
    await session.done(asked, b"* STATUS " + quoted(name) + b" (" + b" ".join(told) + b")")


async def listing(session: Session, asked: Command) -> None:
    """LIST and LSUB; RFC 5258's selection options and returns are passed over."""
    words = [word for word in asked.words if isinstance(word, bytes)]
    if len(words) < 2:
        raise BadCommand(f"{asked.name} wants a reference and a pattern")
    verb = b"* " + asked.name.encode()
    if not words[1]:
        await session.done(asked, verb + b' (\\Noselect) "/" ""')
        return
    known = (names.encode(name) for name in session.user.folders)
    lines = [
        verb + b' (\\HasNoChildren) "/" ' + quoted(name) for name in known if names.matches(name, words[0] + words[1])
    ]
    await session.done(asked, *lines)


async def namespace(session: Session, asked: Command) -> None:
    await session.done(asked, b'* NAMESPACE (("" "/")) NIL NIL')


async def enable(session: Session, asked: Command) -> None:
    await session.done(asked, b"* ENABLED")


async def accept(session: Session, asked: Command) -> None:
    """SUBSCRIBE and the like: agreed to, and nothing comes of it."""
    await session.done(asked)


async def refuse(session: Session, asked: Command) -> None:
    await session.no(asked, b"[CANNOT] Folders here are fixed by the scenario")


async def select(session: Session, asked: Command) -> None:
    session.view = None
    folder = _folder(session, asked.text(0))
    if folder is None:
        await session.no(asked, b"[NONEXISTENT] There is no such folder")
        return
    read_only = asked.name == "EXAMINE"
    session.view = View(folder, session.house.mailstore, read_only=read_only)
    session.house.events.tell(seen.OPEN_FOLDER)
    kept = b"()" if read_only else FLAGS[:-1] + b" \\*)"
    await session.say(
        b"* FLAGS " + FLAGS,
        b"* %d EXISTS" % len(folder.uids),
        b"* 0 RECENT",
        b"* OK [PERMANENTFLAGS " + kept + b"] Flags that are kept",
        b"* OK [UIDVALIDITY %d] Of these uids" % folder.uid_validity,
        b"* OK [UIDNEXT %d] Predicted" % folder.uid_next,
        asked.tag + (b" OK [READ-ONLY] " if read_only else b" OK [READ-WRITE] ") + asked.name.encode() + b" done",
    )


async def append(session: Session, asked: Command) -> None:
    folder = _folder(session, asked.text(0))
    raw = asked.words[-1]
    if folder is None or not isinstance(raw, bytes):
        await session.no(asked, b"[TRYCREATE] There is no such folder")
        return
    flags = next((word for word in asked.words[1:-1] if isinstance(word, list)), [])
    dates = [word for word in asked.words[1:-1] if isinstance(word, bytes)]
    uid = folder.append(raw, flags_of(flags), _seconds(dates[0]) if dates else session.house.clock.now())
    await session.done(asked, words=b"[APPENDUID %d %d] APPEND done" % (folder.uid_validity, uid))


def _seconds(text: bytes) -> float:
    try:
        when = datetime.strptime(text.decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        raise BadCommand("That is no date") from None
    return (when.astimezone(UTC) - EPOCH).total_seconds()


def _folder(session: Session, name: bytes) -> Folder | None:
    if name.upper() == b"INBOX":
        name = b"INBOX"
    for known in session.user.folders:
        if names.encode(known) == name or known.encode() == name:
            return session.house.mailstore.folder(session.user, known)
    return None
