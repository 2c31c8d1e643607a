"""A thousand of the same unknown answer are one line, and two different ones are two."""

from __future__ import annotations

import base64
import re
import uuid
from random import Random
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.fingerprint import fingerprint, gist, names_of
from errors.model import Protocol, Signal, Stage
from tests.kit.corpus import ANSWERS, signal_of


def smtp(text, **more):
    return Signal(Protocol.SMTP, Stage.FINAL, text, **({"status": "554"} | more))


def made_up(seed):
    """Names, ids and times as servers put them into their answers."""
    dice = Random(seed)
    name = dice.choice(["ana", "bo.k", "carla+x", "d_e", "Eve", "o'neil"])
    host = (
        f"{dice.choice(['mx', 'mail', 'smtp-in'])}{dice.randrange(99)}.{dice.choice(['example.org', 'example.test'])}"
    )
    return {
        "address": f"{name}@{dice.choice(['example.org', 'mail.example.test'])}",
        "name": dice.choice(["ana", "bo k", "Sent Items", "Entwürfe", "a-b"]),
        "host": host,
        "ip": ".".join(str(dice.randrange(256)) for _ in range(4)),
        "ipv6": ":".join(f"{dice.randrange(65536):x}" for _ in range(8)),
        "number": dice.randrange(10 ** dice.randrange(1, 9)),
        "queue": f"{dice.randrange(16**10):010X}",
        "gmail": f"{dice.randrange(16**12):x}-{dice.randrange(16**20):x}sm{dice.randrange(10**6)}wmq.9",
        "uuid": uuid.UUID(int=dice.getrandbits(128), version=4),
        "base64": base64.b64encode(dice.randbytes(48)).decode(),
        "seconds": dice.choice(["1 second", "5 seconds", "2 minutes", "1 hour", "3 days"]),
        "date": f"{dice.choice(['Mon', 'Tue'])}, {dice.randrange(1, 29)} {dice.choice(['May', 'Nov'])} 2026 "
                f"{dice.randrange(24):02}:{dice.randrange(60):02}:07 +0000 (UTC)",
        "iso": f"2026-0{dice.randrange(1, 10)}-1{dice.randrange(10)}T01:11:12.{dice.randrange(999)}Z",
    }  # fmt: skip


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("554 5.9.9 <{address}>: gizmo refused by {host}[{ip}]:25", id="addresses, hosts and IPs"),
        pytest.param("554-5.9.9 [{ip}] gizmo refused\n554 5.9.9 for {address}. {gmail} - gsmtp", id="a session"),
        pytest.param("554 {queue} gizmo refused, id={queue}, user={address}", id="queue ids and pairs"),
        pytest.param("NO gizmo refused for \"{name}\" and '{name}' (session=<{base64}>)", id="quoted names"),
        pytest.param("gizmo [{ipv6}] refused at {date}, try in {seconds}", id="times and waits"),
        pytest.param(
            '{{"error":{{"code":"gizmoRefused","message":"No gizmo for {address} at {iso}","innerError":'
            '{{"request-id":"{uuid}","date":"{iso}"}}}}}}',
            id="JSON",
        ),
        pytest.param("<s:Fault><faultstring>Gizmo refused {uuid}</faultstring><Id>{base64}</Id></s:Fault>", id="XML"),
        pytest.param("gizmo refused: {base64} {number} of {number} https://{host}/{uuid}?a={number}", id="a link"),
    ],
)
def test_a_thousand_of_the_same_are_one(template):
    found = {fingerprint(smtp(template.format(**made_up(seed)))) for seed in range(1000)}
    assert len(found) == 1
    words = gist(template.format(**made_up(0)))
    assert "gizmo" in words
    assert not re.search(r"[\d@]", words)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(smtp("554 other words"), id="other words"),
        pytest.param(smtp("554 some words", status="451"), id="another status"),
        pytest.param(smtp("554 some words", response_code="5.7.1"), id="another code"),
        pytest.param(smtp("554 some words", inner_codes=("x",)), id="a code within"),
        pytest.param(smtp("554 some words", http_status=500), id="another HTTP status"),
        pytest.param(smtp("554 some words", exception="OSError"), id="another exception"),
        pytest.param(Signal(Protocol.IMAP, Stage.FINAL, "554 some words", status="554"), id="another protocol"),
        pytest.param(Signal(Protocol.SMTP, Stage.DATA, "554 some words", status="554"), id="another stage"),
    ],
)
def test_two_that_differ_in_what_matters_are_two(other):
    assert fingerprint(other) != fingerprint(smtp("554 some words"))


