"""Light or dark: what a reader chose, kept in a cookie; without one, as their system has it."""

from __future__ import annotations

from typing import Literal

from fastapi import Request

THEME = "theme"  # the cookie
YEAR = 365 * 24 * 3600  # seconds

Theme = Literal["light", "dark", ""]


def theme_of(request: Request) -> Theme:
    """ "": none was chosen."""
    said = request.cookies.get(THEME)
    return "light" if said == "light" else "dark" if said == "dark" else ""
