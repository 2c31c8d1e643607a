"""`postroom failed requeue`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import desk, jobs, say
from cli.options import DryRun, Json

JobIds = Annotated[list[str] | None, typer.Argument(metavar="JOB...", help="Ids of failed jobs (`failed list`).")]


def requeue(job_ids: JobIds = None, code: jobs.Code = None, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Have a worker test and resume the mailboxes of failed jobs."""
    if bool(job_ids) == (code is not None):
        raise typer.BadParameter("say either JOB... or --code CODE.", param_hint="JOB")
    from worker import asks

    there = [job.job_id for job in jobs.failed(code, as_json=None if job_ids else as_json)]
    wanted = list(dict.fromkeys(job_ids or there))
    if dry_run:
        found = [job for job in wanted if job in set(there)]
        raise typer.Exit(jobs.outcome(wanted, found, "would_requeue", as_json))
    done, _ = desk.at_office(lambda office: asks.requeue_failed(office, wanted), redis=True)
    if not wanted:
        say.note("no failed jobs")
    raise typer.Exit(jobs.outcome(wanted, done, "requeued", as_json))
