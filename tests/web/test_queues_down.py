"""The queues page while Redis can't be reached: it says so, and tells what SQL knows."""

from __future__ import annotations

import pytest

from tests.kit.walls import ADA, MIA, house, text_of  # noqa: F401


async def test_it_says_so_and_counts_mailboxes_all_the_same(house):  # noqa: F811
    answer = await (await house.as_(ADA)).get("/queues")
    assert answer.status_code == 200
    assert "The queue can’t be reached" in text_of(answer)
    assert "2 active" in text_of(answer)


@pytest.mark.parametrize("path", ["/queues", "/queues/retries", "/queues/failed"])
async def test_it_is_not_there_for_others(house, path):  # noqa: F811
    assert (await (await house.as_(MIA)).get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/queues/preview", "/queues/do"])
async def test_others_can_do_nothing(house, path):  # noqa: F811
    answer = await (await house.as_(MIA)).send_form(path, deed="delete", group="IMAP-101")
    assert answer.status_code == 404


async def test_what_can_not_be_done_now_is_told(house):  # noqa: F811
    answer = await (await house.as_(ADA)).send_form("/queues/do", deed="delete", group="IMAP-101")
    assert answer.status_code == 503
    assert "was not done" in text_of(answer)


@pytest.mark.parametrize("many", ["9" * 5000, "-1", "\u0663", "1e3", "<script>"])
async def test_what_an_address_says_of_numbers_is_believed_within_reason(house, many):  # noqa: F811
    answer = await (await house.as_(ADA)).get("/queues", params={"done": "requeue", "many": many, "gone": many})
    assert "0 requeued." in text_of(answer)
