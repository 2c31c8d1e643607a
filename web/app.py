"""The application: its pages, what guards them, what is said when they can't be shown."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from . import problems
from .forms import from_our_pages
from .house import House
from .pages import ALL
from .render import HERE


def make(house: House) -> FastAPI:
    """An application on this house, which is opened and closed by whoever serves it."""
    app = FastAPI(
        title="Postroom", openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(from_our_pages)]
    )
    app.state.house = house
    problems.add(app)
    for pages in ALL:
        app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    return app
