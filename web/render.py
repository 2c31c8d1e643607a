"""From a template and what it is told to an answer. Everything is escaped; strangers' words are made safe first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from errors.render import safe

from . import mending, moments, navigation
from .looks import theme_of
from .moments import span

if TYPE_CHECKING:
    from .reader import Reader

HERE = Path(__file__).parent
LIVE = "X-Live"  # the script asks for a page's main part alone
GOT = ("GET", "HEAD")
UTC_ZONE = ZoneInfo("UTC")
CODE = Markup("<code>{}</code>")
IN_TICKS = re.compile(r"`([^`]+)`")
SPACE = re.compile(r"(\s+)")
BREAKS = re.compile(r"(?<=[@.])(?=\w)(?!\w{1,4}\W*$)")  # no line is begun for the "org" at the end
LONG = 20  # characters that stay in one line


def page(
    request: Request,
    template: str,
    reader: Reader | None,
    *,
    status: int = 200,
    told: Mapping[str, object] | None = None,
) -> HTMLResponse:
    """told: what the template's variables are. Without a reader: a page for anybody (sign-in, errors)."""
    own: dict[str, object] = {
        "request": request,
        "reader": reader,
        "zone": reader.zone if reader else UTC_ZONE,
        "base": "live.html" if LIVE in request.headers else "base.html",
        "path": request.url.path,
        "here": _here(request),
        "theme": theme_of(request),
        "now": datetime.now(UTC),
    }
    if request.method not in GOT:
        own["live"] = ""  # what answers a form is at no address that could be asked for again
    return HTMLResponse(_templates().get_template(template).render(**{**(told or {}), **own}), status)


def _here(request: Request) -> str:
    """This page's address, to come back to."""
    if request.method not in GOT:
        return request.url.path
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "moment": moment, "ago": ago, "due": due, "span": span,
        "safe": safe_text, "breakable": breakable, "ticks": ticks, "many": many, "words": words,
    }  # fmt: skip
    environment.globals |= {"static": static, "mending": mending, "navigation": navigation}
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
    when = _time(at)
    return empty if when is None else moments.told(when, context["zone"], context["now"])


@pass_context
def ago(context: Context, at: datetime | str | None, empty: str = "never") -> str:
    """How long ago, or in how long, with the exact UTC on hover: for what is looked at as it happens."""
    when = _time(at)
    return empty if when is None else moments.told_from_now(when, context["zone"], context["now"])


@pass_context
def due(context: Context, at: datetime | str | None, empty: str = "never") -> str:
    """In how long what is planned happens, with the exact UTC on hover."""
    when = _time(at)
    return empty if when is None else moments.planned(when, context["zone"], context["now"])


def _time(at: datetime | str | None) -> datetime | None:
    """Evidence keeps times as text (RFC 3339)."""
    if isinstance(at, str):
        return datetime.fromisoformat(at) if at else None
    return at


def safe_text(text: object) -> str:
    """A stranger's words, short, without what can't be seen. Escaped afterwards, as everything is."""
    return safe(str(text))


def breakable(text: object) -> Markup:
    """Escaped; long addresses and host names may go on in the next line after an "@" or a dot."""
    return Markup("").join(_with_breaks(part) if len(part) > LONG else escape(part) for part in SPACE.split(str(text)))


def _with_breaks(name: str) -> Markup:
    return Markup("<wbr>").join(BREAKS.split(name))


def ticks(text: str) -> Markup:
    """Our own words, in which what stands between backticks is a command."""
    parts = IN_TICKS.split(text)
    return Markup("").join(CODE.format(part) if place % 2 else escape(part) for place, part in enumerate(parts))


def many(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 mailbox", "2 mailboxes"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def words(name: Any) -> str:
    """A name of ours as people read it: mailbox_owner, "mailbox owner"."""
    return str(getattr(name, "value", name)).replace("_", " ")
