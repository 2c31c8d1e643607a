"""What is kept of a signal and of a case, so that a verdict can be given anew later: plain JSON, no secrets. Pure.

Only what classify and decide look at is kept; a later program reads what an earlier one wrote, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard

from .model import Case, Health, Protocol, Signal, Stage
from .redacted import without_secrets
from .window import window

WORDS = ("status", "response_code", "exception", "message")
CLAIMS = ("wary", "refreshable", "refreshed")
KEPT_HEADERS = ("retry-after", "date")
CHALLENGE = "www-authenticate"
TELLING = re.compile(r'\b(realm|error|error_description)="([^"]{0,500})"', re.IGNORECASE)
SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]{0,30})\b")
LONGEST_HEADER = 500

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Saw:
    """What a decision saw besides the fault, when it decided at `at`."""

    at: datetime
    streak: int = 1
    counted: int = 1
    proofs: int = 1
    failing_since: datetime | None = None
    last_success_at: datetime | None = None
    health: Health = Health.HEALTHY
    wary: bool = False
    refreshable: bool = False
    refreshed: bool = False


# -- signals -------------------------------------------------------------------------------------------------------


def signal_document(signal: Signal, *, text: bool = True) -> dict[str, object]:
    """text False: without the server's words, where they are kept beside it."""
    signal = without_secrets(signal)
    kept: dict[str, object] = {"protocol": signal.protocol.value, "stage": signal.stage.value}
    if text:
        kept["text"] = window(signal.text)
    kept |= {name: value for name in WORDS if (value := getattr(signal, name)) is not None}
    if signal.http_status is not None:
        kept["http_status"] = signal.http_status
    if signal.inner_codes:
        kept["inner_codes"] = list(signal.inner_codes)
    if headers := _headers(signal.headers):
        kept["headers"] = headers
    if signal.observed_at is not None:
        kept["observed_at"] = signal.observed_at.isoformat()
    return kept


def signal_of(kept: Document, text: str | None = None) -> Signal | None:
    """The signal again, with this text where it was kept beside. None: of a protocol or stage that is not known."""
    try:
        protocol, stage = Protocol(str(kept.get("protocol"))), Stage(str(kept.get("stage")))
    except ValueError:
        return None
    http_status, inner, headers = kept.get("http_status"), kept.get("inner_codes"), kept.get("headers")
    return Signal(
        protocol,
        stage,
        text if text is not None else str(kept.get("text", "")),
        status=_word(kept, "status"),
        response_code=_word(kept, "response_code"),
        http_status=http_status if _is_number(http_status) else None,
        headers={str(name): str(value) for name, value in headers.items()} if isinstance(headers, Mapping) else {},
        exception=_word(kept, "exception"),
        message=_word(kept, "message"),
        observed_at=_moment(kept, "observed_at"),
        inner_codes=tuple(map(str, inner)) if isinstance(inner, list | tuple) else (),
    )


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Those that a verdict may hang on. A challenge may carry tokens: of it only scheme, realm and error are kept."""
    given = {name.lower(): value for name, value in headers.items()}
    kept = {name: given[name][:LONGEST_HEADER] for name in KEPT_HEADERS if name in given}
    if CHALLENGE in given and (told := _challenge(given[CHALLENGE])):
        kept[CHALLENGE] = told
    return kept


def _challenge(value: str) -> str:
    scheme = SCHEME.match(value)
    if scheme is None:
        return ""
    told = ", ".join(f'{name.lower()}="{words}"' for name, words in TELLING.findall(value[: 8 * LONGEST_HEADER]))
    return f"{scheme[1]} {told}".strip()


# -- cases ---------------------------------------------------------------------------------------------------------


def saw_document(case: Case) -> dict[str, object]:
    return {
        "at": case.now.isoformat(),
        "streak": case.streak,
        "counted": case.counted,
        "proofs": case.proofs,
        "failing_since": case.failing_since.isoformat() if case.failing_since else None,
        "last_success_at": case.last_success_at.isoformat() if case.last_success_at else None,
        "health": case.health.value,
        **{name: getattr(case, name) for name in CLAIMS},
    }


def saw_of(kept: Document, at: datetime) -> Saw:
    """at: when it was decided, where that is not kept. The attempt that was judged counts as one, whatever is kept."""
    health = _word(kept, "health")
    return Saw(
        _moment(kept, "at") or at,
        streak=max(1, _number(kept, "streak")),
        counted=_number(kept, "counted"),
        proofs=max(1, _number(kept, "proofs")),
        failing_since=_moment(kept, "failing_since"),
        last_success_at=_moment(kept, "last_success_at"),
        health=Health(health) if health in set(Health) else Health.HEALTHY,
        **{name: kept.get(name) is True for name in CLAIMS},
    )


# -- small change --------------------------------------------------------------------------------------------------


def _word(kept: Document, name: str) -> str | None:
    value = kept.get(name)
    return None if value is None else str(value)


def _number(kept: Document, name: str) -> int:
    value = kept.get(name)
    return value if _is_number(value) else 1


def _is_number(value: object) -> TypeGuard[int]:
    """JSON's true is no number, though Python's is."""
    return isinstance(value, int) and not isinstance(value, bool)


def _moment(kept: Document, name: str) -> datetime | None:
    """Aware, or not known."""
    value = kept.get(name)
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
