"""What happened in the simulator, counted by name, so that tests and the demo can wait for it instead of sleeping."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass

REMEMBERED = 10_000  # strikes kept for reading; the counts go on

CONNECTION = "connection"  # accepted
SIGN_IN = "sign_in"
REFUSED_SIGN_IN = "refused_sign_in"
POLL = "poll"  # a STATUS that was answered
OPEN_FOLDER = "open_folder"
BODY = "body"  # a whole message was sent
IDLE = "idle"
LISTENING = "listening"  # a closed listener is open again
CLOSED = "closed"  # a connection has ended


@dataclass(frozen=True, slots=True)
class Strike:
    """One time that a fault showed itself. at in seconds since start; address "" before sign-in."""

    at: float
    fault: str
    stage: str
    profile: str
    address: str
    uid: int | None


class Events:
    """Counts by name ("fault.<name>" for faults) and the last strikes."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.strikes: deque[Strike] = deque(maxlen=REMEMBERED)
        self.open = 0  # connections now
        self.most_open = 0
        self.signed_in: Counter[str] = Counter()  # sign-ins by address
        self._waiting: dict[str, list[tuple[int, asyncio.Future[None]]]] = {}

    def tell(self, name: str) -> None:
        self.counts[name] += 1
        if name in self._waiting:
            self._wake(name)

    def struck(self, strike: Strike) -> None:
        self.strikes.append(strike)
        self.tell(f"fault.{strike.fault}")

    def connected(self) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        self.tell(CONNECTION)

    def disconnected(self) -> None:
        self.open -= 1
        self.tell(CLOSED)

    async def reached(self, name: str, times: int = 1) -> None:
        """Come back when name has happened that often, counted from the start."""
        if self.counts[name] < times:
            future = asyncio.get_running_loop().create_future()
            self._waiting.setdefault(name, []).append((times, future))
            await future

    async def fault(self, name: str, times: int = 1) -> None:
        """Come back when the fault has struck that often."""
        await self.reached(f"fault.{name}", times)

    def _wake(self, name: str) -> None:
        still = []
        for times, future in self._waiting.pop(name):
            if future.done():
                continue
            if self.counts[name] >= times:
                future.set_result(None)
            else:
                still.append((times, future))
        if still:
            self._waiting[name] = still
