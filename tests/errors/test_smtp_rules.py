"""SMTP: every number, every enhanced status code and every stage has a verdict, and its nature is that of its class."""

from __future__ import annotations

from dataclasses import replace

import pytest

from errors.catalogue import CATALOGUE
from errors.classify import INDEX, RULES, UNCLASSIFIED, classify
from errors.explain import signal_from_text
from errors.model import Actor, Kind, Level, Nature, Protocol, Stage
from tests.kit.corpus import rows, signal_of

# The IANA registry of enhanced status codes, without the class: subject, and its last detail.
REGISTRY = {0: 0, 1: 10, 2: 4, 3: 6, 4: 7, 5: 6, 6: 10, 7: 30}
DETAILS = [f"{subject}.{detail}" for subject, last in REGISTRY.items() for detail in range(last + 1)]
MAIL = [Stage.MAIL_FROM, Stage.RCPT_TO, Stage.DATA, Stage.FINAL, Stage.SEND]
SPOKEN = [Stage.CONNECT, Stage.GREETING, Stage.EHLO, Stage.TLS, Stage.AUTH, *MAIL]

# Where the verdict is not that of the reply's class, and why.
AGAINST_CLASS = {
    ("5", "SMTP-208"): "Gmail's 5.4.5: the day's mail is sent; it goes on by itself",
    ("5", "SMTP-225"): "out of step: losing an email costs more than trying again",
    ("5", "SMTP-232"): "the same, before anybody is signed in",
    ("5", "SMTP-227"): "RFC 4954: the next sign-in succeeds",
}

NUMBERS = [
    *("421", "432", "450", "451", "452", "454", "455", "458", "459"),
    *("500", "501", "502", "503", "504", "521", "523", "525", "530", "534", "535", "538", "541"),
    *("550", "551", "552", "553", "554", "555", "556", "571"),
]


def said(stage: Stage, text: str):
    return classify(signal_from_text(Protocol.SMTP, stage, text))


def natures(text: str, stage: Stage):
    fault = said(stage, text)
    assert fault.rule != UNCLASSIFIED, text
    allowed = (text[0], fault.code) in AGAINST_CLASS
    of_class = Nature.TRANSIENT if text[0] == "4" else Nature.PERMANENT
    return allowed or fault.entry.nature is of_class


@pytest.mark.parametrize("stage", SPOKEN)
@pytest.mark.parametrize("detail", DETAILS)
def test_every_registered_enhanced_code_follows_its_class_at_every_stage(detail, stage):
    assert natures(f"450 4.{detail} Sorry", stage)
    assert natures(f"550 5.{detail} Sorry", stage)


@pytest.mark.parametrize("stage", SPOKEN)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_follows_its_class_at_every_stage(number, stage):
    assert natures(f"{number} Sorry", stage)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("number", ["400", "499", "500", "599"])
def test_no_number_at_any_stage_stays_without_a_name(number, stage):
    assert said(stage, f"{number} Sorry").rule != UNCLASSIFIED


@pytest.mark.parametrize("detail", DETAILS)
def test_no_code_of_class_4_judges_a_password(detail):
    assert said(Stage.AUTH, f"454 4.{detail} Sorry").entry.nature is Nature.TRANSIENT


@pytest.mark.parametrize("detail", DETAILS)
def test_a_refused_recipient_never_halts_a_mailbox_by_its_address_or_mailbox_code(detail):
    if detail[0] in "12" and detail not in {"1.7", "1.8"}:
        assert said(Stage.RCPT_TO, f"550 5.{detail} Sorry").entry.level is Level.EMAIL


SAME_NUMBER = [
    pytest.param("550 Access denied", Stage.EHLO, Level.PROFILE, id="at the door: our host"),
    pytest.param("550 Denied", Stage.AUTH, Level.MAILBOX, id="at sign-in: this mailbox"),
    pytest.param("550 Denied", Stage.MAIL_FROM, Level.MAILBOX, id="of the sender: this mailbox"),
    pytest.param("550 Denied", Stage.RCPT_TO, Level.EMAIL, id="of a recipient: this email"),
    pytest.param("550 Denied", Stage.FINAL, Level.EMAIL, id="of the content: this email"),
]


@pytest.mark.parametrize(("text", "stage", "level"), SAME_NUMBER)
def test_the_same_number_means_another_thing_at_another_stage(text, stage, level):
    assert said(stage, text).entry.level is level


