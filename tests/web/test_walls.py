"""The walls as pages."""

from __future__ import annotations

ANA = "ana@example.org"


async def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(pages):
    answer = await (await pages.nobody()).get("/wall")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/wall")


async def test_an_administrators_wall_is_not_there_for_others(pages):
    assert (await (await pages.as_(ANA)).get("/admin")).status_code == 404
    assert (await (await pages.as_("ada@example.org", administrator=True)).get("/admin")).status_code == 200
