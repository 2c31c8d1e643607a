"""What Microsoft Graph says: the most detailed code decides, words only where one code stands for several causes, and
the HTTP status where no code is known."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from errors.classify import INDEX, classify
from errors.explain import signal_from_text
from errors.model import Kind, Level, Nature, Protocol, Stage
from errors.rules.graph_named import TROUBLE
from tests.kit.corpus import ANSWERS, OURS, caption, signal_of

WORKING = [Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.IDLE, Stage.APPEND, Stage.SEND]


def told(text, http_status=None, stage=Stage.POLL, **more):
    return classify(signal_from_text(Protocol.GRAPH, stage, text, http_status=http_status, **more))


def body(*codes, message="Something."):
    """The first code is the outermost."""
    error = None
    for code in reversed(codes):
        error = {"code": code, "message": message} | ({"innerError": error} if error else {})
    return json.dumps({"error": error})


DOCUMENTED = [400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 416, 422, 423, 424, 429, 500, 501, 502,
              503, 504, 507, 509]  # fmt: skip


@pytest.mark.parametrize("stage", WORKING)
@pytest.mark.parametrize("status", DOCUMENTED)
def test_every_documented_status_has_a_name_at_every_stage_with_and_without_a_body(status, stage):
    for text in ("", body("BrandNewCode"), "<html>sorry</html>"):
        assert not told(text, status, stage).code.startswith("UNK-")


@pytest.mark.parametrize("stage", WORKING)
def test_a_status_that_nobody_documented_has_a_name_too(stage):
    assert [status for status in range(400, 600) if told("", status, stage).code.startswith("UNK-")] == []


@pytest.mark.parametrize("status", [429, 502, 503, 504, 509])
@pytest.mark.parametrize("stage", WORKING)
def test_throttles_and_outages_spend_no_budget(status, stage):
    entry = told(body("BrandNewCode"), status, stage).entry
    assert (entry.nature, entry.counts) == (Nature.TRANSIENT, False)


@pytest.mark.parametrize("text", ["", body("InvalidAuthenticationToken"), body("UnknownError"), body("BrandNew")])
def test_a_401_is_a_token_to_be_refreshed_and_halts_nobody(text):
    entry = told(text, 401).entry
    assert (entry.nature, entry.level, entry.kind) == (Nature.TRANSIENT, Level.MAILBOX, Kind.TOKEN_EXPIRED)


CORPUS = [pytest.param(row, id=caption(row)) for row in [*ANSWERS, *OURS] if row["protocol"] == "graph"]


def everywhere(row, *statuses):
    """The answer at its own stage and at every other, with each of the statuses."""
    seen = signal_of(row)
    return [replace(seen, stage=at, http_status=status) for at in {seen.stage, *WORKING} for status in statuses]


@pytest.mark.parametrize("row", CORPUS)
def test_whatever_stands_beside_a_throttle_or_an_outage_halts_nobody(row):
    for seen in everywhere(row, 429, 502, 503, 504, 509, 520, 524):
        entry = classify(seen).entry
        assert entry.nature is not Nature.PERMANENT or entry.level is Level.EMAIL, (seen.http_status, seen.stage)


@pytest.mark.parametrize("row", CORPUS)
def test_whatever_stands_beside_a_throttle_sets_no_email_aside(row):
    for seen in everywhere(row, 429, 509):
        assert classify(seen).entry.nature is not Nature.PERMANENT


@pytest.mark.parametrize("row", CORPUS)
def test_beside_an_error_of_its_own_words_alone_halt_nobody(row):
    for seen in everywhere(row, 500):
        fault = classify(seen)
        permanent = fault.entry.nature is Nature.PERMANENT and fault.entry.level is not Level.EMAIL
        assert not permanent or fault.rule.startswith("graph.code."), fault.rule


@pytest.mark.parametrize("row", CORPUS)
def test_no_two_rules_of_a_rank_fit_whatever_status_stands_beside(row):
    for seen in everywhere(row, None, 400, 401, 403, 404, 429, 500, 503, 507):
        ranks = [rule.rank for rule, _ in INDEX.fitting(seen)]
        assert len(ranks) == len(set(ranks)), [rule.id for rule, _ in INDEX.fitting(seen)]


def test_a_status_of_trouble_is_one_that_passes_by_itself():
    assert {429, 502, 503, 504, 509, 520, 527} <= TROUBLE
    assert TROUBLE.isdisjoint({400, 401, 403, 404, 500, 501, 507, 511})


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        pytest.param(("TooManyRequests", "Your IP address is blocked temporarily by throttling"), 429, "GRAPH-201",
                     id="an address that is blocked for a while"),
        pytest.param(("accessDenied", "Throttled: too many requests"), 403, "GRAPH-201", id="a refusal in name only"),
        pytest.param(("ErrorAccessDenied", "Access is denied."), 503, "GRAPH-204", id="denied while out of order"),
        pytest.param(("ErrorItemNotFound", "Not found."), 429, "GRAPH-201", id="a folder that is not there"),
        pytest.param(("InternalServerError", "Cannot open folder 'Soft-deleted items'"), 500, "GRAPH-206",
                     id="the name of a folder"),
        pytest.param(("ErrorMailboxMoveInProgress", "Moving."), 503, "GRAPH-208", id="what passes says more"),
        pytest.param(("ServiceUnavailable", "Mailbox info is stale."), 503, "GRAPH-207", id="so do its words"),
        pytest.param(("ErrorAccessDenied", "Access is denied."), 500, "GRAPH-302", id="a code beside a 500"),
    ],
)  # fmt: skip
def test_trouble_says_more_than_a_refusal_and_less_than_what_passes(text, status, code):
    assert told(body(text[0], message=text[1]), status).code == code


@pytest.mark.parametrize("text", ["", body("ErrorQuotaExceeded"), body("quotaLimitReached"), body("NewQuotaExceeded")])
def test_a_full_mailbox_stops_what_writes_into_it_and_no_reading(text):
    for stage in (Stage.SEND, Stage.APPEND):
        assert told(text, 507, stage).code == "GRAPH-101"
    for stage in (Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.IDLE):
        entry = told(text, 507, stage).entry
        assert (entry.kind, entry.nature, entry.counts) == (Kind.MAILBOX_FULL, Nature.TRANSIENT, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(body("BadRequest", message="Unable to parse continuation token"), "GRAPH-213", id="not parsed"),
        pytest.param(body("ErrorInvalidRequest", message="Skip token was not recognized"), "GRAPH-213", id="unknown"),
        pytest.param(body("BadRequest", message="Badly formed token."), "GRAPH-213", id="badly formed"),
        pytest.param(body("BadRequest", message="The page token has expired."), "GRAPH-213", id="expired"),
        pytest.param("<html><body>Bad Request</body></html>", "GRAPH-315", id="a page"),
        pytest.param("{}", "GRAPH-206", id="an empty object"),
        pytest.param(' {"error": {}}\n', "GRAPH-206", id="an empty error"),
    ],
)
def test_a_400_is_a_bad_request_of_ours_only_where_it_says_so(text, code):
    assert told(text, 400).code == code


@pytest.mark.parametrize("text", [body("ResourceNotFound"), body("ErrorInvalidUser"), ""])
def test_a_user_who_is_not_there_is_such_as_a_server_in_trouble_tells_of_all(text):
    entry = told(text, 404).entry
    assert (entry.code, entry.kind) == ("GRAPH-307", Kind.ACCOUNT_DISABLED)
    assert entry.proofs >= 2


def test_a_request_of_ours_that_is_not_understood_halts_nobody_before_it_can_be_mended():
    assert told(body("BadRequest"), 400).entry.proofs >= 8


def test_a_code_says_more_than_the_status():
    assert told(body("ErrorQuotaExceeded"), 429).entry.kind is Kind.MAILBOX_FULL
    assert told(body("ErrorItemCorrupt"), 500, Stage.FETCH).entry.level is Level.EMAIL
    assert told(body("TooManyRequests"), 503).entry.kind is Kind.THROTTLED


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        pytest.param(("BadRequest", "SyncStateNotFound"), Kind.CURSOR_RESET, id="the inner one"),
        pytest.param(("generalException", "accessDenied", "ErrorQuotaExceeded"), Kind.MAILBOX_FULL, id="the innermost"),
        pytest.param(("ErrorQuotaExceeded", "brandNew"), Kind.MAILBOX_FULL, id="the most detailed that is known"),
        pytest.param(("accessDenied", "quotaLimitReached", "brandNew"), Kind.MAILBOX_FULL, id="the known one between"),
    ],
)
def test_of_nested_codes_the_most_detailed_known_one_counts(codes, kind):
    assert told(body(*codes), 400).entry.kind is kind


@pytest.mark.parametrize("code", ["errorAccessDenied", "ERRORACCESSDENIED", "ErrorAccessDenied"])
def test_letters_of_a_code_may_be_large_or_small(code):
    assert told(body(code), 403).code == "GRAPH-302"


def test_an_unknown_code_without_a_status_has_no_name():
    assert told(body("BrandNewCode")).code.startswith("UNK-")


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        pytest.param(Stage.FETCH, "MSG-202", id="fetching: the message went away"),
        pytest.param(Stage.SELECT, "GRAPH-103", id="opening: the folder"),
        pytest.param(Stage.POLL, "GRAPH-103", id="listing: the folder"),
        pytest.param(Stage.IDLE, "GRAPH-214", id="being told: the subscription"),
        pytest.param(Stage.SEND, "GRAPH-216", id="sending: the draft"),
    ],
)
def test_what_is_not_found_is_what_was_asked_for(stage, code):
    assert told(body("ErrorItemNotFound"), 404, stage).code == code


@pytest.mark.parametrize("stage", [Stage.FETCH, Stage.SEND, Stage.APPEND])
def test_a_wrong_request_over_one_email_stops_that_email_only(stage):
    assert told(body("BadRequest"), 400, stage).entry.level is Level.EMAIL
    assert told(body("BadRequest"), 400, Stage.POLL).entry.level is Level.MAILBOX


@pytest.mark.parametrize("code", ["MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI"])
def test_a_mailbox_that_is_not_there_is_believed_after_hours_only(code):
    assert told(body(code), 404).entry.proofs >= 8
    assert (
        told(
            body(code, message="The mailbox is either inactive, soft-deleted, or is hosted on-premise."), 404
        ).entry.proofs
        >= 8
    )


@pytest.mark.parametrize(
    ("message", "code"),
    [
        pytest.param("Access is denied. Check credentials and try again.", "GRAPH-302", id="no reason given"),
        pytest.param("Access to OData is disabled.", "GRAPH-303", id="policy, short"),
        pytest.param("Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy "
                     "settings.", "GRAPH-303", id="policy, long"),
        pytest.param("Missing role permissions on the request. API requires one of 'Mail.Read'.", "GRAPH-301",
                     id="consent"),
        pytest.param("Access has been blocked by Conditional Access policies.", "GRAPH-309", id="kept out"),
    ],
)  # fmt: skip
def test_one_code_stands_for_several_causes_and_its_words_tell_them_apart(message, code):
    assert told(body("ErrorAccessDenied", message=message), 403).code == code


@pytest.mark.parametrize("status", [None, 400, 404, 410])
@pytest.mark.parametrize(
    "code", ["SyncStateNotFound", "SyncStateInvalid", "resyncRequired", "ErrorInvalidSyncStateData"]
)
def test_a_lost_cursor_is_nobodys_trouble(code, status):
    entry = told(body(code), status).entry
    assert (entry.kind, entry.nature, entry.counts) == (Kind.CURSOR_RESET, Nature.TRANSIENT, False)


@pytest.mark.parametrize(
    ("code", "stage", "kind"),
    [
        pytest.param("ErrorBrandNewSizeExceeded", Stage.SEND, Kind.MESSAGE_TOO_LARGE, id="too large"),
        pytest.param("ErrorBrandNewRecipient", Stage.SEND, Kind.RECIPIENT_REJECTED, id="a recipient"),
        pytest.param("ErrorBrandNewMessageLimit", Stage.SEND, Kind.QUOTA, id="a sending limit"),
        pytest.param("BrandNewThrottled", Stage.POLL, Kind.THROTTLED, id="a throttle"),
        pytest.param("BrandNewConcurrencyLimitReached", Stage.SEND, Kind.THROTTLED, id="too many at once"),
        pytest.param("BrandNewSyncStateLost", Stage.POLL, Kind.CURSOR_RESET, id="a cursor"),
        pytest.param("BrandNewTimeout", Stage.POLL, Kind.TIMEOUT, id="late"),
        pytest.param("BrandNewTransientError", Stage.POLL, Kind.SERVER_ERROR, id="passing"),
    ],
)
def test_a_code_that_nobody_knows_is_told_by_a_piece_of_its_name(code, stage, kind):
    for status in (None, 400, 403, 500, 503):
        assert told(body(code), status, stage).entry.kind is kind


def test_a_piece_of_a_name_counts_only_where_it_can_mean_that():
    assert told(body("ErrorBrandNewRecipient"), 400, Stage.POLL).code == "GRAPH-901"
    assert told(body("ErrorBrandNewSizeExceeded"), 400, Stage.POLL).code == "GRAPH-901"
