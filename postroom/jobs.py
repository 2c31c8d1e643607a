"""What RQ jobs name. A loop worker runs them on its own loop; a stock `rq worker` runs them one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from errors.model import Direction
from worker import jobs
from worker.office import this_office


async def wave(profile_id: int, direction_ids: Sequence[int]) -> None:
    """Sync the due ones of a profile's mailbox directions."""
    async with this_office() as office:
        await jobs.wave(office, profile_id, direction_ids)


async def sync(direction_ids: Sequence[int], token: str | None = None) -> None:
    """Sync these mailbox directions now, to the end."""
    async with this_office() as office:
        await jobs.sync(office, direction_ids, token)


async def retry(direction_id: int, attempt: int) -> None:
    """The scheduled try of a failing direction; requeued from the failed registry: test and resume."""
    async with this_office() as office:
        await jobs.retry(office, direction_id, attempt)


async def probe(profile_id: int, direction: str) -> None:
    """Ask a profile's server that is down whether it is back."""
    async with this_office() as office:
        await jobs.probe(office, profile_id, Direction(direction))
