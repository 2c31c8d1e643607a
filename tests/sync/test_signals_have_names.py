"""What this folder tells of its own finding has a name in the catalogue: none of it ends as unclassified."""

import re
from pathlib import Path

import pytest

import sync
from errors.classify import UNCLASSIFIED, classify
from errors.model import Level, Protocol, Signal, Stage
from sync import arrivals

SOURCES = [file.read_text() for file in Path(sync.__file__).parent.rglob("*.py")]
TOLD = sorted({name for text in SOURCES for name in re.findall(r'own_signal\(\s*Stage\.\w+, "(\w+)"', text)})


def test_the_names_were_found():
    assert {"LoginDisabled", "NoSignInMethod", "StartTlsInjection", "UnusableCredentials"} <= set(TOLD)


@pytest.mark.parametrize("name", TOLD)
def test_what_we_find_out_ourselves_is_classified(name):
    stage = Stage.TLS if "Tls" in name else Stage.AUTH
    text = "mechanism not supported: x" if name == "NoSignInMethod" else "x"
    assert classify(Signal(Protocol.IMAP, stage, text, exception=name)).rule != UNCLASSIFIED


@pytest.mark.parametrize(
    "signal",
    [
        pytest.param(arrivals.too_large(Protocol.IMAP, "INBOX 1", 9, 5), id="too large"),
        pytest.param(arrivals.never_sent(Protocol.IMAP, "INBOX 1"), id="never sent"),
        pytest.param(arrivals.given_up(Protocol.IMAP, "INBOX 1", 3), id="given up"),
        pytest.param(
            Signal(Protocol.IMAP, Stage.FETCH, "message 1: ...", exception="LiteralTooLarge", message="INBOX 1"),
            id="larger than said",
        ),
    ],
)
def test_why_a_message_is_set_aside_stops_that_message_alone(signal):
    assert classify(signal).entry.level is Level.EMAIL
