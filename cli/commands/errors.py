"""`postroom errors ...`: the verbs of this noun."""

import typer

from .errors_explain import Quoting, explain
from .errors_list import list_
from .errors_rejudge import rejudge
from .errors_show import show
from .errors_unclassified import unclassified

app = typer.Typer(no_args_is_help=True, help="Every error that Postroom can name; what a server's words mean.")
app.command("list")(list_)
app.command("show")(show)
app.command("explain", cls=Quoting)(explain)
app.command("unclassified")(unclassified)
app.command("rejudge")(rejudge)
