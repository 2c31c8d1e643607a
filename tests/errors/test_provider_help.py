"""Providers' own help: shown for their answers, and never a stranger's link."""

from __future__ import annotations

import pytest

from errors.classify import classify
from errors.explain import signal_from_text
from errors.model import Protocol, Stage
from errors.provider_help import HELP, HOSTS, MARKS, help_address


def fault(text, protocol=Protocol.IMAP, stage=Stage.AUTH):
    return classify(signal_from_text(protocol, stage, text))


APP_PASSWORD = "NO Application-specific password required"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        pytest.param("imap.gmail.com", "https://support.google.com/accounts/answer/185833", id="Gmail"),
        pytest.param("IMAP.MAIL.ME.COM.", "https://support.apple.com/102654", id="iCloud, in capitals and dotted"),
        pytest.param("notgmail.com", "", id="a name that only ends like it"),
        pytest.param("mail.example.org", "", id="nobody known"),
        pytest.param("", "", id="no host"),
    ],
)
def test_the_providers_page_is_found_by_its_host(host, address):
    assert help_address(fault(APP_PASSWORD), host) == address


def test_the_provider_is_known_by_its_words_where_no_host_is():
    assert help_address(fault("NO Application-specific password required (gsmtp)")).startswith("https://support.google")


def test_the_page_that_the_provider_itself_names_comes_first():
    said = f"{APP_PASSWORD}: https://support.google.com/accounts/answer/99999."
    assert help_address(fault(said), "imap.gmail.com") == "https://support.google.com/accounts/answer/99999"


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("https://evil.example.test/support.google.com", id="another host"),
        pytest.param("https://support.google.com.evil.example.test/x", id="a host that begins like it"),
        pytest.param("https://support.google.com@evil.example.test/x", id="a user name that looks like it"),
        pytest.param("javascript:alert(1)", id="no web address"),
    ],
)
def test_a_strangers_link_is_never_shown(link):
    address = help_address(fault(f"{APP_PASSWORD} {link}"), "imap.gmail.com")
    assert "evil" not in address
    assert not address.startswith("javascript")


def test_every_address_is_https_and_every_provider_can_be_recognised():
    assert all(address.startswith("https://") for address in HELP.values())
    known = set(HOSTS.values()) | {provider for _, provider in MARKS}
    assert {provider for provider, _ in HELP} <= known
