"""A loop worker as a process of its own, on the stand-in's jobs: `python -m tests.kit.loop_worker URL NAME GRACE`."""

import asyncio
import sys
from datetime import timedelta

from worker.loop import LoopWorker
from worker.redis_url import connect


def main(url: str, name: str, grace: str) -> None:
    worker = LoopWorker(
        ["sync", "send", "retry"],
        connection=connect(url),
        concurrency=10,
        name=name,
        grace=timedelta(seconds=float(grace)),
    )
    asyncio.run(worker.run())


if __name__ == "__main__":
    main(*sys.argv[1:])
