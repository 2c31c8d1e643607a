"""The feed that tells an open page that something changed (server-sent events): `/live?topic=mailbox:5&topic=clock`.

event `changed`, data: the topics. After a break the browser says so, and is told of all it watches. A page that can't
be fed is answered 401, 404, 429 or 503: EventSource does not try again by itself then. Browsers open no more than six
connections to a host over HTTP/1.1, so a script should let go of the feed of a page that nobody sees.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from store import changes, mailboxes, profiles
from store.records import Mailbox
from store.session import Tx
from store.sessions import hashed
from web import topics
from web.access import NOBODYS, Page, Thing, may, of_mailbox, of_profile
from web.live import Live, NoRoom
from web.problems import Missing
from web.reader import SESSION, Reader, TheHouse, read_session
from web.watch import Watch

router = APIRouter()

PING = 15  # seconds: proxies end what is silent for a minute
SEND_TIMEOUT = 30  # seconds that a reader may take nothing
RETRY = (2000, 6000)  # milliseconds: those of a process that was started again don't all come at once
LASTS = (480, 720)  # seconds: then the browser comes again, and what it may see is asked again
NUMBERS = count(1)


@router.get("/live")
async def live(request: Request, house: TheHouse, topic: Annotated[list[str], Query()]) -> Response:
    reader = await read_session(request)
    if reader is None:
        return PlainTextResponse("Sign in first.", 401)
    try:
        watched = topics.words(topic)
    except topics.NoTopic:
        raise Missing from None
    async with house.store.read() as tx:
        await _check(tx, reader, watched)
    session = hashed(request.cookies[SESSION])
    try:
        house.live.check_room(session)
    except NoRoom as error:
        return PlainTextResponse(str(error), error.status, headers={"Retry-After": "60"})
    again = "last-event-id" in request.headers
    events = _events(house.live, watched, session, again=again)
    return EventSourceResponse(events, ping=PING, send_timeout=SEND_TIMEOUT)


async def _events(live: Live, watched: frozenset[str], session: str, *, again: bool) -> AsyncIterator[ServerSentEvent]:
    with suppress(NoRoom), live.watching(watched, session) as watch, _for_a_while(watch):
        if again:
            watch.wake(watched)
        yield ServerSentEvent(event="watching", id=_number(), retry=random.randint(*RETRY))  # noqa: S311
        while changed := await watch.told():
            yield ServerSentEvent(" ".join(sorted(changed)), event="changed", id=_number())


@contextmanager
def _for_a_while(watch: Watch) -> Iterator[None]:
    over = asyncio.get_running_loop().call_later(random.uniform(*LASTS), watch.end)  # noqa: S311
    try:
        yield
    finally:
        over.cancel()


def _number() -> str:
    """What makes a browser say, when it comes again, that it does."""
    return str(next(NUMBERS))


# -- who may watch what --------------------------------------------------------------------------------------------


async def _check(tx: Tx, reader: Reader, watched: frozenset[str]) -> None:
    """Raises Missing where one of them is none of the reader's, or not there."""
    asked = topics.read(watched)
    if asked.administrators_wall and not may(reader, Page.ADMINISTRATORS_WALL):
        raise Missing
    if asked.walls - {reader.person.id}:
        raise Missing
    mail = await changes.of_emails(tx, asked.emails)
    theirs = {one.mailbox_id for one in mail.values() if one.mailbox_id is not None}
    boxes = await mailboxes.by_ids(tx, sorted(asked.mailboxes | theirs))
    found = await profiles.by_ids(tx, sorted(asked.profiles))
    allowed = (
        *(id_ in boxes and may(reader, Page.MAILBOX, of_mailbox(boxes[id_])) for id_ in asked.mailboxes),
        *(id_ in mail and may(reader, Page.EMAIL, _of(boxes.get(mail[id_].mailbox_id or 0))) for id_ in asked.emails),
        *(id_ in found and may(reader, Page.PROFILE, of_profile(found[id_])) for id_ in asked.profiles),
    )
    if not all(allowed):
        raise Missing


def _of(box: Mailbox | None) -> Thing:
    """Mail whose mailbox was removed is nobody's."""
    return of_mailbox(box) if box else NOBODYS
