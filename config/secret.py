"""The home's secret key: a file of mode 0600, made once."""

from __future__ import annotations

from pathlib import Path


def read(home: Path) -> str | None:
    """None where there is none. Raises BadSettings where it can't be read or others may read it."""
    raise NotImplementedError


def make(home: Path, key: str) -> str:
    """Keep this key, unless another process was first: the key that is kept."""
    raise NotImplementedError
