"""What may be written on a command line, one small function each. typer.BadParameter names the option that it was."""

from __future__ import annotations

import re
import ssl
from datetime import date, timedelta
from pathlib import Path

import typer

from errors.model import Direction

LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
LOCAL = re.compile(r"[^\s@<>,;\"\x00-\x1f\x7f]{1,64}")
NAME = re.compile(r"[^\s\x00-\x1f\x7f/][^\x00-\x1f\x7f/]{0,98}[^\s\x00-\x1f\x7f/]|[^\s\x00-\x1f\x7f/]")
HEADER = re.compile(r"\s*(?P<key>[^\s=:]+)\s*[=:](?P<value>.*)", re.DOTALL)
LONGEST_HOST = 253
LONGEST_PAUSE = timedelta(days=30)
MIB = 1024 * 1024


def host(text: str) -> str:
    """A host name that DNS allows (an international one as its A-label), or an IP address."""
    import ipaddress

    bare = text.strip("[]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        name = bare if bare.isascii() else bare.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    labels = name.rstrip(".").split(".")
    if len(name) > LONGEST_HOST or not all(LABEL.fullmatch(label) for label in labels):
        raise typer.BadParameter(f"{text!r} is no host name; allowed are names like mail.example.org and IP addresses.")
    return name


def address(text: str) -> str:
    """An email address."""
    local, at, domain = text.rpartition("@")
    if not at or not LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise typer.BadParameter(f"{text!r} is no email address; one looks like ana@example.org.")
    try:
        host(domain)
    except typer.BadParameter:
        raise typer.BadParameter(f"{text!r} is no email address: {domain!r} is no domain.") from None
    return text


def name(text: str) -> str:
    """A profile's name."""
    if not NAME.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is no name; allowed are 1 to 100 visible characters without '/'.")
    return text


def seconds(text: str) -> timedelta:
    """A positive number of seconds."""
    return _pause(text, timedelta(seconds=1), "seconds")


def _pause(text: str, unit: timedelta, words: str) -> timedelta:
    try:
        value = float(text) * unit
    except (ValueError, OverflowError):
        value = timedelta()
    if not timedelta() < value <= LONGEST_PAUSE:
        raise typer.BadParameter(
            f"{text!r} is not allowed; a number of {words} above 0 is, up to {LONGEST_PAUSE // unit}."
        )
    return value


def hours_or_never(text: str) -> timedelta | str:
    """A positive number of hours, or the word never."""
    return text if text == "never" else _pause(text, timedelta(hours=1), "hours (or `never`)")


def day_or_none(text: str) -> date | str:
    """A date (YYYY-MM-DD), or the word none."""
    if text == "none":
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; one looks like 2026-01-31 (`none` for all mail).") from None


def number_or(word: str, text: str) -> int | str:
    """A number from 1 on, or the word that stands for no limit."""
    if text == word:
        return text
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 2**31:
        raise typer.BadParameter(f"{text!r} is not allowed; a number from 1 on is, or `{word}`.")
    return int(text)


def number_or_unlimited(text: str) -> int | str:
    return number_or("unlimited", text)


def number_or_forever(text: str) -> int | str:
    return number_or("forever", text)


def certificates(text: str) -> str:
    """The PEM text of a file with CA certificates, or the word none."""
    if text == "none":
        return text
    pem = _text_of(text)
    if not _holds_certificates(pem):
        raise typer.BadParameter(f"{text}: holds no certificate in PEM form.")
    return pem


def _holds_certificates(pem: str) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        return False
    return "BEGIN CERTIFICATE" in pem


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


def queues(text: str) -> tuple[str, ...]:
    """Names of queues with commas between them."""
    names = tuple(part.strip() for part in text.split(","))
    unknown = [part for part in names if part not in {"sync", "send", "retry"}]
    if unknown or len(set(names)) < len(names):
        raise typer.BadParameter(f"{text!r} is not allowed; sync, send and retry are, with commas, each once.")
    return names


def username(text: str) -> str:
    """What a server may be given as a user name: anything but control characters."""
    if not text.strip() or any(character < " " or character == "\x7f" for character in text):
        raise typer.BadParameter("a user name has at least one character, and no control characters.")
    return text


def can_be_tested(direction: Direction | None) -> None:
    """Only what this version can do."""
    if direction is Direction.OUTGOING:
        raise typer.BadParameter("sending is not in this version; incoming can be tested.", param_hint="--direction")
