"""IDLE: the server speaks by itself. RFC 2177."""

from __future__ import annotations

import asyncio

from simulator import events as seen

from .parse import BadCommand, Command
from .session import Session


async def idle(session: Session, asked: Command) -> None:
    """RFC 2177. Ends with the client's DONE; tells what comes and goes meanwhile."""
    await session.say(b"+ idling")
    session.house.events.tell(seen.IDLE)
    reading = asyncio.ensure_future(session.wire.line())
    try:
        while not reading.done():
            await _next_news(session, reading)
            lines = session.view.news() if session.view is not None else []
            if lines:
                await session.say(*lines)
    finally:
        reading.cancel()
    if reading.result().strip().upper() != b"DONE":
        raise BadCommand("IDLE ends with DONE")
    await session.done(asked)


async def _next_news(session: Session, reading: asyncio.Future[bytes]) -> None:
    """Until the client said something, the folder was changed by others, or its next message is due."""
    waiting: set[asyncio.Future[bytes] | asyncio.Future[None]] = {reading}
    if session.view is None:
        await asyncio.wait(waiting)
        return
    folder = session.view.folder
    changed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    due: asyncio.Future[None] = asyncio.ensure_future(session.house.clock.until(session.house.mailstore.due(folder)))

    def wake() -> None:
        if not changed.done():
            changed.set_result(None)

    folder.changed.add(wake)
    try:
        waiting |= {changed, due}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        folder.changed.discard(wake)
        due.cancel()
