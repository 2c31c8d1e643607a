"""The tree of commands, in INTERFACE's order. One verb per file in commands/; what is heavy is imported by them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from . import desk
from .commands import alert, email, errors, failed, mailbox, person, profile, simulate
from .commands.demo import demo
from .commands.doctor import doctor
from .commands.queue import queue
from .commands.sync import sync
from .commands.up import up
from .commands.worker import worker

START, MAIL, TROUBLE, CARE = "Run it", "Mailboxes and their mail", "What stopped, and why", "Rehearse and look after"

ABOUT = """Keeps many mailboxes in step with a local store, and tells the right person what stopped and how to mend it.

First steps: `postroom profile add`, `postroom mailbox add`, `postroom mailbox test`, `postroom up`.
Without a mail server at hand: `postroom demo`."""

ORDER = (
    *("demo", "up", "worker", "profile", "mailbox", "sync", "email", "send", "alert", "queue", "failed", "errors"),
    *("person", "simulate", "doctor"),
)


class InOrder(TyperGroup):
    """Commands are listed as INTERFACE lists them."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=ORDER.index)


app = typer.Typer(
    cls=InOrder,
    help=ABOUT,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings file (else POSTROOM_CONFIG, else ./postroom.toml)."),
]
Home = Annotated[str | None, typer.Option("--home", metavar="FOLDER", help="Where data is kept (POSTROOM_HOME).")]
DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", metavar="URL", help="SQLite or PostgreSQL (POSTROOM_DATABASE_URL).")
]
RedisUrl = Annotated[
    str | None, typer.Option("--redis-url", metavar="URL", help="Redis or Valkey (POSTROOM_REDIS_URL).")
]
Log = Annotated[str | None, typer.Option("--log", metavar="console|json", help="Form of the log (POSTROOM_LOG).")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"postroom {version('postroom')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
]


@app.callback(invoke_without_command=True)
def settings(  # Typer fills them by name
    context: typer.Context,
    config: Config = None,
    home: Home = None,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
    log: Log = None,
    version: Version = False,  # noqa: ARG001  # its callback acts
) -> None:
    desk.FLAGS.set(desk.Flags(config, home, database_url, redis_url, log))
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command("demo", rich_help_panel=START)(demo)
app.command("up", rich_help_panel=START)(up)
app.command("worker", rich_help_panel=START)(worker)
app.add_typer(profile.app, name="profile", rich_help_panel=MAIL)
app.add_typer(mailbox.app, name="mailbox", rich_help_panel=MAIL)
app.command("sync", rich_help_panel=MAIL)(sync)
app.add_typer(email.app, name="email", rich_help_panel=MAIL)
app.add_typer(alert.app, name="alert", rich_help_panel=TROUBLE)
app.command("queue", rich_help_panel=TROUBLE)(queue)
app.add_typer(failed.app, name="failed", rich_help_panel=TROUBLE)
app.add_typer(errors.app, name="errors", rich_help_panel=TROUBLE)
app.add_typer(person.app, name="person", rich_help_panel=CARE)
app.add_typer(simulate.app, name="simulate", rich_help_panel=CARE)
app.command("doctor", rich_help_panel=CARE)(doctor)


@cache
def program() -> Any:
    """What runs a command line."""
    return typer.main.get_command(app)
