"""A server in trouble refuses what it can't judge: no code of a refusal, and no word of one, is believed beside it."""

from __future__ import annotations

import pytest

from errors.classify import classify
from errors.explain import signal_from_text
from errors.model import Kind, Nature, Protocol, Stage
from errors.rules.imap_trouble import CANNOT, REFUSALS

TROUBLE = {
    "English": [
        "Server busy, please try again later", "Please try again later", "The service is down for maintenance",
        "Server shutting down", "system overloaded", "LOGIN failed - system busy", "backend unreachable",
        "Upstream timeout", "timed out", "connection to auth server lost", "Unable to contact authentication server",
        "database connection failed", "proxy failed to reach backend", "Too many users",
        "imap login quota exceeded for today", "temporarily unavailable", "server maintenance", "Temporary failure",
        "Internal error", "Internal server error", "LDAP down", "mysql gone away", "KDC unreachable",
        "connection to the auth backend refused", "no more sessions allowed", "Too many users logged in",
        "Authentication delayed, retry in 5 minutes", "disabled due to high load", "Storage node down",
        "POP session active", "mailbox is locked by another process", "Input/output error", "No space left on device",
        "Directory service did not respond", "auth-worker queue full", "identity provider did not answer",
        "Lookup failed: SERVFAIL", "connect(/run/auth-userdb) failed: Connection refused", "scheduled downtime",
        "undergoing an upgrade", "object store returned 503", "read-only during failover", "single user mode",
        "server has crashed", "cannot connect to saslauthd server", "no worker available", "come back in ten minutes",
        "mail store is mounting", "network is unreachable", "Read timeout on proxy", "Server is restarting",
    ],
    "German": ["Bitte versuchen Sie es später erneut", "Server überlastet", "Wartungsarbeiten", "Interner Fehler",
               "vorübergehend nicht verfügbar", "Anmeldung zurzeit nicht möglich", "Serverfehler",
               "Zeitüberschreitung", "Verbindung zur Datenbank fehlgeschlagen"],
    "French": ["Erreur temporaire", "Service indisponible", "Serveur surchargé", "Erreur interne du serveur",
               "Veuillez réessayer plus tard", "Délai dépassé"],
    "Italian": ["Servizio temporaneamente non disponibile", "Riprova più tardi", "Manutenzione in corso",
                "Errore interno del server", "Server sovraccarico"],
    "Spanish": ["Servidor en mantenimiento", "Intente más tarde", "Servicio no disponible", "Error interno",
                "Servidor sobrecargado"],
    "Portuguese": ["Servidor em manutenção", "Tente novamente mais tarde", "Serviço indisponível",
                   "Erro interno do servidor"],
    "Dutch": ["De server is tijdelijk niet bereikbaar", "Probeer het later opnieuw", "Onderhoud", "Interne fout"],
    "Polish": ["Serwer przeciążony", "Spróbuj ponownie później", "Usługa niedostępna", "Błąd serwera"],
    "Czech": ["Zkuste to prosím později", "Služba je nedostupná", "Interní chyba", "Probíhá odstávka"],
    "Scandinavian": ["Servern är överbelastad", "Försök igen senare", "Midlertidig fejl", "Prøv igen senere"],
    "Russian": ["Сервер перегружен", "Попробуйте позже", "Сервер временно недоступен", "Внутренняя ошибка",
                "Ведутся технические работы", "Время ожидания истекло"],
    "Chinese": ["服务器繁忙", "系统维护中", "请稍后再试", "服务器内部错误", "连接超时", "系統繁忙，請稍後再試"],
    "Japanese": ["メンテナンス中です",
                 "サーバが混雑しています", "しばらくしてから再度お試しください", "内部エラー", "タイムアウト"],
    "Korean": ["서버 점검 중입니다", "잠시 후 다시 시도하세요", "일시적인 오류", "서버 오류", "시간 초과"],
}  # fmt: skip
# A refusal may not be told from these where words of a refusal stand beside them; beside a bare code they count.
VAGUE = ["Unavailable", "Not available", "Service unavailable", "Please wait", "Failure opening database",
         "Could not complete the command"]  # fmt: skip
REFUSED = ["Login failed", "Authentication failed", "Invalid credentials", "Account disabled", "Account locked",
           "Access denied", "Permission denied", "User unknown", "Mailbox does not exist", "Login disabled",
           "security check failed", "IMAP access disabled", "Password expired"]  # fmt: skip
