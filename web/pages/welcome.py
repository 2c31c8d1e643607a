"""Links that work once. To open one does nothing yet, since programs that look at emails open links too."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from config.checks import NotAllowed
from config.checks import address as checked
from store import audit, invitations, people, sessions
from store.invitations import Invitation, Purpose
from store.people import Account
from store.records import Person
from store.session import Tx
from web import cookies
from web.forms import Answers, typed
from web.password_rule import RULE, wrong_with_both
from web.reader import TheHouse
from web.render import page
from web.sign_in import ThePasswords, keeps_cookies, open_session

router = APIRouter()

SIGNS_IN = "This address has a password already. Say another one, or run `postroom person add` with --administrator."


@router.get("/welcome/{token}")
async def welcome(request: Request, house: TheHouse, token: str) -> Response:
    async with house.store.read() as tx:
        found = await invitations.look(tx, token)
    return _over(request) if found is None else _form(request, house, found, Answers())


@router.post("/welcome/{token}")
async def accept(request: Request, house: TheHouse, passwords: ThePasswords, token: str) -> Response:
    async with house.store.read() as tx:
        found = await invitations.look(tx, token)
    if found is None:
        return _over(request)
    answers = Answers(await typed(request))
    if found.purpose is Purpose.SIGN_IN:
        return await _accepted(request, house, token, found, None)
    answers.wrong |= _wrong(found, answers)
    if answers.wrong:
        return _form(request, house, found, answers, 422)
    kept = await passwords.hashed(answers.typed["new_password"])
    async with house.store.read() as tx:
        if found.person is None and await _signs_in(tx, answers.typed["address"]):
            answers.wrong["address"] = SIGNS_IN
            return _form(request, house, found, answers, 422)
    return await _accepted(request, house, token, found, kept, answers.typed.get("address", ""))


async def _accepted(
    request: Request, house: TheHouse, token: str, looked: Invitation, kept: str | None, address: str = ""
) -> Response:
    async with house.store.write() as tx:
        if await invitations.take(tx, token) is None:
            return _over(request)  # another one was quicker
        person = looked.person or await people.set_administrator(tx, address, True)
        if kept is not None:
            await _set_password(tx, person, kept)
        await audit.note(tx, person.address, *_noted(looked.purpose, person))
        opened = await open_session(tx, request, person.id)
    response = RedirectResponse("/", 303)
    cookies.keep_session(response, opened)
    if kept is not None:
        cookies.keep_known(response, Account(person, kept))
    return response


async def _set_password(tx: Tx, person: Person, kept: str) -> None:
    """Whoever was signed in by the old one is not any more; other links to set one are void."""
    await people.set_password(tx, person.id, kept)
    await sessions.end_all(tx, person.id)
    await invitations.void(tx, Purpose.PASSWORD, person.id)
    await invitations.void(tx, Purpose.ADMINISTRATOR, None)


def _noted(purpose: Purpose, person: Person) -> tuple[str, str]:
    did = {
        Purpose.ADMINISTRATOR: "became the first administrator by a link",
        Purpose.PASSWORD: "set a password by a link",
        Purpose.SIGN_IN: "signed in by a link",
    }
    return did[purpose], person.address


async def _signs_in(tx: Tx, address: str) -> bool:
    person = await people.find(tx, address)
    return person is not None and person.signs_in


def _wrong(invitation: Invitation, answers: Answers) -> dict[str, str]:
    address, wrong = invitation.person.address if invitation.person else answers.typed.get("address", "").strip(), {}
    try:
        checked(address)
    except NotAllowed as why:
        wrong["address"] = f"{why}"
    new, again = answers.typed.get("new_password", ""), answers.typed.get("new_password_again", "")
    return wrong | wrong_with_both(new, again, address)


def _form(request: Request, house: TheHouse, found: Invitation, answers: Answers, status: int = 200) -> HTMLResponse:
    token, csrf = cookies.form_of(request)
    told = {
        "purpose": found.purpose.value,
        "person": found.person,
        "answers": answers,
        "form_csrf": csrf,
        "rule": RULE,
        "kept": keeps_cookies(request, house),
    }
    response = page(request, "welcome.html", None, status=status, told=told)
    cookies.keep_form(response, token)
    return response


def _over(request: Request) -> HTMLResponse:
    """Used, too old, or never made: the same answer."""
    told = {
        "headline": "This link works no more",
        "advice": "Each works once, and for a day at most. Ask an administrator for a new one; they make it under "
        "People, or by `postroom person password ADDRESS --link`. If you have set your password already, sign in.",
    }
    return page(request, "problem.html", None, status=404, told=told)
