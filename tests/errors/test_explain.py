"""What a person pasted, taken apart as the adapters would, and the verdict that is printed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from errors.classify import classify
from errors.explain import looks_like_another, signal_from_text, verdict
from errors.model import Protocol, Stage

FIELDS = [
    "code", "kind", "nature", "level", "who_acts", "retry_after_s", "counts_against_budget", "proofs", "headline",
    "remedy", "remedies", "rule", "matched", "reference", "help",
]  # fmt: skip


def imap(text, stage=Stage.AUTH, **more):
    return signal_from_text(Protocol.IMAP, stage, text, **more)


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        pytest.param(
            "NO [AUTHENTICATIONFAILED] Invalid credentials", "NO", "AUTHENTICATIONFAILED", id="NO with a code"
        ),
        pytest.param("* BYE [UNAVAILABLE] later", "BYE", "UNAVAILABLE", id="BYE with a code"),
        pytest.param("* BYE so long", "BYE", None, id="BYE without"),
        pytest.param("BAD Command Error. 12\n* BYE Connection closed. 14", "BAD", None, id="of several the first"),
        pytest.param("* OK [ALERT] mind\nNO [LIMIT] slow", "NO", "LIMIT", id="of several the first verdict"),
        pytest.param("no [inuse] wait", "NO", "INUSE", id="small letters"),
        pytest.param("a17 NO [NOPERM] never", "NO", "NOPERM", id="with its tag"),
        pytest.param("NO [REFERRAL imap://mbs2.example.com/] moved", "NO", "REFERRAL", id="a code with arguments"),
        pytest.param("NO see [1] for more", "NO", None, id="a bracket that is no code"),
        pytest.param("Nothing of the kind", None, None, id="no answer at all"),
        pytest.param("", None, None, id="nothing"),
        pytest.param("imaplib.error: b'[INUSE] wait'", None, "INUSE", id="imaplib's exception"),
        pytest.param("('NO', [b'[LIMIT] slow'])", "NO", "LIMIT", id="imaplib's answer"),
        pytest.param("[ERROR] S: A1 NO [UNAVAILABLE] later", "NO", "UNAVAILABLE", id="in a log"),
        pytest.param(
            "AuthenticationFailedException: [AUTHENTICATIONFAILED] no",
            None,
            "AUTHENTICATIONFAILED",
            id="a Java client's exception",
        ),
    ],
)
def test_an_imap_answer_is_taken_apart(text, status, code):
    seen = imap(text)
    assert (seen.status, seen.response_code, seen.text) == (status, code, text)


def test_a_challenge_is_shown_in_clear():
    seen = imap("+ eyJzdGF0dXMiOiI0MDEifQ==")
    assert (seen.status, seen.text) == ("+", '{"status":"401"}')


@pytest.mark.parametrize(
    ("protocol", "text", "named"),
    [
        pytest.param(Protocol.IMAP, "535 5.7.8 no", "smtp", id="an SMTP reply"),
        pytest.param(Protocol.SMTP, "a1 NO [INUSE] wait", "imap", id="an IMAP answer"),
        pytest.param(Protocol.IMAP, "<m:ResponseCode>ErrorX</m:ResponseCode>", "ews", id="XML"),
        pytest.param(Protocol.EWS, '{"error": {"code": "x"}}', "graph", id="JSON with an object"),
        pytest.param(Protocol.SMTP, '{"error": "invalid_grant"}', "oauth", id="JSON with a word"),
        pytest.param(Protocol.NETWORK, "550 5.1.1 no", "smtp", id="an answer where there was none"),
    ],
)
def test_words_of_another_protocol_are_pointed_out(protocol, text, named):
    assert looks_like_another(protocol, text) is Protocol(named)


@pytest.mark.parametrize(
    ("protocol", "text"),
    [
        pytest.param(Protocol.SMTP, "535 5.7.8 no", id="its own"),
        pytest.param(Protocol.GRAPH, '{"error": "invalid_grant"}', id="a word from Graph"),
        pytest.param(Protocol.IMAP, "Too many connections", id="anyone's"),
        pytest.param(Protocol.EWS, "HTTP/1.1 503 Service Unavailable", id="HTTP"),
        pytest.param(Protocol.GRAPH, "503 Server Error: Service Unavailable for url: x", id="a library's exception"),
        pytest.param(Protocol.SMTP, '{"none": 1}', id="any JSON"),
        pytest.param(Protocol.SMTP, "", id="nothing"),
    ],
)
def test_nothing_is_pointed_out_where_nothing_is_odd(protocol, text):
    assert looks_like_another(protocol, text) is None


@pytest.mark.parametrize("text", ["+ abc", "+ /w=="])
def test_a_challenge_that_is_none_stays_as_it_is(text):
    assert imap(text).text == text


def test_other_protocols_words_are_left_whole():
    seen = signal_from_text(Protocol.SMTP, Stage.AUTH, "NO [X] 535", http_status=401, headers={"Retry-After": "3"})
    assert (seen.status, seen.response_code, seen.http_status) == (None, None, 401)
    assert verdict(classify(seen))["retry_after_s"] == 3.0


def test_an_exception_may_be_named_with_its_module():
    seen = signal_from_text(Protocol.NETWORK, Stage.DNS, "[Errno -2] Name or service not known",
                            exception="socket.gaierror")  # fmt: skip
    assert seen.exception == "gaierror"


def test_an_exception_of_the_network_tells_of_the_network_whatever_was_spoken():
    assert imap("reset", Stage.GREETING, exception="ConnectionResetError").protocol is Protocol.NETWORK
    assert imap("NO [X] reset", exception="ConnectionResetError").protocol is Protocol.IMAP


def test_a_verdict_has_all_fields_that_the_interface_promises():
    told = verdict(classify(imap("NO [AUTHENTICATIONFAILED] Invalid credentials")))
    assert list(told) == FIELDS
    assert set(told["remedies"]) == {"mailbox_owner", "profile_owner", "administrator"}
    assert told["remedies"]["mailbox_owner"] == told["remedy"] != told["remedies"]["administrator"]
    assert told | {"remedy": "", "remedies": {}} == {
        "code": "IMAP-101",
        "kind": "auth_failed",
        "nature": "permanent",
        "level": "mailbox",
        "who_acts": "mailbox_owner",
        "retry_after_s": None,
        "counts_against_budget": True,
        "proofs": 1,
        "headline": "The server does not accept the user name or password of the mailbox",
        "remedy": "",
        "remedies": {},
        "rule": "imap.code.authenticationfailed",
        "matched": "AUTHENTICATIONFAILED",
        "reference": "RFC 5530 section 3",
        "help": None,
    }


def test_what_has_no_name_has_a_fingerprint_that_its_like_share():
    told, again = (
        verdict(classify(imap(f"Wondrous things at {place}", Stage.POLL)))
        for place in ("10:00:01 on 192.0.2.1", "11:30:59 on 192.0.2.7")
    )
    assert str(told["code"]).startswith("UNK-")
    assert told["fingerprint"] == again["fingerprint"]
    assert "fingerprint" not in verdict(classify(imap("NO [INUSE] wait")))


def test_where_nothing_is_wrong_nature_is_null():
    assert verdict(classify(imap("NO The specified message set is invalid.", Stage.FETCH)))["nature"] is None


def test_explaining_needs_no_more_than_a_moment_of_imports():
    """CPU time, so that the neighbours of this machine do not count."""
    measure = (
        "import time, dataclasses, enum, re, datetime; began = time.process_time();"
        "import errors.explain, errors.classify; print(time.process_time() - began)"
    )
    fastest = min(float(subprocess.check_output([sys.executable, "-c", measure])) for _ in range(5))
    assert fastest < 0.15  # 90 ms; `errors explain` has 600


def test_explaining_imports_nothing_but_the_standard_library():
    listing = "import sys, errors.explain, errors.classify, errors.decide; print(' '.join(sys.modules))"
    loaded = subprocess.check_output([sys.executable, "-c", listing], text=True).split()
    ours = {"errors"}
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names - ours
    assert {name for name in foreign if not name.startswith(("_", "sitecustomize", "distutils"))} == set()
    assert "asyncio" not in loaded


def test_a_reason_that_only_a_header_gives_is_heard():
    token = {"WWW-Authenticate": 'Bearer realm="", error="invalid_token"'}
    seen = signal_from_text(Protocol.EWS, Stage.POLL, "", http_status=401, headers=token)
    assert (seen.response_code, seen.text) == ("invalid_token", f"\nWWW-Authenticate: {token['WWW-Authenticate']}")


def test_a_header_that_gives_no_reason_stays_out_of_the_words():
    seen = signal_from_text(Protocol.GRAPH, Stage.POLL, "{}", http_status=503, headers={"Retry-After": "10"})
    assert (seen.text, seen.headers) == ("{}", {"Retry-After": "10"})


def test_an_exception_that_is_named_by_its_response_code_is_that_code():
    seen = signal_from_text(Protocol.EWS, Stage.POLL, "later", exception="exchangelib.errors.ErrorServerBusy")
    assert seen.response_code == "ErrorServerBusy"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("* OK [ALERT] Mind the gap", "OK", id="news"),
        pytest.param("* NO [ALERT] Mailbox is at 94% of quota", "OK", id="a warning"),
        pytest.param("a1 OK FETCH completed", "OK", id="success"),
        pytest.param("* BAD Command line too long", "BAD", id="an error of no command"),
        pytest.param("* OK [ALERT] mind\n* BAD what?", "BAD", id="news before an error"),
    ],
)
def test_what_imap_says_beside_a_command_is_told_from_a_refusal(text, status):
    assert imap(text).status == status
