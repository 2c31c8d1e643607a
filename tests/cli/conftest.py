"""Running a command line in this process, with a home of its own."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from cli import desk, passwords
from cli.edge import main
from config import secret
from store.keys import KeyRing, new_key
from store.migrate import migrate
from store.session import Store
from tests.kit.stores import a_profile


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


class Terminal(io.TextIOWrapper):
    """Somebody sits there and can be asked."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home that nothing was kept in so far."""
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "LOG", "CONFIG"):
        monkeypatch.delenv(f"POSTROOM_{name}", raising=False)
    monkeypatch.setenv("POSTROOM_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    """run("mailbox", "add", ..., stdin=b"..."): the exit code and what was printed. answers: at a terminal."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*arguments: str, stdin: bytes = b"", answers: bytes | None = None) -> Ran:
        typed = Terminal(io.BytesIO(answers)) if answers is not None else io.TextIOWrapper(io.BytesIO(stdin))
        monkeypatch.setattr(sys, "stdin", typed)
        token = desk.FLAGS.set(desk.NO_FLAGS)
        capsysbinary.readouterr()
        try:
            code = main(arguments)
        finally:
            desk.FLAGS.reset(token)
        said = capsysbinary.readouterr()
        return Ran(code, said.out.decode(), said.err.decode())

    yield run
    passwords.READ.clear()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty database and a key, to be copied: to make one takes longer than most tests."""
    home = tmp_path_factory.mktemp("template") / "home"
    secret.make(home, new_key())
    asyncio.run(migrate(f"sqlite+aiosqlite:///{home / 'postroom.db'}"))
    return home


@pytest.fixture
def in_store(home: Path, migrated: Path) -> Callable[[Callable[[Store], Awaitable[Any]]], Any]:
    """Do something in the home's own store, which is made if need be: what workers would have left there."""

    def do(work: Callable[[Store], Awaitable[Any]]) -> Any:
        if not home.exists():
            shutil.copytree(migrated, home)

        async def whole() -> Any:
            key = secret.read(home)
            assert key is not None
            store = await Store.open(f"sqlite+aiosqlite:///{home / 'postroom.db'}", KeyRing([key]))
            try:
                return await work(store)
            finally:
                await store.close()

        return asyncio.run(whole())

    return do


@pytest.fixture
def office(in_store: Callable[[Callable[[Store], Awaitable[Any]]], Any]) -> None:
    """A home with a profile of this name."""
    in_store(a_profile)
