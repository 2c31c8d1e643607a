"""What an administrator sets for the whole house: which alerts are raised, how long they are kept, who reads mail."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from store import switches
from store.switches import LONGEST, Switches
from web.access import Page, may
from web.forms import Answers, typed
from web.problems import Missing
from web.reader import Reader, SignedIn, TheHouse
from web.render import page

router = APIRouter()

DONE = {"saved": "Saved. It holds from now on."}
CHECKED = ("raise_errors", "raise_warnings", "raise_information", "administrators_read_mail")
DAYS = ("keep_days", "keep_harmless_days")
NOT_DAYS = f"A whole number of days from 1 to {LONGEST}."
CHANGED = "Somebody set this meanwhile to {now}. Nothing was saved; if yours is right all the same, save again."


@router.get("/settings")
async def shown(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    if not may(reader, Page.SETTINGS):
        raise Missing
    async with house.store.read() as tx:
        now = await switches.read(tx)
    return _page(request, reader, now, Answers(), DONE.get(request.query_params.get("done", "")))


@router.post("/settings")
async def save(request: Request, reader: SignedIn, house: TheHouse) -> Response:
    if not may(reader, Page.SETTINGS):
        raise Missing
    said = await typed(request)
    answers = Answers({**dict.fromkeys(CHECKED, "no"), **said})
    async with house.store.write() as tx:
        now = await switches.to_change(tx)
        wanted = _read(answers)
        if not answers.wrong and said.get("version") != str(now.version):
            _say_what_changed(answers, wanted, now)
        if not answers.wrong:
            await switches.change_by(tx, reader.person.address, wanted)
            return RedirectResponse("/settings?done=saved", 303)
    return _page(request, reader, now, answers, status=422)


def _read(answers: Answers) -> dict[str, Any]:
    """What is wrong is told beside its field."""
    wanted: dict[str, Any] = {name: answers.typed[name] == "yes" for name in CHECKED}
    for name in DAYS:
        text = answers.typed.get(name, "").strip()
        if text.isascii() and text.isdigit() and len(text) <= len(str(LONGEST)) and 1 <= int(text) <= LONGEST:
            wanted[name] = int(text)
        else:
            answers.wrong[name] = NOT_DAYS
    return wanted


def _say_what_changed(answers: Answers, wanted: dict[str, Any], now: Switches) -> None:
    for name, value in switches.told(now).items():
        if wanted[name] != value:
            answers.wrong[name] = CHANGED.format(now=switches.word(value))


def _page(
    request: Request, reader: Reader, now: Switches, answers: Answers, done: str | None = None, *, status: int = 200
) -> HTMLResponse:
    values = {name: {True: "yes", False: "no"}.get(value, value) for name, value in switches.told(now).items()}  # type: ignore[call-overload]
    told = {"values": values, "version": now.version, "answers": answers, "done": done}
    return page(request, "settings.html", reader, status=status, told=told)
