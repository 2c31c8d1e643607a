"""The simulator alone, for people who test other mail clients: it serves until it is cancelled."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .limits import allow_many_files
from .mailstore import Account
from .scenario import Scenario
from .server import Profile, Simulator


@dataclass(frozen=True, slots=True)
class Serving:
    """What a client needs to know: where, whom to trust, and who may sign in."""

    scenario: Scenario
    seed: int
    profiles: tuple[Profile, ...]
    mailboxes: tuple[Account, ...]
    ca_file: Path


async def serve(
    scenario: str | Path,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    seed: int | None = None,
    mailboxes: int | None = None,
    ca_file: Path | None = None,
    ready: Callable[[Serving], None] | None = None,
) -> None:
    """Play a scenario until cancelled. ready is told where, once it listens.

    port: of the first profile; its TLS port is the next one, and so on through the profiles. 0: free ones. ca_file:
    where to write the authority's certificate; without it, into a temporary folder that goes away at the end.
    Raises BadScenario, and OSError where a port is taken.
    """
    allow_many_files()
    simulator = Simulator(scenario, seed=seed, mailboxes=mailboxes, host=host)
    if port:
        simulator.use_ports(port)
    with tempfile.TemporaryDirectory(prefix="postroom-simulator-") as folder:
        async with simulator as sim:
            file = ca_file or Path(folder) / "ca.pem"
            profiles = tuple(sim.profiles.values())
            file.write_text(profiles[0].ca_pem)
            if ready is not None:
                ready(Serving(sim.scenario, sim.seed, profiles, tuple(sim.mailboxes), file))
            await asyncio.get_running_loop().create_future()
