"""From POSTROOM_REDIS_URL to a connection. Knows URLs, no queues."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from redis.sentinel import Sentinel

from worker.unavailable import reaching

SENTINEL = "redis+sentinel"
KINDS = ("redis", "rediss", "unix", SENTINEL)
FORMS = "redis://, rediss://, unix:// or redis+sentinel://host:port[,host:port]/service/db"
CONNECT_SECONDS = 5
ANSWER_SECONDS = 15  # longer than any command of ours takes; nothing here blocks on purpose

_PASSWORD = re.compile(r"(://[^:@/]*):.*@")
_PASSWORD_ASKED = re.compile(r"(?i)([?&][a-z_]*password=)[^&]*")


def connect(url: str) -> Redis:
    """A client for redis://, rediss://, unix:// or redis+sentinel://host:port[,host:port]/service/db, tried once.

    Raises QueueUnavailable, which names the host and never the password; ValueError for a URL of another kind.
    """
    client = _client(url)
    with reaching(safe(url)):
        client.ping()
    return client


def safe(url: str) -> str:
    """The URL as it may be shown: its password masked."""
    return _PASSWORD_ASKED.sub(r"\1***", _PASSWORD.sub(r"\1:***@", url))


def where(connection: Redis) -> str:
    """Where a client connects to, as it may be shown."""
    known = connection.connection_pool.connection_kwargs
    pool: Any = connection.connection_pool
    service = getattr(pool, "service_name", None)
    if service is not None:
        return f"sentinel service {service}"
    return str(known["path"]) if "path" in known else f"{known.get('host', 'localhost')}:{known.get('port', 6379)}"


def _client(url: str) -> Redis:
    scheme = urlsplit(url).scheme
    if scheme not in KINDS:
        raise ValueError(f"{safe(url)!r} is not a Redis URL: {FORMS}")
    try:
        return _sentinel(url) if scheme == SENTINEL else Redis.from_url(url, **_habits(unix=scheme == "unix"))
    except ValueError as error:
        raise ValueError(f"{safe(url)!r} is not a Redis URL ({FORMS}): {safe(str(error))}") from None


def _habits(*, unix: bool = False) -> dict[str, Any]:
    """A connection that broke while idle is opened anew, once; a command that may have been carried out is not sent
    a second time by itself."""
    return {
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": ANSWER_SECONDS,
        "health_check_interval": 30,
        "retry": Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
        "decode_responses": False,
        **({} if unix else {"socket_keepalive": True}),
    }


def _sentinel(url: str) -> Redis:
    """redis+sentinel://[user:password@]host:port[,host:port]/service[/db][?sentinel_password=...]"""
    parts = urlsplit(url)
    credentials, _, hosts = parts.netloc.rpartition("@")
    service, _, database = parts.path.strip("/").partition("/")
    if not hosts or not service:
        raise ValueError("a sentinel URL names hosts and a service")
    user, _, password = credentials.partition(":")
    asked = dict(parse_qsl(parts.query))
    guards = {"password": asked["sentinel_password"]} if "sentinel_password" in asked else {}
    sentinel: Any = Sentinel(  # type: ignore[no-untyped-call]
        [_address(host) for host in hosts.split(",")],
        sentinel_kwargs={
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": CONNECT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
            **guards,
        },
    )
    client: Redis = sentinel.master_for(
        service,
        db=int(database or 0),
        username=unquote(user) or None,
        password=unquote(password) or None,
        **_habits(),
    )
    return client


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":") if ":" in text else (text, "", "26379")
    return host.strip("[]"), int(port)
