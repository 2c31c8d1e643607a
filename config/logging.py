"""structlog for the whole process, to standard error; libraries at WARNING; nothing secret comes this far."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import structlog

LOUD = ("aioimaplib", "asyncio", "rq", "sqlalchemy", "alembic", "aiosqlite", "asyncpg", "redis", "aiosmtplib")


def set_up(log: str, level: str = "info") -> None:
    """log: console | json. level: of our own events; libraries are heard from WARNING on, in the same form."""
    import structlog

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, _renderer(log)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _set_up_libraries(log, shared)


def _renderer(log: str) -> structlog.typing.Processor:
    import structlog

    if log == "json":
        return structlog.processors.JSONRenderer(default=str)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _set_up_libraries(log: str, shared: list[structlog.typing.Processor]) -> None:
    """What libraries say through logging comes out in the same form, from WARNING on."""
    import structlog

    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(log)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
