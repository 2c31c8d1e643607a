"""Exchange Web Services: every ResponseCode and class that exchangelib 5.6 knows has a name, and what means different
things at different stages is told apart."""

from __future__ import annotations

from dataclasses import replace
from inspect import isclass

import exchangelib.errors as exchangelib_errors
import pytest

from errors.catalogue import CATALOGUE
from errors.classify import RULES, classify
from errors.explain import signal_from_text
from errors.model import Kind, Level, Nature, Protocol, Signal, Stage
from errors.rules.ews_response_codes import NO_ROOM, SEARCH, WITHIN
from errors.rules.ews_trouble import TROUBLE
from tests.kit.corpus import ANSWERS, CORPUS, OURS, signal_of

NAMES = (CORPUS / "exchangelib.txt").read_text(encoding="utf-8").split()
STAGES = [Stage.AUTODISCOVER, Stage.AUTH, Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.IDLE, Stage.SEND, Stage.APPEND]
CODES = [name for name in NAMES if name.startswith("Error")]
CLASSES = [name for name in NAMES if not name.startswith("Error")]
SEEN = [seen for seen in map(signal_of, [*ANSWERS, *OURS]) if seen.protocol is Protocol.EWS]
SENDING = [Stage.SEND, Stage.APPEND, Stage.MAIL_FROM, Stage.RCPT_TO, Stage.DATA, Stage.FINAL]
READING = [Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.IDLE]


def ews(stage, text="", **more):
    return classify(signal_from_text(Protocol.EWS, stage, text, **more))


def answered(code, stage):
    return classify(Signal(Protocol.EWS, stage, response_code=code))


def test_the_list_is_whole():
    assert (len(CODES), len(CLASSES)) == (385, 22)


def test_exchangelib_knows_no_class_that_the_list_lacks():
    classes = {name for name, one in vars(exchangelib_errors).items() if isclass(one)}
    own = {name for name in classes if getattr(exchangelib_errors, name).__module__ == exchangelib_errors.__name__}
    assert len(own) > 400
    assert own <= set(NAMES)


@pytest.mark.parametrize("stage", STAGES)
def test_every_response_code_has_a_name_at_every_stage(stage):
    nameless = [code for code in CODES if answered(code, stage).entry.kind is Kind.UNCLASSIFIED]
    assert nameless == []


@pytest.mark.parametrize("stage", STAGES)
def test_every_class_has_a_name_at_every_stage(stage):
    seen = [classify(Signal(Protocol.EWS, stage, exception=name)) for name in CLASSES]
    assert [fault.signal.exception for fault in seen if fault.entry.kind is Kind.UNCLASSIFIED] == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_code_is_named_by_one_rule_at_each_stage(stage):
    rules = [rule for rule in RULES if rule.id.startswith("ews.code.") and rule.is_for(Protocol.EWS, stage)]
    named = sorted(code.lower() for rule in rules for code in rule.codes)
    assert sorted(set(named)) == named


@pytest.mark.parametrize("status", [None, 200, 400, 403, 500, 503])
def test_a_code_that_nobody_knows_gets_no_name_that_may_be_wrong(status):
    fault = ews(Stage.POLL, "ErrorHithertoUnheardOf: Something went wrong.", http_status=status)
    assert fault.entry.kind is Kind.UNCLASSIFIED


def test_the_language_of_the_words_does_not_matter_where_the_code_is_there():
    said = [
        "Access is denied.",
        "Zugriff verweigert.",
        "Accès refusé.",
        "アクセスが拒否されました。",
        "Отказано в доступе.",
    ]
    assert {ews(Stage.POLL, f"ErrorAccessDenied: {words}").code for words in said} == {"EWS-306"}


