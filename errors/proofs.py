"""How often a refusal has been observed independently: what a halt for it hangs on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .evidence import got_beyond
from .model import Entry, Fault, Kind, Stage

SIGN_INS = frozenset(
    {
        Kind.AUTH_FAILED,
        Kind.PASSWORD_EXPIRED,
        Kind.APP_PASSWORD_REQUIRED,
        Kind.ACCOUNT_DISABLED,
        Kind.ACCOUNT_LOCKED,
        Kind.PROTOCOL_DISABLED,
        Kind.TOKEN_EXPIRED,
        Kind.OAUTH_CONSENT_REQUIRED,
    }
)  # the account may not come in
REFUSALS = SIGN_INS | {Kind.PERMISSION_DENIED, Kind.FOLDER_MISSING}


@dataclass(frozen=True, slots=True)
class Observed:
    """The failure right before this one, with nothing but failures between. stage None: no longer known."""

    entry: Entry
    proofs: int
    at: datetime | None
    stage: Stage | None = None


def proofs(fault: Fault, before: Observed | None, now: datetime, *, fresh: bool, apart: timedelta) -> int:
    """How many independent observations of this cause stand in a row, this one included.

    An observation proves anew what the one before said when it comes from a fresh sign-in and not in one breath with
    it (apart). Another cause between them, or an attempt that got beyond the stage of the refusal, starts anew: then
    the refusal was not true for as long as that.
    """
    if before is None or not same_cause(fault.entry, before.entry):
        return 1
    if before.stage is not None and got_beyond(fault.signal.stage, before.stage):
        return 1
    independent = fresh and (before.at is None or now - before.at >= apart)
    return max(1, before.proofs + independent)


def same_cause(one: Entry, other: Entry) -> bool:
    """Servers word one refusal in several ways: its kind, nature and level make it the same, not its code."""
    if one.code == other.code:
        return True
    alike = (one.kind, one.nature, one.level) == (other.kind, other.nature, other.level)
    return alike and one.kind in REFUSALS
