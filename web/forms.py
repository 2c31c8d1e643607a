"""What comes in by a form: only from our own pages, and with what was wrong told beside the field."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from starlette.exceptions import HTTPException

from .reader import SESSION, csrf_of

CSRF = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class Answers:
    """What was typed, and what is wrong with it, by field: a page that is shown again loses nothing.

    Secrets (names with "password" in them) are never given back.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, otherwise: object = "") -> str:
        if "password" in name:
            return ""
        return self.typed.get(name, "" if otherwise is None else str(otherwise))


async def typed(request: Request) -> dict[str, str]:
    """The form's text fields, the last of each name."""
    form = await request.form()
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


async def from_our_pages(request: Request) -> None:
    """Every request that changes something carries its session's token. Else 403."""
    if request.method in SAFE:
        return
    token = request.cookies.get(SESSION)
    said = (await typed(request)).get(CSRF, "")
    if token is None or not hmac.compare_digest(said, csrf_of(token)):
        raise HTTPException(403, "This form is out of date: go back, load the page again, and send it anew.")
