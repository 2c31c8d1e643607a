"""`postroom profile ...`: the verbs of this noun."""

import typer

from .profile_add import add
from .profile_list import list_
from .profile_remove import remove
from .profile_set import set_
from .profile_show import show
from .profile_test import check

app = typer.Typer(no_args_is_help=True, help="Mail servers: hosts, security, limits, and what to do when they fail.")
app.command("add")(add)
app.command("list")(list_)
app.command("show")(show)
app.command("set")(set_)
app.command("test")(check)
app.command("remove")(remove)
