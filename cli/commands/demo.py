"""`postroom demo`: the whole story against the simulator, in a throw-away home. Never reads the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import say
from cli.options import Json

if TYPE_CHECKING:
    from rich.console import Console

    from cli.demo.play import Played
    from simulator import Scenario

Mailboxes = Annotated[int, typer.Option("--mailboxes", metavar="N", min=10, max=2000, help="How many, in all.")]
Seconds = Annotated[float, typer.Option("--seconds", metavar="S", min=35, max=3600, help="How long the story lasts.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same seed makes the same mail.")]
Keep = Annotated[bool, typer.Option("--keep", help="Keep the home afterwards, and print where it is.")]
Stay = Annotated[bool, typer.Option("--stay", help="Keep the pages and the workers until Ctrl-C, to look around.")]
Picture = Annotated[
    Path | None, typer.Option("--picture", metavar="FILE.svg", help="Save the screen at its most eventful as an SVG.")
]


def demo(
    *,
    mailboxes: Mailboxes = 40,
    seconds: Seconds = 40,
    seed: Seed = 1,
    keep: Keep = False,
    stay: Stay = False,
    picture: Picture = None,
    as_json: Json = False,
) -> None:
    """Play an outage that heals, wrong passwords, throttling and a poison email; exit code 1 if the check fails.

    Prints links to its walls, for a browser on this machine. With --json they are on standard error.
    """
    import asyncio
    import logging

    import structlog
    from rich.console import Console

    from simulator import load

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    console = Console(stderr=as_json, highlight=False)
    story = {"mailboxes": mailboxes, "seconds": seconds, "seed": seed, "keep": keep}
    if not asyncio.run(_perform(console, load("demo"), story, picture=picture, stay=stay, as_json=as_json)):
        raise typer.Exit(1)


async def _perform(
    console: Console, scenario: Scenario, story: dict[str, Any], *, picture: Path | None, stay: bool, as_json: bool
) -> bool:
    """Whether the check passed."""
    import signal
    from functools import partial

    from cli.demo.play import playing
    from cli.demo.stage import stage

    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # it leaves nothing behind, however it is ended
    async with playing(scenario, **story, stage=partial(stage, console, picture)) as played:
        _end(console, played, keep=story["keep"], stay=stay, as_json=as_json)
        if stay:
            await _stay(console, played)
    return played.verdict.ok


def _end(console: Console, played: Played, *, keep: bool, stay: bool, as_json: bool) -> None:
    from cli.demo.ending import OVER, say_ending

    if as_json:
        say.document(played.summary)
        say.flush()
    say_ending(console, played, keep=keep)
    if not stay and console.is_terminal:
        console.print(OVER)


async def _stay(console: Console, played: Played) -> None:
    from cli.demo.ending import say_staying
    from web.serve import stopping

    with stopping() as told:
        async with played.staying():
            say_staying(console, played)
            await told.wait()
