"""The cookies that we set, and how: of no use to scripts, to other hosts and to other sites' forms.

SameSite=Lax, not Strict: a link in a chat or an email to an alert's page must find its reader signed in.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from fastapi import Request, Response

from store.people import Account
from store.sessions import LONGEST

from .reader import BEFORE, SESSION, csrf_of

KNOWN = "__Host-postroom-known"  # a browser in which somebody has signed in before, and who
KNOWN_FOR = 400 * 86_400  # seconds; browsers keep none longer
HOUR = 3600


def keep_session(response: Response, token: str) -> None:
    """How long it lasts is the store's to say; no longer than this."""
    _set(response, SESSION, token, round(LONGEST.total_seconds()))


def drop_session(response: Response) -> None:
    _set(response, SESSION, "", 0)


def keep_known(response: Response, account: Account) -> None:
    _set(response, KNOWN, known_mark(account), KNOWN_FOR)


def is_known(request: Request, account: Account | None) -> bool:
    """Whether this account has signed in from this browser, with the password that it has."""
    mark = request.cookies.get(KNOWN)
    return mark is not None and account is not None and hmac.compare_digest(mark.encode(), known_mark(account).encode())


def known_mark(account: Account) -> str:
    """Nobody can make it who does not read the database; void with a new password."""
    if account.password is None:
        return secrets.token_hex(32)
    return hmac.digest(account.password.encode(), f"known {account.person.id}".encode(), hashlib.sha256).hex()


def form_of(request: Request) -> tuple[str, str]:
    """What a form of who is not signed in is bound to: the cookie's value, and the form's."""
    token = request.cookies.get(BEFORE) or secrets.token_urlsafe(32)
    return token, csrf_of(token)


def keep_form(response: Response, token: str) -> None:
    _set(response, BEFORE, token, 12 * HOUR)


def _set(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
