"""Every route of the application answers everybody as tests.kit.access_table says."""

from __future__ import annotations

import re
from urllib.parse import quote

import httpx
import pytest

from errors.audience import SHOWN, Surface
from errors.model import Level
from store import switches
from tests.kit.access_table import ROWS, Row
from tests.kit.addresses import filled, routes
from tests.kit.pages import Browser
from tests.kit.village import ADA, MIA, OWN, PIA, ROLES, SENDER, SUBJECT, TEXT, Village

FIELDS = {
    "POST /errors/explain": {"protocol": "imap", "stage": "auth", "text": "NO [AUTHENTICATIONFAILED] Invalid"},
    "POST /people": {"address": "new@example.org"},
}
UNKNOWN = 10**6
MOMENT = re.compile(r"\d\d:\d\d:\d\d(\.\d+)?")  # at the foot of each page


def test_every_route_of_the_application_is_in_the_table(pages):
    assert {row.route for row in ROWS} == set(routes(pages.app))


@pytest.mark.parametrize("row", [pytest.param(one, id=f"{one.route} {one.which}".strip()) for one in ROWS])
async def test_what_is_answered_is_what_the_table_says(village: Village, row: Row):
    answered = {}
    for role, address in ROLES.items():
        others = await asked(village, role, row, "bo")
        own = await asked(village, role, row, OWN[address]) if address in OWN else others
        answered[role] = (said(own), said(others))
        if others.status_code == 404:
            await nothing_to_be_learned(village, role, row)
    assert answered == row.answers


async def asked(village: Village, role: str, row: Row, whose: str) -> httpx.Response:
    return await send(await village.browser(role), row.route, filled_in(village, row, whose))


async def send(browser: Browser, route: str, path: str) -> httpx.Response:
    if not route.startswith("GET "):
        return await browser.send_form(path, **FIELDS.get(route, {}))
    return await browser.get(path)


def filled_in(village: Village, row: Row, whose: str) -> str:
    path = row.route.split(" ")[1]
    return filled(f"{path}?topic={row.which}" if path == "/live" else path, village.ids(whose, row.which))


def said(answer: httpx.Response) -> str:
    to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?next=")
    return "in" if to_sign_in else str(answer.status_code)


async def nothing_to_be_learned(village: Village, role: str, row: Row) -> None:
    """What is another's and what is not there at all are answered alike, octet for octet but for the address."""
    browser, path = await village.browser(role), filled_in(village, row, "bo")
    nowhere = re.sub(r"\d+", str(UNKNOWN), path)
    others, unknown = [await send(browser, row.route, one) for one in (path, nowhere)]
    assert (others.status_code, unknown.status_code) == (404, 404)
    assert bare(others, path) == bare(unknown, nowhere)


def bare(answer: httpx.Response, path: str) -> str:
    text = answer.text
    for written in (quote(path, safe=""), quote(path), path):
        text = text.replace(written, "PATH")
    return MOMENT.sub("TIME", text)


@pytest.mark.parametrize(
    "route", [pytest.param(one, id=one) for one in dict.fromkeys(row.route for row in ROWS) if one.startswith("POST ")]
)
async def test_nothing_is_changed_without_the_forms_token(village: Village, route: str):
    browser = await village.browser("both")
    path = filled(route.split(" ")[1], village.ids("zoe"))
    assert (await browser.post(path, data=FIELDS.get(route, {}))).status_code == 403


# -- what is shown where -------------------------------------------------------------------------------------------

SURFACES = {
    Surface.EMAIL_PAGE: (MIA, "/emails/{email_id}"),
    Surface.MAILBOX_PAGE: (MIA, "/mailboxes/{mailbox_id}"),
    Surface.PROFILE_PAGE: (PIA, "/profiles/{profile_id}"),
    Surface.MAILBOX_OWNER_WALL: (MIA, "/wall"),
    Surface.PROFILE_OWNER_WALL: (PIA, "/wall"),
    Surface.ADMINISTRATOR_WALL: (ADA, "/admin"),
}
COUNT = "1 email set aside: "


@pytest.mark.parametrize("surface", [pytest.param(one, id=one.value) for one in Surface])
async def test_each_surface_shows_the_levels_that_it_is_for(village: Village, surface: Surface):
    who, path = SURFACES[surface]
    answer = await (await village.pages.as_(who)).get(filled(path, village.ids("mia", "set aside")))
    shown = {level: how_shown(answer.text, village.things["mia"].alerts[level]) for level in Level}
    assert shown == {level: SHOWN[level][surface] for level in Level}


@pytest.mark.parametrize("who", [pytest.param(MIA, id="mailbox owner"), pytest.param(PIA, id="profile owner")])
async def test_no_wall_but_the_administrators_shows_what_is_others(village: Village, who: str):
    wall = (await (await village.pages.as_(who)).get("/wall")).text
    others = [alert for name in ("bo", "zoe") for alert in village.things[name].alerts.values()]
    assert [how_shown(wall, alert) for alert in others] == [None] * len(others)


def how_shown(text: str, alert: int) -> bool | None:
    """As SHOWN says it: None not at all, True as a line for many with their count, False as it is."""
    link = re.search(rf'href="/alerts/{alert}"[^>]*>([^<]*)<', text)
    return None if link is None else COUNT in link[1]


PLACES = sorted({row.route.split(" ")[1] for row in ROWS if row.route.startswith("GET ")} - {"/live"})
WORDS = (SUBJECT, SENDER, TEXT)


async def test_an_administrator_sees_nothing_of_what_others_wrote(village: Village):
    ada = await village.pages.as_(ADA)
    for which in ("", "set aside"):
        for place in PLACES:
            answer = await ada.get(filled(place, village.ids("bo", which)))
            assert [word for word in WORDS if word in answer.text] == [], place


async def test_its_owner_sees_it(village: Village):
    """Else the test before proves nothing."""
    mia = await village.pages.as_(MIA)
    for place, words in (("/emails", {SUBJECT, SENDER}), ("/emails/{email_id}", {*WORDS})):
        answer = await mia.get(filled(place, village.ids("mia")))
        assert {word for word in WORDS if word in answer.text} == words


async def test_an_administrator_sees_it_where_the_switch_allows(village: Village):
    async with village.store.write() as tx:
        await switches.change(tx, administrators_read_mail=True)
    ada = await village.pages.as_(ADA)
    for place, words in (("/emails", {SUBJECT, SENDER}), ("/emails/{email_id}", {*WORDS})):
        answer = await ada.get(filled(place, village.ids("bo")))
        assert {word for word in WORDS if word in answer.text} == words
    assert TEXT in (await ada.get(filled("/emails/{email_id}/raw", village.ids("bo")))).text
