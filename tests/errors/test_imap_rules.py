"""What decides between rules for IMAP: the stage, the tongue, codes that mislead, and the registry of codes."""

from __future__ import annotations

import pytest

from errors.catalogue import CATALOGUE
from errors.classify import classify
from errors.explain import signal_from_text
from errors.model import Protocol, Stage
from errors.rules.imap_codes import CODES, HARMLESS

# https://www.iana.org/assignments/imap-response-codes
REGISTERED = {
    "NEWNAME", "REFERRAL", "ALERT", "BADCHARSET", "PARSE", "PERMANENTFLAGS", "READ-ONLY", "READ-WRITE", "TRYCREATE",
    "UIDNEXT", "UIDVALIDITY", "UNSEEN", "UNKNOWN-CTE", "UIDNOTSTICKY", "APPENDUID", "COPYUID", "URLMECH", "TOOBIG",
    "BADURL", "HIGHESTMODSEQ", "NOMODSEQ", "MODIFIED", "COMPRESSIONACTIVE", "CLOSED", "NOTSAVED", "BADCOMPARATOR",
    "ANNOTATE", "ANNOTATIONS", "MAXCONVERTMESSAGES", "MAXCONVERTPARTS", "TEMPFAIL", "NOUPDATE", "METADATA",
    "NOTIFICATIONOVERFLOW", "BADEVENT", "UNDEFINED-FILTER", "UNAVAILABLE", "AUTHENTICATIONFAILED",
    "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "CONTACTADMIN", "NOPERM", "INUSE", "EXPUNGEISSUED",
    "CORRUPTION", "SERVERBUG", "CLIENTBUG", "CANNOT", "LIMIT", "OVERQUOTA", "ALREADYEXISTS", "NONEXISTENT", "USEATTR",
    "MAILBOXID", "HASCHILDREN", "CAPABILITY", "INPROGRESS", "UIDREQUIRED", "MESSAGELIMIT",
}  # fmt: skip
UNREGISTERED = {"THROTTLED", "WEBALERT"}

KNOWN = frozenset().union(*(rule.codes for rule in CODES))


def code_of(text, stage=Stage.AUTH):
    return classify(signal_from_text(Protocol.IMAP, stage, text)).code


def test_every_registered_code_is_classified_or_harmless_on_purpose():
    assert KNOWN | HARMLESS == REGISTERED | UNREGISTERED
    assert not KNOWN & HARMLESS


@pytest.mark.parametrize("code", sorted(KNOWN))
@pytest.mark.parametrize("stage", [Stage.AUTH, Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.APPEND])
def test_a_known_code_has_a_verdict_at_every_stage(code, stage):
    assert not code_of(f"NO [{code}] so it is", stage).startswith("UNK-")


