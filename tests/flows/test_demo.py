"""The demo: a whole story in under a minute, which ends with a check of itself that can fail."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import httpx
import psutil
import pytest
from rich.console import Console

from cli.demo.facts import Watch
from cli.demo.pages import demo_pages
from cli.demo.play import expected_of
from cli.demo.verdict import judge
from simulator import Simulator
from web.serve import Place

ROOT = Path(__file__).resolve().parents[2]
PROMISED = {
    "mailboxes", "emails_stored", "emails_expected", "duplicates", "lost", "alerts_open", "halted", "recovered",
    "polls", "seconds", "pages",
}  # fmt: skip
LIVE = re.compile(r"watch it live: (http://127.0.0.1:\d+)/welcome/(\S+)")
STORED_ONCE = "every email that was served is stored once, byte for byte"


async def test_the_demo_plays_its_story_in_under_a_minute_shows_it_and_its_check_passes(tmp_path):
    ours = {name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")}
    broken = {"POSTROOM_DATABASE_URL": "nonsense", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "postroom", "demo", "--mailboxes", "20", "--seconds", "35", "--json", "--stay",
        cwd=tmp_path, env={**ours, **broken}, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    try:
        await _watched(running, tmp_path)
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
async def test_a_demo_that_is_ended_leaves_nothing_behind(tmp_path, by):
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "postroom", "demo", "--mailboxes", "10",
        cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    async with asyncio.timeout(60):
        await _says(running.stdout, LIVE)
        while len(children := psutil.Process(running.pid).children()) < 2:
            await asyncio.sleep(0.1)
        running.send_signal(by)
        assert await running.wait() == 130
    assert psutil.wait_procs(children, timeout=10)[1] == []
    assert list(tmp_path.iterdir()) == []


async def _watched(running, tmp_path):
    async with asyncio.timeout(150), httpx.AsyncClient() as client:
        link = await _says(running.stderr, LIVE)
        await _see_the_wall(client, *link.groups())
        told = json.loads((await _document(running.stdout)).decode())
        judged(told)
        assert told["pages"] == link[1]
        await _says(running.stderr, re.compile("until Ctrl-C"))
        crew = psutil.Process(running.pid).children()
        assert len(crew) == 2, "its workers go on"
        assert (await client.get(f"{link[1]}/sign-in")).status_code == 200
        running.send_signal(signal.SIGINT)
        rest = await running.stdout.read()
        assert (await running.wait(), rest) == (0, b""), (await running.stderr.read()).decode()
    assert psutil.wait_procs(crew, timeout=10)[1] == []
    assert list(tmp_path.iterdir()) == [], "its home is thrown away"


def judged(told):
    assert set(told) >= PROMISED
    assert (told["mailboxes"], told["lost"], told["duplicates"]) == (20, 0, 0)
    assert told["emails_stored"] == told["emails_expected"] > 0
    assert told["halted"] > 0
    assert told["recovered"] > 0
    assert told["seconds"] < 60
    assert all(one["ok"] for one in told["checks"])


async def _says(stream, pattern):
    while line := (await stream.readline()).decode():
        if found := pattern.search(line):
            return found
    raise AssertionError(f"it never said {pattern.pattern}")


async def _document(stream) -> bytes:
    """The JSON document, whose last line is its only one that begins with a brace that closes."""
    lines = []
    while line := await stream.readline():
        lines.append(line)
        if line.startswith(b"}"):
            break
    return b"".join(lines)


async def _see_the_wall(client, url: str, token: str) -> None:
    """Of the administrators, as whoever opens the link does."""
    form = await client.get(f"{url}/welcome/{token}")
    cookies = _cookies(form)
    (csrf,) = re.findall(r'name="csrf" value="([^"]+)"', form.text)
    answer = await client.post(f"{url}/welcome/{token}", data={"csrf": csrf}, headers={"cookie": cookies})
    assert answer.status_code == 303
    wall = await client.get(f"{url}/admin", headers={"cookie": _cookies(answer)})
    assert wall.status_code == 200
    assert "admin@example.org" in wall.text


def _cookies(answer) -> str:
    """Those that are for https only are kept on a browser's own machine."""
    return "; ".join(line.partition(";")[0] for line in answer.headers.get_list("set-cookie"))


async def test_a_demo_whose_pages_have_no_place_says_so_and_goes_on(house, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr("cli.demo.pages.Place", lambda: Place(port=taken.getsockname()[1]))
        async with demo_pages(house.office, {"watch it live": "admin@example.org"}) as pages:
            said = Console(file=io.StringIO(), width=200)
            said.print(pages.told())
    assert (pages.url, dict(pages.links)) == (None, {})
    assert "another program listens there" in said.file.getvalue()


async def test_an_email_that_is_missing_fails_the_demos_check(house):
    async with Simulator("quiet", seed=1, mailboxes=2) as simulator:
        simulator.stop_arrivals()
        users = await house.simulated(simulator)
        await house.sync(users[0])
        facts = await Watch().look(house.office)
        missing = await judge(house.office, expected_of(simulator), facts)
        await house.sync(users[1])
        whole = await judge(house.office, expected_of(simulator), facts)
    assert missing.lost == len(simulator.expected(users[1].address)) > 0
    assert dict(missing.checks)[STORED_ONCE] is False
    assert not missing.ok
    assert (whole.lost, whole.duplicates) == (0, 0)
    assert dict(whole.checks)[STORED_ONCE] is True
