"""Whether a run of base64 is an answer to a SASL challenge, or a user name and password of HTTP: those hold secrets.
Pure."""

from __future__ import annotations

import re

PLAIN = re.compile(rb"[^\x00-\x1f]{0,300}\x00[^\x00-\x1f]{1,300}\x00[^\x00-\x1f]{1,2000}")  # RFC 4616
BEARER = re.compile(rb"(?:user=|n,a=|n,,)[^\x01]{0,400}\x01|\x01auth=")  # XOAUTH2, RFC 7628
CRAM = re.compile(rb"[\x21-\x7e]{1,300} [0-9a-f]{32}")  # RFC 2195
SCRAM = re.compile(rb"c=[\x21-\x7e]{1,300},r=[\x21-\x7e]{1,300},p=[\x21-\x7e]{1,300}")  # RFC 5802
BASIC = re.compile(rb"[\x21-\x39\x3b-\x7a]{1,300}:[\x20-\x7e]{1,300}")  # RFC 7617
NTLM, KERBEROS = b"NTLMSSP\x00", b"\x60\x82"
WHOLE = (PLAIN, CRAM, SCRAM, BASIC)


def is_sasl(encoded: str) -> bool:
    """Also of one that was cut off."""
    told = _decoded(encoded)
    if told.startswith((NTLM, KERBEROS)) or BEARER.match(told) or (b"\x01auth=" in told):
        return True
    return any(shape.fullmatch(told) for shape in WHOLE) and _is_text(told)


def _is_text(told: bytes) -> bool:
    """Of ten letters that are an id, some thousandth decode to what looks like it."""
    try:
        return told.replace(b"\x00", b"").decode().isprintable()
    except UnicodeDecodeError:
        return False


def _decoded(encoded: str) -> bytes:
    from base64 import urlsafe_b64decode  # not needed for most answers

    letters = encoded.rstrip("=").replace("+", "-").replace("/", "_")
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
