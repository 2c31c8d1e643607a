"""Everything that a job needs, opened once per process: store, queues, pool, clock, dice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """redis_url None: the embedded Valkey of the home. secret_keys empty: the home's key, made on first use."""

    home: Path
    database_url: str
    redis_url: str | None
    secret_keys: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"OfficeSettings(home={str(self.home)!r})"


class Office:
    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: OfficeSettings, *, migrate: bool = False, redis: bool = True
    ) -> AsyncIterator[Office]:
        raise NotImplementedError
        yield cls()
