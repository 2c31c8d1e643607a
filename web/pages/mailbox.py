"""One mailbox: how both directions stand, what to do first, its alerts and attempts; and the form of its sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from errors.machine import State
from errors.model import Direction
from store import attempts, courses, mailboxes, profiles
from store import walls as stored
from store.mailbox_lists import standing as overall
from store.walls import Watcher
from web import mailbox_words, not_enabled, sign_in_form, standing, walls
from web.access import Page, Thing, may, of_mailbox
from web.forms import Answers, typed
from web.mailbox_changes import MailboxId, begin_test, theirs, topic
from web.pages import alerts as alert_pages
from web.problems import Missing
from web.reader import SignedIn, TheHouse
from web.render import page
from web.standing import Act, Standing

if TYPE_CHECKING:
    from store.records import Attempt, Mailbox
    from store.session import Tx
    from web.house import House
    from web.reader import Reader
    from web.walls import Line, Viewer

router = APIRouter()

TRIES = 10  # of each direction
ALERTS = 30
DONE = {**alert_pages.DONE, **mailbox_words.DONE}
TROUBLE = {**alert_pages.TROUBLE, **mailbox_words.TROUBLE}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the database says of one mailbox, to one reader."""

    box: Mailbox
    profile_owner: str | None
    both: tuple[Standing, Standing]
    lines: list[Line]
    tries: list[tuple[Direction, Attempt]]


@router.get("/mailboxes/{mailbox_id}")
async def mailbox(request: Request, reader: SignedIn, house: TheHouse, mailbox_id: MailboxId) -> HTMLResponse:
    return await _shown(request, reader, house, mailbox_id, Answers())


@router.post("/mailboxes/{mailbox_id}")
async def store_credentials(request: Request, reader: SignedIn, house: TheHouse, mailbox_id: MailboxId) -> Response:
    """Store a user name, a password or both, and test them at once."""
    answers = Answers(await typed(request))
    async with house.store.write() as tx:
        box = await theirs(tx, reader, mailbox_id)
        done = await sign_in_form.store_sign_in(tx, house.store, box, answers, reader.person.address)
    if not done:
        return await _shown(request, reader, house, mailbox_id, answers)
    return await begin_test(house, reader, box, Direction.INCOMING, word="stored", anew=True)


async def _shown(request: Request, reader: Reader, house: House, mailbox_id: int, answers: Answers) -> HTMLResponse:
    async with house.store.read() as tx:
        seen = await _seen(tx, reader, mailbox_id)
    trial = house.trials.get(topic(seen.box), Direction.INCOMING.value)
    outgoing = house.trials.get(topic(seen.box), Direction.OUTGOING.value)
    first = mailbox_words.first(seen.both, seen.lines, seen.box)
    word = request.query_params.get("done", "")
    told = {
        "box": seen.box,
        "stands": overall(seen.box),
        "both": seen.both,
        "first": first,
        "sign_in_first": bool(answers.wrong) or (first is not None and first.act is Act.PASSWORD),
        "lines": seen.lines,
        "tries": seen.tries,
        "trials": [one for one in (trial, outgoing) if one is not None],
        "testing": any(one is not None and one.running for one in (trial, outgoing)),
        "step_words": mailbox_words.STEPS,
        "answers": answers,
        "may_change": may(reader, Page.MAILBOX_CHANGE, of_mailbox(seen.box)),
        "opens_profile": may(reader, Page.PROFILE, Thing(profile_owner=seen.profile_owner)),
        "own": walls.same(seen.box.owner, reader.person.address),
        "done": DONE.get(word),
        "trouble": TROUBLE.get(word),
        "Act": Act,
        "State": State,
    }
    if not answers.wrong:  # what was typed and refused stays as it is until it is sent again
        told["live"] = topic(seen.box)
    return page(request, "mailbox.html", reader, status=422 if answers.wrong else 200, told=told)


async def _seen(tx: Tx, reader: Reader, mailbox_id: int) -> Seen:
    """Raises Missing."""
    box = await mailboxes.by_id(tx, mailbox_id)
    if box is None or not may(reader, Page.MAILBOX, of_mailbox(box)):
        raise Missing
    profile = await profiles.by_id(tx, box.profile_id)
    if profile is None:
        raise Missing  # it went with its mailbox between two statements
    incoming, outgoing = (standing.of(box, one, profile.policy) for one in Direction)
    return Seen(box, profile.owner, (incoming, outgoing), await _lines(tx, reader, box), await _tries(tx, box))


async def _lines(tx: Tx, reader: Reader, box: Mailbox) -> list[Line]:
    """As the widest of this reader's walls shows them."""
    administrator = may(reader, Page.ADMINISTRATORS_WALL)
    watcher = Watcher(reader.person.id, reader.person.address, administrator=administrator)
    found = await stored.about(tx, watcher, mailbox_id=box.id, limit=ALERTS)
    lines = walls.lines(found, _viewer(reader, box), await not_enabled.waiting(tx, found), dismissed=None)
    return walls.with_courses(lines, await courses.of(tx, [one.alert for one in lines]))


def _viewer(reader: Reader, box: Mailbox) -> Viewer:
    """What one owns speaks to one as its owner."""
    if walls.same(box.owner, reader.person.address):
        return reader.viewer
    return walls.administrators_wall(reader.person.address)


async def _tries(tx: Tx, box: Mailbox) -> list[tuple[Direction, Attempt]]:
    """Of both directions, the newest first."""
    rows = (box.incoming, box.outgoing)
    found = [(row.direction, one) for row in rows for one in await attempts.recent(tx, row.id, TRIES)]
    return sorted(found, key=lambda one: one[1].at, reverse=True)
