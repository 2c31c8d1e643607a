"""What may be written on a command line, one small function each. typer.BadParameter names the option that it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

import typer

from config import checks
from config.checks import NotAllowed
from errors.model import Direction

HEADER = re.compile(r"\s*(?P<key>[^\s=:]+)\s*[=:](?P<value>.*)", re.DOTALL)

T = TypeVar("T")


def _told(check: Callable[[str], T]) -> Callable[[str], T]:
    @wraps(check)
    def checked(text: str) -> T:
        try:
            return check(text)
        except NotAllowed as why:
            raise typer.BadParameter(str(why)) from None

    return checked


host = _told(checks.host)
address = _told(checks.address)
name = _told(checks.name)
username = _told(checks.username)
seconds = _told(checks.seconds)
hours_or_never = _told(checks.hours_or_never)
day_or_none = _told(checks.day_or_none)
number_or_unlimited = _told(checks.number_or_unlimited)
number_or_forever = _told(checks.number_or_forever)
queues = _told(checks.queues)


def certificates(text: str) -> str:
    """The PEM text of a file with CA certificates, or the word none."""
    if text == "none":
        return text
    pem = _text_of(text)
    try:
        return checks.certificates(pem)
    except NotAllowed as why:
        raise typer.BadParameter(f"{text}: {why}") from None


def _text_of(path: str) -> str:
    try:
        return Path(path).expanduser().read_text("utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{path}: is not text.") from None


def header(text: str) -> tuple[str, str]:
    """K=V, or K: V as a server writes it."""
    found = HEADER.fullmatch(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no header; one looks like Retry-After=120.")
    return found["key"], found["value"].strip()


def can_be_tested(direction: Direction | None) -> None:
    """Only what this version can do."""
    if direction is Direction.OUTGOING:
        raise typer.BadParameter("sending is not in this version; incoming can be tested.", param_hint="--direction")
