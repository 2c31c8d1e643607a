"""`postroom simulate serve`. Reads no settings."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import say

if TYPE_CHECKING:
    from simulator.serve import Serving

Scenario = Annotated[
    str, typer.Argument(metavar="SCENARIO.toml", help="A scenario file, or the name of a shipped one.")
]
Host = Annotated[str, typer.Option("--host", metavar="HOST", help="Where to listen.")]
Port = Annotated[
    int,
    typer.Option(
        "--port",
        metavar="P",
        min=0,
        max=65000,
        help="The first profile's port; its TLS port is the next. 0: free ones.",
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Chance; the same seed plays the same.")]
Mailboxes = Annotated[
    int | None, typer.Option("--mailboxes", metavar="N", min=1, max=100_000, help="How many instead of the scenario's.")
]
CaFile = Annotated[Path | None, typer.Option("--ca-file", metavar="FILE", help="Write the CA's certificate here.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="Once it listens: one JSON document with servers, addresses and passwords.")
]
SHOWN = 5  # mailboxes of each profile, for people


def serve(
    scenario: Scenario,
    *,
    host: Host = "127.0.0.1",
    port: Port = 0,
    seed: Seed = None,
    mailboxes: Mailboxes = None,
    ca_file: CaFile = None,
    as_json: AsJson = False,
) -> None:
    """Serve simulated IMAP mailboxes, with the scenario's troubles, until Ctrl-C."""
    from simulator.scenario import BadScenario
    from simulator.serve import serve as play

    ready = _tell_scripts if as_json else _tell
    try:
        playing = play(scenario, host, port, seed=seed, mailboxes=mailboxes, ca_file=ca_file, ready=ready)
        asyncio.run(_until_ended(playing))
    except BadScenario as error:
        raise typer.BadParameter("\n".join(error.problems), param_hint="SCENARIO.toml") from None
    except OSError as error:
        say.note(f"postroom: the simulator can't serve: {error}")
        raise typer.Exit(1) from None


async def _until_ended(playing: Coroutine[None, None, None]) -> None:
    """SIGTERM ends it as orderly as Ctrl-C does, and is no failure."""
    task = asyncio.ensure_future(playing)
    ended = asyncio.Event()

    def end() -> None:
        ended.set()
        task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end)
    try:
        await task
    except asyncio.CancelledError:
        if not ended.is_set():
            raise


def _tell(serving: Serving) -> None:
    say.line(f"{serving.scenario.name}: {serving.scenario.about or 'no trouble'} (seed {serving.seed})")
    for profile in serving.profiles:
        say.line(
            f"{profile.name}: {profile.host}, port {profile.port} (STARTTLS or none), port {profile.tls_port} (TLS)"
        )
        mine = [one for one in serving.mailboxes if one.profile == profile.name]
        for account in mine[:SHOWN]:
            say.line(f"  {account.address}  password {account.password}")
        if len(mine) > SHOWN:
            say.line(f"  and {len(mine) - SHOWN} more (--json lists them all)")
    say.line(f"trust: --ca-file {serving.ca_file}")
    say.line("Ctrl-C ends it")
    say.flush()


def _tell_scripts(serving: Serving) -> None:
    say.document(
        {
            "scenario": serving.scenario.name,
            "seed": serving.seed,
            "ca_file": str(serving.ca_file),
            "profiles": [
                {"name": one.name, "host": one.host, "port": one.port, "tls_port": one.tls_port}
                for one in serving.profiles
            ],
            "mailboxes": [
                {"address": one.address, "profile": one.profile, "password": one.password} for one in serving.mailboxes
            ],
        }
    )
    say.flush()
