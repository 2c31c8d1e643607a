"""What may be written by hand: from text to values, and words that say what is allowed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from config import checks
from config.checks import NotAllowed
from tests.kit.certificates import issue


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        pytest.param(checks.host, "mail.example.org", "mail.example.org", id="a host name"),
        pytest.param(checks.host, "bücher.example", "xn--bcher-kva.example", id="an international one as its A-label"),
        pytest.param(checks.host, "[2001:db8::1]", "2001:db8::1", id="an address in brackets"),
        pytest.param(checks.address, "ana@example.org", "ana@example.org", id="an email address"),
        pytest.param(checks.name, "Head office", "Head office", id="a name with a blank in it"),
        pytest.param(checks.username, "EXAMPLE\\ana", "EXAMPLE\\ana", id="a user name of a domain"),
        pytest.param(checks.seconds, "0.5", timedelta(milliseconds=500), id="half a second"),
        pytest.param(checks.hours_or_never, "6", timedelta(hours=6), id="six hours"),
        pytest.param(checks.hours_or_never, "never", "never", id="never"),
        pytest.param(checks.day_or_none, "2026-01-31", date(2026, 1, 31), id="a day"),
        pytest.param(checks.day_or_none, "none", "none", id="no day"),
        pytest.param(checks.number, "14", 14, id="a number"),
        pytest.param(checks.number_or_unlimited, "unlimited", "unlimited", id="no limit"),
        pytest.param(checks.number_or_forever, "30", 30, id="thirty days"),
        pytest.param(checks.queues, "retry, sync", ("retry", "sync"), id="two queues"),
    ],
)
def test_what_is_allowed_becomes_a_value(check, text, value):
    assert check(text) == value


@pytest.mark.parametrize(
    ("check", "text", "words"),
    [
        pytest.param(checks.host, "mail example", "'mail example' is no host name", id="a blank in a host name"),
        pytest.param(checks.host, "", "'' is no host name", id="no host name"),
        pytest.param(checks.host, "a." * 200 + "org", "is no host name", id="a host name that is too long"),
        pytest.param(checks.address, "ana", "'ana' is no email address; one looks like", id="no at sign"),
        pytest.param(checks.address, "ana@-", "'-' is no domain", id="no domain"),
        pytest.param(checks.address, "a b@example.org", "is no email address", id="a blank in an address"),
        pytest.param(checks.name, "a/b", "without '/'", id="a slash in a name"),
        pytest.param(checks.username, "ana\r\nQUIT", "no control characters", id="a second line in a user name"),
        pytest.param(checks.seconds, "0", "above 0 is, up to 2592000", id="no seconds at all"),
        pytest.param(checks.seconds, "nan", "is not allowed", id="not a number"),
        pytest.param(checks.seconds, "1e400", "is not allowed", id="more seconds than there are"),
        pytest.param(checks.hours_or_never, "always", "hours (or `never`) above 0 is, up to 720", id="a wrong word"),
        pytest.param(
            checks.day_or_none, "31.1.2026", "is no date; one looks like 2026-01-31", id="a date of elsewhere"
        ),
        pytest.param(checks.number, "0", "'0' is not allowed; a number from 1 to", id="below the least"),
        pytest.param(checks.number, "9" * 10_000, "is not allowed", id="ten thousand digits"),
        pytest.param(checks.number, "٣", "is not allowed", id="digits of another script"),
        pytest.param(checks.number_or_unlimited, "-1", "or `unlimited`", id="a negative limit"),
        pytest.param(checks.certificates, "hello", "no certificate in PEM form", id="no certificate"),
        pytest.param(checks.queues, "sync,sync", "each once", id="a queue twice"),
    ],
)
def test_what_is_not_allowed_is_told_with_what_is(check, text, words):
    with pytest.raises(NotAllowed) as refused:
        check(text)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "empty", id="none"),
        pytest.param("hunter2\nmore", "more than one line", id="two lines"),
    ],
)
def test_a_password_that_is_refused_is_never_shown(text, words):
    with pytest.raises(NotAllowed) as refused:
        checks.password(text)
    assert words in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_certificates_of_a_private_ca_are_taken_as_they_are():
    pem = issue("mail.example.org").ca
    assert checks.certificates(pem) == pem


def test_letters_that_only_a_comment_can_have_keep_no_certificate_out():
    pem = issue("mail.example.org").ca
    assert checks.certificates(f"\ufeff# Züricher CA\n{pem}") == f"# Zricher CA\n{pem}"


@pytest.mark.parametrize("text", ["\x00", "-----BEGIN CERTIFICATE-----\n’’’\n-----END CERTIFICATE-----", "’" * 1000])
def test_what_no_library_can_read_is_no_certificate(text):
    with pytest.raises(NotAllowed, match="no certificate in PEM form"):
        checks.certificates(text)


def test_a_private_key_is_not_kept_with_the_certificates():
    pem = issue("mail.example.org").ca
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n"
    with pytest.raises(NotAllowed, match="holds a private key") as refused:
        checks.certificates(pem + key)
    assert "MIIE" not in str(refused.value)
