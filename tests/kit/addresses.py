"""The addresses of all pages, as the application itself names them, filled in with ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi import FastAPI
from fastapi.routing import APIRoute


def routes(app: FastAPI) -> Iterator[str]:
    """ "GET /mailboxes/{mailbox_id}": each route once, by its methods, without the static files."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield from (f"{method} {route.path}" for method in sorted(route.methods - {"HEAD"}))


def filled(path: str, ids: Mapping[str, object]) -> str:
    """With each {name} replaced by ids[name]."""
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", str(value))
    assert "{" not in path, f"nothing is known that stands in {path}"
    return path
