"""A throw-away home with its own database, Valkey, scheduler and workers; nothing is read from the settings."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cli.crew import worker_command
from cli.demo.pages import profile_owner
from errors.model import Policy
from simulator import Simulator
from store import mailboxes, profiles
from store.faults import Refused
from worker import valkey
from worker.actions import test_mailbox
from worker.office import Office, OfficeSettings

WORKERS = 2
TESTS_AT_ONCE = 10
GRACE = 10.0  # seconds that a worker gets to end by itself

POLICY = Policy(  # everything that takes minutes or hours takes seconds here
    retry_limit=8,
    retry_base=timedelta(seconds=1),
    retry_cap=timedelta(seconds=3),
    suspect_pause=timedelta(seconds=1),
    outage_window=timedelta(seconds=10),
    probe_base=timedelta(seconds=1),
    probe_cap=timedelta(seconds=2),
    message_pause=timedelta(milliseconds=300),
)
POLL = timedelta(seconds=2)
TIMEOUT = timedelta(seconds=5)


@asynccontextmanager
async def demo_house(*, keep: bool) -> AsyncIterator[tuple[Office, Path]]:
    """An office in a home of its own, which is removed at the end unless it is to be kept."""
    home = Path(tempfile.mkdtemp(prefix="postroom-demo-"))
    try:
        settings = OfficeSettings(home, f"sqlite+aiosqlite:///{home}/postroom.db", None)
        async with Office.open(settings, migrate=True) as office:
            yield office, home
    finally:
        await asyncio.to_thread(valkey.stop, home)
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Crew:
    """The worker processes, and where each writes its log."""

    processes: list[tuple[asyncio.subprocess.Process, Path]]

    def check(self) -> None:
        """Raise Refused when one has ended: without workers there is nothing to see."""
        for process, log in self.processes:
            if process.returncode is not None:
                last = log.read_text(errors="replace").strip().splitlines()[-3:]
                raise Refused("\n".join(["a worker of the demo ended by itself; its last words were:", *last]))


@asynccontextmanager
async def workers(office: Office, home: Path) -> AsyncIterator[Crew]:
    """Worker processes, each with a scheduler that may become leader. Their logs are in the home."""
    (home / "postroom.toml").touch()  # so that no other settings file is found
    crew = Crew([await _worker(office, home, home / f"worker-{number + 1}.log") for number in range(WORKERS)])
    try:
        yield crew
    finally:
        for process, _ in crew.processes:
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*(_ended(process) for process, _ in crew.processes))


async def _worker(office: Office, home: Path, log: Path) -> tuple[asyncio.subprocess.Process, Path]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")}
    environment |= {
        "POSTROOM_HOME": str(home),
        "POSTROOM_DATABASE_URL": office.settings.database_url,
        "POSTROOM_LOG": "json",
        "POSTROOM_CONFIG": str(home / "postroom.toml"),
    }
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *worker_command(), "--concurrency", "50",
            env=environment, stdin=asyncio.subprocess.PIPE, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    return process, log


async def _ended(process: asyncio.subprocess.Process) -> None:
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


async def move_in(office: Office, simulator: Simulator) -> None:
    """The simulator's servers as profiles, its accounts as mailboxes, each tested and enabled."""
    async with office.store.write() as tx:
        for server in simulator.profiles.values():
            await profiles.add(
                tx, server.name, protocol="imap", host=server.host, port=server.port, security="none",
                owner=profile_owner(server.name), poll_interval=POLL, timeout=TIMEOUT, policy=POLICY,
            )  # fmt: skip
        for account in simulator.mailboxes:
            await mailboxes.add(
                tx, office.store, account.address, profile=account.profile, owner=account.address,
                password=account.password, outgoing=False,
            )  # fmt: skip
    await _enable_all(office, [account.address for account in simulator.mailboxes])


async def _enable_all(office: Office, addresses: Iterable[str]) -> None:
    places = asyncio.Semaphore(TESTS_AT_ONCE)

    async def enable(address: str) -> None:
        async with places:
            await test_mailbox(office, address)

    await asyncio.gather(*(enable(address) for address in addresses))
