"""An SMTP server in trouble: whatever number and code it refuses with, at whatever stage, nothing is proven; and what
only looks like trouble is still believed."""

from __future__ import annotations

import pytest

from errors.classify import classify
from errors.explain import signal_from_text
from errors.model import Level, Nature, Protocol, Stage

STAGES = [
    *(Stage.CONNECT, Stage.GREETING, Stage.EHLO, Stage.TLS, Stage.AUTH),
    *(Stage.MAIL_FROM, Stage.RCPT_TO, Stage.DATA, Stage.FINAL, Stage.SEND),
]
DOOR = [Stage.CONNECT, Stage.GREETING, Stage.EHLO]

REFUSALS = [
    *("500", "501", "502", "503", "504", "521", "525", "530", "534", "535", "550", "551", "552", "553", "554", "571"),
    *("535 5.7.8", "535 5.7.0", "535 5.7.139", "534 5.7.9", "525 5.7.13", "538 5.7.11", "530 5.7.0", "530 5.7.57"),
    *("550 5.0.0", "550 5.1.0", "550 5.1.1", "550 5.1.2", "553 5.1.3", "550 5.1.6", "550 5.1.8", "550 5.1.10"),
    *("550 5.2.0", "550 5.2.1", "552 5.2.2", "552 5.2.3", "554 5.3.0", "554 5.3.2", "552 5.3.4", "554 5.3.5"),
    *("550 5.4.1", "550 5.4.5", "503 5.5.1", "500 5.5.2", "554 5.6.0", "550 5.7.1", "550 5.7.26", "550 5.7.25"),
    *("550 5.7.511", "550 5.7.54", "550 5.7.60", "550 5.7.501", "550 5.7.708", "535 5.7.30"),
]

TROUBLE = [
    "server is going down for maintenance", "internal server error", "Server busy", "system too busy",
    "please try again later", "Service temporarily unavailable", "database error", "database is locked",
    "internal error, database unavailable", "backend failure, try later", "the database is down",
    "LDAP lookup failure", "LDAP server unavailable", "all authentication servers are down", "no space left on device",
    "no response from backend", "cannot contact the authentication server", "timeout while asking the backend",
    "server is overloaded", "out of memory", "temporary failure", "temporary local problem", "Service unavailable",
    "Server vorübergehend nicht verfügbar", "Interner Serverfehler", "Wartungsarbeiten",
    "bitte versuchen Sie es später erneut", "Service temporairement indisponible", "Erreur interne du serveur",
    "veuillez réessayer plus tard", "Servicio no disponible temporalmente", "Error interno del servidor",
    "Servizio temporaneamente non disponibile", "Errore interno del server", "Serviço temporariamente indisponível",
    "Erro interno do servidor", "Сервер временно недоступен", "Внутренняя ошибка сервера", "технические работы",
    "服务器繁忙，请稍后再试", "系统错误", "一時的に利用できません",
    "サーバーエラー", "서버 오류", "잠시 후 다시 시도하십시오",
]  # fmt: skip


def entry(stage, text):
    return classify(signal_from_text(Protocol.SMTP, stage, text)).entry


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("phrase", TROUBLE)
def test_no_refusal_is_believed_beside_words_of_trouble(phrase, stage):
    believed = [code for code in REFUSALS if entry(stage, f"{code} {phrase}").nature is not Nature.TRANSIENT]
    assert believed == []


AT_SIGN_IN = [
    "authentication failed: timeout", "Timeout waiting for auth", "too busy", "under maintenance", "try again",
    "Error: authentication failed: generic failure", "the daily quota of logins was exceeded", "Daily limit reached",
    "Relay login failed: upstream unavailable", "auth failed: connection refused", "Authentication failed: try again",
    "Login incorrect: user database down", "User locked out; directory is unreachable",
]  # fmt: skip


@pytest.mark.parametrize("refusal", ["535", "535 5.7.8", "535 5.7.0", "550", "550 5.7.1", "525 5.7.13", "534 5.7.9"])
@pytest.mark.parametrize("phrase", AT_SIGN_IN)
def test_no_password_is_judged_by_a_server_in_trouble(phrase, refusal):
    assert entry(Stage.AUTH, f"{refusal} {phrase}").nature is Nature.TRANSIENT


