"""`postroom worker`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import checks, desk, say
from cli.parent import end_with_parent

if TYPE_CHECKING:
    from config.settings import Settings

Concurrency = Annotated[
    int, typer.Option("--concurrency", metavar="N", min=1, max=10_000, help="Jobs at once, on one event loop.")
]
OfQueues = Annotated[
    str, typer.Option("--queues", metavar="NAMES", help="Which queues it takes, in turn.", parser=checks.queues)
]
Burst = Annotated[bool, typer.Option("--burst", help="Stop when the queues are empty.")]
NoScheduler = Annotated[
    bool, typer.Option("--no-scheduler", help="Don't look for what is due; another worker of this store does.")
]
UntilStdinCloses = Annotated[
    bool,
    typer.Option("--until-stdin-closes", help="End as on SIGTERM when standard input closes: with who started it."),
]


def worker(
    concurrency: Concurrency = 100,
    queues: OfQueues = "sync,send,retry",
    burst: Burst = False,
    no_scheduler: NoScheduler = False,
    until_stdin_closes: UntilStdinCloses = False,
) -> None:
    """Do the work: sync what is due, retry what failed. Start as many as you like, here or on other machines.

    SIGTERM and Ctrl-C finish or hand back what is running; nothing is lost by `kill -9` either.
    """
    from worker.run import run_worker

    if until_stdin_closes:
        end_with_parent()
    warn_of_two_hosts(desk.settings("info"))
    desk.at_office(
        lambda office: run_worker(
            office, concurrency=concurrency, queues=tuple(queues), burst=burst, scheduler=not no_scheduler
        ),
        redis=True,
        migrate=True,
        level="info",
    )


def warn_of_two_hosts(read: Settings) -> None:
    """A database for many machines and a queue for one do not fit together."""
    if read.database_url.startswith("postgresql") and read.redis_url is None:
        say.note(
            "warning: the database is PostgreSQL, but the embedded Valkey is this machine's alone; "
            "set POSTROOM_REDIS_URL before workers run on other machines"
        )
