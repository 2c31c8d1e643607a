"""`postroom up` as a process: its first link, its pages, its workers, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import ssl
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest
from structlog.testing import capture_logs

from cli.crew import crew
from tests.kit.certificates import issue
from worker import valkey

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
LINK = re.compile(r"(http\S+)/welcome/(\S+)")
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
ADA, PASSWORD = "ada@example.org", "a long enough pass phrase 7"


@dataclass
class Visitor:
    """A browser that keeps cookies which are for https only on its own machine, as browsers do."""

    url: str
    client: httpx.AsyncClient
    kept: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str) -> httpx.Response:
        return self._keep(await self.client.get(self.url + path, headers=self._headers()))

    async def send(self, path: str, **fields: str) -> httpx.Response:
        form = CSRF.search((await self.get(path)).text)
        assert form is not None
        data = {"csrf": form[1], **fields}
        return self._keep(await self.client.post(self.url + path, data=data, headers=self._headers()))

    def watch(self, topic: str):
        return self.client.stream("GET", f"{self.url}/live?topic={topic}", headers=self._headers(), timeout=PATIENCE)

    def _headers(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.kept.items())}

    def _keep(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.kept[name] = rest.partition(";")[0]
        return answer


@dataclass
class Up:
    process: asyncio.subprocess.Process
    log: Path
    said: list[str] = field(default_factory=list)

    async def says(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """On standard output."""
        async with asyncio.timeout(PATIENCE):
            while True:
                line = (await self.process.stdout.readline()).decode()
                assert line, f"it ended: {self.said} {self.log.read_text()}"
                self.said.append(line)
                if found := pattern.search(line):
                    return found

    async def logs(self, event: str, times: int = 1) -> list[dict[str, object]]:
        async with asyncio.timeout(PATIENCE):
            while True:
                lines = [json.loads(one) for one in self.log.read_text().splitlines() if one.startswith("{")]
                found = [one for one in lines if one["event"] == event]
                if len(found) >= times:
                    return found
                await asyncio.sleep(0.05)

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    async def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(by)
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()


@asynccontextmanager
async def up(home: Path, *options: str, **environment: str) -> AsyncIterator[Up]:
    """Started in an empty folder on any free port; killed at the end if it still runs."""
    log = home.parent / f"{home.name}.log"
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "postroom", "--home", str(home), "--log", "json", "up", "--port", "0", *options,
            cwd=home.parent, env=_environment(**environment), stdin=DEVNULL, stdout=PIPE, stderr=output,
        )  # fmt: skip
    try:
        yield Up(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _environment(**more: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")}
    return {**ours, "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def home(tmp_path):
    yield tmp_path / "home"
    valkey.stop(tmp_path / "home")


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=PATIENCE)[1]


async def test_from_the_first_link_to_an_orderly_end(home):
    async with up(home) as one, httpx.AsyncClient() as client:
        found = await one.says(LINK)
        ada = Visitor(found[1], client)
        await the_link_makes_an_administrator_once(ada, found)
        (worker,) = await one.logs("up.worker_started")
        await one.logs("worker.started")
        assert (home / "valkey").is_dir(), "the worker has the settings that stood on the command line"
        await a_killed_worker_is_replaced(one, worker)
        await it_ends_though_somebody_watches(one, ada)
        assert found[2] not in one.log.read_text(), "the link lets in whoever reads it"
    async with up(home, "--workers", "0") as again, httpx.AsyncClient() as client:
        where = await again.says(re.compile(r"Postroom is at (\S+)"))
        ada = Visitor(where[1], client)
        signed = await ada.send("/sign-in", address=ADA, password=PASSWORD)
        assert signed.status_code == 303
        assert (await ada.get("/admin")).status_code == 200
        assert again.children() == []
        assert await again.stop(signal.SIGINT) == 0
        assert LINK.search("".join(again.said) + (await again.process.stdout.read()).decode()) is None


async def the_link_makes_an_administrator_once(ada: Visitor, link: re.Match[str]) -> None:
    path = f"/welcome/{link[2]}"
    made = await ada.send(path, address=ADA, new_password=PASSWORD, new_password_again=PASSWORD)
    assert made.status_code == 303
    assert (await ada.get("/admin")).status_code == 200
    assert CSRF.search((await Visitor(ada.url, ada.client).get(path)).text) is None, "it has been used"


async def a_killed_worker_is_replaced(one: Up, worker: dict[str, object]) -> None:
    os.kill(worker["pid"], signal.SIGKILL)
    (ended,) = await one.logs("up.worker_ended")
    assert ended["exit_code"] == -signal.SIGKILL
    _, replaced = await one.logs("up.worker_started", times=2)
    assert replaced["pid"] != worker["pid"]
    await one.logs("worker.started", times=2)


async def it_ends_though_somebody_watches(one: Up, ada: Visitor) -> None:
    workers = one.children()
    async with ada.watch("wall:admin") as answer:
        lines = answer.aiter_lines()
        assert (await anext(lines)) != ""
        code = await one.stop()
        rest = [line async for line in lines]
    assert code == 0
    assert not any(line.startswith("event: changed") for line in rest)
    assert gone(workers)
    (stopped,) = await one.logs("worker.stopped")
    assert stopped["level"] == "info", "its worker ended warm"


async def test_nobodys_workers_work_on_after_a_kill(home):
    async with up(home, "--workers", "2") as one:
        await one.logs("worker.started", times=2)
        workers = one.children()
        assert len(workers) == 2
        await one.stop(signal.SIGKILL)
        assert gone(workers)


async def test_a_worker_that_ends_at_once_is_started_ever_more_slowly(monkeypatch):
    monkeypatch.setattr("cli.crew.FIRST_PAUSE", 0.05)
    monkeypatch.setattr("cli.crew.LONGEST_PAUSE", 0.15)
    with capture_logs() as logged:
        async with crew(1, {"POSTROOM_LOG": "nonsense"}), asyncio.timeout(PATIENCE):
            while len(ended := [one for one in logged if one["event"] == "up.worker_ended"]) < 4:
                await asyncio.sleep(0.05)
    assert [one["again_in_s"] for one in ended] == [0.05, 0.1, 0.15, 0.15]
    assert {one["exit_code"] for one in ended} == {2}


async def test_a_port_that_is_taken_is_said_and_nothing_is_left_running(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with up(home, "--port", port) as one:
            assert await asyncio.wait_for(one.process.wait(), PATIENCE) == 1
            told = one.log.read_text()
    assert f"port {port}: another program listens there" in told
    assert "Traceback" not in told
    assert "worker_started" not in told


async def test_what_goes_to_the_journal_holds_no_link(home):
    """systemd names the stream that it reads in JOURNAL_STREAM."""
    reading, writing = os.pipe()
    about = os.fstat(writing)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "postroom", "--home", str(home), "up", "--port", "0", "--workers", "0",
        env=_environment(JOURNAL_STREAM=f"{about.st_dev}:{about.st_ino}"), cwd=home.parent,
        stdin=DEVNULL, stdout=writing, stderr=DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as output:
        told = await asyncio.to_thread(output.readline) + await asyncio.to_thread(output.readline)
        process.terminate()
        told += await asyncio.to_thread(output.read)
    assert await process.wait() == 0
    assert "no link" in told
    assert "postroom person add" in told
    assert LINK.search(told) is None


async def test_the_pages_are_served_with_a_certificate(home, tmp_path):
    issued = issue("localhost")
    certificate, key = issued.write(tmp_path)
    tls = ("--host", "localhost", "--certificate", str(certificate), "--key", str(key))
    async with up(home, *tls, "--workers", "0") as one:
        where = await one.says(re.compile(r"Postroom is at (https://localhost:\d+)"))
        async with httpx.AsyncClient(verify=ssl.create_default_context(cadata=issued.ca)) as client:
            answer = await client.get(f"{where[1]}/wall")
        assert answer.headers["location"] == "/sign-in?next=/wall"
        assert "strict-transport-security" in answer.headers