BELIEVED = [
    pytest.param(Stage.AUTH, "535 5.7.8 Error: authentication failed: authentication failure", "SMTP-101", id="sasl"),
    pytest.param(Stage.AUTH, "535 Wrong password. Check it and try again.", "SMTP-102", id="again with another one"),
    pytest.param(Stage.AUTH, "535 5.7.8 Incorrect login or password, please try again", "SMTP-101", id="again, coded"),
    pytest.param(Stage.RCPT_TO, "550 Requested action not taken: mailbox unavailable", "SMTP-401", id="RFC 5321's"),
    pytest.param(Stage.RCPT_TO, "550 5.1.1 Empfänger nicht erreichbar", "SMTP-401", id="a recipient out of reach"),
    pytest.param(Stage.RCPT_TO, "550 5.7.1 User is not accepting mail", "SMTP-404", id="an unwilling one"),
    pytest.param(Stage.RCPT_TO, "550 5.4.7 delivery expired: connection timed out", "SMTP-417", id="too long ago"),
    pytest.param(Stage.GREETING, "554 host.example.org ESMTP not accepting messages", "SMTP-310", id="turned away"),
]


@pytest.mark.parametrize(("stage", "text", "code"), BELIEVED)
def test_what_only_looks_like_trouble_is_believed(stage, text, code):
    assert entry(stage, text).code == code


@pytest.mark.parametrize("stage", [Stage.DATA, Stage.FINAL, Stage.SEND])
@pytest.mark.parametrize("text", ["451 4.7.1 Try again later", "451 Sorry", "450 4.7.1 Sorry", "550 Try again later"])
def test_an_email_put_off_without_a_reason_says_nothing_of_the_server(text, stage):
    assert (entry(stage, text).level, entry(stage, text).nature) == (Level.EMAIL, Nature.TRANSIENT)


@pytest.mark.parametrize("stage", [Stage.DATA, Stage.FINAL])
@pytest.mark.parametrize(
    "text",
    [
        "550 5.7.1 The URL http://x.example in your mail is on a blacklist",
        "550 your message contains a link to http://spamhaus.org listed",
        "550 Rejected: http://x.example listed in zen.spamhaus.org",
        "554 5.7.1 Barracuda Reputation of link",
        "554 5.7.1 A link in the body is listed by Spamhaus DBL",
        "550 5.7.1 Message contains URLs that are blacklisted",
    ],
)
def test_a_blocked_link_is_a_matter_of_one_email(text, stage):
    assert entry(stage, text).level is Level.EMAIL


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    "text",
    [
        "550 5.7.1 service unavailable; client [192.0.2.4] blocked",
        "554 5.7.1 Service unavailable; Client host [192.0.2.4] blocked using zen.spamhaus.org",
    ],
)
def test_a_blocked_host_is_a_matter_of_the_profile_at_every_stage(text, stage):
    assert entry(stage, text).code == "SMTP-311"


@pytest.mark.parametrize("stage", [Stage.MAIL_FROM, Stage.RCPT_TO, Stage.DATA, Stage.FINAL])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("550 Your account has been disabled, contact support", "SMTP-301"),
        ("550 Sender account disabled", "SMTP-301"),
        ("550 5.7.1 Your mailbox is locked", "SMTP-301"),
        ("550 5.7.1 Your account is temporarily suspended", "SMTP-224"),
        ("550 5.7.1 Your account has been blocked temporarily", "SMTP-224"),
    ],
)
def test_an_account_of_the_sender_is_not_the_recipients(text, code, stage):
    assert entry(stage, text).code == code


@pytest.mark.parametrize("stage", DOOR)
@pytest.mark.parametrize(
    "text", ["<html>\r\n<h1>502 Bad Gateway</h1>", "502 <html><title>502 Bad Gateway", "HTTP/1.1 502 Bad Gateway"]
)
def test_a_web_server_is_no_mail_server_even_in_trouble(text, stage):
    assert entry(stage, text).code == "SMTP-320"
