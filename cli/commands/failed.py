"""`postroom failed ...`: the verbs of this noun."""

import typer

from .failed_delete import delete
from .failed_list import list_
from .failed_requeue import requeue
from .failed_show import show

app = typer.Typer(no_args_is_help=True, help="Directions that gave up: look at them, requeue them, delete their jobs.")
app.command("list")(list_)
app.command("show")(show)
app.command("requeue")(requeue)
app.command("delete")(delete)
