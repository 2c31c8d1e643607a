"""A session from the accepted connection to its end: greeting, then one command after the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from simulator.scene import Outcome
from simulator.wire import Gone

from . import fetch, folders, idle, messages, sign_in
from .parse import BadCommand, Command, command, read_parts
from .session import Session

Act = Callable[[Session, Command], Awaitable[None]]


async def converse(session: Session, *, tls: bool) -> None:
    """tls: from the first octet on."""
    try:
        await _greet(session, tls=tls)
        while not session.over:
            await _turn(session)
    except Gone:
        pass
    finally:
        session.view = None
        session.wire.close()


async def _greet(session: Session, *, tls: bool) -> None:
    await session.struck("connect")
    if tls:
        await session.secure()
    else:
        session.wire.listen()
    if await session.struck("greeting") is Outcome.GO_ON:
        await session.say(b"* OK [CAPABILITY " + session.capabilities() + b"] The simulator is ready")


async def _turn(session: Session) -> None:
    parts = await read_parts(session.wire, signed_in=session.account is not None)
    try:
        asked = command(parts)
        await _act_for(session, asked.name)(session, asked)
    except BadCommand as wrong:
        tag = parts[0].partition(b" ")[0] or b"*"
        await session.say(tag + b" BAD " + str(wrong).encode())


def _act_for(session: Session, name: str) -> Act:
    tables = [ANY_TIME]
    if session.account is None:
        tables.append(BEFORE_SIGN_IN)
    else:
        tables.append(SIGNED_IN)
    if session.view is not None:
        tables.append(FOLDER_OPEN)
    for table in tables:
        if name in table:
            return table[name]
    raise BadCommand("Unknown, or not now")


def _at(stage: str, act: Act) -> Act:
    """The act, where nothing goes wrong at that stage."""

    async def act_or_trouble(session: Session, asked: Command) -> None:
        if await session.struck(stage, asked.tag) is not Outcome.ANSWERED:
            await act(session, asked)

    return act_or_trouble


async def capability(session: Session, asked: Command) -> None:
    await session.done(asked, b"* CAPABILITY " + session.capabilities())


async def noop(session: Session, asked: Command) -> None:
    await session.done(asked)


async def identify(session: Session, asked: Command) -> None:
    await session.done(asked, b'* ID ("name" "Postroom simulator")')


async def log_out(session: Session, asked: Command) -> None:
    await session.say(b"* BYE Until next time", asked.tag + b" OK LOGOUT done")
    session.over = True


ANY_TIME: dict[str, Act] = {"CAPABILITY": capability, "NOOP": noop, "ID": identify, "LOGOUT": log_out}
BEFORE_SIGN_IN: dict[str, Act] = {
    "STARTTLS": sign_in.start_tls,
    "LOGIN": sign_in.log_in,
    "AUTHENTICATE": sign_in.authenticate,
}
SIGNED_IN: dict[str, Act] = {
    "STATUS": _at("poll", folders.status),
    "LIST": _at("list", folders.listing),
    "LSUB": _at("list", folders.listing),
    "SELECT": _at("select", folders.select),
    "EXAMINE": _at("select", folders.select),
    "APPEND": _at("append", folders.append),
    "IDLE": _at("idle", idle.idle),
    "NAMESPACE": folders.namespace,
    "ENABLE": folders.enable,
    "SUBSCRIBE": folders.accept,
    "UNSUBSCRIBE": folders.accept,
    "CREATE": folders.refuse,
    "DELETE": folders.refuse,
    "RENAME": folders.refuse,
}
FOLDER_OPEN: dict[str, Act] = {
    "SEARCH": _at("search", messages.search),
    "UID SEARCH": _at("search", messages.search),
    "FETCH": fetch.fetch,
    "UID FETCH": fetch.fetch,
    "STORE": messages.store,
    "UID STORE": messages.store,
    "EXPUNGE": messages.expunge,
    "UID EXPUNGE": messages.expunge,
    "CHECK": noop,
    "CLOSE": messages.close,
    "UNSELECT": messages.close,
}
