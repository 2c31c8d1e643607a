"""Refusals that many mailboxes of one server meet at once: more likely the server's fault than theirs. Pure.

A refusal is counted only of a mailbox that worked before; what was never right proves nothing of the server.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .evidence import ENOUGH, UNASKED, got_beyond, is_shared
from .model import Entry, Fault, Kind, Level, Nature, Policy, Stage
from .proofs import REFUSALS

REFUSED_TOGETHER = "BOX-301"
MANY = 10  # so many that got in again speak for a profile of any size
FEWEST_WARY_PROOFS = 2  # of a refusal that outlived the doubt
NOBODYS_OWN = frozenset({Kind.CONFIGURATION, Kind.PROTOCOL_ERROR})  # one setting, or one bad request of ours, for all


@dataclass(frozen=True, slots=True)
class Tried:
    """A mailbox tried its server anew. code: it was refused so, though it had worked before. Without a code it got
    through; stage: how far (None: to the end)."""

    mailbox_id: int
    profile_id: int
    at: datetime
    stage: Stage | None = None
    code: str | None = None


def is_refusal(fault: Fault) -> bool:
    """Whether this is such a refusal, where it was met: before sign-in was done it would be the profile's."""
    return refuses(fault.entry) and not is_shared(fault)


def refuses(entry: Entry) -> bool:
    """Whether it says for good, of one mailbox, what is said of all when one cause strikes them: no such account, no
    such password, not allowed, not here, not understood. A full mailbox, a throttle or a broken folder is nobody's but
    its own."""
    of_one = entry.nature is Nature.PERMANENT and entry.level is Level.MAILBOX
    return of_one and (entry.kind in REFUSALS or entry.kind in NOBODYS_OWN) and entry.code not in UNASKED


def tells(fault: Fault, *, fresh: bool) -> bool:
    """Whether this refusal is to be compared with who got in, which only fresh sign-ins tell. What is said to an open
    session of what any mailbox may lack is not: the others' open sessions, which go on, are not counted either."""
    return fresh or fault.entry.kind not in NOBODYS_OWN


def turned(fault: Fault, last_success_at: datetime | None, believed_since: datetime | None) -> bool:
    """Whether this refusal is one of a mailbox that worked before: since the last doubt of its profile was over, where
    there was one."""
    if last_success_at is None or not is_refusal(fault):
        return False
    return believed_since is None or last_success_at > believed_since


def outlived(last_success_at: datetime | None, believed_since: datetime | None) -> bool:
    """Whether this mailbox had worked, was doubted together with others, and has not got through since the doubt was
    over. Then its refusal is believed, but only said twice, and never as if it were beyond doubt."""
    return believed_since is not None and last_success_at is not None and last_success_at <= believed_since


def doubted(tried: Sequence[Tried], profile_id: int, policy: Policy, now: datetime) -> frozenset[int]:
    """The profiles whose refusals say more of the server than of their mailboxes: this one, where so many were refused
    at once of the server's mailboxes, or of its own alone, and with it those that share the server and its trouble.
    tried: oldest first, of all profiles of the server.

    Enough is when there is a moment since which at least three mailboxes turned, and at least half of those tried. A
    profile that mostly gets in since then is not concerned.
    """
    recent = [one for one in tried if now - one.at <= policy.refusal_window]
    concerned = _together(recent)
    if profile_id in concerned:
        return concerned
    return _together([one for one in recent if one.profile_id == profile_id])


def calmed(
    tried: Sequence[Tried], profile_id: int, mailboxes: int, refused_at: Stage, policy: Policy, now: datetime
) -> bool:
    """Whether so many mailboxes of this profile got in again that what the others are told is believed. One alone may
    have met the one good server behind a balancer, or a cache of passwords.
    tried: since it is doubted, oldest first. mailboxes: that are running or wait. refused_at: who got beyond it is in.

    Enough is when there is a moment since which half of the mailboxes got in (ten of more than twenty), and at least
    half of those tried.
    """
    recent = [one for one in tried if one.profile_id == profile_id and now - one.at <= policy.refusal_window]
    latest = {one.mailbox_id: one for one in recent}.values()
    through = sorted(one.at for one in latest if one.code is None and got_beyond(one.stage, refused_at))
    refused = sorted(one.at for one in latest if one.code is not None)
    fewest = max(1, min((mailboxes + 1) // 2, MANY))
    return any(
        len(through) - place >= max(fewest, len(refused) - bisect_left(refused, moment))
        for place, moment in enumerate(through)
    )


def _together(recent: Sequence[Tried]) -> frozenset[int]:
    latest = {one.mailbox_id: one for one in recent}
    turned_at = _runs(recent, latest)
    refused_at = {one.stage for one in latest.values() if one.code is not None and one.stage is not None}
    through = [one for one in latest.values() if one.code is None and _further(one, refused_at)]
    since = _since(sorted(turned_at.values()), sorted(one.at for one in through))
    if since is None:
        return frozenset()
    refused = Counter(latest[mailbox_id].profile_id for mailbox_id, began in turned_at.items() if began >= since)
    got_in = Counter(one.profile_id for one in through if one.at >= since)
    return frozenset(profile_id for profile_id, many in refused.items() if many >= got_in[profile_id])


def _since(turned_at: Sequence[datetime], through_at: Sequence[datetime]) -> datetime | None:
    """The first moment since which at least three turned, and at least as many as got through."""
    for place, moment in enumerate(turned_at):
        if len(turned_at) - place >= max(ENOUGH, len(through_at) - bisect_left(through_at, moment)):
            return moment
    return None


def _runs(recent: Iterable[Tried], latest: Mapping[int, Tried]) -> dict[int, datetime]:
    """Of the mailboxes that are refused now: since when without a break."""
    began: dict[int, datetime] = {}
    for one in recent:
        if one.code is None:
            began.pop(one.mailbox_id, None)
        elif latest[one.mailbox_id].code is not None:
            began.setdefault(one.mailbox_id, one.at)
    return began


def _further(through: Tried, refused_at: Iterable[Stage]) -> bool:
    return all(got_beyond(through.stage, stage) for stage in refused_at)


def commonest(codes: Iterable[str]) -> str | None:
    """The code that was said most often; of several, the one said first."""
    counted = Counter(codes).most_common(1)
    return counted[0][0] if counted else None
