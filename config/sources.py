"""The settings as pydantic-settings reads and checks them. Imported only when they are read: it costs a while."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from . import allowed

PREFIX = "POSTROOM_"
DEFAULT_HOME = "~/.local/share/postroom"


class Raw(BaseSettings):
    """The settings as they are written, checked. None and (): not set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", validate_default=True)

    home: Annotated[Path, AfterValidator(allowed.home)] = Path(DEFAULT_HOME)
    database_url: Annotated[str, AfterValidator(allowed.database_url)] | None = None
    redis_url: Annotated[str, AfterValidator(allowed.redis_url)] | None = None
    secret_key: Annotated[tuple[str, ...], NoDecode, BeforeValidator(allowed.secret_keys)] = ()
    log: Annotated[str, AfterValidator(allowed.log)] | None = None


def in_environment(name: str) -> bool:
    return bool(os.environ.get(f"{PREFIX}{name}".upper()))


def read(written: Mapping[str, object], given: Mapping[str, str]) -> dict[str, Any]:
    """Flags (given), then the environment, then the file (written). Raises pydantic.ValidationError."""
    left = {name: value for name, value in written.items() if not in_environment(name)}
    arguments: dict[str, Any] = {**left, **given}
    return Raw(**arguments).model_dump()