PROVEN = [
    pytest.param("535 5.7.8 Error: authentication failed", 1, id="an explicit code"),
    pytest.param("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", 1, id="Microsoft's"),
    pytest.param("535 Incorrect authentication data", 2, id="words alone"),
    pytest.param("535 5.7.0 Authentication failed", 2, id="a vague code"),
    pytest.param("550 Go", 3, id="nothing that says why"),
]


@pytest.mark.parametrize(("text", "proofs"), PROVEN)
def test_a_refused_sign_in_without_an_explicit_code_needs_more_than_one_proof(text, proofs):
    fault = said(Stage.AUTH, text)
    assert fault.entry.kind is Kind.AUTH_FAILED
    assert fault.entry.proofs == proofs


THROTTLES = [
    pytest.param("454 4.7.0 Too many login attempts, please try again later", Stage.AUTH, id="sign-ins"),
    pytest.param("535 Login frequency limited", Stage.AUTH, id="sign-ins, told as a refusal"),
    pytest.param("421 4.7.0 Too many concurrent connections for this user", Stage.AUTH, id="connections"),
    pytest.param("550 5.4.5 Daily user sending limit exceeded", Stage.FINAL, id="a day's mail, told as a refusal"),
    pytest.param("554 5.2.0 SubmissionQuotaExceededException", Stage.FINAL, id="Exchange's day"),
    pytest.param("550 Ip frequency limited", Stage.CONNECT, id="an address, told as a refusal"),
    pytest.param("451 4.7.500 Server busy. Please try again later", Stage.MAIL_FROM, id="Exchange's doubts"),
]


@pytest.mark.parametrize(("text", "stage"), THROTTLES)
def test_a_throttle_never_halts_and_never_counts(text, stage):
    entry = said(stage, text).entry
    assert entry.nature is Nature.TRANSIENT
    assert not entry.counts


def test_every_row_of_the_servers_answers_names_its_source():
    for row in rows("smtp.jsonl"):
        assert row["source"], row["id"]
        assert row["why"].endswith("."), row["id"]
    assert len({row["id"] for row in rows("smtp.jsonl")}) == len(rows("smtp.jsonl")) >= 150


@pytest.mark.parametrize("stage", SPOKEN)
def test_no_answer_is_fought_over_at_any_stage_it_could_have_come_at(stage):
    for row in [*rows("smtp.jsonl"), *rows("answers.jsonl")]:
        if row["protocol"] == "smtp":
            fitting = [rule for rule, _ in INDEX.fitting(replace(signal_of(row), stage=stage))]
            assert [rule.id for rule in fitting if rule.rank == fitting[0].rank][1:] == [], row["raw"]


def test_every_smtp_rule_is_for_smtp_alone_and_names_an_smtp_code():
    smtp = [rule for rule in RULES if rule.id.startswith("smtp.")]
    assert {rule.protocol for rule in smtp} == {Protocol.SMTP}
    assert {rule.code for rule in smtp} - set(CATALOGUE) == set()


def test_every_smtp_code_is_what_some_server_said():
    told = {classify(signal_of(row)).code for name in ("smtp.jsonl", "answers.jsonl") for row in rows(name)}
    assert {code for code in CATALOGUE if code.startswith("SMTP-")} - told == set()


def test_one_email_is_for_its_sender_to_mend():
    mends = {entry.who_acts for code, entry in CATALOGUE.items() if code.startswith("SMTP-4")}
    assert mends == {Actor.SENDER}


@pytest.mark.parametrize("number", ["500", "501", "502", "503", "504"])
def test_a_starttls_that_is_not_understood_is_not_offered(number):
    assert said(Stage.TLS, f"{number} 5.5.1 Sorry").code == "SMTP-325"


@pytest.mark.parametrize("number", ["403", "450", "454"])
def test_a_starttls_that_is_refused_for_now_is_asked_for_again(number):
    assert said(Stage.TLS, f"{number} 4.7.0 Sorry").code == "TLS-204"


@pytest.mark.parametrize(
    "begins", ["* OK IMAP4rev1 ready", "+OK ready", "SSH-2.0-dropbear", "HTTP/1.1 400 Bad Request"]
)
def test_who_speaks_another_protocol_takes_no_mail(begins):
    assert said(Stage.GREETING, begins).code == "SMTP-320"


def test_a_refusal_that_asks_to_try_later_is_tried_later():
    assert said(Stage.FINAL, "550 Rejected, please try again later").entry.nature is Nature.TRANSIENT
    assert said(Stage.FINAL, "550 Rejected").entry.nature is Nature.PERMANENT
