"""One profile: its health, its alerts, its mailboxes by state, its settings, and a test of its server."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from store import audit, profiles
from store.faults import Refused
from store.records import Profile
from store.session import Tx
from web import mailbox_words, profile_form, profile_settings, profile_view
from web.access import Page, may, of_profile
from web.forms import typed
from web.house import House
from web.ids import BIGGEST
from web.pages import alerts as alert_pages
from web.problems import Missing
from web.profile_form import Sent
from web.reader import Reader, SignedIn, TheHouse
from web.render import page
from worker import actions
from worker.actions import OnStep, TestResult

router = APIRouter()

ProfileId = Annotated[int, Path(ge=1, le=BIGGEST)]
SERVER = "server"  # what of a profile is tested
DONE = {
    **alert_pages.DONE,
    "saved": "Saved. Mailboxes that were suspended are tried again now.",
    "same": "Nothing was changed: all of it was so already.",
    "testing": "The server is being tested.",
}
OF_SETTINGS = ("saved", "same")  # told beside them, where a browser goes back to
TROUBLE = {
    **alert_pages.TROUBLE,
    "running": "A test was running already: here it is.",
    "many": "Too many tests are running. Try again in a minute.",
}


@router.get("/profiles/{profile_id}")
async def shown(request: Request, reader: SignedIn, house: TheHouse, profile_id: ProfileId) -> HTMLResponse:
    return await _page(request, reader, house, profile_id, None)


@router.post("/profiles/{profile_id}")
async def save(request: Request, reader: SignedIn, house: TheHouse, profile_id: ProfileId) -> Response:
    """All that is wrong is told at once; what somebody else changed meanwhile is shown before it is written over."""
    administrator = reader.person.administrator
    form = profile_form.sent(await typed(request), administrator=administrator)
    async with house.store.write() as tx:
        profile = await _to_change(tx, reader, profile_id)
        if form.version != profile.version:
            profile_form.merge(form, profile, administrator=administrator)
            word = None
        else:
            word = await _save(tx, reader, profile, form)
    if word is None:
        return await _page(request, reader, house, profile_id, form)
    house.live.changed([_topic(profile_id)])
    return _to(profile_id, word)


async def _save(tx: Tx, reader: Reader, profile: Profile, form: Sent) -> str | None:
    """What became of it; None: something is wrong with it, which its answers tell."""
    changes = profile_form.changed(profile, form.answers, administrator=reader.person.administrator)
    if form.answers.wrong:
        return None
    if not changes:
        return "same"
    after = await profiles.change(tx, profile.name, **changes)
    await audit.note(
        tx, reader.person.address, "changed a profile", profile.name, profile_form.in_words(profile, after)
    )
    return "saved"


@router.post("/profiles/{profile_id}/test")
async def test(reader: SignedIn, house: TheHouse, profile_id: ProfileId) -> Response:
    """As far as anyone gets without a password; in the background, while the page shows its steps."""
    async with house.store.write() as tx:
        profile = await _to_change(tx, reader, profile_id)
        name = profile.name

        async def work(on_step: OnStep) -> TestResult:
            return await actions.test_profile(await house.with_queue(), name, on_step)

        try:
            _, begun = house.trials.begin(_topic(profile_id), SERVER, reader.person.address, work)
        except Refused:
            return _to(profile_id, "many")
        if begun:
            await audit.note(tx, reader.person.address, "tested a profile", name)
    return _to(profile_id, "testing" if begun else "running")


@router.get("/profiles/{profile_id}/test")
async def where_the_button_led(profile_id: ProfileId, _: SignedIn) -> Response:
    """Who loads such an answer anew comes to the page."""
    return RedirectResponse(f"/profiles/{profile_id}", 303)


async def _to_change(tx: Tx, reader: Reader, profile_id: int) -> Profile:
    """As it is and stays until this transaction is over. Missing."""
    profile = await profiles.to_change(tx, profile_id)
    if profile is None or not may(reader, Page.PROFILE_CHANGE, of_profile(profile)):
        raise Missing
    return profile


async def _page(request: Request, reader: Reader, house: House, profile_id: int, form: Sent | None) -> HTMLResponse:
    """form: what was sent and not saved, which stays as it was typed."""
    async with house.store.read() as tx:
        view = await profile_view.opened(tx, reader, profile_id)
    trial = house.trials.get(_topic(profile_id), SERVER)
    sent = form or profile_form.untouched(view.profile)
    word = request.query_params.get("done", "")
    if word == "testing" and trial is not None and not trial.running:
        word = ""  # what became of it is told below
    told = {
        "view": view,
        "profile": view.profile,
        "form": sent,
        "groups": profile_settings.groups(administrator=reader.person.administrator),
        "values": profile_settings.shown(view.profile),
        "was": json.dumps(sent.was),
        "trial": trial,
        "step_words": mailbox_words.STEPS,
        "refused": form is not None,
        "done": DONE.get(word),
        "of_settings": word in OF_SETTINGS,
        "trouble": TROUBLE.get(word),
    }
    if form is None:
        told["live"] = _topic(profile_id)
    return page(request, "profile.html", reader, status=200 if form is None else 422, told=told)


def _topic(profile_id: int) -> str:
    return f"profile:{profile_id}"


def _to(profile_id: int, word: str) -> RedirectResponse:
    return RedirectResponse(f"/profiles/{profile_id}?done={word}", 303)
