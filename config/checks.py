"""What may be written as one value, by hand, on a command line or in a page: one small function each, from text to
value. Pure; who asks says which option or field it was."""

from __future__ import annotations

import ipaddress
import re
from datetime import date, timedelta

LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
LOCAL = re.compile(r"[^\s@<>,;\"\x00-\x1f\x7f]{1,64}")
NAME = re.compile(r"[^\s\x00-\x1f\x7f/][^\x00-\x1f\x7f/]{0,98}[^\s\x00-\x1f\x7f/]|[^\s\x00-\x1f\x7f/]")
LONGEST_HOST = 253
LONGEST_PAUSE = timedelta(days=30)
LARGEST = 2**31 - 1
QUEUES = ("sync", "send", "retry")


class NotAllowed(ValueError):
    """The text says what is wrong with a value, and what is allowed. setting: the field that it was, where the check
    knows."""

    def __init__(self, words: str, setting: str | None = None) -> None:
        super().__init__(words)
        self.setting = setting


def host(text: str) -> str:
    """A host name that DNS allows (an international one as its A-label), or an IP address."""
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
        raise NotAllowed(f"{text!r} is no host name; allowed are names like mail.example.org and IP addresses.")
    return name


def address(text: str) -> str:
    """An email address."""
    local, at, domain = text.rpartition("@")
    if not at or not LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise NotAllowed(f"{text!r} is no email address; one looks like ana@example.org.")
    try:
        host(domain)
    except NotAllowed:
        raise NotAllowed(f"{text!r} is no email address: {domain!r} is no domain.") from None
    return text


def name(text: str) -> str:
    """A profile's name."""
    if not NAME.fullmatch(text):
        raise NotAllowed(f"{text!r} is no name; allowed are 1 to 100 visible characters without '/'.")
    return text


def username(text: str) -> str:
    """What a server may be given as a user name: anything but control characters."""
    if not text.strip() or any(character < " " or character == "\x7f" for character in text):
        raise NotAllowed("a user name has at least one character, and no control characters.")
    return text


def password(text: str) -> str:
    """What a server may be given as a password. The words never show it."""
    if not text:
        raise NotAllowed("the password is empty")
    if any(character in text for character in "\r\n\x00"):
        raise NotAllowed("the password has more than one line (or a NUL)")
    return text


def seconds(text: str) -> timedelta:
    """A positive number of seconds."""
    return _pause(text, timedelta(seconds=1), "seconds")


def hours_or_never(text: str) -> timedelta | str:
    """A positive number of hours, or the word never."""
    return text if text == "never" else _pause(text, timedelta(hours=1), "hours (or `never`)")


def _pause(text: str, unit: timedelta, words: str) -> timedelta:
    try:
        value = float(text) * unit
    except (ValueError, OverflowError):
        value = timedelta()
    if not timedelta() < value <= LONGEST_PAUSE:
        raise NotAllowed(f"{text!r} is not allowed; a number of {words} above 0 is, up to {LONGEST_PAUSE // unit}.")
    return value


def day_or_none(text: str) -> date | str:
    """A date (YYYY-MM-DD), or the word none."""
    if text == "none":
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAllowed(f"{text!r} is no date; one looks like 2026-01-31 (`none` for all mail).") from None


def number(text: str, *, least: int = 1, most: int = LARGEST) -> int:
    """A whole number in these bounds."""
    value = _digits(text)
    if value is None or not least <= value <= most:
        raise NotAllowed(f"{text!r} is not allowed; a number from {least} to {most} is.")
    return value


def number_or(word: str, text: str) -> int | str:
    """A number from 1 on, or the word that stands for no limit."""
    if text == word:
        return text
    value = _digits(text)
    if value is None or not 0 < value <= LARGEST:
        raise NotAllowed(f"{text!r} is not allowed; a number from 1 on is, or `{word}`.")
    return value


def number_or_unlimited(text: str) -> int | str:
    return number_or("unlimited", text)


def number_or_forever(text: str) -> int | str:
    return number_or("forever", text)


MOST_DIGITS = 20  # int() of thousands of them is slow, or refused


def _digits(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def certificates(text: str) -> str:
    """CA certificates, as PEM text. Letters that only the comments between them can have are left out, since OpenSSL
    takes none."""
    import ssl

    pem = text.encode("ascii", "ignore").decode("ascii")
    if "PRIVATE KEY-----" in pem:
        raise NotAllowed("holds a private key, which belongs on its server alone; leave only the certificates.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        holds = False
    else:
        holds = "BEGIN CERTIFICATE" in pem
    if not holds:
        raise NotAllowed("holds no certificate in PEM form.")
    return pem


def queues(text: str) -> tuple[str, ...]:
    """Names of queues with commas between them."""
    names = tuple(part.strip() for part in text.split(","))
    unknown = [part for part in names if part not in QUEUES]
    if unknown or len(set(names)) < len(names):
        raise NotAllowed(f"{text!r} is not allowed; sync, send and retry are, with commas, each once.")
    return names