BLAMES = {Kind.AUTH_FAILED, Kind.PASSWORD_EXPIRED, Kind.APP_PASSWORD_REQUIRED, Kind.ACCOUNT_DISABLED,
          Kind.PROTOCOL_DISABLED, Kind.PERMISSION_DENIED, Kind.FOLDER_MISSING, Kind.UNCLASSIFIED}  # fmt: skip
STAGES = [Stage.AUTH, Stage.SELECT, Stage.POLL, Stage.IDLE]


def blamed(text, stage):
    """What a mailbox is wrongly blamed for; None where it is not."""
    entry = classify(signal_from_text(Protocol.IMAP, stage, text)).entry
    passes = entry.nature is Nature.TRANSIENT and entry.kind not in BLAMES
    return None if passes else f"{entry.code}: {text}"


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("code", sorted(REFUSALS | CANNOT))
@pytest.mark.parametrize("tongue", TROUBLE)
def test_no_code_of_a_refusal_is_believed_of_a_server_in_trouble(tongue, code, stage):
    texts = [f"NO [{code}] {words}" for words in TROUBLE[tongue]]
    assert [found for text in texts if (found := blamed(text, stage))] == []


@pytest.mark.parametrize("code", sorted(REFUSALS))
@pytest.mark.parametrize("stage", STAGES)
def test_no_code_of_a_refusal_is_believed_where_something_is_unavailable(code, stage):
    assert [found for words in VAGUE if (found := blamed(f"NO [{code}] {words}", stage))] == []


@pytest.mark.parametrize("code", ["", "[AUTHENTICATIONFAILED] ", "[CONTACTADMIN] ", "[ALERT] "])
@pytest.mark.parametrize("words", REFUSED)
@pytest.mark.parametrize("tongue", TROUBLE)
def test_no_words_of_a_refusal_are_believed_of_a_server_in_trouble(tongue, words, code):
    texts = [text for told in TROUBLE[tongue] for text in (f"NO {code}{words}: {told}", f"NO {code}{told}. {words}")]
    assert [found for text in texts if (found := blamed(text, Stage.AUTH))] == []


@pytest.mark.parametrize("words", ["Permission denied", "Mailbox does not exist", "Access denied", "Invalid login"])
@pytest.mark.parametrize("tongue", TROUBLE)
@pytest.mark.parametrize("stage", [Stage.SELECT, Stage.IDLE])
def test_no_folder_is_blamed_for_a_server_in_trouble(stage, tongue, words):
    texts = [text for told in TROUBLE[tongue] for text in (f"NO {words}: {told}", f"NO {told}: {words}")]
    assert [found for text in texts if (found := blamed(text, stage))] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("[AUTHENTICATIONFAILED] Invalid credentials", "IMAP-101", id="plainly"),
        pytest.param("[AUTHENTICATIONFAILED] Login failed, please try again", "IMAP-101", id="not later"),
        pytest.param("[AUTHENTICATIONFAILED] LDAP error 49: invalid credentials", "IMAP-101", id="a directory"),
        pytest.param("[AUTHENTICATIONFAILED] The server did not accept this password", "IMAP-101", id="a server"),
        pytest.param("[AUTHENTICATIONFAILED] authentication service rejected the password", "IMAP-101", id="a service"),
        pytest.param("[AUTHENTICATIONFAILED] Proxy: authentication failed at backend", "IMAP-101", id="behind a proxy"),
        pytest.param("[CONTACTADMIN] account closed by the server administrator", "IMAP-301", id="closed"),
        pytest.param("Account locked by administrator", "IMAP-110", id="locked by somebody, not in use"),
        pytest.param("Your temporary password has expired", "IMAP-103", id="a temporary password"),
        pytest.param("IMAP service is not available for this account", "IMAP-109", id="not available to one"),
    ],
)  # fmt: skip
def test_a_plain_refusal_is_still_believed(text, code):
    assert classify(signal_from_text(Protocol.IMAP, Stage.AUTH, f"NO {text}")).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("NO account disabled", "IMAP-314", id="disabled"),
        pytest.param("NO your account has been suspended", "IMAP-314", id="suspended"),
        pytest.param("NO [ALERT] IMAP access is disabled for your account", "IMAP-114", id="IMAP off"),
        pytest.param("NO Invalid login", "IMAP-210", id="a fresh sign-in decides"),
        pytest.param("NO Mailbox does not exist", "IMAP-112", id="no folder"),
    ],
)
@pytest.mark.parametrize("stage", [Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.IDLE])
def test_a_mailbox_that_died_at_work_is_not_hidden(stage, text, code):
    entry = classify(signal_from_text(Protocol.IMAP, stage, text)).entry
    assert entry.code == code
    assert entry.nature is Nature.TRANSIENT or entry.proofs >= 2
