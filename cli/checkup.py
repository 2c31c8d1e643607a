"""What `postroom doctor` looks at: each check finds something, says whether it is well, and what to do if not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.settings import Settings

OURS = ("cli", "config", "errors", "postroom", "simulator", "store", "sync", "worker")
ROOT = Path(__file__).resolve().parent.parent
ENOUGH = 500 * 1024 * 1024  # octets free


@dataclass(frozen=True, slots=True)
class Finding:
    """advice: what to do, where ok is false or there is something to know."""

    check: str
    ok: bool
    found: str
    advice: str = ""


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= (3, 11), version, "" if sys.version_info >= (3, 11) else "use 3.11 on")


def modules() -> Finding:
    """A folder `config/` where somebody stands may hide ours."""
    hidden = [f"{name} is taken from {where}" for name in OURS if (where := _elsewhere(name))]
    advice = "start postroom in another folder, and look at PYTHONPATH: those names belong to Postroom here"
    return Finding("modules", not hidden, "; ".join(hidden) or f"all in {ROOT}", advice if hidden else "")


def _elsewhere(name: str) -> str | None:
    """Where this module of ours comes from, when it is not ours."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        return "missing"
    place = spec.origin or next(iter(spec.submodule_search_locations or ()), "unknown")
    return None if Path(place).resolve().is_relative_to(ROOT / name) else str(Path(place).parent)


def home(read: Settings) -> Finding:
    where = str(read.home)
    if not read.home.is_dir():
        return _missing_home(read)
    if read.home.stat().st_mode & 0o077:
        return Finding("home", False, f"{where}: others may look into it", f"chmod 700 {where}")
    if not os.access(read.home, os.W_OK | os.X_OK):
        return Finding("home", False, f"{where}: can't be written", "give it to the user that runs postroom")
    return Finding("home", True, where)


def _missing_home(read: Settings) -> Finding:
    found = f"{read.home}: not there yet"
    if not os.access(_nearest(read.home), os.W_OK | os.X_OK):
        return Finding(
            "home", False, found, f"can't be made in {_nearest(read.home)}: set POSTROOM_HOME to another folder"
        )
    return Finding("home", True, found, "it is made by the first command that writes")


def _nearest(folder: Path) -> Path:
    """The folder, or where it would be made."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def disk(read: Settings) -> Finding:
    free = shutil.disk_usage(_nearest(read.home)).free
    found = f"{free / 1024**3:.1f} GiB free for {read.home}"
    return Finding("disk", free >= ENOUGH, found, "" if free >= ENOUGH else "make room: mail can't be stored soon")


def temporary() -> Finding:
    try:
        with tempfile.TemporaryFile():
            return Finding("temporary folder", True, tempfile.gettempdir())
    except OSError as error:
        return Finding("temporary folder", False, str(error), "set TMPDIR to a folder that can be written")


def queue_for_one(read: Settings) -> Iterator[Finding]:
    """A database for many machines and a queue for one do not fit together."""
    if read.database_url.startswith("postgresql") and read.redis_url is None:
        yield Finding(
            "queue for all machines",
            False,
            "PostgreSQL, but the embedded Valkey, which is this machine's alone",
            "set POSTROOM_REDIS_URL to a Redis that all machines reach",
        )


def of_this_machine(read: Settings) -> Iterator[Finding]:
    """What needs neither database nor queue."""
    yield home(read)
    yield disk(read)
    yield temporary()
    yield from queue_for_one(read)
