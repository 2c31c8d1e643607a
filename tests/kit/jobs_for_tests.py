"""Functions that tests name in jobs of a loop worker in their own process."""

import asyncio
import contextvars
import threading
import time
from collections import defaultdict

from rq import Retry

ran: list[object] = []
cancelled: list[object] = []
threads: list[int] = []
gates: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
word: contextvars.ContextVar[str] = contextvars.ContextVar("word", default="nothing")
at_once: list[int] = [0]


def forget() -> None:
    at_once[:] = [0]
    for kept in (ran, cancelled, threads, gates):
        kept.clear()


async def note(what: object = None) -> None:
    ran.append(what)


async def note_context() -> None:
    ran.append(word.get())


async def wait_for(gate: str) -> None:
    """Runs until the test opens the gate."""
    ran.append(gate)
    at_once.append(at_once[-1] + 1)
    try:
        await gates[gate].wait()
    except asyncio.CancelledError:
        cancelled.append(gate)
        raise
    finally:
        at_once.append(at_once[-1] - 1)


async def fail(secret: str = "") -> None:
    ran.append("fail")
    raise RuntimeError(f"told to fail, {secret}")


async def again() -> Retry:
    ran.append("again")
    return Retry(max=1)


def in_a_thread(what: object) -> str:
    ran.append(what)
    threads.append(threading.get_ident())
    return "done"


def block(seconds: float) -> None:
    time.sleep(seconds)


def boom(*_: object) -> None:
    raise ValueError("a callback that fails")
