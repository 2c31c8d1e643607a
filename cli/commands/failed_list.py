"""`postroom failed list`."""

from __future__ import annotations

from cli import jobs, say
from cli.options import Json


def list_(code: jobs.Code = None, as_json: Json = False) -> None:
    """List the jobs of directions that gave up, oldest first."""
    from cli import shapes

    found = jobs.failed(code, as_json=as_json)
    if as_json:
        say.document([shapes.failed_job(one) for one in found])
        return
    headers = ("job", "mailbox", "direction", "code", "attempts", "failed", "what")
    rows = (
        (one.job_id, one.mailbox, one.direction, one.code, one.attempts, one.failed_at, one.headline) for one in found
    )
    say.table(headers, rows, "no failed jobs")
