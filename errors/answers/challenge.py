"""A SASL challenge in clear: XOAUTH2 tells its error in one, as JSON."""

from __future__ import annotations


def decoded(challenge: str) -> str | None:
    """None where it is no base64, or no text."""
    from base64 import b64decode  # not needed for most answers

    try:
        return b64decode(challenge, validate=True).decode()
    except ValueError:
        return None
