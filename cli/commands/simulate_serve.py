"""`postroom simulate serve`. Reads no settings."""

from __future__ import annotations

from typing import Annotated

import typer

Scenario = Annotated[
    str, typer.Argument(metavar="SCENARIO.toml", help="A scenario file, or the name of a shipped one.")
]


def serve(scenario: Scenario) -> None:
    """Serve simulated IMAP mailboxes on loopback until Ctrl-C."""
    raise NotImplementedError
