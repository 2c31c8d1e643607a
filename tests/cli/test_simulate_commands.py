"""`postroom simulate serve`: for people who test other mail clients."""

import imaplib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract
ROOT = Path(__file__).resolve().parents[2]


def test_it_serves_any_client_until_it_is_told_to_end_and_leaves_nothing(tmp_path):
    serving = subprocess.Popen(
        [sys.executable, "-m", "postroom", "simulate", "serve", "quiet", "--mailboxes", "3", "--json"],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        told = _document(serving)
        account = told["mailboxes"][0]
        (server,) = [one for one in told["profiles"] if one["name"] == account["profile"]]
        client = imaplib.IMAP4(server["host"], server["port"], timeout=10)
        client.login(account["address"], account["password"])
        assert client.select("INBOX", readonly=True)[0] == "OK"
        client.shutdown()
        assert list(tmp_path.iterdir())
    finally:
        serving.terminate()
        code = serving.wait(10)
    assert code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_that_can_t_be_played_is_bad_usage(run, tmp_path):
    scenario = tmp_path / "mine.toml"
    scenario.write_text('[profiles.a]\nmailboxen = 3\n[[trouble]]\nfault = "rain"\n')
    ran = run("simulate", "serve", str(scenario))
    assert ran.code == 2
    assert "mailboxen" in ran.err
    assert "rain" in ran.err


def _document(serving):
    """The JSON document, as soon as it is whole."""
    said = ""
    for line in serving.stdout:
        said += line
        if line == "}\n":
            return json.loads(said)
    raise AssertionError(said)