@pytest.mark.parametrize(
    ("code", "stage", "expected"),
    [
        pytest.param("ErrorAccessDenied", Stage.AUTH, "EWS-306", id="no access: the mailbox"),
        pytest.param("ErrorAccessDenied", Stage.FETCH, "EWS-318", id="no access to one email"),
        pytest.param("ErrorItemNotFound", Stage.FETCH, "MSG-202", id="gone before it was fetched: nothing is wrong"),
        pytest.param("ErrorItemNotFound", Stage.SEND, "EWS-404", id="gone before it was sent: that email"),
        pytest.param("ErrorItemNotFound", Stage.SELECT, "EWS-107", id="gone: the folder"),
        pytest.param("ErrorItemNotFound", Stage.POLL, "EWS-212", id="gone while it was listed: list again"),
        pytest.param("ErrorMessageSizeExceeded", Stage.SEND, "MSG-402", id="too large to be sent: its sender acts"),
        pytest.param("ErrorMessageSizeExceeded", Stage.FETCH, "EWS-219", id="too large to be fetched: nobody acts"),
        pytest.param("ErrorInvalidIdMalformed", Stage.FETCH, "EWS-220", id="an id of one email"),
        pytest.param("ErrorInvalidIdMalformed", Stage.POLL, "EWS-901", id="an id of ours"),
        pytest.param("ErrorCalendarInvalidRecurrence", Stage.FETCH, "MSG-205", id="a meeting among the mail"),
        pytest.param("ErrorCalendarInvalidRecurrence", Stage.POLL, "EWS-902", id="nobody asked for a calendar"),
        pytest.param("ErrorCalendarInvalidRecurrence", Stage.SEND, "EWS-903", id="a meeting that is sent"),
        pytest.param("ErrorInvalidPropertySet", Stage.SEND, "EWS-903", id="a request over one email"),
        pytest.param("ErrorInvalidPropertySet", Stage.POLL, "EWS-901", id="a request of ours"),
        pytest.param("ErrorNameResolutionNoResults", Stage.SEND, "EWS-401", id="a recipient that is not known"),
        pytest.param("ErrorNameResolutionNoResults", Stage.POLL, "EWS-902", id="nobody asked for a name"),
    ],
)
def test_the_same_code_means_other_things_at_other_stages(code, stage, expected):
    assert answered(code, stage).code == expected


@pytest.mark.parametrize(
    "code",
    ["ErrorServerBusy", "ErrorExceededConnectionCount", "ErrorMailboxMoveInProgress", "ErrorADUnavailable",
     "ErrorInvalidSyncStateData", "ErrorSubmissionQuotaExceeded", "ErrorNotEnoughMemory", "ErrorMailboxFailover"],
)  # fmt: skip
@pytest.mark.parametrize("stage", STAGES)
def test_throttles_outages_and_lost_cursors_spend_no_budget(code, stage):
    entry = answered(code, stage).entry
    assert (entry.nature, entry.counts) == (Nature.TRANSIENT, False)


@pytest.mark.parametrize("stage", [Stage.AUTH, Stage.POLL, Stage.FETCH])
def test_a_401_alone_is_no_proof_of_a_wrong_password(stage):
    for text in ("", "401 - Unauthorized: Access is denied due to invalid credentials.", "Unauthorized"):
        entry = ews(stage, text, http_status=401).entry
        assert (entry.kind, entry.nature) == (Kind.AUTH_FAILED, Nature.PERMANENT)
        assert entry.proofs >= 2


def test_a_right_of_the_service_account_is_the_profiles():
    for code in ("ErrorImpersonateUserDenied", "ErrorImpersonationDenied", "ErrorImpersonationFailed"):
        assert answered(code, Stage.AUTH).entry.level is Level.PROFILE


def test_a_missing_mailbox_wants_proofs():
    assert answered("ErrorNonExistentMailbox", Stage.POLL).entry.proofs >= 2


