"""Headers are read from whatever strangers wrote: short printable text comes out, and quickly."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.headers import LONGEST_TEXT, MOST_OCTETS, Headers, message_id, read

NOTHING = Headers("", "", "", ())


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        pytest.param(b"Subject: plain\r\n\r\n", "plain", id="plain"),
        pytest.param(b"subject:no space\n\n", "no space", id="lower case, bare line feeds"),
        pytest.param(b"Subject: two\r\n lines\r\n\r\n", "two lines", id="folded"),
        pytest.param("Subject: grüße\r\n\r\n".encode(), "grüße", id="raw UTF-8"),
        pytest.param("Subject: grüße\r\n\r\n".encode("latin-1"), "grüße", id="raw Latin-1"),
        pytest.param(b"Subject: =?utf-8?q?gr=C3=BC=C3=9Fe?= x\r\n\r\n", "grüße x", id="encoded word"),
        pytest.param(b"Subject: =?utf-8?b?Z3LDvA==?=\r\n =?utf-8?b?w59l?=\r\n\r\n", "grüße", id="two encoded words"),
        pytest.param(b"Subject: =?x-none?q?abc?=\r\n\r\n", "abc", id="unknown character set"),
        pytest.param(b"Subject: =?utf-8?b?a?=\r\n\r\n", "=?utf-8?b?a?=", id="broken encoded word is shown"),
        pytest.param(b"Subject: a\0b\x1b[31m\r\n\r\n", "a\ufffdb\ufffd[31m", id="NUL and escape"),
        pytest.param(b"Subject: one\r\nSubject: two\r\n\r\n", "one", id="the first counts"),
        pytest.param(b"X: y\r\n\r\nSubject: body\r\n", "", id="never from the body"),
        pytest.param(b"\r\nSubject: body\r\n", "", id="no header at all"),
        pytest.param(b"Subject: cut", "cut", id="without an end"),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_a_subject_is_shown_as_it_was_meant(raw, subject):
    assert read(raw).subject == subject


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(b"a@example.org", ("a@example.org",), id="bare"),
        pytest.param(b"Ana <a@example.org>, b@example.org", ("Ana <a@example.org>", "b@example.org"), id="two"),
        pytest.param(b'"Doe, Jane" <j@example.org>', ("Doe, Jane <j@example.org>",), id="comma in quotes"),
        pytest.param(b"=?utf-8?q?J=C3=BC?= <j@example.org>", ("Jü <j@example.org>",), id="encoded name"),
        pytest.param(b"friends: a@example.org, b@example.org;", ("a@example.org", "b@example.org"), id="group"),
        pytest.param(b"undisclosed", ("undisclosed",), id="no address"),
        pytest.param(b"", (), id="empty"),
    ],
)
def test_recipients_are_read_one_by_one(value, expected):
    assert read(b"To: " + value + b"\r\n\r\n").recipients == expected


def test_a_message_id_is_the_same_alone_and_among_other_headers():
    raw = b"Received: x\r\nMessage-ID:\r\n  <a@example.org>\r\nSubject: y\r\n\r\n"
    assert message_id(b"Message-ID: <a@example.org>\r\n\r\n") == read(raw).message_id == "<a@example.org>"


@given(st.binary(max_size=3000))
@example(b"Subject: =?utf-8?q?=ED=A0=80?=\r\n\r\n")
@example(b"To: " + b"(" * 3000 + b"\r\n\r\n")
@example(b"From: =?utf-16?b?2AA=?= <>\r\n\r\n")
def test_any_octets_give_short_printable_text(octets):
    for raw in (octets, b"Subject: " + octets, b"To: " + octets, b"From: " + octets + b"\r\n\r\n"):
        found = read(raw)
        for text in (found.message_id, found.subject, found.sender, *found.recipients):
            assert text.isprintable()
            assert "\0" not in text.encode().decode()
            assert len(text) <= 3 * LONGEST_TEXT


HOSTILE = {
    "100,000 headers": b"X-Filler: y\r\n" * 100_000 + b"Subject: far\r\n\r\n",
    "100,000 recipients fields": b"To: a@example.org\r\n" * 100_000 + b"\r\n",
    "one endless line": b"Subject: " + b"a" * 5_000_000,
    "one endless recipient list": b"To: " + b"a@example.org, " * 400_000 + b"\r\n\r\n",
    "nested comments": b"From: " + b"(" * 200_000 + b"\r\n\r\n",
    "nested quotes": b"To: " + b'"\\' * 200_000 + b"\r\n\r\n",
    "half encoded words": b"Subject: " + b"=?utf-8?q?a" * 100_000 + b"\r\n\r\n",
    "angles": b"From: " + b"<" * 200_000 + b"\r\n\r\n",
    "folded without end": b"Subject: a" + b"\r\n b" * 500_000,
    "blank folds": b"Subject:" + b" \r\n" * 300_000,
    "MIME nested 1,000 deep": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (depth, depth) for depth in range(1000)
    ),
    "10 MB of NULs": bytes(10_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_headers_are_read_within_a_quarter_second(name):
    began = time.process_time()
    read(HOSTILE[name])
    assert time.process_time() - began < 0.25


def test_what_lies_beyond_the_bound_is_not_looked_at():
    assert read(b"X: y\r\n" * MOST_OCTETS + b"Subject: far\r\n\r\n") == NOTHING
