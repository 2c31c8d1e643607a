"""The queues page on a real queue: what waits is shown, and failed jobs are requeued and deleted after a preview."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from store import audit
from tests.kit.pages import HOST, Pages, migrated_sqlite
from tests.kit.stores import KEY
from tests.kit.walls import text_of
from web.house import House, WebSettings
from worker.office import OfficeSettings
from worker.redis_keys import FAILED, QUEUE, QUEUES

ADA = "ada@example.org"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
REFUSED, BUSY = "IMAP-101", "IMAP-205"
HOSTILE = '<script>alert(1)</script>"@example.org'


@pytest.fixture
async def pages(tmp_path, valkey):
    settings = OfficeSettings(tmp_path, await migrated_sqlite(tmp_path), valkey.url, secret_keys=(KEY,))
    async with House.open(settings, WebSettings(f"https://{HOST}")) as house, AsyncExitStack() as stack:
        await house.with_queue()
        yield Pages(house, stack)


@pytest.fixture
async def ada(pages):
    return await pages.as_(ADA, administrator=True)


def meta(address: str, code: str) -> dict[str, object]:
    return {
        "mailbox": address, "direction": "incoming", "code": code, "attempts": 3, "failed_at": NOON.isoformat(),
        "headline": f"it stopped for {address}", "evidence": "",
    }  # fmt: skip


def fail(pages, number: int, code: str = REFUSED, address: str | None = None) -> str:
    box = address or f"box{number}@example.org"
    return pages.house.office.queues.fail_retry(number, 1, meta=meta(box, code))


def failed(pages) -> set[str]:
    return {job.job_id for job in pages.house.office.queues.failed()}


def confirmation(answer) -> dict[str, str | list[str]]:
    """What the button of a preview sends."""
    form = re.search(r'<form[^>]*id="confirm".*?</form>', answer.text, re.DOTALL)
    assert form is not None, text_of(answer)
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[0]):
        fields.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items() if name != "csrf"}


async def test_failed_jobs_are_grouped_by_code_with_the_largest_first(pages, ada):
    for number in range(1, 4):
        fail(pages, number)
    fail(pages, 4, BUSY)
    answer = await ada.get("/queues")
    codes = re.findall(r'name="group" value="([^"]+)"', answer.text)
    assert codes == [REFUSED, BUSY]
    assert ">3</a>" in answer.text


async def test_retries_are_shown_with_when_and_why(pages, ada):
    queues = pages.house.office.queues
    queues.schedule_retry(7, 2, datetime.now(UTC) + timedelta(hours=2), meta=meta("later@example.org", BUSY))
    queues.schedule_retry(8, 2, datetime.now(UTC) + timedelta(hours=1), meta=meta("sooner@example.org", BUSY))
    for path in ("/queues", "/queues/retries"):
        told = text_of(await ada.get(path))
        assert told.index("sooner@example.org") < told.index("later@example.org")
        assert "it stopped for sooner@example.org" in told


async def test_nothing_is_done_before_a_preview_was_confirmed(pages, ada):
    job = fail(pages, 1)
    answer = await ada.send_form("/queues/preview", deed="delete", job=job)
    assert "stay halted" in text_of(answer)
    assert failed(pages) == {job}


async def test_one_is_requeued(pages, ada):
    job, other = fail(pages, 1), fail(pages, 2)
    preview = await ada.send_form("/queues/preview", deed="requeue", job=job)
    assert "box1@example.org" in preview.text
    assert "box2@example.org" not in preview.text
    done = await ada.send_form("/queues/do", **confirmation(preview))
    assert "1 requeued." in text_of(await ada.get(done.headers["location"]))
    assert failed(pages) == {other}
    assert pages.house.office.queues.backlog("retry") == 1


async def test_many_are_deleted_and_those_that_are_gone_are_told(pages, ada):
    jobs = [fail(pages, number) for number in range(1, 4)]
    preview = await ada.send_form("/queues/preview", deed="delete", job=jobs)
    pages.house.office.queues.delete(jobs[0])
    done = await ada.send_form("/queues/do", **confirmation(preview))
    assert "2 deleted. 1 were no longer there." in text_of(await ada.get(done.headers["location"]))
    assert failed(pages) == set()


async def test_a_whole_group_is_requeued_and_written_down(pages, ada):
    for number in range(1, 6):
        fail(pages, number)
    left = fail(pages, 9, BUSY)
    preview = await ada.send_form("/queues/preview", deed="requeue", group=REFUSED)
    assert "Requeue 5 jobs?" in text_of(preview)
    await ada.send_form("/queues/do", **confirmation(preview))
    assert failed(pages) == {left}
    async with pages.house.store.read() as tx:
        (entry,) = await audit.listing(tx)
    assert (entry.who, entry.did, entry.about) == (ADA, "requeued failed jobs", REFUSED)
    assert "box1@example.org" in entry.detail


async def test_a_group_that_changed_meanwhile_is_shown_again(pages, ada):
    fail(pages, 1)
    preview = await ada.send_form("/queues/preview", deed="delete", group=REFUSED)
    fail(pages, 2)
    again = await ada.send_form("/queues/do", **confirmation(preview))
    assert again.status_code == 409
    assert "The group changed meanwhile: 1 job then, 2 now. Nothing was done yet." in text_of(again)
    assert len(failed(pages)) == 2
    await ada.send_form("/queues/do", **confirmation(again))
    assert failed(pages) == set()


async def test_jobs_that_are_no_longer_there_leave_nothing_to_do(pages, ada):
    for answer in (
        await ada.send_form("/queues/preview", deed="delete", job="retry-77-1"),
        await ada.send_form("/queues/preview", deed="delete"),
        await ada.send_form("/queues/preview", deed="delete", group="NO-SUCH"),
    ):
        assert "Nothing to delete" in text_of(answer)


async def test_a_deed_that_is_none_is_not_there(pages, ada):
    assert (await ada.send_form("/queues/preview", deed="explode", group=REFUSED)).status_code == 404


async def test_strangers_words_are_text(pages, ada):
    fail(pages, 1, address=HOSTILE)
    fail(pages, 2, code=HOSTILE)
    for path in ("/queues", f"/queues/failed?group={REFUSED}", "/queues/failed?group=%3Cscript%3E"):
        assert "<script>alert" not in (await ada.get(path)).text
    assert "<script>alert" not in (await ada.send_form("/queues/preview", deed="delete", group=HOSTILE)).text


async def test_a_long_group_has_pages(pages, ada):
    for number in range(1, 56):
        fail(pages, number)
    first = await ada.get(f"/queues/failed?group={REFUSED}")
    last = await ada.get(f"/queues/failed?group={REFUSED}&page=2")
    assert (first.text.count('name="job"'), last.text.count('name="job"')) == (50, 5)


async def test_what_redis_holds_is_shown_again_when_it_is_back(pages, ada, valkey):
    valkey.stop()
    assert "The queue can’t be reached" in text_of(await ada.get("/queues"))
    valkey.start()
    fail(pages, 1)
    assert REFUSED in text_of(await ada.get("/queues"))


async def test_jobs_of_other_programs_in_the_same_redis_are_left_alone(pages, ada, valkey):
    fail(pages, 1)
    with valkey.connect() as connection:
        theirs = Queue("theirs", connection=connection, serializer=JSONSerializer).create_job(
            "their.job", failure_ttl=-1
        )
        theirs.save()
        connection.sadd(QUEUES, QUEUE + "theirs")
        connection.zadd(FAILED + "theirs", {theirs.id: -1})
        page = await ada.get("/queues")
        assert (page.status_code, failed(pages)) == (200, {"retry-1-1"})
        assert "their.job" not in page.text
        assert connection.zcard(FAILED + "theirs") == 1