@pytest.mark.parametrize("code", sorted(HARMLESS))
def test_beside_a_harmless_code_the_words_count(code):
    assert code_of(f"NO [{code}] Login failed.") == "IMAP-102"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        pytest.param(
            "NO Service temporarily unavailable",
            {Stage.AUTH: "IMAP-201", Stage.SELECT: "IMAP-211", Stage.FETCH: "IMAP-205"},
            id="unavailable",
        ),
        pytest.param(
            "NO Permission denied",
            {Stage.AUTH: "IMAP-102", Stage.SELECT: "IMAP-308", Stage.APPEND: "IMAP-308"},
            id="denied",
        ),
        pytest.param(
            "NO Message too large",
            {Stage.APPEND: "MSG-402", Stage.SELECT: "UNK-901"},
            id="too large",
        ),
        pytest.param(
            "NO [OVERQUOTA] so it is",
            {Stage.AUTH: "IMAP-107", Stage.FETCH: "IMAP-205", Stage.APPEND: "IMAP-107"},
            id="over quota",
        ),
        pytest.param(
            "* BYE Too many connections",
            {Stage.GREETING: "IMAP-203", Stage.AUTH: "IMAP-202", Stage.IDLE: "IMAP-202"},
            id="before anybody signed in it is nobody's",
        ),
        pytest.param(
            "NO Internal error",
            {Stage.AUTH: "IMAP-208", Stage.SELECT: "IMAP-207", Stage.FETCH: "IMAP-207"},
            id="an error of the server",
        ),
        pytest.param(
            "NO The message no longer exists",
            {Stage.FETCH: "MSG-202", Stage.SELECT: "UNK-901"},
            id="a message that went",
        ),
    ],
)
def test_the_same_words_mean_different_things_at_different_stages(text, at):
    assert {stage: code_of(text, stage) for stage in at} == at


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("Benutzername oder Passwort ungültig", "IMAP-102", id="German"),
        pytest.param("Benutzername oder Passwort ungueltig", "IMAP-102", id="German without umlauts"),
        pytest.param("Benutzername oder Passwort ungÃ¼ltig", "IMAP-102", id="German read as Latin-1"),
        pytest.param("Mot de passe incorrect", "IMAP-102", id="French"),
        pytest.param("Password errata", "IMAP-102", id="Italian"),
        pytest.param("Contraseña incorrecta", "IMAP-102", id="Spanish"),
        pytest.param("Contrase\ufffda incorrecta", "IMAP-102", id="Spanish with a letter lost"),
        pytest.param("Senha inválida", "IMAP-102", id="Portuguese"),
        pytest.param("Onjuist wachtwoord", "IMAP-102", id="Dutch"),
        pytest.param("Nieprawidłowe hasło", "IMAP-102", id="Polish"),
        pytest.param("Chybné heslo", "IMAP-102", id="Czech"),
        pytest.param("Неверный пароль", "IMAP-102", id="Russian"),
        pytest.param("密码错误", "IMAP-102", id="Chinese"),
        pytest.param("パスワードが違います", "IMAP-102", id="Japanese"),
        pytest.param("비밀번호가 올바르지 않습니다", "IMAP-102", id="Korean"),
        pytest.param("Konto vorübergehend gesperrt", "IMAP-214", id="locked for a while, in German"),
        pytest.param("Compte temporairement bloqué", "IMAP-214", id="locked for a while, in French"),
        pytest.param("Trop de connexions", "IMAP-202", id="too many connections, in French"),
        pytest.param("服务不可用，请稍后再试", "IMAP-201", id="unavailable, in Chinese"),
        pytest.param("Bitte ein App-Passwort verwenden", "IMAP-104", id="an app password, in German"),
    ],
)
def test_a_cause_is_known_in_the_language_that_it_is_told_in(text, code):
    assert code_of(f"NO {text}") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("NO [AUTHENTICATIONFAILED] Too many login failures", "IMAP-214", id="locked for a while"),
        pytest.param("NO [AUTHENTICATIONFAILED] Temporary server error", "IMAP-208", id="out of order"),
        pytest.param("NO [AUTHENTICATIONFAILED] Internal error", "IMAP-208", id="an error of the server"),
        pytest.param("NO [AUTHENTICATIONFAILED] Your IP address is blocked", "IMAP-306", id="our address"),
        pytest.param("NO [AUTHENTICATIONFAILED] IMAP access is disabled for your account", "IMAP-109", id="IMAP off"),
        pytest.param("NO [AUTHENTICATIONFAILED] Too many simultaneous connections", "IMAP-202", id="connections"),
    ],
)
def test_a_wrong_password_is_not_believed_against_words_that_say_otherwise(text, code):
    assert code_of(text) == code


def test_an_app_password_is_no_wrong_password():
    assert CATALOGUE["IMAP-104"].kind is not CATALOGUE["IMAP-101"].kind


@pytest.mark.parametrize(
    ("text", "status", "response_code"),
    [
        pytest.param("BYE [UNAVAILABLE] shutting down", "BYE", "UNAVAILABLE", id="BYE without its asterisk"),
        pytest.param("* BYE Autologout", "BYE", None, id="BYE with it"),
        pytest.param("Goodbye NO more", None, None, id="a word that ends like it"),
        pytest.param("NO blah\nNO [AUTHENTICATIONFAILED] bad", "NO", "AUTHENTICATIONFAILED", id="a coded line after"),
        pytest.param("NO [INUSE] busy\nNO [NOPERM] no", "NO", "INUSE", id="the first of two that are coded"),
        pytest.param("BAD what?\nNO blah", "BAD", None, id="the first of two without a code"),
    ],
)
def test_of_a_pasted_answer_the_line_with_a_code_counts(text, status, response_code):
    seen = signal_from_text(Protocol.IMAP, Stage.AUTH, text)
    assert (seen.status, seen.response_code) == (status, response_code)


def test_of_megabytes_the_one_coded_line_at_the_end_counts():
    assert code_of("NO blah\n" * 250_000 + "NO [AUTHENTICATIONFAILED] bad") == "IMAP-101"


@pytest.mark.parametrize("protocol", [Protocol.IMAP, Protocol.NETWORK])
def test_our_own_full_disk_is_no_fault_of_a_mailbox(protocol):
    seen = signal_from_text(protocol, Stage.STORE, "[Errno 28] No space left on device", exception="OSError")
    assert classify(seen).code == "OWN-907"
    bare = signal_from_text(protocol, Stage.STORE, "[Errno 28] No space left on device")
    assert classify(bare).code == "OWN-907"
    told = signal_from_text(Protocol.IMAP, Stage.APPEND, "NO No space left on device")
    assert classify(told).code == "IMAP-312"
