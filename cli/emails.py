"""What the verbs of `postroom email` share."""

from __future__ import annotations

from typing import Annotated

import typer

EmailId = Annotated[int, typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="The email's id (`email list`).")]
