"""From a profile's options to the fields of a Profile: defaults for a new one, only what was said for a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from errors.model import Policy

from .checks import MIB
from .profile_options import Security

if TYPE_CHECKING:
    from store.records import Profile

IMAP = "imap"
LATER = ("graph", "ews")

PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 587}
POLICY = ("retry_limit", "retry_base", "retry_cap", "warn_after", "probe_halted")
OUTGOING = ("smtp_host", "smtp_port", "smtp_security", "smtp_auth", "save_sent")
WORDS_FOR_NO_LIMIT = {"since": "none", "max_sessions": "unlimited", "keep_days": "forever", "ca": "none"}


def check_protocol(protocol: str) -> None:
    """Raises typer.BadParameter."""
    if protocol in LATER:
        raise typer.BadParameter(f"{protocol!r} is not in this version; it speaks imap.", param_hint="--protocol")
    if protocol != IMAP:
        raise typer.BadParameter(f"{protocol!r} is not one of imap, graph, ews.", param_hint="--protocol")


def new(said: Mapping[str, object]) -> dict[str, object]:
    """The fields of a new profile, without its name. said: options by field name, None where not given."""
    if said.get("host") is None:
        raise typer.BadParameter("an IMAP profile needs the name of its server.", param_hint="--host")
    security = said.get("security") or Security.TLS
    assert isinstance(security, Security)
    fields = _plain(said)
    fields |= {
        "security": security.value,
        "port": said.get("port") or PORTS[security],
        "policy": _policy(Policy(), said),
    }
    fields["outgoing"] = _outgoing({}, said)
    return fields


def changed(current: Profile, said: Mapping[str, object]) -> dict[str, object]:
    """The fields that change."""
    fields = _plain(said)
    security = said.get("security")
    if isinstance(security, Security):
        fields["security"] = security.value
    port = said.get("port") or _other_port(current, security)
    if port:
        fields["port"] = port
    if any(said.get(name) is not None for name in POLICY):
        fields["policy"] = _policy(current.policy, said)
    if any(said.get(name) is not None for name in OUTGOING):
        fields["outgoing"] = _outgoing(current.outgoing, said)
    return fields


def _plain(said: Mapping[str, object]) -> dict[str, object]:
    """Fields that are stored as they were said."""
    fields = {
        name: None if value == WORDS_FOR_NO_LIMIT.get(name) else value
        for name, value in said.items()
        if value is not None and name not in {*POLICY, *OUTGOING, "security", "port", "folders", "max_message_size"}
    }
    folders, size = said.get("folders"), said.get("max_message_size")
    if folders:
        fields["folders"] = _folders(folders)
    if isinstance(size, int):
        fields["max_message_size"] = size * MIB
    return fields


def _folders(names: object) -> tuple[str, ...]:
    assert isinstance(names, list)
    if not all(name.strip() for name in names) or len(set(names)) < len(names):
        raise typer.BadParameter("each folder needs a name, and each once.", param_hint="--folder")
    if "all" in names and len(names) > 1:
        raise typer.BadParameter("`all` stands alone.", param_hint="--folder")
    return tuple(names)


def _other_port(current: Profile, security: object) -> int | None:
    """The usual port of the new security, where the old one had its usual port."""
    if not isinstance(security, Security):
        return None
    usual = current.port == PORTS[Security(current.security)]
    return PORTS[security] if usual else None


def _policy(policy: Policy, said: Mapping[str, object]) -> Policy:
    given: dict[str, object] = {name: said[name] for name in POLICY if said.get(name) is not None}
    if given.get("probe_halted") == "never":
        given["probe_halted"] = None
    new_one = replace(policy, **given)  # type: ignore[arg-type]  # the options' types are the fields'
    if new_one.retry_base > new_one.retry_cap:
        raise typer.BadParameter(
            f"{_seconds(new_one.retry_base)} s is longer than --retry-cap, {_seconds(new_one.retry_cap)} s.",
            param_hint="--retry-base",
        )
    return new_one


def _seconds(pause: timedelta) -> str:
    return f"{pause.total_seconds():g}"


def _outgoing(outgoing: Mapping[str, object], said: Mapping[str, object]) -> dict[str, object]:
    given = {
        name: str(said[name]) if name in {"smtp_security", "smtp_auth"} else said[name]
        for name in OUTGOING
        if said.get(name) is not None
    }
    merged = {**outgoing, **given}
    if merged and not merged.get("smtp_host"):
        raise typer.BadParameter("is needed before the other options of sending.", param_hint="--smtp-host")
    if merged:
        security = Security(str(merged.setdefault("smtp_security", Security.TLS.value)))
        merged.setdefault("smtp_port", SMTP_PORTS[security])
        merged.setdefault("smtp_auth", "same")
        merged.setdefault("save_sent", False)
    return merged