@pytest.mark.parametrize("status", sorted(TROUBLE))
def test_a_server_in_trouble_stops_nothing_whatever_it_says(status):
    entries = [classify(replace(seen, http_status=status)).entry for seen in SEEN]
    assert [entry.code for entry in entries if entry.nature is not Nature.TRANSIENT] == []


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("stage", STAGES)
def test_beside_trouble_every_code_has_a_name_that_passes(stage, status):
    for code in CODES:
        entry = ews(stage, f"{code}: Something went wrong.", http_status=status).entry
        assert entry.kind is not Kind.UNCLASSIFIED, code
        assert entry.nature is Nature.TRANSIENT, code


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        pytest.param("The password is incorrect for upstream", 502, "EWS-201", id="a proxy's own password"),
        pytest.param("Authentication failed: directory unavailable", 503, "EWS-205", id="no directory"),
        pytest.param("Access denied", 503, "EWS-205", id="no right"),
        pytest.param("<p>Cloudflare Ray ID: 8f2b1c3d4e5f6071</p>", 504, "EWS-209", id="a page names its product"),
        pytest.param("<p>Cloudflare Ray ID: 8f2b1c3d4e5f6071</p>", 403, "EWS-319", id="who says no is told"),
        pytest.param("Error 1015 You are being rate limited. Cloudflare Ray ID: 8f2b", 429, "EWS-203", id="too many"),
        pytest.param("Error 1015 You are being rate limited. Access denied", None, "EWS-203", id="too many, no status"),
        pytest.param("Application pool not found", 500, "EWS-207", id="an application of the web server"),
        pytest.param("The application was not found", 403, "EWS-317", id="an application that asks"),
        pytest.param("ErrorMailboxMoveInProgress: It moves.", 503, "EWS-202", id="a code that passes says more"),
        pytest.param("ErrorAccessDenied: Access is denied.", 503, "EWS-205", id="a code that is contradicted"),
        pytest.param("Unknown failure in response. Code: 503 content: Access denied", None, "EWS-205",
                     id="the status within exchangelib's words"),
    ],
)  # fmt: skip
def test_a_status_of_trouble_weighs_more_than_words_beside_it(text, status, expected):
    assert ews(Stage.POLL, text, http_status=status).code == expected


@pytest.mark.parametrize("stage", [Stage.FETCH, *SENDING])
def test_what_one_email_may_have_made_wrong_stops_that_email_only(stage):
    for code in (*WITHIN, *SEARCH):
        entry = answered(code, stage).entry
        assert (entry.level, entry.nature) == (Level.EMAIL, Nature.PERMANENT), code
    for status in (400, 413, 422):
        assert ews(stage, "", http_status=status).entry.level is Level.EMAIL
    assert ews(stage, "The request failed schema validation.").entry.level is Level.EMAIL


@pytest.mark.parametrize("stage", SENDING)
def test_no_code_over_an_email_that_is_sent_is_taken_for_a_bug_of_ours(stage):
    around = {code for code in CODES if answered(code, stage).code in {"EWS-901", "EWS-902"}}
    assert all(answered(code, Stage.POLL).code == "EWS-901" for code in around)
    assert not around & {*WITHIN, *SEARCH}


def test_what_strikes_every_mailbox_at_once_is_said_twice_before_it_is_believed():
    for code in ("EWS-313", "EWS-322", "EWS-901", "EWS-902"):
        assert CATALOGUE[code].proofs >= 2
    assert min(CATALOGUE[code].proofs for code in ("EWS-901", "EWS-902")) >= 8  # nobody but us can mend these


@pytest.mark.parametrize("stage", READING)
def test_a_full_mailbox_is_read_on(stage):
    told = [answered(code, stage).entry for code in NO_ROOM] + [ews(stage, "", http_status=507).entry]
    told.append(ews(stage, "Mailbox has exceeded maximum mailbox size.").entry)
    told.append(ews(stage, "ErrorInternalServerError: MapiExceptionQuotaExceeded").entry)
    assert {(entry.kind, entry.nature, entry.counts) for entry in told} == {
        (Kind.MAILBOX_FULL, Nature.TRANSIENT, False)
    }


@pytest.mark.parametrize("stage", SENDING)
def test_a_full_mailbox_is_not_written_to(stage):
    told = [answered(code, stage).code for code in NO_ROOM] + [ews(stage, "", http_status=507).code]
    assert set(told) == {"EWS-105"}
