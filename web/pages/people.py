"""Who there is: for administrators. Who signs in, who can't yet, and a link for who needs one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from config.checks import NotAllowed
from config.checks import address as checked
from store import audit, invitations, people, sessions
from store.columns import clean
from store.invitations import Purpose
from web.access import Page, may
from web.forms import Answers, typed
from web.house import House
from web.ids import BIGGEST
from web.paging import SIZE, number_of, offset_of, paging
from web.problems import Missing
from web.reader import Reader, SignedIn, TheHouse
from web.render import page

router = APIRouter()

PersonId = Annotated[int, InPath(ge=1, le=BIGGEST)]

DONE = {
    "added": "Added. Make a link below, and hand it over: whoever opens it sets the password.",
    "out": "Signed out in every browser.",
}


@router.get("/people")
async def listed(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    _for_administrators(reader)
    return await _page(request, reader, house)


@router.post("/people")
async def add(request: Request, reader: SignedIn, house: TheHouse) -> Response:
    _for_administrators(reader)
    answers = Answers(await typed(request))
    address = answers.typed.get("address", "").strip()
    try:
        checked(address)
    except NotAllowed as why:
        answers.wrong["address"] = str(why)
        return await _page(request, reader, house, answers=answers, status=422)
    administrator = answers.typed.get("administrator") == "yes"
    async with house.store.write() as tx:
        person = await people.mention(tx, address)
        if administrator and not person.administrator:
            person = await people.set_administrator(tx, address, True)
        await audit.note(tx, reader.person.address, "added a person", person.address, _role(administrator))
    return RedirectResponse("/people?done=added", 303)


@router.post("/people/{person_id}/link")
async def make_link(request: Request, reader: SignedIn, house: TheHouse, person_id: PersonId) -> HTMLResponse:
    """Shown in the answer itself: a link must not stand in an address, nor be there to be read again."""
    _for_administrators(reader)
    async with house.store.write() as tx:
        person = (await people.holding(tx, person_id)).person
        token = await invitations.make(tx, Purpose.PASSWORD, person_id=person_id)
        await audit.note(tx, reader.person.address, "made a link to set a password", person.address)
    base = (house.settings.public_url or str(request.base_url)).rstrip("/")
    return await _page(request, reader, house, link=(person.address, f"{base}/welcome/{token}"))


@router.get("/people/{person_id}/link")
async def back_from_link() -> Response:
    """Who reloads the page by its address makes no other one."""
    return RedirectResponse("/people", 303)


@router.post("/people/{person_id}/sign-out")
async def sign_out(reader: SignedIn, house: TheHouse, person_id: PersonId) -> Response:
    _for_administrators(reader)
    async with house.store.write() as tx:
        person = (await people.holding(tx, person_id)).person
        await sessions.end_all(tx, person_id)
        await audit.note(tx, reader.person.address, "signed out everywhere", person.address)
    return RedirectResponse("/people?done=out", 303)


def _for_administrators(reader: Reader) -> None:
    if not may(reader, Page.PEOPLE):
        raise Missing


def _role(administrator: bool) -> str:
    return "administrator" if administrator else ""


async def _page(
    request: Request,
    reader: Reader,
    house: House,
    *,
    answers: Answers | None = None,
    link: tuple[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    """link: whose, and its address."""
    wanted = clean(request.query_params.get("q", ""))[:320]
    async with house.store.read() as tx:
        offset = offset_of(number_of(request))
        found = await people.page(tx, containing=wanted, offset=offset, limit=SIZE + 1)
    told = {
        "people": found[:SIZE],
        "paging": paging(request, more=len(found) > SIZE),
        "wanted": wanted,
        "answers": answers or Answers(),
        "link": link,
        "done": DONE.get(request.query_params.get("done", "")),
    }
    return page(request, "people.html", reader, status=status, told=told)
