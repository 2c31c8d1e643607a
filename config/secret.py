"""The home's secret key: a file of mode 0600, made once."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from .settings import BadSettings

FILE = "secret.key"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read(home: Path) -> str | None:
    """None where there is none. Raises BadSettings where it can't be read or others may read it."""
    path = home / FILE
    try:
        mode = path.stat().st_mode
        if mode & OTHERS:
            raise BadSettings(f"{path}: others may read the secret key; run `chmod 600 {path}`")
        key = path.read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: the secret key can't be read ({_why(error)})") from error
    if not key:
        raise BadSettings(f"{path}: the secret key's file is empty; put the key back that was made here")
    return key


def make(home: Path, key: str) -> str:
    """Keep this key, unless another process was first: the key that is kept. Raises BadSettings."""
    path = home / FILE
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _keep(path, key)
    except OSError as error:
        raise BadSettings(f"{path}: the secret key can't be written ({_why(error)})") from error
    kept = read(home)
    assert kept is not None, "it was linked a moment ago"
    return kept


def _keep(path: Path, key: str) -> None:
    """Written whole beside it, then linked: another process sees all of it or nothing, and the first one wins."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            return
    finally:
        Path(beside).unlink()


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "it is not text"
