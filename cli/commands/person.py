"""`postroom person ...`: the verbs of this noun."""

import typer

from .person_add import add
from .person_list import list_
from .person_password import password
from .person_remove import remove

app = typer.Typer(no_args_is_help=True, help="People who sign in to the pages: add, give a password, list, remove.")
app.command("add")(add)
app.command("password")(password)
app.command("list")(list_)
app.command("remove")(remove)
