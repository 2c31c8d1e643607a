"""`postroom email ...`: the verbs of this noun."""

import typer

from .email_list import list_
from .email_raw import raw
from .email_retry import retry
from .email_show import show

app = typer.Typer(no_args_is_help=True, help="The stored emails: list, show, raw bytes, fetch a set-aside one again.")
app.command("list")(list_)
app.command("show")(show)
app.command("raw")(raw)
app.command("retry")(retry)
