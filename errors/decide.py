"""What to do about a fault: a pure expression over a case. Chance and time are fields of it.

The order of decide() is the policy: our own fault first, then the email's, the profile's, the mailbox's, and the
budgets last.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .evidence import is_shared, probe_pause
from .model import Case, Decision, Fault, Halt, HandBack, Health, Kind, Level, Nature, Refresh, Retry, SetAside, Suspend
from .pauses import doubled, prolonged, spread
from .refused_together import FEWEST_WARY_PROOFS, REFUSED_TOGETHER, is_refusal

OWN_PAUSE = timedelta(minutes=1)  # before what we could not judge is tried again
HINT_CAP = timedelta(hours=1)  # how long a server may send us away...
THROTTLE_CAP = timedelta(hours=24)  # ...and how long when it says that we ask too much (Gmail: a day)
FEWEST_PROFILE_PROOFS = 2  # a profile's permanent fault, while others get through, is believed of one mailbox only then

THROTTLES = frozenset({Kind.THROTTLED, Kind.TOO_MANY_CONNECTIONS, Kind.QUOTA, Kind.SERVER_BUSY})
SICK = (Health.DOWN, Health.RECOVERING)


def decide(case: Case) -> Decision:
    """Same case, same decision."""
    return (
        hand_back(case)
        or set_aside(case)
        or suspend(case)
        or refresh(case)
        or doubt(case)
        or suspect(case)
        or refuse(case)
        or escalate(case)
        or Retry(case.now + pause(case), case.fault.code)
    )


def hand_back(case: Case) -> HandBack | None:
    """Our own fault judges nobody. A bug comes back with the same mail, so it waits for the cap."""
    if case.fault.entry.level is not Level.SYSTEM:
        return None
    wait = case.policy.retry_cap if case.fault.entry.kind is Kind.BUG else min(OWN_PAUSE, case.policy.retry_cap)
    return HandBack(case.now + wait, case.fault.code)


def set_aside(case: Case) -> SetAside | None:
    """One email's fault, where it is known which; otherwise there is nothing to set aside, and it is tried again."""
    entry, signal = case.fault.entry, case.fault.signal
    if entry.level is Level.EMAIL and entry.nature is Nature.PERMANENT and signal.message is not None:
        return SetAside(case.fault.code)
    return None


def suspend(case: Case) -> Suspend | None:
    """The profile is down, and this is what it is down with: no budget is touched."""
    if case.health in SICK and is_shared(case.fault):
        return Suspend(case.now + probe_pause(0, case.policy, case.dice), case.fault.code)
    return None


def refresh(case: Case) -> Refresh | None:
    """A token that ran out is no verdict before a fresh one was tried, once."""
    if not stale(case.fault, refreshable=case.refreshable, refreshed=case.refreshed):
        return None
    return Refresh(case.now, case.fault.code)


def stale(fault: Fault, *, refreshable: bool, refreshed: bool) -> bool:
    """Whether this is about a token that ran out, and a fresh one has not been tried yet."""
    return fault.entry.kind is Kind.TOKEN_EXPIRED and refreshable and not refreshed


def doubt(case: Case) -> Suspend | None:
    """So many mailboxes of the server are refused together that nobody is halted: it is the profile's trouble, with a
    code of its own. Whatever else is met no further than there waits with them; in an outage, under its own name."""
    if not case.doubted:
        return None
    down_for_another_reason = case.health in SICK and not is_refusal(case.fault)
    code = case.fault.code if down_for_another_reason else REFUSED_TOGETHER
    return Suspend(case.now + probe_pause(0, case.policy, case.dice), code)


def suspect(case: Case) -> Retry | None:
    """A second, fresh try decides whether the profile is down; until then nobody is blamed, save for long silence."""
    if case.health is not Health.SUSPECT or not is_shared(case.fault) or silent(case):
        return None
    soon = case.policy.suspect_pause * (1 + case.dice / 2)
    return Retry(case.now + max(soon, hinted(case) or soon), case.fault.code)


def refuse(case: Case) -> Halt | None:
    """Permanent, and proven so. A refusal that was doubted is believed when it is said again after the doubt is over;
    it is probed rarely still, since the server may be the one to mend."""
    entry = case.fault.entry
    if entry.nature is not Nature.PERMANENT or entry.level is Level.EMAIL:
        return None
    wary = case.wary and is_refusal(case.fault)
    needed = max(entry.proofs, FEWEST_PROFILE_PROOFS if is_shared(case.fault) else 1, FEWEST_WARY_PROOFS if wary else 1)
    return Halt(case.fault.code, spent=wary) if case.proofs >= needed else None


def escalate(case: Case) -> Halt | None:
    """The budget is spent, or nothing has worked for so long that somebody should look, whatever the reason."""
    worn_out = spends(case.fault, Health.HEALTHY) and case.counted >= case.policy.retry_limit
    return Halt(case.fault.code, spent=True) if worn_out or silent(case) else None


def spends(fault: Fault, health: Health) -> bool:
    """Whether it costs the mailbox one of its tries: not while the profile is in trouble, and one email's fault never
    does, since it stops that email only."""
    return fault.entry.counts and fault.entry.level is not Level.EMAIL and health is Health.HEALTHY


def silent(case: Case) -> bool:
    """Whether this streak has gone on for too long. It is measured from its beginning: a mailbox that was disabled
    for a week has not failed for a week."""
    since = _silent_since(case)
    return since is not None and case.now - since >= case.policy.silence


def _silent_since(case: Case) -> datetime | None:
    return case.failing_since or case.last_success_at or case.created_at


def pause(case: Case) -> timedelta:
    """What the server asked for; else doubling, capped and spread. What is not yet proven waits long enough for the
    next observation to be a fresh one."""
    told = hinted(case)
    if told is not None:
        return told
    backoff = spread(doubled(case.policy.retry_base, case.streak, case.policy.retry_cap), case.dice)
    unproven = case.fault.entry.nature is Nature.PERMANENT
    return max(backoff, case.policy.suspect_pause) if unproven else backoff


def hinted(case: Case) -> timedelta | None:
    """The server's own wait: never shortened below our first pause, since waiting longer is obeying too, and never
    longer than is believable of its kind."""
    told = case.fault.retry_after
    if told is None:
        return None
    cap = THROTTLE_CAP if case.fault.entry.kind in THROTTLES else HINT_CAP
    return prolonged(max(min(told, cap), case.policy.retry_base), case.dice)
