"""What is answered where a page can't be: told in words that say what to do."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from store.faults import NotThere, Refused, StoreError
from worker.unavailable import QueueUnavailable

from .passwords import TooBusy
from .reader import SignInFirst, read_session
from .render import LIVE, page

if TYPE_CHECKING:
    from .reader import Reader


log = structlog.get_logger(__name__)


class Missing(Exception):
    """No such thing, or none of the reader's: the same answer, so that nobody learns which."""


def add(app: FastAPI) -> None:
    app.add_exception_handler(SignInFirst, _sign_in)
    for kind in (Missing, NotThere, RequestValidationError):
        app.add_exception_handler(kind, _missing)
    app.add_exception_handler(HTTPException, _refused_by_the_framework)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(StoreError, _no_store)
    app.add_exception_handler(QueueUnavailable, _no_queue)
    app.add_exception_handler(TooBusy, _too_busy)
    app.add_exception_handler(Exception, _our_bug)


async def _sign_in(request: Request, _: Exception) -> Response:
    if LIVE in request.headers:
        return Response(status_code=401)
    return RedirectResponse(f"/sign-in?next={quote(_back(request))}", 303)


def _back(request: Request) -> str:
    if request.method != "GET":
        return "/"
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


async def _missing(request: Request, _: Exception) -> Response:
    return await _problem(request, 404, "There is nothing here", "The address is wrong, or what was here is gone.")


async def _refused_by_the_framework(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return await _missing(request, error)
    words = str(getattr(error, "detail", ""))
    return await _problem(request, status, "That can't be done here", words, getattr(error, "headers", None))


async def _refused(request: Request, error: Exception) -> Response:
    return await _problem(request, 409, "That is not possible now", str(error))


async def _no_store(request: Request, _: Exception) -> Response:
    advice = "Nothing is lost: mail waits on its servers. An administrator runs `postroom doctor` to see why."
    return page(
        request,
        "problem.html",
        None,
        status=503,
        told={"headline": "The database can't be reached", "advice": advice},
    )


async def _no_queue(request: Request, _: Exception) -> Response:
    advice = (
        "What you asked for needs the queue, and was not done. The walls go on without it. An administrator runs "
        "`postroom doctor` to see why; try again when it is back."
    )
    return await _problem(request, 503, "The queue can't be reached", advice)


async def _too_busy(request: Request, _: Exception) -> Response:
    advice = "Many people sign in at this moment. Nothing was done; try again in a few seconds."
    return await _problem(request, 503, "That has to wait", advice, {"Retry-After": "5"})


async def _our_bug(request: Request, error: Exception) -> Response:
    """The log tells which page it was, not its address, which may hold what opens a door; the traceback is told to the
    log by who serves the pages."""
    reference = secrets.token_hex(4)
    of = getattr(request.scope.get("route"), "path", "no page")
    log.error("page.failed", reference=reference, method=request.method, page=of, error=type(error).__name__)
    advice = (
        "This is a bug of ours. Go back and try again; if it is there still, tell an administrator its number, "
        f"{reference}: Postroom's log says under it what went wrong. Mail is not concerned."
    )
    told = {"headline": "Something went wrong", "advice": advice}
    return page(request, "problem.html", None, status=500, told=told)


async def _problem(
    request: Request, status: int, headline: str, advice: str, headers: Mapping[str, str] | None = None
) -> Response:
    told = {"headline": headline, "advice": advice}
    answer = page(request, "problem.html", await _reader(request), status=status, told=told)
    answer.headers.update(headers or {})
    return answer


async def _reader(request: Request) -> Reader | None:
    try:
        return await read_session(request)
    except StoreError:
        return None
