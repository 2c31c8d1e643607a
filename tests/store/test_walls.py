"""What SQL finds for a wall is what errors.audience lets that wall show, whatever is asked for, line by line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from errors.model import Actor, Direction, Level, Nature, Severity
from store import alerts, people, walls
from store.records import Alert, Raised
from store.schema import alerts as table
from store.session import Store, Tx
from store.walls import Standing, Wanted, Watcher
from tests.kit.stores import a_mailbox, a_profile
from web import walls as shown
from web.walls import Line, Viewer

ANA, BO, PIA, ALL, NOBODY, ADA = (f"{one}@example.org" for one in ("ana", "bo", "pia", "all", "nobody", "ada"))
ROLES = [
    pytest.param(ANA, False, id="owner of two mailboxes of one profile"),
    pytest.param(BO, False, id="owner of a mailbox of another"),
    pytest.param(PIA, False, id="owner of a profile"),
    pytest.param(ALL, False, id="owner of a profile and of a mailbox on another"),
    pytest.param(NOBODY, False, id="owner of nothing"),
    pytest.param(ADA, True, id="administrator"),
]
SEVERITIES = {Nature.PERMANENT: Severity.ERROR, Nature.TRANSIENT: Severity.WARNING, None: Severity.INFORMATION}
EVERYTHING = 1000


@pytest.fixture
async def world(store: Store) -> Store:
    """An alert of each level, nature and object, open, over, and long over; some of one fingerprint; some dismissed."""
    office = await a_profile(store, owner=PIA)
    other = await a_profile(store, "other", owner=ALL)
    boxes = [
        await a_mailbox(store, "a1@example.org", owner=ANA),
        await a_mailbox(store, "a2@example.org", owner=ANA.title()),
        await a_mailbox(store, "b1@example.org", profile="other", owner=BO),
        await a_mailbox(store, "c1@example.org", owner=ALL),
        await a_mailbox(store, "n1@example.org"),
    ]
    objects = [("mailbox", box.id) for box in boxes] + [("profile", office.id), ("profile", other.id), ("system", 0)]
    async with store.write() as tx:
        for address in (NOBODY, ADA):
            await people.mention(tx, address)
        await _every_kind(tx, objects)
        await _unnamed(tx, [box.id for box in boxes])
    return store


async def _every_kind(tx: Tx, objects: list[tuple[str, int]]) -> None:
    kinds = itertools.product(objects, Level, (*Nature, None), ("open", "over", "old"))
    for number, (about, level, nature, standing) in enumerate(kinds):
        age = timedelta(days=2) if standing == "old" else timedelta()
        one = _raised(tx, number, about, level, nature)
        made = await alerts.raise_(tx, replace(one, at=one.at - age))
        if standing != "open":
            await _close(tx, made)
        if number % 5 == 0:
            await alerts.dismiss(tx, made, [None, ANA, BO, PIA, ALL, ADA][number // 5 % 6])


async def _unnamed(tx: Tx, boxes: list[int]) -> None:
    """aaaa: of all, one error, two over; bbbb: two, of which one is dismissed; cccc: one."""
    prints = [("aaaa", box) for box in boxes] + [("bbbb", box) for box in boxes[:2]] + [("cccc", boxes[0])]
    for number, (fingerprint, box) in enumerate(prints, start=EVERYTHING):
        nature = Nature.PERMANENT if number == EVERYTHING + 1 else Nature.TRANSIENT
        one = _raised(tx, number, ("mailbox", box), Level.MAILBOX, nature)
        made = await alerts.raise_(tx, replace(one, code="UNK-901", evidence={"fingerprint": fingerprint}, direction=(
            Direction.OUTGOING if fingerprint == "bbbb" else None if fingerprint == "cccc" else Direction.INCOMING
        )))  # fmt: skip
        if number in (EVERYTHING + 3, EVERYTHING + 4):
            await _close(tx, made)
        if number == EVERYTHING + 5:
            await alerts.dismiss(tx, made, None)


def _raised(tx: Tx, number: int, about: tuple[str, int], level: Level, nature: Nature | None) -> Raised:
    return Raised(
        f"T-{number % 7}-{number}", nature, SEVERITIES[nature], level, *about, Direction.INCOMING, Actor.NOBODY,
        f"{number} happened", "wait", tx.now - timedelta(seconds=number),
    )  # fmt: skip


async def _close(tx: Tx, alert_id: int) -> None:
    over = update(table).where(table.c.id == alert_id)
    await tx.connection.execute(over.values(status="resolved", resolved_at=tx.now, resolved_why="over"))


async def watching(tx: Tx, address: str, administrator: bool) -> tuple[Watcher, Viewer]:
    """As the store knows them, and as the pages do."""
    from store import owned

    person = await people.find(tx, address)
    assert person is not None
    watcher = Watcher(person.id, address, administrator)
    if administrator:
        return watcher, shown.administrators_wall(address)
    return watcher, Viewer(address, administrator=False, mailboxes=(await owned.by(tx, person.id)).mailboxes)


async def expected(tx: Tx, of: Viewer, wanted: Wanted) -> list[Line]:
    """As the pages would show it, were they given all."""
    found = await alerts.listing(tx, all_=wanted.standing is not Standing.OPEN)
    if wanted.standing is Standing.OVER:
        found = [one for one in found if one.status == "resolved"]
    lines = shown.lines(found, of, dismissed=wanted.standing is Standing.DISMISSED)
    return [one for one in lines if _wants(wanted, one, found)]


def _wants(wanted: Wanted, line: Line, found: list[Alert]) -> bool:
    its = [one for one in found if one.id == line.alert.id or (
        line.alert.object_kind == "fingerprint" and one.fingerprint == line.alert.fingerprint
        and one.status == line.alert.status)]  # fmt: skip
    return (
        wanted.severity in (None, line.alert.severity)
        and any(wanted.code in (None, one.code) for one in its)
        and any(wanted.profile in (None, one.profile_name) for one in its)
    )


def what(line: Line) -> tuple[object, ...]:
    alert = line.alert
    return (alert.id, alert.severity, alert.headline, alert.count, alert.last_seen, line.mailboxes, line.action_needed)


WANTED = [
    *(pytest.param(Wanted(standing=standing), id=standing.value) for standing in Standing),
    *(pytest.param(Wanted(severity=severity), id=severity.value) for severity in Severity),
    pytest.param(Wanted(profile="office"), id="of a profile"),
    pytest.param(Wanted(profile="nowhere"), id="of a profile that is not there"),
    pytest.param(Wanted(code="UNK-901"), id="of a code"),
    pytest.param(Wanted(Severity.ERROR, "other", "T-2-100", Standing.OVER), id="of everything"),
]


@pytest.mark.parametrize(("address", "administrator"), ROLES)
async def test_the_store_finds_exactly_what_the_wall_shows(world, address, administrator):
    async with world.read() as tx:
        watcher, viewer = await watching(tx, address, administrator)
        for wanted in (one.values[0] for one in WANTED):
            right = await expected(tx, viewer, wanted)
            found = await walls.lines(tx, watcher, wanted, limit=EVERYTHING)
            lines = shown.lines(await walls.members(tx, found) if administrator else found, viewer, dismissed=None)
            assert [what(one) for one in lines] == [what(one) for one in right], wanted
            counted = await walls.counts(tx, watcher, wanted)
            assert counted == {one: sum(line.alert.severity is one for line in right) for one in Severity}, wanted


@pytest.mark.parametrize(("address", "administrator"), [ROLES[0], ROLES[-1]])
async def test_pages_one_after_the_other_are_the_whole(world, address, administrator):
    async with world.read() as tx:
        watcher, _ = await watching(tx, address, administrator)
        whole = [one.id for one in await walls.lines(tx, watcher, limit=EVERYTHING)]
        pages = [await walls.lines(tx, watcher, offset=start, limit=7) for start in range(0, len(whole) + 7, 7)]
    assert [one.id for page in pages for one in page] == whole
    assert len(whole) > 20


async def test_a_choice_of_filters_is_what_the_wall_holds(world):
    async with world.read() as tx:
        for address, administrator in (one.values for one in ROLES):
            watcher, viewer = await watching(tx, address, administrator)
            right = {one.alert.code for one in shown.lines(await alerts.listing(tx), viewer, dismissed=None)}
            assert set(await walls.codes(tx, watcher)) == right
        ana, _ = await watching(tx, ANA, False)
        everything, _ = await watching(tx, ALL, False)
        assert await walls.profiles_of(tx, ana) == ["office"]
        assert await walls.profiles_of(tx, everything) == ["office", "other"]
        assert await walls.profiles_of(tx, (await watching(tx, ADA, True))[0]) == ["office", "other"]
        assert await walls.profiles_of(tx, (await watching(tx, NOBODY, False))[0]) == []


async def test_a_mailboxs_page_tells_of_it_and_of_its_profile_what_is_open_first(world):
    async with world.read() as tx:
        ana, _ = await watching(tx, ANA, False)
        first = next(one for one in await alerts.listing(tx) if one.object_name == "a1@example.org")
        found = await walls.about(tx, ana, mailbox_id=first.object_id, limit=EVERYTHING)
        standing = [one.status == "resolved" for one in found]
        assert standing == sorted(standing)
        assert {(one.object_name, one.level) for one in found} == {
            *(("a1@example.org", level) for level in (Level.EMAIL, Level.MAILBOX, Level.PROFILE)),
            ("office", Level.PROFILE),
        }
        assert len(await walls.about(tx, ana, mailbox_id=first.object_id, limit=3)) == 3
        bo, _ = await watching(tx, BO, False)
        assert await walls.about(tx, bo, mailbox_id=first.object_id) == []


async def test_a_profiles_page_tells_of_the_profile_alone(world):
    async with world.read() as tx:
        pia, _ = await watching(tx, PIA, False)
        office = next(one.object_id for one in await alerts.listing(tx) if one.object_name == "office")
        found = await walls.about(tx, pia, profile_id=office, limit=EVERYTHING)
        assert {(one.object_name, one.level) for one in found} == {("office", Level.PROFILE)}
        nobody, _ = await watching(tx, NOBODY, False)
        assert await walls.about(tx, nobody, profile_id=office) == []


async def test_what_was_dismissed_can_be_shown_again(world):
    async with world.write() as tx:
        ada, _ = await watching(tx, ADA, True)
        hidden = await walls.lines(tx, ada, Wanted(standing=Standing.DISMISSED), limit=EVERYTHING)
        line = next(one for one in hidden if one.fingerprint == "bbbb")
        for who in (None, ADA):
            await alerts.restore(tx, line.id, who, alike=True)
        assert "bbbb" in {one.fingerprint for one in await walls.lines(tx, ada, limit=EVERYTHING)}
        left = await walls.lines(tx, ada, Wanted(standing=Standing.DISMISSED), limit=EVERYTHING)
        assert len(left) == len(hidden) - 1
        ana = Watcher((await watching(tx, ANA, False))[0].person_id, ANA, False)
        theirs = await walls.lines(tx, ana, Wanted(standing=Standing.DISMISSED), limit=EVERYTHING)
        assert theirs
        assert all(ANA in one.dismissed_by for one in theirs)


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        said.append(statement)

    engine = store._reader.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_wall_asks_as_many_questions_for_many_lines_as_for_few(world):
    from web import not_enabled

    many = []
    for limit in (3, EVERYTHING):
        async with world.read() as tx:
            watcher, viewer = await watching(tx, ADA, True)
            with asked(world) as said:
                await walls.counts(tx, watcher)
                found = await walls.members(tx, await walls.lines(tx, watcher, limit=limit))
                shown.lines(found, viewer, await not_enabled.waiting(tx, found))
                await walls.codes(tx, watcher)
                await walls.profiles_of(tx, watcher)
            many.append(len(said))
    assert many[1] <= 10
