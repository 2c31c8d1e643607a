"""Signing in and out."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from store import invitations, sessions
from store.sign_in import TooMany
from web import cookies
from web.forms import Answers, typed
from web.house import House
from web.moments import span
from web.reader import SESSION, TheHouse, read_session
from web.render import page
from web.sign_in import Opened, ThePasswords, Wrong, attempt, keeps_cookies, next_path

router = APIRouter()

DONE = {
    "out": "You are signed out.",
    "everywhere": "You are signed out in every browser.",
}
WRONG = "That address and password don't belong together."


@router.get("/sign-in")
async def sign_in(request: Request, house: TheHouse) -> Response:
    to = next_path(request.query_params.get("next", "/"))
    if await read_session(request) is not None:
        return RedirectResponse(to, 303)
    async with house.store.read() as tx:
        nobody = await invitations.needs_administrator(tx)
    return _form(request, house, Answers(), to, nobody=nobody)


@router.post("/sign-in")
async def try_to_sign_in(request: Request, house: TheHouse, passwords: ThePasswords) -> Response:
    answers = Answers(await typed(request))
    to = next_path(answers.get("next", "/"))
    answers.wrong |= _missing(answers)
    if answers.wrong:
        return _form(request, house, answers, to, 422)
    address, password = answers.typed["address"], answers.typed["password"]
    tried = await attempt(request, house.store, passwords, address, password)
    match tried:
        case Opened():
            response: Response = RedirectResponse(to, 303)
            cookies.keep_session(response, tried.token)
            cookies.keep_known(response, tried.account)
        case TooMany():
            response = _too_many(request, house, answers, to, tried.until)
        case Wrong():
            answers.wrong["password"] = WRONG
            response = _form(request, house, answers, to, 422)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, house: TheHouse) -> Response:
    async with house.store.write() as tx:
        await sessions.end(tx, request.cookies[SESSION])
    response = RedirectResponse("/sign-in?done=out", 303)
    cookies.drop_session(response)
    return response


def _missing(answers: Answers) -> dict[str, str]:
    asked = {"address": "Your email address, please.", "password": "Your password, please."}
    return {name: words for name, words in asked.items() if not answers.typed.get(name, "").strip()}


def _form(
    request: Request, house: House, answers: Answers, to: str, status: int = 200, *, nobody: bool = False
) -> Response:
    """nobody: no administrator can sign in yet."""
    token, csrf = cookies.form_of(request)
    told = {
        "answers": answers,
        "next": to,
        "form_csrf": csrf,
        "kept": keeps_cookies(request, house),
        "nobody": nobody,
        "done": DONE.get(request.query_params.get("done", "")),
    }
    response = page(request, "sign_in.html", None, status=status, told=told)
    cookies.keep_form(response, token)
    return response


def _too_many(request: Request, house: House, answers: Answers, to: str, until: datetime) -> Response:
    left = max(1, round((until - house.store.clock()).total_seconds()))
    answers.wrong["password"] = f"Too many wrong passwords. Try again in {span(until - house.store.clock())}."
    response = _form(request, house, answers, to, 429)
    response.headers["Retry-After"] = str(left)
    return response
