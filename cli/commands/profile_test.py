"""`postroom profile test`."""

from __future__ import annotations

import typer

from cli import desk, steps
from cli.options import Json, ProfileName


def check(name: ProfileName, as_json: Json = False) -> None:
    """Test the server step by step; a pass resumes the mailboxes that were suspended."""
    from worker import actions

    result = desk.at_office(lambda office: actions.test_profile(office, name, steps.printer(as_json)), redis=True)
    raise typer.Exit(steps.verdict(result, as_json, passed=f"{name} answers", failed=f"{name} does not answer"))
