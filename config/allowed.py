"""What may be written as the value of a setting, and how to show one without its secrets. Standard library only."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

DATABASES = ("sqlite+aiosqlite", "postgresql+asyncpg")
REDIS = ("redis", "rediss", "unix", "redis+sentinel")
LOGS = ("console", "json")
HIDDEN = "***"
KEY_OCTETS = 32
UNFIT_FOR_URLS = "?#%"  # in a home's path: the URLs of its database and its Valkey would mean another place

_PASSWORD = re.compile(r"(?<=://)([^/@:]*):(.*)@")
_QUERY_PASSWORD = re.compile(r"((?:password|passwd|pwd)=)[^&]+", re.IGNORECASE)


def masked(name: str, value: object) -> object:
    """The value as it may be shown: a key not at all, a URL without its password."""
    if name == "secret_key":
        return HIDDEN
    if isinstance(value, str) and "://" in value:
        return _QUERY_PASSWORD.sub(rf"\1{HIDDEN}", _PASSWORD.sub(rf"\1:{HIDDEN}@", value))
    return value


def home(value: Path) -> Path:
    """Absolute, with ~ filled in. Raises ValueError."""
    full = Path.cwd() / value.expanduser()
    if full.exists() and not full.is_dir():
        raise ValueError("is a file; allowed is a folder, which is made when it is missing")
    if any(letter in str(full) for letter in UNFIT_FOR_URLS):
        raise ValueError(f"the path {full} has one of {' '.join(UNFIT_FOR_URLS)} in it; allowed is one without them")
    return full


def database_url(value: str) -> str:
    """Raises ValueError, which says what is allowed."""
    scheme, _, rest = value.partition("://")
    if scheme not in DATABASES or not rest:
        raise ValueError(f"allowed are {DATABASES[0]}:////folder/file.db and {DATABASES[1]}://user:password@host/name")
    if scheme == DATABASES[0] and not _sqlite_file(rest):
        raise ValueError(f"allowed is a file: {DATABASES[0]}:////folder/file.db")
    _split(value)
    return value


def _sqlite_file(rest: str) -> bool:
    path = rest.partition("?")[0]
    return path.startswith("/") and len(path) > 1 and ":memory:" not in path


def redis_url(value: str) -> str:
    """Raises ValueError, which says what is allowed."""
    parts = _split(value)
    if parts.scheme not in REDIS or "://" not in value:
        raise ValueError(f"allowed are URLs that begin with {', '.join(f'{scheme}://' for scheme in REDIS)}")
    if parts.scheme == "unix" and not parts.path:
        raise ValueError("allowed is a socket's path: unix:///folder/valkey.sock")
    if parts.scheme in {"redis", "rediss"} and not parts.hostname:
        raise ValueError(f"allowed is {parts.scheme}://[user:password@]host[:port][/database]")
    if parts.scheme == "redis+sentinel" and not _names_service(parts):
        raise ValueError("allowed is redis+sentinel://host:port[,host:port]/service/database")
    return value


def _names_service(parts: SplitResult) -> bool:
    return bool(parts.netloc) and bool(parts.path.strip("/"))


def _split(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        if "," not in parts.netloc:  # several sentinels have a port each
            _ = parts.port
    except ValueError:
        raise ValueError("is not a URL: a port is a number from 0 to 65535") from None
    return parts


def secret_keys(value: object) -> tuple[str, ...]:
    """Fernet keys, newest first: a list, or one string with commas. Raises ValueError, which shows none of them."""
    several = value.split(",") if isinstance(value, str) else value
    keys = tuple(str(key).strip() for key in several) if isinstance(several, (list, tuple)) else ("",)
    if not all(map(_is_key, keys)):
        raise ValueError(
            "allowed are keys of 32 octets in URL-safe base64 (44 characters), comma-separated, newest first"
        )
    return keys


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == KEY_OCTETS
    except ValueError:
        return False


def log(value: str) -> str:
    """Raises ValueError, which says what is allowed."""
    if value not in LOGS:
        raise ValueError(f"allowed are {' and '.join(LOGS)}")
    return value
