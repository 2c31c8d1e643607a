"""What would be done to failed jobs, before it is done: which, how many, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from starlette.datastructures import FormData

from worker.office import Office
from worker.queue import FailedJob

AT_ONCE = 500  # jobs that one confirmation acts on
SHOWN = 100  # of them, that a preview lists
UNNAMED = "none"  # stands for the group of jobs without a code


class Deed(StrEnum):
    REQUEUE = "requeue"
    DELETE = "delete"


MEANS = {
    Deed.REQUEUE: "A worker tests each of these mailboxes; those whose test passes go on by themselves. Those whose "
    "test fails come back to this list with what was seen.",
    Deed.DELETE: "The jobs are taken off the list. Their mailboxes stay halted until somebody chooses Test & Enable on "
    "a mailbox's page, or gives it new credentials. No mail is lost.",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """By a form: jobs by id, or a whole group by its code. seen: how many the group had when it was chosen."""

    job_ids: tuple[str, ...] = ()
    group: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """job_ids: what a confirmation acts on. all: in the group, or chosen. jobs: the first ones."""

    deed: Deed
    chosen: Chosen
    job_ids: Sequence[str]
    all: int
    gone: int
    jobs: Sequence[FailedJob]

    @property
    def means(self) -> str:
        return MEANS[self.deed]

    @property
    def changed(self) -> bool:
        """Whether the group is another one than was seen."""
        return self.chosen.seen is not None and self.chosen.seen != self.all


def chosen_by(form: FormData) -> Chosen:
    group = form.get("group")
    ids = tuple(dict.fromkeys(str(one) for one in form.getlist("job")))
    seen = form.get("seen")
    return Chosen(
        job_ids=ids[:AT_ONCE],
        group=str(group) if isinstance(group, str) and group else None,
        seen=int(seen) if isinstance(seen, str) and seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
    )


async def preview(office: Office, deed: Deed, chosen: Chosen) -> Preview:
    """Blocking work off the loop. QueueUnavailable."""
    if chosen.group is not None:
        ids = await office.off(office.queues.failed_ids, code_of(chosen.group))
        jobs = await office.off(office.queues.failed_jobs, ids[:SHOWN])
        return Preview(deed, chosen, ids[:AT_ONCE], len(ids), 0, jobs)
    jobs = await office.off(office.queues.failed_jobs, chosen.job_ids)
    there = [one.job_id for one in jobs]
    return Preview(deed, chosen, there, len(there), len(chosen.job_ids) - len(there), jobs[:SHOWN])


def code_of(group: str) -> str | None:
    return None if group == UNNAMED else group
