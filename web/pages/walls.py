"""The walls: what a person should see, the gravest first, the newest first of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from errors.model import Severity
from store import courses, in_step
from store import walls as stored
from store.walls import Front, Standing, Watcher
from web import mending, not_enabled, wall_filters, wall_words, walls
from web.access import Page, may
from web.forms import Answers
from web.pages.alerts import DONE, TROUBLE
from web.paging import Paging, number_of, offset_of, paging
from web.problems import Missing
from web.reader import SignedIn, TheHouse
from web.render import page
from web.walls import Line, Viewer

if TYPE_CHECKING:
    from store.records import Alert
    from store.session import Tx
    from web.house import House
    from web.reader import Reader
    from web.wall_filters import Filters

router = APIRouter()

FIRST = {Severity.ERROR: 15, Severity.WARNING: 15, Severity.INFORMATION: 5}  # lines, where all three are shown
SIZE = 30  # lines of a page of one severity: under 100 KB, however long their names are
MINE = "What has stopped or is late of the mail that is yours, why, and what to do."
ALL = "What has stopped or is late in the whole house, why, and who must act."


@dataclass(frozen=True, slots=True)
class Wall:
    name: str
    lede: str
    watcher: Watcher
    viewer: Viewer
    live: str


@dataclass(frozen=True, slots=True)
class Section:
    """many: how many lines of it there are, of which these are the first ones. nothing: said where there are none."""

    severity: str
    title: str
    many: int
    lines: list[Line]
    more_url: str
    nothing: str


@router.get("/")
async def home(reader: SignedIn) -> Response:
    """To the wall that this person looks at first."""
    return RedirectResponse("/admin" if may(reader, Page.ADMINISTRATORS_WALL) else "/wall", 303)


@router.get("/wall")
async def my_wall(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    own = Watcher(reader.person.id, reader.person.address, administrator=False)
    wall = Wall("My wall", MINE, own, reader.viewer, f"wall:{reader.person.id}")
    return await _shown(request, reader, house, wall)


@router.get("/admin")
async def administrators_wall(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    if not may(reader, Page.ADMINISTRATORS_WALL):
        raise Missing
    of_all = Watcher(reader.person.id, reader.person.address, administrator=True)
    viewer = walls.administrators_wall(reader.person.address)
    return await _shown(request, reader, house, Wall("Administrators’ wall", ALL, of_all, viewer, "wall:admin"))


async def _shown(request: Request, reader: Reader, house: House, wall: Wall) -> HTMLResponse:
    filters = wall_filters.read(request)
    async with house.store.read() as tx:
        front = await _front(tx, request, wall, filters)
        lines = await _lines(tx, wall, filters, [one for some in front.alerts.values() for one in some])
        profiles = await stored.profiles_of(tx, wall.watcher)
        stand = None if lines else await _stand(tx, wall)
    sections = _sections(filters, front, lines)
    told = {
        "name": wall.name,
        "lede": wall.lede,
        "live": wall.live,
        "counts": {severity.value: many for severity, many in front.many.items()},
        "urls": {severity.value: filters.url(severity=severity.value) for severity in Severity},
        "sections": sections,
        "paging": _paging(request, filters, front),
        "answers": Answers(filters.typed),
        "choices": wall_filters.choices(filters, profiles),
        "codes": sorted({line.alert.code for line in lines}),
        "filtered": filters.filtered,
        "standing": filters.wanted.standing.value,
        "counted": _counted_to(wall, filters),
        "yours": sum(mending.yours(line, reader) for line in lines),
        "yours_at_least": any(section.more_url for section in sections if section.severity != Severity.INFORMATION),
        "nothing": _nothing(reader, wall, filters, stand),
        "stand": stand,
        "done": DONE.get(request.query_params.get("done", "")),
        "trouble": TROUBLE.get(request.query_params.get("done", "")),
    }
    return page(request, "wall.html", reader, told=told)


def _counted_to(wall: Wall, filters: Filters) -> int | None:
    """From how many lines on their number is at least what is told; None: it is told exactly."""
    over = filters.wanted.standing is stored.Standing.OVER
    return stored.MOST_COUNTED if over and wall.watcher.administrator else None


async def _front(tx: Tx, request: Request, wall: Wall, filters: Filters) -> Front:
    """The first ones of each severity, or a page of one."""
    if filters.wanted.severity is None:
        found = await stored.front(tx, wall.watcher, filters.wanted, limit=max(FIRST.values()))
        return replace(found, alerts={severity: some[: FIRST[severity]] for severity, some in found.alerts.items()})
    offset = offset_of(number_of(request), SIZE)
    return await stored.front(tx, wall.watcher, filters.wanted, offset=offset, limit=SIZE)


def _paging(request: Request, filters: Filters, front: Front) -> Paging | None:
    only = filters.wanted.severity
    if only is None:
        return None
    return paging(request, more=front.many[only] > offset_of(number_of(request), SIZE) + SIZE, size=SIZE)


def _sections(filters: Filters, front: Front, lines: list[Line]) -> list[Section]:
    """None at all where nothing is to be shown."""
    if not lines:
        return []
    only = filters.wanted.severity
    return [_section(one, filters, front, lines) for one in Severity if only in (None, one)]


def _section(severity: Severity, filters: Filters, front: Front, lines: list[Line]) -> Section:
    of_it, many = [line for line in lines if line.alert.severity is severity], front.many[severity]
    more_url = (
        filters.url(severity=severity.value) if filters.wanted.severity is None and many > FIRST[severity] else ""
    )
    return Section(severity.value, wall_words.TITLES[severity], many, of_it, more_url, wall_words.NOTHING[severity])


async def _lines(tx: Tx, wall: Wall, filters: Filters, found: list[Alert]) -> list[Line]:
    all_of_them = await stored.members(tx, found) if wall.watcher.administrator else found
    waiting = await not_enabled.waiting(tx, all_of_them)
    dismissed = filters.wanted.standing is Standing.DISMISSED
    lines = walls.lines(all_of_them, wall.viewer, waiting, dismissed=dismissed)
    return walls.with_courses(lines, await courses.of(tx, [line.alert for line in lines]))


async def _stand(tx: Tx, wall: Wall) -> in_step.InStep:
    if wall.watcher.administrator:
        return await in_step.of_all(tx)
    return await in_step.of_person(tx, wall.watcher.person_id)


def _nothing(reader: Reader, wall: Wall, filters: Filters, stand: in_step.InStep | None) -> wall_words.Nothing | None:
    if stand is None:
        return None
    if filters.filtered:
        return wall_words.nothing_matches(filters.wanted.standing)
    if wall.watcher.administrator:
        return wall_words.on_the_administrators_wall(stand)
    return wall_words.on_a_persons_wall(
        stand, owns_profiles=bool(reader.owned.profiles), administrator=reader.person.administrator
    )
