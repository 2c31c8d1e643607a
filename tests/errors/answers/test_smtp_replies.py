"""SMTP replies as servers send them, and as exceptions, logs and delivery reports quote them."""

from __future__ import annotations

import pytest

from errors.answers.smtp import read

GMAIL = (
    "535-5.7.8 Username and Password not accepted. For more information, go to\r\n"
    "535 5.7.8  https://support.google.com/mail/?p=BadCredentials a1sm - gsmtp"
)


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        pytest.param(GMAIL, "535", "5.7.8", id="two lines"),
        pytest.param("550 5.1.1 <ana@example.org>: User unknown", "550", "5.1.1", id="one line"),
        pytest.param("550", "550", None, id="a number alone"),
        pytest.param("554: Message rejected", "554", None, id="a colon after the number"),
        pytest.param("550 #5.1.0 Address rejected.", "550", "5.1.0", id="a hash before the code"),
        pytest.param("550 sorry, no mailbox here by that name (#5.1.1)", "550", "5.1.1", id="qmail"),
        pytest.param("554-IN-BOUND refused\n554 bye", "554", None, id="a word run on to the number"),
        pytest.param(
            "550 5.0.350 Remote server returned an error -> 550 5.1.1 unknown",
            "550",
            "5.1.1",
            id="what the next server said",
        ),
        pytest.param("554 5.4.0 < #5.7.1 smtp;550 5.7.1 no relay>", "554", "5.4.0", id="but not instead of a cause"),
        pytest.param("421-4.7.28 a\n451 4.7.1 b", "421", "4.7.28", id="another number is another reply"),
        pytest.param("250-SIZE\n250 OK\n454 4.7.0 Temporary\n221 bye", "454", "4.7.0", id="the first refusal"),
        pytest.param("250 OK\n354 go ahead", "354", None, id="no refusal: the last"),
        pytest.param("421 mail ESMTP Exim 4.92.3 busy", "421", None, id="a version is no code"),
        pytest.param("550 denied for 5.6.7.8", "550", None, id="an address is no code"),
        pytest.param("550 4.7.1 no", "550", "5.7.1", id="a code of another class: the number governs"),
        pytest.param("450 5.7.1 later", "450", "4.7.1", id="and so the other way round"),
        pytest.param("5.7.8 Username and Password not accepted", None, "5.7.8", id="a code without its number"),
        pytest.param("dsn=4.7.1, status=deferred", None, "4.7.1", id="a code in a log"),
        pytest.param("2026-11-24 12:00 it failed", None, None, id="a year"),
        pytest.param("587 is refused", None, None, id="a port"),
        pytest.param("Nothing of the kind", None, None, id="no reply"),
        pytest.param("", None, None, id="nothing"),
    ],
)
def test_a_reply_is_taken_apart(text, status, code):
    told = read(text)
    assert (told.status, told.code) == (status, code)


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        pytest.param("host mx.example.org[192.0.2.1] said: 550 5.1.1 <x@example.org>: unknown (in reply to RCPT TO "
                     "command)", "550", "5.1.1", id="Postfix"),
        pytest.param("Nov 24 12:00:00 mx postfix/smtp[550]: A1B2: to=<x@example.org>, delay=451, dsn=5.1.1, "
                     "status=bounced (host mx.example.org[192.0.2.1] said: 554 no (in reply to end of DATA command))",
                     "554", None, id="Postfix, in its log"),
        pytest.param("SMTP error from remote mail server after RCPT TO:<x@example.org>: 550 no such user", "550", None,
                     id="Exim"),
        pytest.param("SMTP error from remote mail server after end of data: 451 4.3.0 later", "451", "4.3.0",
                     id="Exim, after the data"),
        pytest.param("192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown\nGiving up", "550",
                     "5.1.1", id="qmail"),
        pytest.param("Diagnostic-Code: smtp; 550 5.1.1 unknown", "550", "5.1.1", id="a delivery report"),
        pytest.param("smtp;550 no such user", "550", None, id="a delivery report, run together"),
        pytest.param("Final-Recipient: rfc822; x@example.org\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp;"
                     " 550-5.1.1 The email account\n 550-5.1.1 that you tried\n 550 5.1.1 does not exist", "550",
                     "5.1.1", id="a delivery report of several lines"),
        pytest.param("Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'", "550", "5.1.10",
                     id="Exchange"),
        pytest.param("(535, b'5.7.8 Username and Password not accepted\\n5.7.8 go')", "535", "5.7.8", id="smtplib"),
        pytest.param("SMTPAuthenticationError(535, 'Incorrect authentication data')", "535", None, id="aiosmtplib"),
        pytest.param("SMTPRecipientsRefused: {'x@example.org': (550, b'5.1.1 unknown')}", "550", "5.1.1",
                     id="smtplib, for one recipient"),
        pytest.param("Invalid login: 535-5.7.8 Username and Password not accepted", "535", "5.7.8", id="nodemailer"),
        pytest.param("Could not connect to smtp.example.org:587 in 2026", None, None, id="a port and a year"),
        pytest.param("Connection to port 465 failed, limit: 500 messages", None, None, id="a limit"),
    ],
)  # fmt: skip
def test_a_reply_is_found_within_other_words(text, status, code):
    told = read(text)
    assert (told.status, told.code) == (status, code)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(GMAIL, "535 5.7.8 Username and Password not accepted. For more information, go to "
                     "https://support.google.com/mail/?p=BadCredentials a1sm - gsmtp", id="continued"),
        pytest.param(GMAIL.replace("\r\n", "\\r\\n"), "535 5.7.8 Username and Password not accepted. For more "
                     "information, go to https://support.google.com/mail/?p=BadCredentials a1sm - gsmtp",
                     id="line ends as escapes"),
        pytest.param("550-5.1.1 The account that you\ntried to reach\n550 5.1.1 does not exist",
                     "550 5.1.1 The account that you tried to reach does not exist", id="wrapped by a terminal"),
        pytest.param("250 OK\n550 5.1.1 no", "250 OK\n550 5.1.1 no", id="two replies stay two"),
    ],
)  # fmt: skip
def test_a_reply_of_several_lines_reads_as_the_sentence_it_is(text, words):
    assert read(text).text == words


def test_a_challenge_is_shown_in_clear():
    told = read("334 eyJzdGF0dXMiOiI0MDEifQ==")
    assert (told.status, told.text) == ("334", '{"status":"401"}')


def test_a_refusal_after_a_challenge_counts():
    assert read("334 eyJzdGF0dXMiOiI0MDEifQ==\n535 5.7.8 no").status == "535"
