"""Settings: flag, environment, postroom.toml, default; every problem told at once. Nothing reads the environment later.

What the values mean to a database or a queue is not known here; only what a person may write.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .allowed import masked

if TYPE_CHECKING:
    from pydantic import ValidationError

CONFIG = "POSTROOM_CONFIG"
FILE = "postroom.toml"
NAMES = ("home", "database_url", "redis_url", "secret_key", "log")


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

    def __repr__(self) -> str:
        return (
            f"Settings(home={str(self.home)!r}, database_url={masked('database_url', self.database_url)!r}, "
            f"redis_url={masked('redis_url', self.redis_url)!r}, secret_keys={len(self.secret_keys)}, log={self.log!r})"
        )


def load(config: Path | None = None, flags: Mapping[str, str | None] | None = None) -> Settings:
    """flags: settings by name from the command line, which win; None means not given. Raises BadSettings."""
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    path, problems = _file(config)
    written = _written(path, problems) if path is not None else {}
    read = _read(written, given, path, problems)
    if problems:
        raise BadSettings("\n".join(problems))
    home = read["home"]
    return Settings(
        home=home,
        database_url=read["database_url"] or f"sqlite+aiosqlite:///{home / 'postroom.db'}",
        redis_url=read["redis_url"],
        secret_keys=read["secret_key"],
        log=read["log"] or ("console" if sys.stderr.isatty() else "json"),
    )


def _file(config: Path | None) -> tuple[Path | None, list[str]]:
    """The file to read; one that was asked for must be there."""
    variable = os.environ.get(CONFIG)
    asked, name = (config, "--config") if config else (Path(variable) if variable else None, CONFIG)
    if asked is None:
        return (Path(FILE) if Path(FILE).is_file() else None), []
    if not asked.expanduser().is_file():
        return None, [f"{name} = {str(asked)!r}: there is no such file"]
    return asked.expanduser(), []


def _written(path: Path, problems: list[str]) -> dict[str, object]:
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        problems.append(f"{path}: {error.strerror}")
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path} is not TOML: {error}")
        return {}
    unknown = sorted(set(written) - set(NAMES))
    problems += [f"{key} in {path}: no such setting; there are {', '.join(NAMES)}" for key in unknown]
    return {key: value for key, value in written.items() if key in NAMES}


def _read(
    written: Mapping[str, object], given: Mapping[str, str], path: Path | None, problems: list[str]
) -> dict[str, Any]:
    from pydantic import ValidationError

    from .sources import read

    try:
        return read(written, given)
    except ValidationError as error:
        problems += _told(error, given, path)
        return {}


def _told(error: ValidationError, given: Mapping[str, str], path: Path | None) -> list[str]:
    """Its problems as a person should read them: name where it was set, value, what is allowed."""
    told = []
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0])
        why = str(problem.get("ctx", {}).get("error", problem["msg"]))
        told.append(f"{_where(name, given, path)} = {masked(name, problem['input'])!r}: {why}")
    return told


def _where(name: str, given: Mapping[str, str], path: Path | None) -> str:
    if name in given:
        return f"--{name.replace('_', '-')}"
    variable = f"POSTROOM_{name.upper()}"
    return variable if os.environ.get(variable) or path is None else f"{name} in {path}"
