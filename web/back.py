"""Where a form leads back to: an address of ours, with one word of what was done. Pure."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

DONE = "done"  # its words are looked up where they are shown, never shown themselves


def local(path: str | None, otherwise: str = "/") -> str:
    """A path on this host, without a scheme or a host, whatever was asked for."""
    if not path or not path.isascii() or not path.isprintable() or "\\" in path:
        return otherwise
    return path if path.startswith("/") and not path.startswith("//") else otherwise


def told(path: str, word: str) -> str:
    """The same address, which says now that this was done, and nothing of what was done before."""
    asked = urlsplit(path)
    kept = [(name, value) for name, value in parse_qsl(asked.query, keep_blank_values=True) if name != DONE]
    return f"{asked.path}?{urlencode([*kept, (DONE, word)])}"
