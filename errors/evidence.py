"""A profile's health from the votes of its mailboxes. Pure: votes and time are handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .model import Fault, Health, Level, Nature, Policy, Stage
from .pauses import doubled, spread

BEFORE_SIGN_IN = frozenset({Stage.DNS, Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.EHLO, Stage.TOKEN})
STEPS = (
    Stage.DNS, Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.EHLO, Stage.AUTODISCOVER, Stage.TOKEN, Stage.AUTH,
    Stage.SELECT,
)  # fmt: skip
UNASKED = frozenset({"OWN-904", "BOX-101", "BOX-102"})  # told without a word from the server
ENOUGH = 3  # so many mailboxes, or profiles, are more than chance


@dataclass(frozen=True, slots=True)
class Vote:
    """A mailbox tried its server: shared_bad says that it met what any mailbox of the profile would have met."""

    mailbox_id: int
    at: datetime
    shared_bad: bool


def is_shared(fault: Fault) -> bool:
    """Whether any mailbox of the profile would have met this: it came before sign-in was done, or its level says so.
    A fault of our own says nothing about a profile, and a token endpoint that refuses for good names the account."""
    if fault.entry.level in (Level.SYSTEM, Level.EMAIL):
        return False
    if fault.entry.level is Level.PROFILE:
        return True
    named = fault.signal.stage is Stage.TOKEN and fault.entry.nature is Nature.PERMANENT
    return fault.signal.stage in BEFORE_SIGN_IN and not named


def got_beyond(reached: Stage | None, refused_at: Stage) -> bool:
    """Whether an attempt that ended at this stage (None: it succeeded) had left that one behind. What comes after a
    folder is open has no order: there only a success is further."""
    return reached is None or _place(reached) > _place(refused_at)


def _place(stage: Stage) -> int:
    return STEPS.index(stage) if stage in STEPS else len(STEPS)


def tells_of_the_server(fault: Fault) -> bool:
    """Whether the server had its say: what is our own, or what a mailbox of ours lacks, says nothing of it."""
    return fault.entry.level is not Level.SYSTEM and fault.code not in UNASKED


def judge(votes: Sequence[Vote], voters: int, first_bad_at: datetime | None, policy: Policy, now: datetime) -> Health:
    """HEALTHY, SUSPECT or DOWN. votes: oldest first; voters: mailboxes of the profile that are running;
    first_bad_at: when the first bad vote of this window was cast.

    Each mailbox's latest vote within the window counts. Three or more mailboxes: DOWN when at least three, and at
    least half of those tried, are bad. Fewer: DOWN when all are, and have been for suspect_pause with nobody getting
    through, so that a second, fresh try has decided.

    Otherwise a bad mailbox casts suspicion only until another one gets through after its trouble began: then what it
    meets is its own, however often it meets it, and one sick mailbox never keeps a large profile suspect. Where nobody
    runs (a first test) there is nobody to suspend, so that suspicion is the most there can be.
    """
    recent = [vote for vote in votes if now - vote.at <= policy.outage_window]
    latest = {vote.mailbox_id: vote for vote in recent}
    bad = {mailbox for mailbox, vote in latest.items() if vote.shared_bad}
    if not bad:
        return Health.HEALTHY
    if voters >= ENOUGH:
        down = len(bad) >= ENOUGH and len(bad) * 2 >= len(latest)
    else:
        all_bad = 0 < voters <= len(bad) == len(latest)
        down = all_bad and now - _began(recent, first_bad_at) >= policy.suspect_pause
    if down:
        return Health.DOWN
    return Health.SUSPECT if any(_suspicious(recent, mailbox) for mailbox in bad) else Health.HEALTHY


def _began(recent: Sequence[Vote], first_bad_at: datetime | None) -> datetime:
    """Since when nobody got through: the first bad vote after the last good one."""
    good = max((vote.at for vote in recent if not vote.shared_bad), default=None)
    if first_bad_at is not None and (good is None or first_bad_at > good):
        return first_bad_at
    return min(vote.at for vote in recent if vote.shared_bad and (good is None or vote.at >= good))


def _suspicious(recent: Iterable[Vote], mailbox: int) -> bool:
    """Nobody else got through since this mailbox's present run of bad votes began."""
    began, others = None, None
    for vote in recent:
        if vote.mailbox_id == mailbox:
            began = (began or vote.at) if vote.shared_bad else None
        elif not vote.shared_bad:
            others = vote.at
    return began is not None and (others is None or others <= began)


def own_network(sick_profiles: int, all_profiles: int) -> bool:
    """Three or more profiles, and more than half, turned sick together: it is our network, not theirs."""
    return sick_profiles >= ENOUGH and sick_profiles * 2 > all_profiles


def probe_pause(failed: int, policy: Policy, dice: float) -> timedelta:
    """Before the next probe of a profile that is down, after that many failed ones; grows, never stops."""
    return spread(doubled(policy.probe_base, failed, policy.probe_cap), dice)


def profile_spent(down_since: datetime, policy: Policy, now: datetime) -> bool:
    """Whether the profile's own budget of failed probes is spent."""
    return now - down_since >= policy.profile_budget
