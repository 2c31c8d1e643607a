"""What the verbs of `postroom failed` share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from . import desk, say

if TYPE_CHECKING:
    from worker.office import Office
    from worker.queue import FailedJob

Code = Annotated[str | None, typer.Option("--code", metavar="CODE", help="Only those that failed with this code.")]
JobIds = Annotated[list[str], typer.Argument(metavar="JOB...", help="Ids of failed jobs (`failed list`).")]


def failed(code: str | None = None, *, as_json: bool | None = None) -> list[FailedJob]:
    """The failed jobs, oldest first. as_json: how to print that there are none where no database is there yet; None:
    that is told as an error, since a job was named."""

    async def question(office: Office) -> list[FailedJob]:
        return await office.off(office.queues.failed, code.upper() if code else None)

    def ask() -> list[FailedJob]:
        return desk.at_office(question, redis=True)

    return ask() if as_json is None else desk.listed(ask, as_json)


def outcome(wanted: Sequence[str], done: Sequence[str], word: str, as_json: bool) -> int:
    """Print what was done and what was not there; the exit code."""
    missing = [job for job in wanted if job not in set(done)]
    for job in missing:
        say.note(f"no failed job {job}")
    if as_json:
        say.document([{"job_id": job, word: job not in missing} for job in wanted])
    else:
        say.line(f"{word} {len(done)} jobs")
    return 1 if missing else 0
