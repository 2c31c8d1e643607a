"""Options that several commands share: their names, their help, their checks."""

from __future__ import annotations

from typing import Annotated

import typer

from errors.model import Direction

from . import checks

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, and nothing else there.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
MailboxAddress = Annotated[str, typer.Argument(metavar="ADDRESS", help="The mailbox.", parser=checks.address)]
ProfileName = Annotated[str, typer.Argument(metavar="NAME", help="The profile.", parser=checks.name)]
OneDirection = Annotated[
    Direction | None,
    typer.Option("--direction", help="Only this direction.", show_default="both", case_sensitive=False),
]
Viewer = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="Who does it (default: an administrator).", parser=checks.address),
]
