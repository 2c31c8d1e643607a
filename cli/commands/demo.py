"""`postroom demo`: the whole story against the simulator, in a throw-away home. Never reads the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import say
from cli.options import Json

if TYPE_CHECKING:
    from rich.console import Console

    from cli.demo.play import Played

Mailboxes = Annotated[int, typer.Option("--mailboxes", metavar="N", min=10, max=2000, help="How many, in all.")]
Seconds = Annotated[float, typer.Option("--seconds", metavar="S", min=35, max=3600, help="How long the story lasts.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same seed makes the same mail.")]
Keep = Annotated[bool, typer.Option("--keep", help="Keep the home afterwards, and print where it is.")]
Picture = Annotated[
    Path | None, typer.Option("--picture", metavar="FILE.svg", help="Save the screen at its most eventful as an SVG.")
]


def demo(
    *,
    mailboxes: Mailboxes = 40,
    seconds: Seconds = 40,
    seed: Seed = 1,
    keep: Keep = False,
    picture: Picture = None,
    as_json: Json = False,
) -> None:
    """Play an outage that heals, wrong passwords, throttling and a poison email; exit code 1 if the check fails."""
    import asyncio
    import logging

    import structlog
    from rich.console import Console

    from cli.demo.play import play
    from cli.demo.stage import stage
    from simulator import load

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    console = Console(stderr=as_json, highlight=False)
    with stage(console, picture) as show:
        played = asyncio.run(play(load("demo"), mailboxes=mailboxes, seconds=seconds, seed=seed, keep=keep, show=show))
    _end(console, played, keep=keep, as_json=as_json)
    if not played.verdict.ok:
        raise typer.Exit(1)


def _end(console: Console, played: Played, *, keep: bool, as_json: bool) -> None:
    from cli.demo.ending import say_ending

    if as_json:
        say.document(played.summary)
    say_ending(console, played, keep=keep)
