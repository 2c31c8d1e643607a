"""What waits where: the queues, retries with when and why, failed jobs by code; and what is done with failed ones,
never before it was previewed. Without Redis it tells what SQL knows."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from store import audit, leases
from web import queue_preview
from web.access import Page, may
from web.house import House
from web.paging import SIZE, number_of, offset_of, paging
from web.problems import Missing
from web.queue_preview import AT_ONCE, SHOWN, UNNAMED, Deed, Preview
from web.reader import Reader, SignedIn, TheHouse
from web.render import page
from worker import asks
from worker.office import Office
from worker.queue import FailedJob, QueueCount, QueueUnavailable, WorkerSeen
from worker.queue_pages import Group, Scheduled

router = APIRouter()

FIRST = 20  # retries on the page of all
LONGEST = 100  # characters of a code
DID = {Deed.REQUEUE: "requeued failed jobs", Deed.DELETE: "deleted failed jobs"}
DONE = {"requeue": "requeued", "delete": "deleted"}
NAMED = 20  # mailboxes that the audit log names


@dataclass(frozen=True, slots=True)
class Queued:
    """What Redis knows."""

    counts: list[QueueCount]
    workers: list[WorkerSeen]
    retries: list[Scheduled]
    groups: list[Group]


@router.get("/queues")
async def queues(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    _only_for_whom_it_is(reader, Page.QUEUES)
    async with house.store.read() as tx:
        states = await leases.counts(tx)
    told = {
        "states": {state.value: many for state, many in states.items() if state.value != "none"},
        "queued": await _queued(house),
        "unnamed": UNNAMED,
        "done": _done(request),
        "live": "clock",
    }
    return page(request, "queues.html", reader, told=told)


async def _queued(house: House) -> Queued | None:
    """None: Redis can't be reached."""
    try:
        office = await house.with_queue()
        said = office.queues
        return Queued(
            await office.off(said.counts),
            await office.off(said.workers),
            await office.off(said.scheduled, 0, FIRST),
            await office.off(said.failed_groups),
        )
    except QueueUnavailable:
        return None


@router.get("/queues/retries")
async def retries(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    _only_for_whom_it_is(reader, Page.QUEUES)
    office = await house.with_queue()
    found = await office.off(office.queues.scheduled, offset_of(number_of(request)), SIZE + 1)
    told = {"retries": found[:SIZE], "paging": paging(request, more=len(found) > SIZE)}
    return page(request, "queues_retries.html", reader, told=told)


@router.get("/queues/failed")
async def failed(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    """The jobs of one group."""
    _only_for_whom_it_is(reader, Page.QUEUES)
    group = request.query_params.get("group", UNNAMED)[:LONGEST]
    office = await house.with_queue()
    ids = await office.off(office.queues.failed_ids, queue_preview.code_of(group))
    start = offset_of(number_of(request))
    told = {
        "group": group,
        "code": queue_preview.code_of(group),
        "all": len(ids),
        "jobs": await office.off(office.queues.failed_jobs, ids[start : start + SIZE]),
        "paging": paging(request, more=len(ids) > start + SIZE),
        "done": _done(request),
    }
    return page(request, "queues_failed.html", reader, told=told)


@router.post("/queues/preview")
async def preview(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    _only_for_whom_it_is(reader, Page.QUEUES_CHANGE)
    return _previewed(request, reader, await _preview(request, await house.with_queue()))


@router.post("/queues/do")
async def do(request: Request, reader: SignedIn, house: TheHouse) -> Response:
    """What was previewed; a group that is another one by now is shown again first."""
    _only_for_whom_it_is(reader, Page.QUEUES_CHANGE)
    office = await house.with_queue()
    seen = await _preview(request, office)
    if seen.chosen.group is not None and seen.chosen.seen != seen.all:
        return _previewed(request, reader, seen, status=409)
    act = asks.requeue_failed if seen.deed is Deed.REQUEUE else asks.delete_failed
    done, missing = await act(office, seen.job_ids)
    await _note(house, reader, seen, done)
    gone = len(missing) + seen.gone
    said = {"done": seen.deed.value, "many": len(done), "gone": gone}
    if seen.chosen.group is not None and seen.all > len(seen.job_ids):
        return RedirectResponse(f"/queues/failed?{urlencode({'group': seen.chosen.group, **said})}", 303)
    return RedirectResponse(f"/queues?{urlencode(said)}", 303)


@router.get("/queues/preview")
@router.get("/queues/do")
async def back_from_a_form(_: SignedIn) -> Response:
    """Who reloads what answered a form."""
    return RedirectResponse("/queues", 303)


async def _preview(request: Request, office: Office) -> Preview:
    """Missing: the form says nothing that can be done."""
    form = await request.form()
    try:
        deed = Deed(str(form.get("deed")))
    except ValueError:
        raise Missing from None
    return await queue_preview.preview(office, deed, queue_preview.chosen_by(form))


def _previewed(request: Request, reader: Reader, seen: Preview, *, status: int = 200) -> HTMLResponse:
    told = {"seen": seen, "shown": SHOWN, "at_once": AT_ONCE}
    return page(request, "queues_preview.html", reader, status=status, told=told)


async def _note(house: House, reader: Reader, seen: Preview, done: list[str]) -> None:
    if not done:
        return
    boxes = _named([one for one in seen.jobs if one.job_id in set(done)])
    more = f" and {len(done) - NAMED} more" if len(done) > NAMED else ""
    async with house.store.write() as tx:
        await audit.note(tx, reader.person.address, DID[seen.deed], seen.chosen.group or "", boxes + more)


def _named(jobs: list[FailedJob]) -> str:
    return ", ".join(one.mailbox or one.job_id for one in jobs[:NAMED])


def _done(request: Request) -> str | None:
    """In words, from the address: a word of ours and two numbers."""
    said = {name: request.query_params.get(name, "") for name in ("done", "many", "gone")}
    if said["done"] not in DONE:
        return None
    many, gone = _number(said["many"]), _number(said["gone"])
    words = f"{many} {DONE[said['done']]}."
    return f"{words} {gone} were no longer there." if gone else words


def _number(text: str) -> int:
    """Of jobs, as an address says it; whatever else it says is none."""
    told = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(AT_ONCE)) else 0
    return min(told, AT_ONCE)


def _only_for_whom_it_is(reader: Reader, what: Page) -> None:
    """Missing."""
    if not may(reader, what):
        raise Missing
