"""What stands before all pages: who may ask at all, how much may be sent, and the headers of every answer.

Pure ASGI, around everything else: answers stream through, and those to errors carry the headers too.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .house import WebSettings
from .render import page

MOST_SENT = 1_000_000  # octets of a request's body
A_YEAR = 31_536_000  # seconds
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
])  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

WRONG_HOST = "Postroom is not asked under this name"
SAY_HOST = (
    "Open it under the name that it was given. An administrator who wants it to answer to this one too starts it with "
    "`postroom up --public-url`."
)
OTHER_SITE = "Another site sent this form"
SAY_SITE = "Nothing was done. If it was you, open the page here and send the form anew."
TOO_LARGE = "That is too much at once"
SAY_LESS = "At most 1 MB can be sent here."


class Guards:
    """Around an application whose pages are reached at these settings' addresses only."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app = app
        self._hosts = frozenset(_names(settings))
        self._public = {urlsplit(settings.public_url).netloc} if settings.public_url else set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        send = _with_headers(scope, send)
        if hostname(headers.get("host", "")) not in self._hosts:
            await _told(scope, 421, WRONG_HOST, SAY_HOST)(scope, receive, send)
        elif scope["method"] not in SAFE and self._of_another_site(headers):
            await _told(scope, 403, OTHER_SITE, SAY_SITE)(scope, receive, send)
        elif _announced(headers) > MOST_SENT:
            await _told(scope, 413, TOO_LARGE, SAY_LESS)(scope, receive, send)
        else:
            await self.app(scope, _bounded(receive), send)

    def _of_another_site(self, headers: Headers) -> bool:
        """By the browser's own word. One that says nothing is left to the form's token."""
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        return origin is not None and origin.partition("://")[2] not in {headers.get("host"), *self._public}


def hostname(host: str) -> str:
    """Of a Host header, without its port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower().rstrip(".")


def _names(settings: WebSettings) -> Iterator[str]:
    yield from (hostname(one) for one in settings.hosts)
    if settings.public_url:
        yield hostname(urlsplit(settings.public_url).netloc)


def _told(scope: Scope, status: int, headline: str, advice: str) -> ASGIApp:
    """Without a look at who is signed in: whoever asks so is nobody's."""
    return page(Request(scope), "problem.html", None, status=status, told={"headline": headline, "advice": advice})


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length[:18]) if length.isdecimal() else 0


def _bounded(receive: Receive) -> Receive:
    """No more is read than a form needs, also of what is sent without saying how much."""
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_SENT:
            raise HTTPException(413, f"{TOO_LARGE}. {SAY_LESS}")
        return message

    return bounded


def _with_headers(scope: Scope, send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers.setdefault(name, value)  # a page may have a stricter policy of its own
            headers.setdefault("Cache-Control", _kept(scope, message["status"]))
            if scope["scheme"] == "https":
                headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
        await send(message)

    return guarded


def _kept(scope: Scope, status: int) -> str:
    """Pages are anew each time, also by the browser's back button; files of ours are kept under what is in them."""
    if not scope["path"].startswith("/static/") or status not in (200, 206, 304):
        return "no-store"
    named = "v" in parse_qs(scope["query_string"].decode("latin-1"))
    return f"public, max-age={A_YEAR}, immutable" if named else "no-cache"
