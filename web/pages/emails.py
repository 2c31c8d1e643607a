"""Looking for emails: one's own; for an administrator all, without what others wrote unless a switch allows that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from store import email_search
from store.email_rows import Seen
from store.email_search import LOOK, Asker, Found
from web import email_search_form as form
from web import mail_switch
from web.access import Page, Thing, may
from web.mail_words import one_line
from web.reader import Reader, SignedIn, TheHouse
from web.render import page
from web.sizes import size

router = APIRouter()

LONGEST_SUBJECT = 120
LONGEST_SENDER = 80
LONGEST_ADDRESS = 120


@dataclass(frozen=True, slots=True)
class Row:
    """subject, sender None: not for this reader."""

    id: int
    mailbox: str
    state: str
    direction: str
    received_at: datetime
    gone_at: datetime | None
    size: str
    code: str | None
    subject: str | None
    sender: str | None


@router.get("/emails")
async def search(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    answers = form.answers_of(request.query_params)
    wanted = form.wanted(answers, request.query_params.get("before", ""), reader.zone)
    async with house.store.read() as tx:
        reads_all = await mail_switch.administrators_read_mail(tx)
        asker = Asker(reader.person.id, everything=reader.person.administrator, others_words=reads_all)
        found = Found() if answers.wrong else await email_search.search(tx, asker, wanted)
    told = {
        "answers": answers,
        "rows": [_row(one, reader, reads_all=reads_all) for one in found.emails],
        "found": found,
        "older": None if found.before is None else form.address(answers, found.before),
        "newest": None if wanted.before is None else form.address(answers),
        "sought": bool(form.address(answers) != "/emails"),
        "states": (*form.STATES, form.OF_REMOVED) if reader.person.administrator else form.STATES,
        "directions": form.DIRECTIONS,
        "look": LOOK,
        "tells_mailbox": reader.person.administrator or len(reader.owned.mailboxes) > 1,
        "hides": reader.person.administrator and not reads_all,
    }
    return page(request, "emails.html", reader, status=422 if answers.wrong else 200, told=told)


def _row(seen: Seen, reader: Reader, *, reads_all: bool) -> Row:
    email = seen.email
    reads = may(reader, Page.EMAIL_WORDS, Thing(mailbox_owner=seen.owner), administrators_read_mail=reads_all)
    return Row(
        id=email.id,
        mailbox=one_line(email.mailbox, LONGEST_ADDRESS),
        state=email.state,
        direction=email.direction.value,
        received_at=email.received_at,
        gone_at=email.gone_at,
        size=size(email.size),
        code=email.code,
        subject=one_line(email.subject, LONGEST_SUBJECT) if reads else None,
        sender=one_line(email.sender, LONGEST_SENDER) if reads else None,
    )
