"""From a template and what it is told to an answer. Everything is escaped; strangers' words are made safe first."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from errors.render import safe

if TYPE_CHECKING:
    from .reader import Reader

HERE = Path(__file__).parent
LIVE = "X-Live"  # the script asks for a page's main part alone


def page(
    request: Request,
    template: str,
    reader: Reader | None,
    *,
    status: int = 200,
    told: Mapping[str, object] | None = None,
) -> HTMLResponse:
    """told: what the template's variables are. Without a reader: a page for anybody (sign-in, errors)."""
    zone = reader.zone if reader else ZoneInfo("UTC")
    base = "live.html" if LIVE in request.headers else "base.html"
    text = (
        _templates()
        .get_template(template)
        .render(**(told or {}), request=request, reader=reader, zone=zone, base=base, path=request.url.path)
    )
    return HTMLResponse(text, status)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": moment, "span": span, "safe": safe_text, "many": many, "words": words}
    environment.globals |= {"static": static}
    return environment


@cache
def static(name: str) -> str:
    """The address of a file of ours, with what it holds in its name, so that browsers may keep it."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


# -- filters -------------------------------------------------------------------------------------------------------


@pass_context
def moment(context: Context, at: datetime | str | None, empty: str = "never") -> str:
    """A time in the reader's zone, with the exact UTC on hover."""
    if at is None or at == "":
        return empty
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    local = when.astimezone(context["zone"])
    today = datetime.now(context["zone"]).date()
    shown = f"{local:%H:%M:%S}" if local.date() == today else f"{local:%-d %b %Y, %H:%M}"
    exact = f"{when.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M:%SZ}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(exact, exact, shown)


MOST_UNITS = 2
UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def span(length: timedelta | None) -> str:
    """The two largest units: "2 h 5 min"."""
    seconds = round(length.total_seconds()) if length else 0
    parts: list[str] = []
    for size, unit in UNITS:
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number} {unit}")
        if len(parts) == MOST_UNITS or (parts and not number):
            break
    return " ".join(parts) or "0 s"


def safe_text(text: object) -> str:
    """A stranger's words, short, without what can't be seen. Escaped afterwards, as everything is."""
    return safe(str(text))


def many(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 mailbox", "2 mailboxes"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def words(name: Any) -> str:
    """A name of ours as people read it: mailbox_owner, "mailbox owner"."""
    return str(getattr(name, "value", name)).replace("_", " ")
