"""`postroom errors unclassified`: what no rule knew, one line for all that is alike, and what is known by now."""

from __future__ import annotations

import pytest

from errors.classify import classify
from errors.memory import signal_document
from errors.model import Protocol, Signal, Stage
from store import attempts
from store.records import Attempt
from tests.kit.stores import NOON, a_mailbox, a_profile

FIELDS = {
    "fingerprint", "protocol", "stage", "code", "sample", "count", "mailboxes", "first_seen", "last_seen", "known_as",
}  # fmt: skip
RIDDLE = Signal(Protocol.IMAP, Stage.POLL, "NO [XFROB] quux \u202e\x1b[31m", "NO", "XFROB")
KNOWN_SINCE = Signal(Protocol.IMAP, Stage.POLL, "NO [INUSE] busy", "NO", "INUSE")


@pytest.fixture
def met(in_store):
    """met(fingerprint, signal): two mailboxes met it."""
    in_store(a_profile)
    in_store(lambda store: a_mailbox(store, "ana@example.org"))
    in_store(lambda store: a_mailbox(store, "bo@example.org"))

    def make(fingerprint: str, signal: Signal) -> None:
        async def fill(store):
            async with store.write() as tx:
                for direction_id in (1, 3):
                    one = Attempt(
                        direction_id, NOON, ok=False, stage=signal.stage, code="UNK-901", response=signal.text,
                        fingerprint=fingerprint, signal=signal_document(signal, text=False),
                    )  # fmt: skip
                    await attempts.record(tx, one)

        in_store(fill)

    return make


def test_an_unknown_answer_is_one_line_with_its_counts_and_safe_words(run, met):
    met("0123456789ab", RIDDLE)
    ran = run("errors", "unclassified", "--json")
    (line,) = ran.json
    assert (ran.code, set(line)) == (0, FIELDS)
    assert (line["fingerprint"], line["code"], line["protocol"], line["stage"]) == (
        "0123456789ab", "UNK-901", "imap", "poll",
    )  # fmt: skip
    assert (line["count"], line["known_as"]) == (2, None)
    assert line["mailboxes"] == ["ana@example.org", "bo@example.org"]
    assert line["first_seen"] == line["last_seen"] == "2026-03-01T12:00:00Z"
    assert line["sample"].startswith("NO [XFROB] quux")
    assert line["sample"].isprintable()


def test_what_today_s_rules_know_is_marked_as_known(run, met):
    met("0123456789ab", KNOWN_SINCE)
    (line,) = run("errors", "unclassified", "--json").json
    fault = classify(KNOWN_SINCE)
    assert line["known_as"] == {"code": fault.code, "rule": fault.rule}
    assert fault.code in run("errors", "unclassified").out


def test_people_see_the_words_without_control_characters(run, met):
    met("0123456789ab", RIDDLE)
    shown = run("errors", "unclassified").out
    assert "0123456789ab" in shown
    assert "met by ana@example.org, bo@example.org" in shown
    assert "\x1b" not in shown


def test_an_empty_list_is_done_too(run, met):
    ran = run("errors", "unclassified")
    assert (ran.code, ran.out) == (0, "")
    assert run("errors", "unclassified", "--json").json == []
