"""The walls: what a person should see, the gravest first, the newest first of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from errors.model import Severity
from store import courses, in_step
from store import walls as stored
from store.walls import Watcher
from web import mending, not_enabled, wall_filters, wall_words, walls
from web.access import Page, may
from web.forms import Answers
from web.pages.alerts import DONE, TROUBLE
from web.paging import SIZE, Paging, number_of, offset_of, paging
from web.problems import Missing
from web.reader import SignedIn, TheHouse
from web.render import page
from web.walls import Line, Viewer

if TYPE_CHECKING:
    from store.session import Tx
    from web.house import House
    from web.reader import Reader
    from web.wall_filters import Filters

router = APIRouter()

FIRST = 20  # lines of each severity, where all three are shown
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
        counts = await stored.counts(tx, wall.watcher, filters.wanted)
        sections, pages = await _sections(tx, request, wall, filters, counts)
        profiles = await stored.profiles_of(tx, wall.watcher)
        stand = None if sections else await _stand(tx, wall)
    told = {
        "name": wall.name,
        "lede": wall.lede,
        "live": wall.live,
        "counts": {severity.value: many for severity, many in counts.items()},
        "urls": {severity.value: filters.url(severity=severity.value) for severity in Severity},
        "sections": sections,
        "paging": pages,
        "answers": Answers(filters.typed),
        "choices": wall_filters.choices(filters, profiles),
        "codes": sorted({line.alert.code for section in sections for line in section.lines}),
        "filtered": filters.filtered,
        "standing": filters.wanted.standing.value,
        "yours": sum(mending.yours(line, reader) for section in sections for line in section.lines),
        "yours_at_least": any(section.more_url for section in sections),
        "nothing": _nothing(reader, wall, filters, stand),
        "stand": stand,
        "done": DONE.get(request.query_params.get("done", "")),
        "trouble": TROUBLE.get(request.query_params.get("done", "")),
    }
    return page(request, "wall.html", reader, told=told)


async def _sections(
    tx: Tx, request: Request, wall: Wall, filters: Filters, counts: dict[Severity, int]
) -> tuple[list[Section], Paging | None]:
    """None at all where nothing is to be shown."""
    only = filters.wanted.severity
    if only is not None:
        number = number_of(request)
        lines, more = await _lines(tx, wall, filters, only, offset=offset_of(number), limit=SIZE)
        sections = [_section(only, counts[only], lines)] if lines else []
        return sections, paging(request, more=more)
    if not any(counts.values()):
        return [], None
    found = []
    for severity in Severity:
        lines, more = (
            await _lines(tx, wall, filters, severity, offset=0, limit=FIRST) if counts[severity] else ([], False)
        )
        found.append(_section(severity, counts[severity], lines, filters.url(severity=severity.value) if more else ""))
    return found, None


def _section(severity: Severity, many: int, lines: list[Line], more_url: str = "") -> Section:
    return Section(severity.value, wall_words.TITLES[severity], many, lines, more_url, wall_words.NOTHING[severity])


async def _lines(
    tx: Tx, wall: Wall, filters: Filters, severity: Severity, *, offset: int, limit: int
) -> tuple[list[Line], bool]:
    """And whether there are more."""
    wanted = stored.Wanted(severity, filters.wanted.profile, filters.wanted.code, filters.wanted.standing)
    found = await stored.lines(tx, wall.watcher, wanted, offset=offset, limit=limit + 1)
    on_page = found[:limit]
    all_of_them = await stored.members(tx, on_page) if wall.watcher.administrator else on_page
    waiting = await not_enabled.waiting(tx, all_of_them)
    dismissed = wanted.standing is stored.Standing.DISMISSED
    lines = walls.lines(all_of_them, wall.viewer, waiting, dismissed=dismissed)
    going_on = await courses.of(tx, [line.alert for line in lines])
    return walls.with_courses(lines, going_on), len(found) > limit


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
