"""An error body in JSON: Microsoft Graph's (error.code, nested innererror) and OAuth's (RFC 6749 section 5.2)."""

from __future__ import annotations

from .parts import Parts

DEEPEST = 10  # nested errors that are read


def read(text: str) -> Parts:
    """Words that are no JSON stay words."""
    from json import loads  # slow to import, and not needed for IMAP

    try:
        body = loads(text)
    except (ValueError, RecursionError):
        return Parts(text)
    if not isinstance(body, dict):
        return Parts(text)
    error = body.get("error")
    if isinstance(error, str):
        return Parts(text, code=error, inner=_details(body))
    codes = _nested(error)
    return Parts(text, code=codes[0] if codes else None, inner=tuple(codes[1:]))


def _details(body: dict[str, object]) -> tuple[str, ...]:
    """RFC 6749 has none; Entra and Google add a suberror, Entra numbers too."""
    suberror, numbers = body.get("suberror") or body.get("error_subtype"), body.get("error_codes")
    named = [suberror] if isinstance(suberror, str) and suberror else []
    told = numbers if isinstance(numbers, list) else []
    return (*named, *(f"AADSTS{number}" for number in told if isinstance(number, int)))


def _nested(error: object) -> list[str]:
    codes: list[str] = []
    for _ in range(DEEPEST):
        if not isinstance(error, dict):
            break
        code = error.get("code")
        if isinstance(code, str) and code:
            codes.append(code)
        error = error.get("innerError") or error.get("innererror")
    return codes
