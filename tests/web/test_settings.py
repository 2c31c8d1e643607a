"""The settings page: what holds for the whole house."""

from __future__ import annotations

import pytest

from store import audit, switches
from store.switches import Switches
from tests.kit.walls import ADA, MIA, audited, house, text_of  # noqa: F401

SAVED = {
    "version": "0", "raise_errors": "yes", "raise_warnings": "yes", "raise_information": "yes", "keep_days": "30",
    "keep_harmless_days": "3",
}  # fmt: skip


async def now(house) -> Switches:  # noqa: F811
    async with house.house.store.read() as tx:
        return await switches.read(tx)


async def test_an_administrator_switches_severities_off_and_it_is_written_down(house):  # noqa: F811
    ada = await house.as_(ADA)
    said = {name: value for name, value in SAVED.items() if name != "raise_information"}
    answer = await ada.send_form("/settings", **{**said, "keep_days": "10"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?done=saved")
    assert (await now(house)) == Switches(raise_information=False, keep_days=10, version=1)
    async with house.house.store.read() as tx:
        (entry,) = await audit.listing(tx)
    assert (entry.who, entry.detail) == (ADA, "raise_information: on -> off, keep_days: 30 -> 10")


async def test_what_is_no_number_of_days_is_told_beside_its_field_and_kept(house):  # noqa: F811
    ada = await house.as_(ADA)
    answer = await ada.send_form("/settings", **{**SAVED, "keep_days": "ten", "keep_harmless_days": "0"})
    assert answer.status_code == 422
    assert answer.text.count("A whole number of days from 1 to 3650.") == 2
    assert 'value="ten"' in answer.text
    assert await now(house) == Switches()


@pytest.mark.parametrize("days", ["-1", "3651", "9" * 5000, "1e3", "\u0663"])
async def test_days_have_bounds(house, days):  # noqa: F811
    answer = await (await house.as_(ADA)).send_form("/settings", **{**SAVED, "keep_days": days})
    assert answer.status_code == 422


async def test_two_who_change_it_lose_nothing(house):  # noqa: F811
    ada = await house.as_(ADA)
    async with house.house.store.write() as tx:
        await switches.change(tx, keep_days=7)
    answer = await ada.send_form("/settings", **{**SAVED, "keep_harmless_days": "5"})
    assert answer.status_code == 422
    assert "Somebody set this meanwhile to 7." in text_of(answer)
    assert 'name="version" value="1"' in answer.text
    again = await ada.send_form("/settings", **{**SAVED, "keep_harmless_days": "5", "version": "1"})
    assert again.status_code == 303
    assert (await now(house)).keep_days == 30


async def test_it_is_not_there_for_others(house):  # noqa: F811
    mia = await house.as_(MIA)
    assert (await mia.get("/settings")).status_code == 404
    assert (await mia.send_form("/settings", **SAVED)).status_code == 404
    assert await audited(house) == []


async def test_saving_what_is_so_already_changes_nothing(house):  # noqa: F811
    await (await house.as_(ADA)).send_form("/settings", **SAVED)
    assert (await now(house)).version == 0
    assert await audited(house) == []
