"""The report file of a bug: what happened, for us; no secret, no mail."""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from . import passwords

_IN_URL = re.compile(r"(?<=://)([^/@:\s]*):(\S*)@")
_NAMED = re.compile(r"(?i)((?:password|passwd|pwd|secret|token|key)[\"']?\s*[=:]\s*)([\"']?)[^\s\"',;)]+")


def write(error: BaseException) -> str:
    """Write the report into the home (or the temporary folder); where it is."""
    text = scrubbed(_text(error))
    for folder in (_home() / "reports", Path(tempfile.gettempdir())):
        try:
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            return str(_written(folder, text))
        except OSError:
            continue
    return f"(no file can be written; in short: {scrubbed(repr(error))})"


def scrubbed(text: str) -> str:
    """Without what must not be told: passwords that were read, in URLs, or under their name."""
    for secret in passwords.READ:
        text = text.replace(secret, "***")
    for variable in ("POSTROOM_SECRET_KEY", "POSTROOM_REDIS_URL", "POSTROOM_DATABASE_URL"):
        value = os.environ.get(variable)
        text = text.replace(value, f"${variable}") if value else text
    return _NAMED.sub(r"\1\2***", _IN_URL.sub(r"\1:***@", text))


def _written(folder: Path, text: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    handle, path = tempfile.mkstemp(prefix=f"postroom-bug-{stamp}-", suffix=".txt", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(path)


def _text(error: BaseException) -> str:
    return "\n".join(
        [
            f"Postroom {_version()}, Python {platform.python_version()}, {platform.platform()}",
            f"at {datetime.now(UTC).isoformat()}",
            f"arguments: {sys.argv[1:]!r}",
            "",
            "".join(traceback.format_exception(error)),
        ]
    )


def _version() -> str:
    try:
        return version("postroom")
    except PackageNotFoundError:
        return "(not installed)"


def _home() -> Path:
    """The home as it was asked for; settings that can't be read are no reason to lose the report."""
    from .desk import FLAGS

    return Path(FLAGS.get().home or os.environ.get("POSTROOM_HOME") or "~/.local/share/postroom").expanduser()
