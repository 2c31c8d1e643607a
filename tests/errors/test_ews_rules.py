"""Exchange Web Services: every ResponseCode and class that exchangelib 5.6 knows has a name, and what means different
things at different stages is told apart."""

from __future__ import annotations

from inspect import isclass

import exchangelib.errors as exchangelib_errors
import pytest

from errors.classify import RULES, classify
from errors.explain import signal_from_text
from errors.model import Kind, Level, Nature, Protocol, Signal, Stage
from tests.kit.corpus import CORPUS

NAMES = (CORPUS / "exchangelib.txt").read_text(encoding="utf-8").split()
STAGES = [Stage.AUTODISCOVER, Stage.AUTH, Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.IDLE, Stage.SEND, Stage.APPEND]
CODES = [name for name in NAMES if name.startswith("Error")]
CLASSES = [name for name in NAMES if not name.startswith("Error")]


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
