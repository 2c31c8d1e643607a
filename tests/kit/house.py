"""A whole Postroom for flow tests: office, database, queue, and the worker in this process or in one of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from errors.machine import State
from errors.model import Policy
from simulator import Account, Simulator
from simulator import Profile as Simulated
from store import alerts, emails, leases, mailboxes, profiles
from store.records import Alert, DirectionRow, Email
from tests.kit.dovecot import Dovecot, User
from worker import jobs
from worker.actions import TestResult, test_mailbox
from worker.office import Office, OfficeSettings, at_this_office
from worker.scheduler import Scheduler

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
EXPIRE = "UPDATE directions SET leased_until = 0 WHERE leased_until IS NOT NULL"

QUICK = Policy(
    retry_base=timedelta(seconds=1),
    retry_cap=timedelta(seconds=2),
    suspect_pause=timedelta(milliseconds=300),
    outage_window=timedelta(seconds=30),
    probe_base=timedelta(milliseconds=500),
    probe_cap=timedelta(seconds=1),
    message_pause=timedelta(milliseconds=100),
)


Named = User | Account
Listening = Dovecot | Simulated


def address_of(user: Named) -> str:
    return user.name if isinstance(user, User) else user.address


@dataclass
class House:
    """office: real store, real Valkey. Its mailboxes are asked about by address."""

    office: Office
    settings: OfficeSettings
    redis_url: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    async def profile(self, server: Listening, name: str = "office", **settings: object) -> None:
        """A profile on this server; without TLS unless security says otherwise."""
        given: dict[str, object] = {
            "protocol": "imap", "host": "127.0.0.1", "port": server.port, "security": "none", "policy": QUICK,
            "timeout": timedelta(seconds=10), "poll_interval": timedelta(minutes=5), **settings,
        }  # fmt: skip
        async with self.office.store.write() as tx:
            await profiles.add(tx, name, **given)

    async def mailbox(
        self, user: Named, profile: str = "office", *, password: str | None = None, owner: str | None = None
    ) -> None:
        async with self.office.store.write() as tx:
            await mailboxes.add(
                tx,
                self.office.store,
                address_of(user),
                profile=profile,
                password=password or user.password,
                outgoing=False,
                owner=owner,
            )

    async def enable(self, user: Named) -> TestResult:
        return await test_mailbox(self.office, address_of(user))

    async def add_enabled(self, users: Sequence[Named], profile: str = "office") -> None:
        for user in users:
            await self.mailbox(user, profile)
            result = await self.enable(user)
            assert result.ok, result.steps

    async def simulated(self, simulator: Simulator, **settings: object) -> list[Account]:
        """The simulator's servers and accounts as profiles and mailboxes, tested and enabled."""
        for server in simulator.profiles.values():
            await self.profile(server, server.name, poll_interval=timedelta(seconds=1), **settings)
        for account in simulator.mailboxes:
            await self.mailbox(account, account.profile)
            await self.enable(account)
        return simulator.mailboxes

    async def sync(self, *users: Named) -> None:
        """One attempt each, in this process, to the end."""
        ids = [(await self.direction(user)).id for user in users]
        with at_this_office(self.office):
            await jobs.sync(self.office, ids)

    async def direction(self, user: Named) -> DirectionRow:
        async with self.office.store.read() as tx:
            return (await mailboxes.get(tx, address_of(user))).incoming

    async def state(self, user: Named) -> State:
        return (await self.direction(user)).state

    async def emails(self, user: Named | None = None, limit: int = 100_000) -> Sequence[Email]:
        async with self.office.store.read() as tx:
            return await emails.listing(tx, mailbox=address_of(user) if user else None, after=0, limit=limit)

    async def raws(self, user: Named) -> list[bytes]:
        found = await self.emails(user)
        async with self.office.store.read() as tx:
            return [await emails.raw(tx, email.id) for email in found]

    async def alerts(self, *, all_: bool = False) -> Sequence[Alert]:
        async with self.office.store.read() as tx:
            return await alerts.listing(tx, all_=all_)

    async def codes(self) -> list[tuple[str, str]]:
        """(level, code) of the unresolved alerts."""
        return sorted((one.level.value, one.code) for one in await self.alerts() if one.status != "resolved")

    async def until(self, condition: Callable[[], object], why: str, patience: float = PATIENCE) -> None:
        """Wait for what a coroutine function says to come true."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        while True:
            said = condition()
            if await said if asyncio.iscoroutine(said) else said:
                return
            assert loop.time() < deadline, f"{why}\n{self.logs()[-6000:]}"
            await asyncio.sleep(0.05)

    async def expire_leases(self) -> None:
        """What a minute would do after a worker's death."""
        async with self.office.store.write() as tx:
            await tx.connection.exec_driver_sql(EXPIRE)

    async def activate_all(self) -> None:
        """What a test and an enable of each would do, without the sign-ins."""
        async with self.office.store.write() as tx:
            await tx.connection.exec_driver_sql("UPDATE directions SET state = 'active' WHERE state = 'untested'")

    async def make_due(self, ids: Sequence[int]) -> None:
        async with self.office.store.write() as tx:
            await leases.make_due(tx, ids)

    @contextlib.asynccontextmanager
    async def scheduling(self) -> AsyncIterator[Scheduler]:
        """A scheduler beside, as every worker has one."""
        scheduler = Scheduler(self.office)
        running = asyncio.create_task(scheduler.run())
        try:
            yield scheduler
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running

    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")},
            "POSTROOM_HOME": str(self.settings.home),
            "POSTROOM_DATABASE_URL": self.settings.database_url,
            "POSTROOM_REDIS_URL": self.redis_url,
            "POSTROOM_LOG": "json",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A process of its own, in the repository; its output goes to a file in the home."""
        log = (self.settings.home / f"process-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        self.processes.append(process)
        return process

    def worker(self, *arguments: str) -> subprocess.Popen[bytes]:
        return self.start(sys.executable, "-m", "postroom", "worker", *arguments)

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=60, check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def postroom(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "postroom", *arguments, check=check)

    def logs(self) -> str:
        return "".join(log.read_text(errors="replace") for log in sorted(self.settings.home.glob("process-*.log")))

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


@pytest.fixture
async def house(tmp_path: Path, valkey) -> AsyncIterator[House]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    async with a_house(
        OfficeSettings(home, f"sqlite+aiosqlite:///{home}/postroom.db", valkey.url), valkey.url
    ) as built:
        yield built


@pytest.fixture
async def house_on_postgresql(tmp_path: Path, valkey, postgresql) -> AsyncIterator[House]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    async with a_house(OfficeSettings(home, postgresql.database(), valkey.url), valkey.url) as built:
        yield built


@contextlib.asynccontextmanager
async def a_house(settings: OfficeSettings, redis_url: str) -> AsyncIterator[House]:
    async with Office.open(settings, migrate=True) as office:
        built = House(office, settings, redis_url)
        try:
            yield built
        finally:
            built.end()


def quick(**changes: object) -> Policy:
    return replace(QUICK, **changes)
