"""A worker process: the loop worker with a scheduler beside it."""

from __future__ import annotations

import pytest

from tests.kit.house import house  # noqa: F401
from tests.kit.valkey import valkey  # noqa: F401
from worker.run import run_worker
from worker.scheduler import Scheduler


async def test_a_scheduler_that_a_bug_ends_takes_its_worker_with_it_and_is_told(house, monkeypatch):  # noqa: F811
    async def broken(_: Scheduler) -> int:
        raise KeyError("a bug")

    monkeypatch.setattr(Scheduler, "tick", broken)
    with pytest.raises(KeyError):
        await run_worker(house.office, concurrency=1, queues=("sync", "retry"))
