"""A server's own wait, from words and headers."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.hints import retry_after
from errors.model import Protocol, Signal, Stage

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def said(text="", **more):
    return Signal(Protocol.IMAP, Stage.POLL, text, **more)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds", 92.415, id="Exchange"),
        pytest.param("NO [LIMIT] try again in 5 minutes", 300, id="minutes"),
        pytest.param("The server asked to back off 120.000 seconds", 120, id="in two words, in thousandths"),
        pytest.param("NO please wait 20 seconds", 20, id="wait"),
        pytest.param("NO retry after 30", 30, id="no unit means seconds"),
        pytest.param("NO retry in 90s", 90, id="s"),
        pytest.param("NO Try again in 2 hours.", 7200, id="hours"),
        pytest.param("NO try again in 1.5 hours", 5400, id="and a half"),
        pytest.param("NO wait for 1 day", 86400, id="a day"),
        pytest.param("Backoff: 300000 ms", 300, id="ms"),
        pytest.param("please try again in 4 min 30 s", 270, id="two units"),
        pytest.param("try again in 1 hour and 30 minutes", 5400, id="two units and a word between"),
        pytest.param("try again in 1h30m", 5400, id="two units run together"),
        pytest.param("retry after 00:05:00", 300, id="as a clock shows it"),
        pytest.param("Try again after approximately 2 hours", 7200, id="approximately"),
        pytest.param("Please wait at least 60 seconds before retrying", 60, id="at least"),
        pytest.param("Please retry after 1,000 seconds", 1000, id="a comma between thousands"),
        pytest.param("Please wait 5 minutes and try again", 300, id="what to do comes after"),
        pytest.param("try again in five minutes", 300, id="a number in words"),
        pytest.param("Try again in half an hour", 1800, id="half an hour"),
        pytest.param("451 4.7.1 Greylisted for 300 seconds", 300, id="greylisted"),
        pytest.param("451 Greylisting in action, please come back in 00:04:59", 299, id="milter-greylist"),
        pytest.param("Your account is locked for 15 minutes", 900, id="locked"),
        pytest.param("exceeded the limit of 500 per 24 hours; try again in 2 hours", 7200, id="after another length"),
        pytest.param('{"error": {"code": "x", "retryAfterSeconds": 17}}', 17, id="Graph's retryAfterSeconds"),
        pytest.param('{"retryDelay": "3.5s"}', 3.5, id="Google's retryDelay"),
        pytest.param('<t:Value Name="BackOffMilliseconds">25000</t:Value>', 25, id="Exchange's MessageXml"),
        pytest.param('{"BackOffMilliseconds": 297749}', 297.749, id="Exchange's in JSON"),
        pytest.param("450 4.7.1 please retry 5 minutes later", 300, id="later"),
        pytest.param("421 too many errors (retry: 90s)", 90, id="retry and no more"),
        pytest.param("Do not try again for 10 minutes", 600, id="not for that long"),
        pytest.param("450 try again in 3 minute(s)", 180, id="one or several"),
        pytest.param("NO [UNAVAILABLE]\nretry-after-ms: 1500", 1.5, id="a header among the words"),
    ],
)
def test_a_wait_is_read_in_its_unit(text, seconds):
    assert retry_after(said(text)) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("Bitte versuchen Sie es in 5 Minuten erneut", 300, id="German"),
        pytest.param("Zu viele Anmeldungen, in einer Stunde wieder versuchen", 3600, id="German, in words"),
        pytest.param("warten Sie 30 Sekunden", 30, id="German, wait"),
        pytest.param("Veuillez réessayer dans 5 minutes", 300, id="French"),
        pytest.param("Trop de connexions, patientez 2 heures", 7200, id="French, wait"),
        pytest.param("inténtelo de nuevo en 5 minutos", 300, id="Spanish"),
        pytest.param("vuelva a intentarlo dentro de 10 minutos", 600, id="Spanish, within"),
        pytest.param("riprova tra 5 minuti", 300, id="Italian"),
        pytest.param("tente novamente em 15 minutos", 900, id="Portuguese"),
        pytest.param("aguarde 30 segundos", 30, id="Portuguese, wait"),
        pytest.param("probeer het over 5 minuten opnieuw", 300, id="Dutch"),
        pytest.param("повторите попытку через 5 минут", 300, id="Russian"),
        pytest.param("请10分钟后重试", 600, id="Chinese"),
        pytest.param("5分後にもう一度お試しください", 300, id="Japanese"),
    ],
)
def test_a_wait_is_read_in_other_languages(text, seconds):
    assert retry_after(said(text)) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    [
        "NO Internal error. Try again later... (MARKER:74)",
        "NO Too many open connections (11 of 10 from client.example.net [192.0.2.7])",
        "timed out: no greeting within 30 s",
        "[Errno 111] Connect call failed ('127.0.0.1', 993)",
        "NO try again in a few minutes",
        "",
        "within 24 hours you sent 500 messages",
        "550 5.4.5 limit of 500 recipients per 24 hours",
        "You have sent too many messages in the last 24 hours. Try again later.",
        "Too many login attempts in 10 minutes, please try again later",
        "552 5.3.4 message exceeds 25 MB, do not try again",
        "Connection to port 465 failed, try again",
        "Retry timed out after 30 seconds",
        "the message was delayed for 4 hours, we will retry for 5 days",
        "on 2026-11-24 12:30:00 it failed, retry after 14:30:00",
        "retry after 3 attempts, wait 5 messages",
        "will retry every 5 minutes for 5 days",
        "it failed 5 minutes later",
        "The token was inactive for 90.00:00:00",
        "expired 5 minutes ago; try again",
        "user has sent to too many recipients this hour",
        "backoff limit reached, 30 messages",
    ],
)
def test_other_numbers_are_no_wait(text):
    assert retry_after(said(text)) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"Retry-After": "120"}, 120, id="seconds"),
        pytest.param(
            {"retry-after": "Tue, 24 Nov 2026 12:01:00 GMT", "date": "Tue, 24 Nov 2026 12:00:00 GMT"}, 60,
            id="a date, counted from Date",
        ),
        pytest.param({"Retry-After": "Tue, 24 Nov 2026 12:02:00 GMT"}, 120, id="a date, counted from when it was seen"),
        pytest.param({"Retry-After": "Tue, 24 Nov 2026 12:02:00 -0000"}, 120, id="a date without a zone is UTC"),
        pytest.param({"Retry-After": "2.128"}, 2.128, id="a fraction"),
        pytest.param({"Retry-After": "120, 120"}, 120, id="two headers in one"),
        pytest.param({"Retry-After": "30 seconds"}, 30, id="with its unit"),
        pytest.param({"Retry-After": "-5"}, None, id="less than nothing"),
        pytest.param({"Retry-After": "0"}, 0, id="no wait at all"),
        pytest.param({"x-ms-retry-after-ms": "1500", "Retry-After": "2"}, 1.5, id="the finer header"),
        pytest.param({"retry-after-ms": "250"}, 0.25, id="milliseconds"),
        pytest.param({"Retry-After": "soon"}, None, id="no date at all"),
        pytest.param({"Content-Type": "text/plain"}, None, id="no such header"),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_rfc_9110_says(headers, seconds):
    told = retry_after(said("", headers=headers, observed_at=NOON))
    assert told == (timedelta(seconds=seconds) if seconds is not None else None)


def test_a_date_that_has_passed_asks_for_no_wait():
    headers = {"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT"}
    assert not retry_after(said("", headers=headers, observed_at=NOON))


def test_a_header_says_more_than_the_words():
    assert retry_after(said("try again in 5 minutes", headers={"Retry-After": "7"})) == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("User-rate limit exceeded. Retry after 2026-11-24T12:00:11.430Z", 11, id="a moment to come"),
        pytest.param("Retry after 2026-11-24T11:00:11.430Z", 0, id="a moment that has passed"),
        pytest.param("Retry after 2026-99-99T11:00:11.430Z", None, id="no moment at all"),
    ],
)
def test_a_moment_in_words_is_counted_from_when_it_was_seen(text, seconds):
    told = retry_after(said(text, observed_at=NOON))
    assert told == (timedelta(seconds=seconds) if seconds is not None else None)
    assert retry_after(said(text)) is None


@pytest.mark.parametrize(
    "date",
    [
        pytest.param("Thu, 01 Jan 99999999999999999999 00:02:00 GMT", id="a year"),
        pytest.param("Thu, 99999999999999999999 Jan 2026 00:02:00 GMT", id="a day"),
        pytest.param("Thu, 01 Jan 2026 00:02:00 +99999999999999", id="a zone"),
        pytest.param("Thu, 01 Jan 2026 99999999999999999999:02:00 GMT", id="an hour"),
    ],
)
def test_a_date_with_too_many_digits_names_no_wait(date):
    assert retry_after(said(headers={"Retry-After": date})) is None
    assert retry_after(said(headers={"Retry-After": "Thu, 01 Jan 2026 00:02:00 GMT", "Date": date})) is None


HOSTILE = {
    "lengths of time": "5 minutes ", "again": "again ", "try again in": "try again in ", "digits": "1", "numbers": "1 ",
    "commas": "1,", "clocks": "00:05:0", "blanks": " ", "retry-after": "retry-after", "wait": "wait ", "letters": "a ",
    "words": "try a b c d e f ", "numbers in words": "an hour ", "backoff": "backoff ", "and": "5 minutes and ",
    "half": "half an ", "quotes": 'backoff"', "never ending": "try again in 5 m",
}  # fmt: skip


@pytest.mark.parametrize("piece", [pytest.param(piece, id=name) for name, piece in HOSTILE.items()])
def test_a_hint_is_looked_for_in_time_that_does_not_grow_with_the_answer(piece):
    """Measured as CPU time: the neighbours of this machine do not count."""
    fastest = min(_seconds_for(piece * (1_000_000 // len(piece))) for _ in range(3))
    assert fastest < 0.05  # 7 ms at most when the machine is idle


def _seconds_for(text: str) -> float:
    began = time.process_time()
    retry_after(said(text))
    return time.process_time() - began


@given(st.text(), st.text())
def test_no_text_is_too_strange_to_be_read(before, after):
    told = retry_after(said(f"{before} try again in 99999999999999999999 days {after}", headers={"Retry-After": after}))
    assert told is None or isinstance(told, timedelta)