def test_real_answers_mostly_differ():
    prints = {fingerprint(signal_of(row)) for row in ANSWERS}
    assert len(prints) > 0.9 * len(ANSWERS)


def test_letters_of_any_script_count_and_their_case_does_not():
    assert gist("Почтовый ящик Переполнен, 送信できません") == gist("почтовый ящик переполнен 送信できません")
    assert fingerprint(smtp("почтовый ящик")) != fingerprint(smtp("почтовый адрес"))


def test_a_fingerprint_is_the_same_tomorrow():
    assert fingerprint(smtp("554 5.9.9 gizmo refused for <ana@example.org>")) == "4c2668e40da0"


@given(st.text(st.characters(), max_size=300))
def test_any_words_have_a_fingerprint(text):
    assert re.fullmatch(r"[0-9a-f]{12}", fingerprint(smtp(text)))


@pytest.mark.parametrize("piece", ["a", '"', "'", "<", "a ", "1", "{", "a'", "a-", '" :', "=", "é"])
def test_a_long_answer_takes_no_longer_than_its_window(piece):
    text = piece * (1_000_000 // len(piece))
    began = thread_time()
    fingerprint(smtp(text))
    assert thread_time() - began < 0.2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("NO Mailbox alice is weird", "NO Mailbox bob is weird", id="a mailbox"),
        pytest.param("NO user alice.smith weird", "NO user bob weird", id="a user"),
        pytest.param("NO weird for user alice", "NO weird for user bob", id="a user at the end"),
        pytest.param("NO weird (session: qwertz)", "NO weird (session: asdf)", id="a session"),
    ],
)
def test_a_name_makes_no_other_answer(one, other):
    assert fingerprint(smtp(one)) == fingerprint(smtp(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("NO Mailbox full", "NO Mailbox unknown", id="the last word"),
        pytest.param("NO mailbox suspended by admin", "NO mailbox expired by admin", id="before more"),
        pytest.param("NO user unknown here", "NO user disabled here", id="a user"),
    ],
)
def test_what_is_said_of_a_mailbox_is_no_name(one, other):
    assert fingerprint(smtp(one)) != fingerprint(smtp(other))


def test_a_number_in_imaps_code_makes_no_other_answer_and_in_others_it_does():
    imap, other = (Signal(Protocol.IMAP, Stage.POLL, "NO weird", response_code=code) for code in ("XID-1", "XID-22"))
    assert fingerprint(imap) == fingerprint(other)
    assert fingerprint(smtp("554 weird", response_code="5.7.1")) != fingerprint(
        smtp("554 weird", response_code="5.7.8")
    )


RUBBISH = Random(7).randbytes(300).decode("utf-8", "replace")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 200_000, id="brackets"),
        pytest.param("{" * 200_000, id="other brackets"),
        pytest.param("", id="nothing"),
    ],
)
def test_answers_without_any_word_differ_by_how_they_begin(text):
    assert gist(text) == gist(RUBBISH) == ""
    assert fingerprint(smtp(text)) != fingerprint(smtp(RUBBISH))
    assert fingerprint(smtp("[" * 300)) == fingerprint(smtp("[" * 200_000))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("554 5.7.1", "554 5.7.22", id="numbers"),
        pytest.param("554 <ana@example.org>", "554 <ben@example.org>", id="addresses"),
        pytest.param("554 a1b2/c3+d4==", "554 e5+f6/a7=", id="ids"),
    ],
)
def test_without_any_word_ids_make_no_other_answer(one, other):
    assert fingerprint(smtp(one)) == fingerprint(smtp(other))


def test_the_mailboxs_own_names_stay_out():
    names = names_of("Alice@example.org", "EXAMPLE\\asmith")
    assert names == {"alice", "alice@example.org", "example\\asmith", "asmith"}
    prints = {fingerprint(smtp(f"554 weird thing, {name}, so"), names) for name in ("alice", "Asmith", "")}
    assert len(prints) == 1
    assert fingerprint(smtp("554 weird thing, bob, so"), names) not in prints
