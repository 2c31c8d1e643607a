"""`postroom profile test`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli import desk, not_enabled, say, steps
from cli.options import Json, ProfileName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.actions import TestResult
    from worker.office import Office


def check(name: ProfileName, as_json: Json = False) -> None:
    """Test the server step by step; a pass resumes the mailboxes that were suspended.

    Mailboxes that were never enabled are named: only a test of their own enables them.
    """
    result, untested = desk.at_office(lambda office: _check(office, name, as_json=as_json), redis=True)
    if as_json:
        from cli import shapes

        say.document({**shapes.test(result), "not_enabled": list(untested)})
        raise typer.Exit(0 if result.ok else 1)
    code = steps.verdict(result, as_json, passed=f"{name} answers", failed=f"{name} does not answer")
    if untested:
        say.note(not_enabled.told(untested))
    raise typer.Exit(code)


async def _check(office: Office, name: str, *, as_json: bool) -> tuple[TestResult, Sequence[str]]:
    from store import mailboxes
    from worker import actions

    result = await actions.test_profile(office, name, steps.printer(as_json))
    async with office.store.read() as tx:
        return result, not_enabled.untested(await mailboxes.listing(tx, profile=name))
