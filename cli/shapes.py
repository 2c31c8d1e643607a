"""What `--json` prints: INTERFACE's fields, from the store's records. Pure functions, one per noun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from errors.advice import READERS, acting, advice
from errors.model import Direction
from errors.render import safe

from .say import rfc3339

if TYPE_CHECKING:
    from errors.machine import State
    from errors.model import Entry, Fault
    from store.profiles import ProfileView
    from store.records import Attempt, DirectionRow, Email, Mailbox, Profile
    from store.unclassified import Unclassified
    from web.walls import Line
    from worker.actions import Step, TestResult
    from worker.asks import SyncResult
    from worker.queue import FailedJob, QueueCount
    from worker.rejudge import Found, Tried

Shape = dict[str, object]

NOTHING_SEEN: Shape = dict.fromkeys(("at", "stage", "response", "code", "next_attempt_at"))  # of what was only told


def profile(view: ProfileView) -> Shape:
    of = view.profile
    assert view.next_probe_at is None or isinstance(view.next_probe_at, datetime)
    return {
        "name": of.name,
        "protocol": of.protocol,
        "owner": of.owner,
        "health": {direction.value: str(view.health.get(direction, "healthy")) for direction in Direction},
        "next_probe_at": rfc3339(view.next_probe_at),
        "mailboxes": by_state(view.mailboxes),
        **_server(of),
        **_limits(of),
        "outgoing": dict(of.outgoing),
        "created_at": rfc3339(of.created_at),
    }


def _server(of: Profile) -> Shape:
    return {
        "host": of.host,
        "port": of.port,
        "security": of.security,
        "private_ca": of.ca is not None,
        "folders": list(of.folders),
        "since": of.since.isoformat() if of.since else None,
        "push": of.push,
    }


def _limits(of: Profile) -> Shape:
    policy = of.policy
    return {
        "poll_interval_s": of.poll_interval.total_seconds(),
        "max_sessions": of.max_sessions,
        "max_sign_ins": of.max_sign_ins,
        "timeout_s": of.timeout.total_seconds(),
        "retry_limit": policy.retry_limit,
        "retry_base_s": policy.retry_base.total_seconds(),
        "retry_cap_s": policy.retry_cap.total_seconds(),
        "warn_after": policy.warn_after,
        "probe_halted_s": policy.probe_halted.total_seconds() if policy.probe_halted else None,
        "max_message_size": of.max_message_size,
        "keep_days": of.keep_days,
    }


def by_state(counts: Mapping[State, int]) -> Shape:
    """Every state, those without a mailbox too."""
    from errors.machine import State

    return {state.value: counts.get(state, 0) for state in State if state is not State.NONE}


def mailbox(of: Mailbox, retry_limit: int) -> Shape:
    return {
        "address": of.address,
        "profile": of.profile,
        "owner": of.owner,
        "username": of.username,
        "incoming": direction(of.incoming, retry_limit),
        "outgoing": direction(of.outgoing, retry_limit),
        "emails_stored": of.emails_stored,
        "emails_set_aside": of.emails_set_aside,
        "last_email_at": rfc3339(of.last_email_at),
        "created_at": rfc3339(of.created_at),
    }


def attempt(of: Direction, one: Attempt) -> Shape:
    return {
        "at": rfc3339(one.at),
        "direction": of.value,
        "ok": one.ok,
        "stage": one.stage.value if one.stage else None,
        "code": one.code,
        "new_emails": one.new_emails,
        "response": one.response,
        "next_attempt_at": rfc3339(one.next_attempt_at),
        "test": one.test,
    }


def direction(row: DirectionRow, retry_limit: int) -> Shape:
    """budget_left: attempts that count, before a transient error becomes permanent."""
    return {
        "state": row.state.value,
        "test": row.test.value,
        "streak": row.streak,
        "budget_left": max(0, retry_limit - row.counted),
        "next_attempt_at": rfc3339(row.next_attempt_at),
        "last_success_at": rfc3339(row.last_success_at),
        "last_code": row.last_code,
        "halted_at": rfc3339(row.halted_at),
    }


def test(result: TestResult) -> Shape:
    return {"ok": result.ok, "steps": [step(one) for one in result.steps]}


def step(one: Step) -> Shape:
    return {
        "name": one.name,
        "direction": one.direction.value if one.direction else None,
        "ok": one.ok,
        "took_ms": round(one.took.total_seconds() * 1000, 1),
        "evidence": one.evidence,
        "code": one.code,
    }


def email(of: Email) -> Shape:
    return {
        "id": of.id,
        "seq": of.seq,
        "mailbox": of.mailbox,
        "direction": of.direction.value,
        "state": of.state,
        "message_id": of.message_id,
        "subject": of.subject,
        "from": of.sender,
        "to": list(of.recipients),
        "size": of.size,
        "sha256": of.sha256,
        "received_at": rfc3339(of.received_at),
        "stored_at": rfc3339(of.stored_at),
        "gone_at": rfc3339(of.gone_at),
        "folder": of.folder,
        "uid": of.uid,
        "code": of.code,
        "response": of.response,
    }


def failed_job(job: FailedJob) -> Shape:
    return {
        "job_id": job.job_id,
        "queue": job.queue,
        "mailbox": job.mailbox,
        "direction": job.direction,
        "code": job.code,
        "attempts": job.attempts,
        "failed_at": rfc3339(job.failed_at),
        "headline": job.headline,
    }


def queue(counts: Sequence[QueueCount], mailboxes: Mapping[State, int]) -> Shape:
    """Each queue under its name, and the mailboxes by state."""
    queues: Shape = {
        count.name: {
            "queued": count.queued,
            "started": count.started,
            "scheduled": count.scheduled,
            "failed": count.failed,
        }
        for count in counts
    }
    return {**queues, "mailboxes": by_state(mailboxes)}


def synced(result: SyncResult) -> Shape:
    return {"address": result.address, "ok": result.ok, "new_emails": result.new_emails, "code": result.code}


def entry(of: Entry) -> Shape:
    """A row of the catalogue."""
    return {
        "code": of.code,
        "kind": of.kind.value,
        "nature": of.nature.value if of.nature else None,
        "level": of.level.value,
        "who_acts": of.who_acts.value,
        "counts_against_budget": of.counts,
        "proofs": of.proofs,
        "headline": of.headline,
        "remedy": acting(of),
        "remedies": {reader.value: advice(of, reader) for reader in READERS},
        "reference": of.reference,
    }


def alert(line: Line) -> Shape:
    of = line.alert
    return {
        "id": of.id,
        "code": of.code,
        "nature": of.nature.value if of.nature else None,
        "severity": of.severity.value,
        "level": of.level.value,
        "object": {"kind": of.object_kind, "name": of.object_name},
        "direction": of.direction.value if of.direction else None,
        "status": of.status,
        "first_seen": rfc3339(of.first_seen),
        "last_seen": rfc3339(of.last_seen),
        "count": of.count,
        "who_acts": of.who_acts.value,
        "headline": line.headline,
        "remedy": line.remedy,
        "remedies": {reader.value: words for reader, words in line.remedies.items()},
        "mailboxes": list(line.mailboxes),
        "not_enabled": list(line.waiting.addresses) if line.waiting else [],
        "help": next((one["help"] for one in reversed(of.evidence) if one.get("help")), None),
        "action_needed": line.action_needed,
        "superseded_by": of.superseded_by,
        "acknowledged_by": of.acknowledged_by,
        "resolved_at": rfc3339(of.resolved_at),
        "resolved_why": of.resolved_why,
        "evidence": [{**NOTHING_SEEN, **one} for one in of.evidence],
    }


def doubted(found: Found) -> Shape:
    """A halt that today's rules would not have caused, or of which that can't be told (then now is null)."""
    halt, fault = found.halt, found.verdict.fault
    nature = fault.entry.nature if fault else None
    return {
        "address": halt.address,
        "direction": halt.direction.value,
        "halted_since": rfc3339(halt.halted_at),
        "was": {"code": halt.code, "rule": halt.rule, "catalogue": halt.catalogue},
        "now": {"code": fault.code, "rule": fault.rule, "nature": nature.value if nature else None} if fault else None,
        "verdict": found.verdict.standing.value,
    }


def taken_back(tried: Tried) -> Shape:
    """code: what its test met; why: why it was not tested."""
    return {**doubted(tried.found), "ok": tried.ok, "code": tried.code, "why": tried.why}


def unclassified(one: Unclassified, known_as: Fault | None, mailboxes: Sequence[str]) -> Shape:
    """known_as: what today's rules call it, where they know it. mailboxes: the addresses of those that met it."""
    return {
        "fingerprint": one.fingerprint,
        "protocol": one.protocol,
        "stage": one.stage.value if one.stage else None,
        "code": one.code,
        "sample": safe(one.sample),
        "count": one.count,
        "mailboxes": list(mailboxes),
        "first_seen": rfc3339(one.first_seen),
        "last_seen": rfc3339(one.last_seen),
        "known_as": {"code": known_as.code, "rule": known_as.rule} if known_as else None,
    }
