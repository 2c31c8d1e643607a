"""The overview: how the house is doing, for administrators."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from errors.model import Direction, Health
from store import health, samples
from tests.kit.walls import ADA, MIA, PASSWORD, box, house, profile, raise_, text_of  # noqa: F401


async def overview(house, query="") -> str:  # noqa: F811
    answer = await (await house.as_(ADA)).get(f"/overview{query}")
    assert answer.status_code == 200
    return answer


async def measured(house, *seconds: int) -> None:  # noqa: F811
    """So many seconds from now."""
    store = house.house.store
    for one in seconds:
        store.shift = timedelta(seconds=one)
        async with store.write() as tx:
            await samples.record(tx, polls=20, retries=3)
    store.shift = timedelta()


async def test_it_is_not_there_for_others(house):  # noqa: F811
    assert (await (await house.as_(MIA)).get("/overview")).status_code == 404


async def test_a_fresh_house_says_when_points_come(house):  # noqa: F811
    answer = await overview(house)
    assert "Nothing was measured yet" in answer.text
    assert "<polygon" not in answer.text


async def test_what_was_measured_is_drawn_and_told(house):  # noqa: F811
    await measured(house, -40, -30, -20, -10)
    answer = await overview(house)
    assert answer.text.count('<svg class="chart"') == 3
    assert 'class="area series-active"' in answer.text
    assert "polls 120" in text_of(answer)


async def test_a_house_in_which_nobody_measures_is_not_said_to_poll(house):  # noqa: F811
    await measured(house, -620, -610, -600)
    answer = await overview(house)
    told = text_of(answer)
    assert "Nothing was measured since" in told
    assert "When it was last measured (per minute): polls 120, failures 0." in told
    assert "When it was last measured (jobs): waiting retries 3." in told
    assert "Now (mailboxes): active 2" in told
    assert re.findall(r"polls 120", told) == ["polls 120"]  # not in the legend


async def test_a_worker_that_was_stopped_long_ago_is_told_from_a_fresh_house(house):  # noqa: F811
    await measured(house, -7200)
    answer = await overview(house)
    assert "Nothing was measured since" in text_of(answer)
    assert "Nothing was measured yet" not in answer.text
    assert '<svg class="chart"' not in answer.text


async def test_a_leader_that_is_some_rounds_late_is_not_taken_for_gone(house):  # noqa: F811
    await measured(house, -45)
    answer = await overview(house)
    assert "Nothing was measured since" not in text_of(answer)
    assert "Now (per minute): polls 120" in text_of(answer)


async def test_numbers_now_lead_to_what_they_count(house):  # noqa: F811
    await raise_(house.house.store, PASSWORD, await box(house))
    answer = await overview(house)
    assert 'href="/mailboxes?state=active"' in answer.text
    assert 'href="/admin?severity=error"' in answer.text
    assert "2 active" in text_of(answer)
    assert "1 error" in text_of(answer)


async def test_a_queue_that_is_down_is_said(house):  # noqa: F811
    assert "The queue can’t be reached" in text_of(await overview(house))


async def test_a_queue_that_does_not_answer_is_not_waited_for(house, unused_tcp_port):  # noqa: F811
    async def says_nothing(_reader, writer) -> None:
        opened.append(writer)

    opened: list[asyncio.StreamWriter] = []
    settings = house.house.office.settings
    async with await asyncio.start_server(says_nothing, "127.0.0.1", unused_tcp_port):
        house.house.office.settings = replace(settings, redis_url=f"redis://127.0.0.1:{unused_tcp_port}/0")
        began = asyncio.get_running_loop().time()
        assert "The queue can’t be reached" in text_of(await overview(house))
        assert asyncio.get_running_loop().time() - began < 3
        assert opened
        for writer in opened:
            writer.close()


async def test_a_server_that_is_not_well_is_named(house):  # noqa: F811
    found = await profile(house)
    async with house.house.store.write() as tx:
        row = await health.get(tx, found.id, Direction.INCOMING)
        await health.put(tx, replace(row, health=Health.DOWN))
    answer = await overview(house)
    assert f'href="/profiles/{found.id}"' in answer.text
    assert "Mail servers that are not well" in answer.text


@pytest.mark.parametrize("query", ["?range=24h", "?range=7d", "?range=nonsense"])
async def test_any_range_can_be_asked_for(house, query):  # noqa: F811
    await overview(house, query)
