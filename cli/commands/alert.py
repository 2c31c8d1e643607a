"""`postroom alert ...`: the verbs of this noun."""

import typer

from .alert_ack import ack
from .alert_dismiss import dismiss
from .alert_list import list_
from .alert_settings import settings
from .alert_show import show

app = typer.Typer(no_args_is_help=True, help="What stopped, why, who must act and how: the walls.")
app.command("list")(list_)
app.command("show")(show)
app.command("ack")(ack)
app.command("dismiss")(dismiss)
app.command("settings")(settings)
