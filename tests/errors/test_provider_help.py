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


def test_no_word_beats_the_host():
    """Anybody may have an address at a provider, or say its name."""
    said = fault("NO Application-specific password required for bob@yahoo.com, see support.google.com")
    assert help_address(said, "mail.example.org") == ""
    assert help_address(said, "imap.mail.yahoo.com") == "https://help.yahoo.com/kb/SLN15241.html"


def test_an_address_of_an_email_tells_no_provider():
    assert help_address(fault("NO bob@yahoo.com: Application-specific password required")) == ""
    assert help_address(fault("NO (yahoo.com) Application-specific password required")).startswith("https://help.yahoo")


@pytest.mark.parametrize(
    ("link", "host"),
    [
        pytest.param("https://aka.ms/evil", "outlook.office365.com", id="a shortener"),
        pytest.param("https://go.microsoft.com/fwlink/?LinkID=1", "outlook.office365.com", id="a redirector"),
        pytest.param("http://support.google.com/accounts/answer/1", "imap.gmail.com", id="not over TLS"),
        pytest.param("https://support.google.com/url?q=evil", "imap.gmail.com", id="a page that leads elsewhere"),
        pytest.param("http://yandex.ru/clck/jsredir?url=evil", "imap.yandex.ru", id="a counter of clicks"),
        pytest.param("https://yandex.ru/clck/jsredir?url=evil", "imap.yandex.ru", id="the same over TLS"),
        pytest.param("https://support.apple.com/1", "imap.gmail.com", id="another provider's"),
        pytest.param("https://support.apple.com/1", "mail.example.org", id="a provider's that the host is not"),
    ],
)
def test_only_the_hosts_own_pages_are_taken_from_its_words(link, host):
    assert link not in (told := help_address(fault(f"{APP_PASSWORD} {link}"), host))
    assert "evil" not in told


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
