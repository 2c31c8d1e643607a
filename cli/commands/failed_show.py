"""`postroom failed show`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import jobs, say
from cli.options import Json

JobId = Annotated[str, typer.Argument(metavar="JOB", help="The id of a failed job (`failed list`).")]


def show(job_id: JobId, as_json: Json = False) -> None:
    """Show one failed job."""
    from cli import shapes

    job = next((one for one in jobs.failed() if one.job_id == job_id), None)
    if job is None:
        say.note(f"no failed job {job_id}: `postroom failed list` shows them all")
        raise typer.Exit(1)
    shape = shapes.failed_job(job)
    if as_json:
        say.document(shape)
        return
    say.facts((key.replace("_", " "), say.flat(value)) for key, value in shape.items())
    if job.code:
        say.note(f"what {job.code} means and what to do: postroom errors show {job.code}")
