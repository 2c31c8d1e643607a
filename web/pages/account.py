"""One's own account: the password, and the browsers in which one is signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from store import audit, invitations, people, sessions, sign_in
from store.invitations import Purpose
from store.people import Account
from store.session import Tx
from store.sign_in import TooMany
from web import cookies
from web.access import Page, may
from web.forms import Answers, typed
from web.house import House
from web.moments import span
from web.password_rule import RULE, wrong_with_both
from web.passwords import Passwords
from web.problems import Missing
from web.reader import SESSION, Reader, SignedIn, TheHouse
from web.render import page
from web.sign_in import ThePasswords, tried_password

router = APIRouter()

DONE = {
    "password": "Your password is changed. You are signed out everywhere else.",
    "out": "You are signed out everywhere else.",
}
WRONG = "That is not your password."


@router.get("/account")
async def account(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    if not may(reader, Page.ACCOUNT):
        raise Missing
    return await _page(request, reader, house, Answers())


@router.post("/account/password")
async def change_password(request: Request, reader: SignedIn, house: TheHouse, passwords: ThePasswords) -> Response:
    """The old one is asked for, since who sits at an open browser need not be its owner; limited as sign-ins are."""
    answers = Answers(await typed(request))
    new = answers.typed.get("new_password", "")
    answers.wrong |= wrong_with_both(new, answers.typed.get("new_password_again", ""), reader.person.address)
    if answers.wrong:
        return await _page(request, reader, house, answers, 422)
    async with house.store.read() as tx:
        kept = await people.account(tx, reader.person.address)
    if kept is not None and kept.password is not None:
        old = answers.typed.get("old_password", "")
        why, status = await _wrong_with_old(house, passwords, reader, kept.password, old)
        if why:
            answers.wrong["old_password"] = why
            return await _page(request, reader, house, answers, status)
    hashed = await passwords.hashed(new)
    async with house.store.write() as tx:
        await _changed(tx, request, reader, hashed)
    response = RedirectResponse("/account?done=password", 303)
    cookies.keep_known(response, Account(reader.person, hashed))
    return response


@router.get("/account/password")
async def back_from_password() -> Response:
    """Who reloads the page by its address."""
    return RedirectResponse("/account", 303)


@router.post("/account/sign-out")
async def sign_out_elsewhere(request: Request, reader: SignedIn, house: TheHouse) -> Response:
    async with house.store.write() as tx:
        ended = await sessions.end_all(tx, reader.person.id, but=request.cookies[SESSION])
        if ended:
            await audit.note(tx, reader.person.address, "signed out everywhere else", reader.person.address)
    return RedirectResponse("/account?done=out", 303)


async def _wrong_with_old(
    house: House, passwords: Passwords, reader: Reader, kept: str, old: str
) -> tuple[str | None, int]:
    """What is wrong with it, and the status to say so with."""
    tried = await tried_password(house.store, passwords, [sign_in.of_old_password(reader.person.id)], kept, old)
    if isinstance(tried, TooMany):
        return f"Too many wrong passwords. Try again in {span(tried.until - house.store.clock())}.", 429
    return (WRONG, 422) if tried is None else (None, 200)


async def _changed(tx: Tx, request: Request, reader: Reader, hashed: str) -> None:
    await people.set_password(tx, reader.person.id, hashed)
    await sign_in.forget(tx, sign_in.of_old_password(reader.person.id))
    await invitations.void(tx, Purpose.PASSWORD, reader.person.id)
    await sessions.end_all(tx, reader.person.id, but=request.cookies[SESSION])
    await audit.note(tx, reader.person.address, "changed their password", reader.person.address)


async def _page(request: Request, reader: Reader, house: TheHouse, answers: Answers, status: int = 200) -> HTMLResponse:
    async with house.store.read() as tx:
        holding = await people.holding(tx, reader.person.id)
    told = {
        "holding": holding,
        "answers": answers,
        "rule": RULE,
        "done": DONE.get(request.query_params.get("done", "")),
    }
    return page(request, "account.html", reader, status=status, told=told)
