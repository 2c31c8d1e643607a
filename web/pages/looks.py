"""Choosing light or dark: for anybody, signed in or not, without a script."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from web.back import local
from web.looks import THEME, YEAR

router = APIRouter()


@router.get("/looks/{theme}")
async def choose(theme: Literal["light", "dark", "system"], back: str = "/") -> Response:
    """It changes a cookie of the reader's own and nothing else, so that a link does."""
    answer = RedirectResponse(local(back), 303)
    if theme == "system":
        answer.delete_cookie(THEME)
    else:
        answer.set_cookie(THEME, theme, max_age=YEAR, samesite="lax", httponly=True)
    return answer
