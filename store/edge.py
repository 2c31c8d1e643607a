"""The edge to the SQL drivers: above this line their exceptions do not exist, and no text shows a password."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import exc
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from .faults import StoreError, StoreUnavailable

ADVICE = (  # part of SQLite's own words, and what to do
    ("database is locked", "another program holds its lock: end that program, or wait until it is done"),
    ("database or disk is full", "the disk is full: make room"),
    ("readonly", "it can't be written: mend the rights of the file and its folder, or mount the disk for writing"),
    ("read-only", "it can't be written: mend the rights of the file and its folder, or mount the disk for writing"),
    ("unable to open", "it can't be opened: mend the rights of the file and its folder"),
    ("disk i/o error", "the disk fails: look at the system's log, and at the room that is left"),
    ("malformed", "the file is damaged: restore it from a backup"),
    ("not a database", "the file is no SQLite database: name another one, or restore it from a backup"),
)
GONE = ("08", "53", "57", "25006", "40P01", "55P03")  # SQLSTATEs of a PostgreSQL that can't serve now
REFUSED = {
    "28": "it refused the sign-in: mend user and password in POSTROOM_DATABASE_URL",
    "3D": "there is no such database: create it, or name another one in POSTROOM_DATABASE_URL",
}


def parsed(url: str) -> URL:
    """Raises StoreUnavailable where it is no URL of a database that we know."""
    try:
        found = make_url(url)
    except ArgumentError:
        raise StoreUnavailable("the database URL can't be read: is POSTROOM_DATABASE_URL set rightly?") from None
    if found.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise StoreUnavailable(
            f"databases of the kind {found.drivername!r} are not supported: use sqlite+aiosqlite or postgresql+asyncpg"
        )
    if found.drivername == "sqlite+aiosqlite" and found.database in (None, "", ":memory:"):
        raise StoreUnavailable("the database must be a file, since several processes share it")
    return found


def missing(url: URL) -> bool:
    """Whether it is an SQLite file that is not there."""
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def place(url: URL) -> str:
    """Where the database is, for people: never the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(password=None, query={}).render_as_string(hide_password=True)


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Driver exceptions become StoreError. Their chain is cut, since it may quote values."""
    try:
        yield
    except DBAPIError as error:
        raise told(error.orig or error, where) from None
    except sqlite3.Error as error:
        raise told(error, where) from None


@contextmanager
def reaching(where: str) -> Iterator[None]:
    """While a connection is being made: drivers let the network's own exceptions through."""
    try:
        yield
    except exc.TimeoutError:
        raise StoreUnavailable(f"{where}: all connections are busy, and stayed so") from None
    except OSError as error:
        raise StoreUnavailable(f"{where}: can't be reached ({error.strerror or type(error).__name__})") from None


def told(error: BaseException, where: str) -> StoreError:
    """What a driver's exception means."""
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    if state is not None:
        return _of_postgresql(str(state), first_line(error), where)
    words = str(error).lower()
    advice = next((advice for part, advice in ADVICE if part in words), None)
    if advice is not None:
        return StoreUnavailable(f"{where}: {advice}")
    if isinstance(getattr(error, "__cause__", None), OSError) or _is_of_the_connection(error):
        return StoreUnavailable(f"{where}: can't be reached; is the database server running?")
    return StoreError(f"{where}: {type(error).__name__}: {first_line(error)}")


def _of_postgresql(state: str, words: str, where: str) -> StoreError:
    if state[:2] in REFUSED:
        return StoreUnavailable(f"{where}: {REFUSED[state[:2]]}")
    if state.startswith(GONE):
        return StoreUnavailable(f"{where}: the server can't serve now ({words})")
    return StoreError(f"{where}: {words} (SQLSTATE {state})")


def _is_of_the_connection(error: BaseException) -> bool:
    return type(error).__name__ in ("InterfaceError", "ConnectionDoesNotExistError", "CannotConnectNowError")


def first_line(error: BaseException) -> str:
    """The rest may quote values."""
    lines = str(error).splitlines()
    return lines[0].split(">: ", 1)[-1] if lines else type(error).__name__
