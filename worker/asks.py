"""What people ask of the workers: sync these now, requeue or delete failed jobs. Nothing is done here but asking."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from errors.machine import State
from store import attempts, leases, mailboxes, retry_jobs
from store.records import DirectionRow, Mailbox
from worker.office import Office
from worker.queue import FailedJob, NoSuchJob

GLANCE = 0.2  # seconds between two looks at the database
TOGETHER = 50  # mailboxes of one job

CANNOT = (State.HALTED, State.SUSPENDED, State.DISABLED, State.UNTESTED, State.NONE)


@dataclass(frozen=True, slots=True)
class SyncResult:
    """ok: tried since it was asked for, and all went well. code: what is wrong where it did not."""

    address: str
    ok: bool
    new_emails: int
    code: str | None
    state: State


async def sync_now(
    office: Office,
    addresses: Sequence[str],
    *,
    wait: bool,
    on_result: Callable[[SyncResult], None] | None = None,
    give_up_after: timedelta | None = None,
) -> list[SyncResult]:
    """Queue these mailboxes at once; with wait, until each has been tried. Halted ones answer with their code.

    give_up_after: how long to wait; a mailbox that was not tried by then answers not ok, without a code.
    Raises NotThere, StoreError, QueueUnavailable.
    """
    async with office.store.write() as tx:
        asked_at = tx.now
        boxes = [await mailboxes.get(tx, address) for address in addresses]
        able = [box.incoming.id for box in boxes if box.incoming.state not in CANNOT]
        await leases.make_due(tx, able)
    for start in range(0, len(able), TOGETHER):
        await office.off(office.queues.enqueue_sync, able[start : start + TOGETHER])
    if not wait:
        return [_queued(box) for box in boxes]
    return await _wait(office, boxes, asked_at, on_result, give_up_after)


def _queued(box: Mailbox) -> SyncResult:
    row = box.incoming
    return SyncResult(box.address, row.state not in CANNOT, 0, row.last_code, row.state)


async def _wait(
    office: Office,
    boxes: Sequence[Mailbox],
    asked_at: datetime,
    on_result: Callable[[SyncResult], None] | None,
    give_up_after: timedelta | None,
) -> list[SyncResult]:
    results: dict[str, SyncResult] = {}
    loop = asyncio.get_running_loop()
    deadline = None if give_up_after is None else loop.time() + give_up_after.total_seconds()
    while True:
        late = deadline is not None and loop.time() > deadline
        for box in boxes:
            if box.address not in results and (result := await _result(office, box, asked_at, late=late)):
                results[box.address] = result
                if on_result is not None:
                    on_result(result)
        if len(results) == len({box.address for box in boxes}):
            return [results[box.address] for box in boxes]
        await asyncio.sleep(GLANCE)


async def _result(office: Office, box: Mailbox, asked_at: datetime, *, late: bool) -> SyncResult | None:
    """None: not tried yet."""
    async with office.store.read() as tx:
        row = (await mailboxes.get(tx, box.address)).incoming
        if row.state in CANNOT and row.leased_until is None:
            return SyncResult(box.address, False, 0, row.last_code, row.state)
        if not _tried(row, asked_at):
            return SyncResult(box.address, False, 0, None, row.state) if late else None
        tries = await attempts.recent(tx, row.id)
    new = sum(one.new_emails for one in tries if one.at >= asked_at)
    return SyncResult(box.address, row.last_code is None, new, row.last_code, row.state)


def _tried(row: DirectionRow, asked_at: datetime) -> bool:
    """Tried since, and not at work any more."""
    return row.leased_until is None and row.last_attempt_at is not None and row.last_attempt_at >= asked_at


# -- failed jobs -----------------------------------------------------------------------------------------------


async def requeue_failed(office: Office, job_ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Requeue failed jobs, which means test and resume by a worker: those that were there, and those that were not."""
    return await _each(office, job_ids, office.queues.requeue)


async def delete_failed(office: Office, job_ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Delete failed jobs; their directions stay halted, and no job is made for them again until they resume."""
    jobs = {job.job_id: job for job in await office.off(office.queues.failed)}
    there, missing = await _each(office, job_ids, office.queues.delete)
    async with office.store.write() as tx:
        await retry_jobs.forget(tx, [job_id for job_id in there if jobs[job_id].direction_id is not None])
    return there, missing


async def _each(office: Office, job_ids: Sequence[str], act: Callable[[str], None]) -> tuple[list[str], list[str]]:
    there, missing = [], []
    for job_id in job_ids:
        try:
            await office.off(act, job_id)
        except NoSuchJob:
            missing.append(job_id)
        else:
            there.append(job_id)
    return there, missing


def of_code(jobs: Sequence[FailedJob], code: str) -> list[FailedJob]:
    """Those that failed with this code, compared case-insensitively."""
    return [job for job in jobs if (job.code or "").upper() == code.upper()]
