"""The demo: a whole story in under a minute, which ends with a check of itself that can fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from cli.demo.facts import Watch
from cli.demo.play import expected_of
from cli.demo.verdict import judge
from simulator import Simulator

ROOT = Path(__file__).resolve().parents[2]
PROMISED = {
    "mailboxes", "emails_stored", "emails_expected", "duplicates", "lost", "alerts_open", "halted", "recovered",
    "polls", "seconds",
}  # fmt: skip
STORED_ONCE = "every email that was served is stored once, byte for byte"


def test_the_demo_plays_its_story_in_under_a_minute_and_its_check_passes(tmp_path):
    ours = {name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")}
    broken = {"POSTROOM_DATABASE_URL": "nonsense", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        (sys.executable, "-m", "postroom", "demo", "--mailboxes", "20", "--seconds", "35", "--json"),
        cwd=tmp_path, env={**ours, **broken}, capture_output=True, text=True, timeout=150, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert set(told) >= PROMISED
    assert (told["mailboxes"], told["lost"], told["duplicates"]) == (20, 0, 0)
    assert told["emails_stored"] == told["emails_expected"] > 0
    assert told["halted"] > 0
    assert told["recovered"] > 0
    assert told["seconds"] < 60
    assert all(one["ok"] for one in told["checks"])
    assert list(tmp_path.iterdir()) == [], "its home is thrown away"


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
