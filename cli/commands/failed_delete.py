"""`postroom failed delete`."""

from __future__ import annotations

import typer

from cli import desk, jobs
from cli.options import Json


def delete(job_ids: jobs.JobIds, as_json: Json = False) -> None:
    """Delete failed jobs; their directions stay halted."""
    from worker import asks

    wanted = list(dict.fromkeys(job_ids))
    done, _ = desk.at_office(lambda office: asks.delete_failed(office, wanted), redis=True)
    raise typer.Exit(jobs.outcome(wanted, done, "deleted", as_json))
