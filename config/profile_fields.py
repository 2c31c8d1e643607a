"""From what was said of a profile's settings to its fields: defaults for a new one, only what was said for a change.
Pure: values that config.checks made go in, fields of the store's Profile come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from errors.model import Policy

from .checks import NotAllowed

MIB = 1024 * 1024
LARGEST_MIB = 1024  # that an email may be allowed to have
LAST_PORT = 65535
ALL_FOLDERS = "all"


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class SmtpAuth(StrEnum):
    SAME = "same"
    NONE = "none"


PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 587}
POLICY = ("retry_limit", "retry_base", "retry_cap", "warn_after", "probe_halted")
OUTGOING = ("smtp_host", "smtp_port", "smtp_security", "smtp_auth", "save_sent")
WORDS_FOR_NO_LIMIT = {"since": "none", "max_sessions": "unlimited", "keep_days": "forever", "ca": "none"}


class Current(Protocol):
    """A profile as it is."""

    @property
    def port(self) -> int: ...
    @property
    def security(self) -> str: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def outgoing(self) -> Mapping[str, object]: ...


class LongerThanCap(NotAllowed):
    """The first pause between attempts is longer than the longest."""

    def __init__(self, base: timedelta, cap: timedelta) -> None:
        self.base, self.cap = f"{base.total_seconds():g} s", f"{cap.total_seconds():g} s"
        super().__init__(f"{self.base} is longer than the longest pause, {self.cap}.", "retry_base")


def new(said: Mapping[str, object]) -> dict[str, object]:
    """The fields of a new profile, without its name. said: values by field name, None where not given. NotAllowed."""
    if said.get("host") is None:
        raise NotAllowed("an IMAP profile needs the name of its server.", "host")
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


def changed(current: Current, said: Mapping[str, object]) -> dict[str, object]:
    """The fields that change. NotAllowed."""
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
        raise NotAllowed("each folder needs a name, and each once.", "folders")
    if ALL_FOLDERS in names and len(names) > 1:
        raise NotAllowed("`all` stands alone.", "folders")
    return tuple(names)


def _other_port(current: Current, security: object) -> int | None:
    """The usual port of the new security, where the old one had its usual port."""
    if not isinstance(security, Security):
        return None
    usual = current.port == PORTS[Security(current.security)]
    return PORTS[security] if usual else None


def _policy(policy: Policy, said: Mapping[str, object]) -> Policy:
    given: dict[str, object] = {name: said[name] for name in POLICY if said.get(name) is not None}
    if given.get("probe_halted") == "never":
        given["probe_halted"] = None
    new_one = replace(policy, **given)  # type: ignore[arg-type]  # the values' types are the fields'
    if new_one.retry_base > new_one.retry_cap:
        raise LongerThanCap(new_one.retry_base, new_one.retry_cap)
    return new_one


def _outgoing(outgoing: Mapping[str, object], said: Mapping[str, object]) -> dict[str, object]:
    given = {
        name: str(said[name]) if name in {"smtp_security", "smtp_auth"} else said[name]
        for name in OUTGOING
        if said.get(name) is not None
    }
    merged = {**outgoing, **given}
    if merged and not merged.get("smtp_host"):
        raise NotAllowed("is needed before the other options of sending.", "smtp_host")
    if merged:
        security = Security(str(merged.setdefault("smtp_security", Security.TLS.value)))
        merged.setdefault("smtp_port", SMTP_PORTS[security])
        merged.setdefault("smtp_auth", "same")
        merged.setdefault("save_sent", False)
    return merged
