"""Settings: flag, environment, postroom.toml, default; every problem told at once. Nothing reads the environment later."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class BadSettings(Exception):
    """Every problem, one per line: the setting's name, its value (masked where it is a secret), what is allowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """redis_url None: the embedded Valkey of the home. secret_keys empty: the home's key, made on first use.
    log: console | json. repr shows no secret."""

    home: Path
    database_url: str
    redis_url: str | None
    secret_keys: tuple[str, ...]
    log: str


def load(config: Path | None = None) -> Settings:
    """Raises BadSettings."""
    raise NotImplementedError
