"""A profile's options as config.profile_fields reads them, with what is wrong told beside the option that it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from config import profile_fields
from config.checks import NotAllowed
from config.profile_fields import LongerThanCap

if TYPE_CHECKING:
    from store.records import Profile

IMAP = "imap"
LATER = ("graph", "ews")

OPTIONS = {"host": "--host", "folders": "--folder", "retry_base": "--retry-base", "smtp_host": "--smtp-host"}


def check_protocol(protocol: str) -> None:
    """Raises typer.BadParameter."""
    if protocol in LATER:
        raise typer.BadParameter(f"{protocol!r} is not in this version; it speaks imap.", param_hint="--protocol")
    if protocol != IMAP:
        raise typer.BadParameter(f"{protocol!r} is not one of imap, graph, ews.", param_hint="--protocol")


def new(said: Mapping[str, object]) -> dict[str, object]:
    """The fields of a new profile, without its name. said: options by field name, None where not given."""
    with _told():
        return profile_fields.new(said)


def changed(current: Profile, said: Mapping[str, object]) -> dict[str, object]:
    """The fields that change."""
    with _told():
        return profile_fields.changed(current, said)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except LongerThanCap as why:
        words = f"{why.base} is longer than --retry-cap, {why.cap}."
        raise typer.BadParameter(words, param_hint="--retry-base") from None
    except NotAllowed as why:
        raise typer.BadParameter(str(why), param_hint=OPTIONS.get(why.setting or "")) from None
