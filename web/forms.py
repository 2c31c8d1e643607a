"""What comes in by a form: only from our own pages, and with what was wrong told beside the field.

That no other site's page sent it is seen twice: by the browser's own word (web.guards), and by the token in the form.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from starlette.exceptions import HTTPException

from store.columns import clean

from .reader import BEFORE, SESSION, SignInFirst, csrf_of

CSRF = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FOR_ANYBODY = ("/sign-in", "/welcome/")  # forms of who is not signed in yet

OUT_OF_DATE = "This form is out of date: go back, load the page again, and send it anew."
NO_COOKIES = (
    "Your browser did not keep our cookie, so it can't be signed in. Allow cookies for this site; some browsers keep "
    "them only where the address begins with https:// or is http://127.0.0.1. Then load the page again."
)


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
    """The form's text fields, the last of each name; without what no database takes."""
    form = await request.form()
    return {name: clean(value) for name, value in form.multi_items() if isinstance(value, str)}


async def from_our_pages(request: Request) -> None:
    """Every request that changes something carries its session's token. Else 403, or SignInFirst."""
    if request.method in SAFE:
        return
    for_anybody = request.url.path.startswith(FOR_ANYBODY)
    token = request.cookies.get(BEFORE if for_anybody else SESSION)
    if token is None:
        raise HTTPException(403, NO_COOKIES) if for_anybody else SignInFirst
    said = (await typed(request)).get(CSRF, "")
    if not hmac.compare_digest(said.encode(), csrf_of(token).encode()):
        raise HTTPException(403, OUT_OF_DATE)
