"""The application: its pages, what guards them, what is said when they can't be shown."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from . import problems
from .forms import from_our_pages
from .guards import Guards
from .house import House
from .pages import ALL
from .passwords import Passwords
from .render import HERE


class Application(FastAPI):
    """Guarded around everything, so that the answer to a bug of ours is guarded too."""

    def build_middleware_stack(self) -> ASGIApp:
        house: House = self.state.house
        return Guards(super().build_middleware_stack(), house.settings)


def make(house: House) -> FastAPI:
    """An application on this house, which is opened and closed by whoever serves it."""
    app = Application(
        title="Postroom", openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(from_our_pages)]
    )
    app.state.house = house
    app.state.passwords = Passwords()
    problems.add(app)
    for pages in ALL:
        app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    return app
