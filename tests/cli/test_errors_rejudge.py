"""`postroom errors rejudge`: what is listed, in which words, with which exit codes. Testing is a flow's (flows/)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from errors.classify import classify
from errors.machine import State
from errors.memory import signal_document
from errors.model import Protocol, Signal, Stage
from errors.version import catalogue_version
from store import halts
from tests.kit.stores import NOON, a_mailbox, a_profile, put

FIELDS = {"address", "direction", "halted_since", "was", "now", "verdict"}
THROTTLE = Signal(
    Protocol.IMAP, Stage.AUTH, "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded", "NO",
    "UNAVAILABLE",
)  # fmt: skip
REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")
OF_OLD = {"halted_at": NOON, "halt_code": "IMAP-101", "halt_rule": "imap.of-old", "halt_catalogue": "another-day"}


@pytest.fixture
def halted(in_store):
    """halted(address, signal, **columns): a mailbox that other rules halted for that."""

    def make(address: str, signal: Signal | None = THROTTLE, **columns: object) -> None:
        async def fill(store):
            box = await a_mailbox(store, address)
            kept = signal_document(signal) if signal else None
            await put(store, box.incoming.id, state=State.HALTED, **{**OF_OLD, "halt_signal": kept, **columns})

        in_store(fill)

    in_store(a_profile)
    return make


def test_what_today_s_rules_would_not_have_halted_is_listed_with_was_and_now(run, halted):
    halted("ana@example.org")
    halted("bo@example.org", REFUSED)
    halted("cy@example.org", halt_catalogue=catalogue_version())
    ran = run("errors", "rejudge", "--json")
    (listed,) = ran.json
    assert (ran.code, set(listed)) == (0, FIELDS)
    fault = classify(THROTTLE)
    assert listed == {
        "address": "ana@example.org",
        "direction": "incoming",
        "halted_since": "2026-03-01T12:00:00Z",
        "was": {"code": "IMAP-101", "rule": "imap.of-old", "catalogue": "another-day"},
        "now": {"code": fault.code, "rule": fault.rule, "nature": "transient"},
        "verdict": "would_not_halt",
    }


def test_people_see_one_line_each_and_what_to_do(run, halted):
    halted("ana@example.org")
    halted("bo@example.org", None)
    ran = run("errors", "rejudge")
    _, ana, bo = ran.out.splitlines()
    assert "IMAP-101 (imap.of-old)" in ana
    assert classify(THROTTLE).code in ana
    assert "can't be told" in bo
    assert "errors rejudge --apply" in ran.err
    assert "mailbox enable" in ran.err


def test_nothing_to_take_back_is_done_too(run, halted):
    halted("bo@example.org", REFUSED)
    assert (run("errors", "rejudge").code, run("errors", "rejudge", "--json").json) == (0, [])
    assert "would be halted today too" in run("errors", "rejudge").err


def test_many_are_read_in_pages(run, halted, monkeypatch):
    monkeypatch.setattr(halts, "PAGE", 2)
    addresses = [f"m{number}@example.org" for number in range(5)]
    for address in addresses:
        halted(address, replace(THROTTLE, text=f"{THROTTLE.text} {address}"))
    assert [one["address"] for one in run("errors", "rejudge", "--json").json] == addresses


def test_doctor_says_how_many_would_be_freed(run, halted):
    halted("ana@example.org")
    halted("bo@example.org", REFUSED)
    checks = {one["check"]: one for one in run("--redis-url", "redis://127.0.0.1:9", "doctor", "--json").json}
    assert checks["halts"]["ok"] is True
    assert "1 mailbox halted" in checks["halts"]["found"]
    assert "errors rejudge" in checks["halts"]["advice"]


def test_doctor_has_nothing_to_say_of_halts_that_stand(run, halted):
    halted("bo@example.org", REFUSED)
    checks = {one["check"]: one for one in run("--redis-url", "redis://127.0.0.1:9", "doctor", "--json").json}
    assert (checks["halts"]["ok"], checks["halts"]["advice"]) == (True, None)
