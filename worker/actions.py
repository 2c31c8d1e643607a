"""What people ask for by hand: test and enable, disable, new password, test a profile.

Each takes the lease as a worker does and settles through the same code; nothing here prints.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from errors.classify import classify
from errors.machine import Event, State, step
from errors.model import Direction
from store import alerts, emails, leases, mailboxes, profiles
from store.faults import NotThere, Refused
from store.halts import FORGOTTEN
from store.records import Held
from sync.engine import Outcome
from sync.ports import Trouble
from worker import outage
from worker.attempt import Progress, check, witnessed
from worker.follow import Drop, FollowUp, follow
from worker.jobs import let_in
from worker.journal import Journal
from worker.office import Office
from worker.refetch import refetched
from worker.settle import settle
from worker.sources import knock
from worker.steps import OnStep, Step, Steps

__all__ = ["OnStep", "Step", "TestResult", "change_password", "disable_mailbox", "enable_mailbox", "retry_email",
           "test_held", "test_mailbox", "test_profile"]  # fmt: skip

PATIENCE = timedelta(seconds=90)  # for a lease that a worker holds
GLANCE = 0.1  # seconds between two looks at it

ANY = tuple(state for state in State if state is not State.NONE)


@dataclass(frozen=True, slots=True)
class TestResult:
    """state: where the direction (of a mailbox) stands now."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    ok: bool
    steps: tuple[Step, ...]
    state: State | None = None


# -- mailboxes -------------------------------------------------------------------------------------------------


async def test_mailbox(
    office: Office, address: str, direction: Direction | None = None, on_step: OnStep | None = None
) -> TestResult:
    """Test step by step, and enable each direction that passes. NotThere, Refused."""
    if direction is Direction.OUTGOING:
        raise Refused("this version sends no mail yet: only the incoming direction can be tested")
    return await test_held(office, await _hold(office, address, direction or Direction.INCOMING, ANY), on_step)


async def test_held(office: Office, held: Held, on_step: OnStep | None = None) -> TestResult:
    """Test the direction of this lease, and enable it when it passes; the lease is given back."""
    steps = Steps(held.direction.direction, held.profile, held.mailbox.username, on_step)

    async def work(_: Office, held: Held, progress: Progress) -> Outcome:
        outcome, seen = await check(held, progress)
        steps.passed("; ".join(seen))
        return outcome

    async with office.at_work(held):
        seen = await witnessed(office, held, work, Progress(steps.report), test=True)
        if seen.signal is not None:
            steps.failed(seen.signal)
        settled = await settle(office, seen)
    return TestResult(seen.outcome is not None, tuple(steps.done), settled.state if settled else None)


async def enable_mailbox(
    office: Office, address: str, direction: Direction | None = None, on_step: OnStep | None = None
) -> TestResult:
    """Resume a halted, disabled or untested direction by testing it first. NotThere, Refused."""
    return await test_mailbox(office, address, direction, on_step)


async def disable_mailbox(office: Office, address: str, direction: Direction | None = None) -> None:
    """Stop a direction (both, where none is named) until it is enabled again. NotThere, Refused."""
    async with office.store.read() as tx:
        box = await mailboxes.get(tx, address)
    rows = {Direction.INCOMING: box.incoming, Direction.OUTGOING: box.outgoing}
    wanted = [direction] if direction else [one for one, row in rows.items() if row.state is not State.NONE]
    for one in wanted:
        await _disable(office, await _hold(office, address, one, ANY))


async def _disable(office: Office, held: Held) -> None:
    row = held.direction
    async with office.at_work(held), office.store.write() as tx:
        await leases.settle(
            tx, row.id, row.fence, state=step(row.state, Event.DISABLED), streak=0, counted=0, proofs=0,
            failing_since=None, next_attempt_at=None, retry_job=None, **FORGOTTEN,
        )  # fmt: skip
        await alerts.resolve_direction(tx, held.mailbox.id, row.direction, "the mailbox was disabled")
        await outage.calm(tx, held.profile.id, row.direction, office.clock())
    words: list[FollowUp] = [Drop(row.retry_job)] if row.retry_job else []
    await follow(office, words)


async def change_password(office: Office, address: str, password: str, on_step: OnStep | None = None) -> TestResult:
    """Store the new password and test at once; a passing test lifts a halt. NotThere, Refused."""
    async with office.store.write() as tx:
        await mailboxes.set_password(tx, office.store, address, password)
    return await test_mailbox(office, address, None, on_step)


async def _hold(office: Office, address: str, direction: Direction, states: tuple[State, ...]) -> Held:
    """The lease of this direction, as soon as a worker gives it back. NotThere, Refused."""
    async with office.store.read() as tx:
        box = await mailboxes.get(tx, address)
    row = box.incoming if direction is Direction.INCOMING else box.outgoing
    if row.state is State.NONE:
        raise Refused(f"{box.address} has no {direction} mail: it was added with --no-{direction}")
    patience = round(PATIENCE.total_seconds() / GLANCE)
    for _ in range(patience):
        taken = await office.take([row.id], states=states, only_due=False)
        if taken:
            return taken[0]
        if office.store_fault is not None:
            raise office.store_fault
        await asyncio.sleep(GLANCE)
    raise Refused(f"a worker has been busy with {box.address} for {PATIENCE.seconds} s; try again later")


# -- profiles --------------------------------------------------------------------------------------------------


async def test_profile(office: Office, name: str, on_step: OnStep | None = None) -> TestResult:
    """Test a server as far as anyone gets without a password; a pass resumes what was suspended. NotThere."""
    async with office.store.read() as tx:
        profile = await profiles.get(tx, name)
    steps = Steps(Direction.INCOMING, profile, on_step=on_step)
    try:
        await knock(profile, steps.report)
        steps.passed()
    except Trouble as trouble:
        steps.failed(trouble.signal)
        return TestResult(False, tuple(steps.done))
    await let_in(office, profile, Direction.INCOMING, office.clock())
    return TestResult(True, tuple(steps.done))


# -- emails ----------------------------------------------------------------------------------------------------


async def retry_email(office: Office, email_id: int) -> bool:
    """Fetch a set-aside email again; False when the server no longer has it.

    NotThere, Refused (it was not set aside; it still can't be fetched, and why).
    """
    async with office.store.read() as tx:
        email = await emails.get(tx, email_id)
    if email.state != "set_aside":
        raise Refused(f"email {email_id} was not set aside: it is {email.state}")
    if email.mailbox is None:
        raise NotThere(f"the mailbox of email {email_id} was removed")
    held = await _hold(office, email.mailbox, Direction.INCOMING, ANY)
    async with office.at_work(held):
        try:
            if email.size > held.profile.max_message_size:
                raise Refused(f"email {email_id} is larger than profile {held.profile.name} allows: allow larger ones")
            return await refetched(Journal(office.store, held), held, email)
        except Trouble as trouble:
            fault = classify(trouble.signal)
            raise Refused(f"email {email_id} still can't be fetched ({fault.code}): {fault.signal.text}") from None
        finally:
            await office.release(held)
