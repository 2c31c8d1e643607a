"""The addresses of all pages, as the application itself names them, filled in with ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute


def routes(app: FastAPI) -> list[str]:
    """ "GET /mailboxes/{mailbox_id}": each route once, by its methods, without the static files."""
    found = [f"{method} {route.path}" for route in _flat(app.routes) for method in sorted(route.methods - {"HEAD"})]
    assert found, "this version of FastAPI keeps its routes elsewhere"
    return found


def _flat(routes: Sequence[BaseRoute]) -> Iterator[APIRoute]:
    """Later versions of FastAPI keep a router that was included whole."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif (included := getattr(route, "original_router", None)) is not None:
            yield from _flat(included.routes)


def filled(path: str, ids: Mapping[str, object]) -> str:
    """With each {name} replaced by ids[name]."""
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", str(value))
    assert "{" not in path, f"nothing is known that stands in {path}"
    return path
