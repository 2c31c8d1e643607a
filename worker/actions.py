"""What people ask for by hand: test and enable, disable, new password, sync now, requeue.

Each takes the lease as a worker does and settles through the same code; nothing here prints.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from errors.model import Direction
from worker.office import Office


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a test: what was tried, whether it passed, what was seen. name is a Stage's value."""

    name: str
    direction: Direction | None
    ok: bool
    took: timedelta
    evidence: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class TestResult:
    __test__ = False  # not a test class, whatever pytest thinks of its name

    ok: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SyncResult:
    address: str
    ok: bool
    new_emails: int
    code: str | None


OnStep = Callable[[Step], None]


async def test_mailbox(
    office: Office, address: str, direction: Direction | None = None, on_step: OnStep | None = None
) -> TestResult:
    """Test step by step, and enable each direction that passes."""
    raise NotImplementedError


async def enable_mailbox(
    office: Office, address: str, direction: Direction | None = None, on_step: OnStep | None = None
) -> TestResult:
    """Resume a halted, disabled or untested direction by testing it first."""
    raise NotImplementedError


async def disable_mailbox(office: Office, address: str, direction: Direction | None = None) -> None:
    """Stop a direction until it is enabled again."""
    raise NotImplementedError


async def change_password(office: Office, address: str, password: str, on_step: OnStep | None = None) -> TestResult:
    """Store the new password and test at once; a passing test lifts a halt."""
    raise NotImplementedError


async def test_profile(office: Office, name: str, on_step: OnStep | None = None) -> TestResult:
    """Test the server of a profile (with a mailbox of it where there is one); a pass resumes what was suspended."""
    raise NotImplementedError


async def sync_now(
    office: Office, addresses: Sequence[str], *, wait: bool, on_result: Callable[[SyncResult], None] | None = None
) -> list[SyncResult]:
    """Queue these mailboxes at once; with wait, until each has been tried. Halted ones answer with their code."""
    raise NotImplementedError


async def retry_email(office: Office, email_id: int) -> bool:
    """Try a set-aside email again; False when the server no longer has it."""
    raise NotImplementedError


async def requeue_failed(office: Office, job_ids: Sequence[str]) -> list[str]:
    """Requeue failed jobs (test-and-resume by a worker); the ids that were there."""
    raise NotImplementedError


async def delete_failed(office: Office, job_ids: Sequence[str]) -> list[str]:
    """Delete failed jobs; their directions stay halted. The ids that were there."""
    raise NotImplementedError
