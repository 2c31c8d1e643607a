"""`postroom simulate ...`: the verbs of this noun."""

import typer

from .simulate_serve import serve

app = typer.Typer(no_args_is_help=True, help="Mail servers that misbehave on purpose, to rehearse with.")
app.callback()(lambda: None)
app.command("serve")(serve)
