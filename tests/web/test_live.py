"""The live feed: who may watch what, what wakes whom, how soon, and when it ends."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import httpx
import pytest

from errors.machine import State
from errors.model import Actor, Direction, Level, Nature, Severity
from store import alerts, emails, people, sessions
from store.faults import StoreUnavailable
from store.records import CursorRow, Raised
from tests.kit.stores import a_mailbox, a_message, a_profile, leased, put
from web import live, topics
from web.live import MOST_OF_SESSION, Live
from web.reader import SESSION
from web.serve import Place, serving
from web.watch import GAP, MOST_REST, MOST_SPREAD, REST, SOON, SPREAD, pause

ANA, OLGA, ADA, EVE = "ana@example.org", "olga@example.org", "ada@example.org", "eve@example.org"
IN = Direction.INCOMING


@pytest.fixture
async def store(pages):
    return pages.house.store


@pytest.fixture
async def box(store):
    await a_profile(store, owner=OLGA)
    return await a_mailbox(store, owner=ANA)


@pytest.fixture
async def mail(store, box):
    held = await leased(store)
    async with store.write() as tx:
        await emails.store(tx, held, "INBOX", [a_message(1)], CursorRow(1, 1, 1, 1))
        return (await emails.listing(tx))[0]


async def person(store, address: str) -> int:
    async with store.write() as tx:
        return (await people.mention(tx, address)).id


async def raise_(store, level: Level, kind: str, object_id: int) -> int:
    one = Raised(
        code="NET-301", nature=Nature.TRANSIENT, severity=Severity.WARNING, level=level, object_kind=kind,
        object_id=object_id, direction=None if kind == "system" else IN, who_acts=Actor.NOBODY, headline="no answer",
        remedy="Nothing to do.", at=store.clock(),
    )  # fmt: skip
    async with store.write() as tx:
        return await alerts.raise_(tx, one)


# -- who may -------------------------------------------------------------------------------------------------------


async def status(browser, *asked: str) -> int:
    """Of a feed that is refused, or of one that would begin (200)."""
    room = live.MOST
    live.MOST = 0  # a feed that may be had is then refused for want of room, and need not be read
    try:
        answer = await browser.get("/live", params=[("topic", one) for one in asked])
    finally:
        live.MOST = room
    return 200 if answer.status_code == 503 else answer.status_code


async def test_whose_topics_are_theirs_and_what_is_not_is_not_there(pages, store, box, mail):
    ana, olga = await person(store, ANA), await person(store, OLGA)
    theirs = {
        "wall:admin": {ADA},
        f"wall:{ana}": {ANA},
        f"wall:{olga}": {OLGA},
        f"mailbox:{box.id}": {ANA, ADA},
        f"profile:{box.profile_id}": {OLGA, ADA},
        f"email:{mail.id}": {ANA, ADA},
        "clock": {ANA, OLGA, ADA, EVE},
        "mailbox:999": set(),
        "profile:999": set(),
        "email:999": set(),
        "wall:999": set(),
    }
    for who in (ANA, OLGA, ADA, EVE):
        browser = await pages.as_(who, administrator=who == ADA)
        allowed = {topic: await status(browser, topic) for topic in theirs}
        assert allowed == {topic: 200 if who in may else 404 for topic, may in theirs.items()}, who


async def test_one_topic_that_is_not_theirs_refuses_all(pages, box):
    browser = await pages.as_(ANA)
    assert await status(browser, "clock", "wall:admin") == 404
    assert await status(browser, f"clock mailbox:{box.id}") == 200


@pytest.mark.parametrize(
    "asked",
    ["", "mailbox:", "mailbox:0", "mailbox:-1", "mailbox:2147483648", "mailbox:9" + "9" * 30,
     "email:9223372036854775808", "wall:Admin", "wall:١", "queues:1", "clock\x00", "<script>",
     " ".join(f"mailbox:{n}" for n in range(1, 12))],
)  # fmt: skip
async def test_what_is_no_topic_is_not_there(pages, asked):
    assert await status(await pages.as_(ADA, administrator=True), asked) == 404


async def test_who_is_not_signed_in_is_told_so_and_not_sent_to_another_page(pages):
    assert await status(await pages.nobody(), "clock") == 401


async def test_an_unreachable_database_refuses_a_new_feed(pages):
    browser = await pages.as_(ANA)
    with database_down(pages.house.store):
        answer = await browser.get("/live", params={"topic": "clock"})
    assert answer.status_code == 503


async def test_a_session_has_no_more_feeds_than_its_share(pages):
    browser = await pages.as_(ANA)
    session = sessions.hashed(browser.token)
    with_open = [pages.house.live.watching(["clock"], session) for _ in range(MOST_OF_SESSION)]
    for one in with_open:
        one.__enter__()
    full = await browser.get("/live", params={"topic": "clock"})
    assert (full.status_code, "close some" in full.text) == (429, True)
    assert await status(await pages.as_(EVE), "clock") == 200
    with_open[0].__exit__(None, None, None)
    assert await status(browser, "clock") == 200


# -- what wakes whom -----------------------------------------------------------------------------------------------


@contextmanager
def database_down(store):
    """Every question fails while the block runs."""

    @asynccontextmanager
    async def refuse():
        raise StoreUnavailable("it is down")
        yield

    store.read = refuse
    try:
        yield
    finally:
        del store.read


@asynccontextmanager
async def looking(store, *watched: str):
    """A feed of its own without a task: `changed()` is what one look more wakes of these topics."""
    feed = Live(store)
    watches = {topic: feed.watching([topic]) for topic in watched}
    open_ = {topic: one.__enter__() for topic, one in watches.items()}

    async def changed() -> set[str]:
        await feed.look()
        woken = {topic for topic, watch in open_.items() if watch._changed}
        for watch in open_.values():
            watch._changed.clear()
        return woken

    changed.feed = feed
    yield changed
    for one in watches.values():
        one.__exit__(None, None, None)


async def watched_by_all(store, box, mail) -> tuple[dict[str, str], list[str]]:
    names = {
        "admin": "wall:admin",
        "ana": f"wall:{await person(store, ANA)}",
        "olga": f"wall:{await person(store, OLGA)}",
        "eve": f"wall:{await person(store, EVE)}",
        "mailbox": f"mailbox:{box.id}",
        "profile": f"profile:{box.profile_id}",
        "email": f"email:{mail.id}",
    }
    return {topic: name for name, topic in names.items()}, list(names.values())


@pytest.mark.parametrize(
    ("level", "concerned"),
    [
        pytest.param(Level.MAILBOX, {"admin", "ana", "mailbox", "email"}, id="a mailbox's alert"),
        pytest.param(Level.EMAIL, {"admin", "ana", "mailbox", "email"}, id="an email's alert"),
        pytest.param(Level.PROFILE, {"admin", "ana", "olga", "mailbox", "profile", "email"}, id="a profile's alert"),
        pytest.param(Level.SYSTEM, {"admin"}, id="our own fault"),
    ],
)
async def test_an_alert_wakes_the_walls_and_pages_that_show_it(store, box, mail, level, concerned):
    names, watched = await watched_by_all(store, box, mail)
    about = {Level.PROFILE: ("profile", box.profile_id), Level.SYSTEM: ("system", 0)}
    async with looking(store, *watched) as changed:
        await changed()
        quiet = await changed()
        alert = await raise_(store, level, *about.get(level, ("mailbox", box.id)))
        told = {names[topic] for topic in await changed()}
        again = await changed()
        async with store.write() as tx:
            await alerts.dismiss(tx, alert, ANA)
        dismissed = {names[topic] for topic in await changed()}
    assert (quiet, told, again, dismissed) == (set(), concerned, set(), concerned)


async def test_a_change_that_is_committed_late_is_told_and_told_once(store, box):
    """Its time is that of its transaction's beginning: before looks that could not see it."""
    async with looking(store, "wall:admin") as changed:
        await changed()
        store.shift = -timedelta(seconds=5)
        await raise_(store, Level.MAILBOX, "mailbox", box.id)
        store.shift = timedelta()
        assert [await changed(), await changed()] == [{"wall:admin"}, set()]


async def test_a_page_is_told_of_what_happened_while_it_was_being_loaded(store, box):
    async with looking(store, "clock") as changed:
        await changed()
        await raise_(store, Level.MAILBOX, "mailbox", box.id)
        await changed()
        with changed.feed.watching(["wall:admin"]) as late:
            await changed()
            assert late._changed == {"wall:admin"}
        store.shift = timedelta(minutes=1)
        with changed.feed.watching(["wall:admin"]) as later:
            await changed()
            assert later._changed == set()


async def test_a_mailboxs_page_is_told_of_an_attempt_and_a_profiles_of_the_state_that_follows(store, box):
    mailbox, profile = f"mailbox:{box.id}", f"profile:{box.profile_id}"
    other = await a_mailbox(store, "ben@example.org")
    async with looking(store, mailbox, profile, f"mailbox:{other.id}") as changed:
        await changed()
        await put(store, box.incoming.id, last_attempt_at=store.clock())
        attempted = await changed()
        await put(store, box.incoming.id, state=State.HALTED)
        assert (attempted, await changed(), await changed()) == ({mailbox}, {mailbox, profile}, set())


async def test_what_is_removed_is_told_once(store, box):
    from store import mailboxes

    async with looking(store, f"mailbox:{box.id}") as changed:
        await changed()
        async with store.write() as tx:
            await mailboxes.remove(tx, box.address, delete_mail=True)
        assert [await changed(), await changed()] == [{f"mailbox:{box.id}"}, set()]


async def test_more_changes_than_can_be_told_apart_wake_everybody(store, box, monkeypatch):
    monkeypatch.setattr("store.changes.MOST", 0)
    async with looking(store, "wall:admin", "wall:77") as changed:
        await changed()
        await raise_(store, Level.SYSTEM, "system", 0)
        assert await changed() == {"wall:admin", "wall:77"}


async def test_what_changed_while_the_database_was_down_is_told_when_it_is_back(store, box):
    async with looking(store, "wall:admin") as changed:
        await changed()
        with database_down(store):
            down = [await changed(), await changed()]
        await raise_(store, Level.SYSTEM, "system", 0)
        store.shift = timedelta(minutes=5)
        assert (down, await changed()) == ([set(), set()], {"wall:admin"})


async def test_one_look_asks_as_much_for_two_hundred_pages_as_for_one(store, box):
    from sqlalchemy import event

    async def asked(pages: int) -> int:
        statements = []
        engine = store._reader.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        feed = Live(store)
        await raise_(store, Level.PROFILE, "profile", box.profile_id)
        held = [feed.watching(["wall:admin", f"wall:{n}", f"mailbox:{n}", f"profile:{n}", f"email:{n}"])
                for n in range(1, pages + 1)]  # fmt: skip
        for one in held:
            one.__enter__()
        await feed.look()
        return len(statements)

    one, many = await asked(1), await asked(200)
    assert 0 < many <= one


# -- how soon ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since_told", "crowd", "dice", "soon", "expected"),
    [
        pytest.param(100, 0, 1.0, False, 0, id="one page after a quiet while: at once"),
        pytest.param(0, 0, 1.0, False, GAP, id="one page that was told just now"),
        pytest.param(100, 200, 1.0, False, 200 * SPREAD, id="the last of two hundred"),
        pytest.param(100, 200, 0.0, False, 0, id="the first of two hundred"),
        pytest.param(0, 200, 0.0, False, GAP + 200 * REST, id="the first of two hundred, again"),
        pytest.param(100, 10**6, 1.0, False, MOST_SPREAD, id="never later than this"),
        pytest.param(0, 10**6, 0.0, False, GAP + MOST_REST, id="nor rarer"),
        pytest.param(100, 200, 1.0, True, 0, id="what this process did itself"),
        pytest.param(0, 200, 1.0, True, SOON, id="the same, twice in a moment"),
    ],
)
def test_the_more_ask_anew_the_more_they_are_spread(since_told, crowd, dice, soon, expected):
    assert pause(since_told, crowd, dice, soon=soon) == pytest.approx(expected)


async def test_what_this_process_did_cuts_a_wait_short(store):
    feed = Live(store)
    with feed.watching(["mailbox:5", "clock"]) as watch:
        watch.wake({"clock"})
        assert await watch.told() == {"clock"}
        watch.wake({"clock"}, crowd=10_000)
        waiting = asyncio.create_task(watch.told())
        await asyncio.sleep(0)
        feed.changed(["mailbox:5", "mailbox:6"])
        async with asyncio.timeout(GAP):
            assert await waiting == {"clock", "mailbox:5"}


# -- the stream ----------------------------------------------------------------------------------------------------


@asynccontextmanager
async def streaming(pages, token: str, *asked: str, **headers: str):
    """Over a socket: an iterator over (event, data)."""
    async with serving(pages.house, Place()) as served, httpx.AsyncClient(base_url=served.url) as client:
        sent = {"host": "postroom.example.org", "cookie": f"{SESSION}={token}", **headers}
        async with client.stream("GET", "/live", params={"topic": list(asked)}, headers=sent, timeout=10) as answer:
            assert answer.status_code == 200, await answer.aread()
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield _events(answer)


async def _events(answer):
    event = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(":")
            event[name] = value.strip()
        elif event:
            yield event.get("event"), event.get("data", "")
            event = {}


async def test_an_open_page_is_told_of_an_alert_by_its_topic(pages, store, box):
    browser = await pages.as_(ADA, administrator=True)
    async with streaming(pages, browser.token, "wall:admin", f"mailbox:{box.id}") as events:
        assert await anext(events) == ("watching", "")
        await raise_(store, Level.SYSTEM, "system", 0)
        assert await anext(events) == ("changed", "wall:admin")


async def test_a_browser_that_comes_again_is_told_of_all_it_watches(pages):
    browser = await pages.as_(ADA, administrator=True)
    async with streaming(pages, browser.token, "wall:admin", **{"last-event-id": "7"}) as events:
        assert [await anext(events), await anext(events)] == [("watching", ""), ("changed", "wall:admin")]


async def test_a_feed_outlives_a_database_that_is_down_for_a_while(pages, store):
    browser = await pages.as_(ADA, administrator=True)
    async with streaming(pages, browser.token, "wall:admin") as events:
        await anext(events)
        with database_down(store):
            await pages.house.live.look()
        await raise_(store, Level.SYSTEM, "system", 0)
        assert await anext(events) == ("changed", "wall:admin")


async def test_a_feed_ends_with_its_session(pages, store):
    browser = await pages.as_(ANA)
    async with streaming(pages, browser.token, "clock") as events:
        await anext(events)
        async with store.write() as tx:
            await sessions.end(tx, browser.token)
        pages.house.live._sessions_at = 0.0
        await pages.house.live.look()
        async with asyncio.timeout(5):
            assert ("changed", "") not in [one async for one in events]


async def test_a_page_that_is_left_is_forgotten(pages):
    browser = await pages.as_(ANA)
    async with streaming(pages, browser.token, "clock") as events:
        await anext(events)
        assert len(pages.house.live._watches) == 1
    assert len(pages.house.live._watches) == 0
    assert not pages.house.live._of_session
    later = asyncio.get_running_loop()._scheduled
    assert not any("Watch.end" in repr(one) for one in later if not one.cancelled()), "nothing keeps it"


async def test_a_feed_ends_after_a_while_so_that_what_it_may_watch_is_asked_again(pages, monkeypatch):
    monkeypatch.setattr("web.pages.live.LASTS", (0.05, 0.05))
    browser = await pages.as_(ANA)
    async with streaming(pages, browser.token, "clock") as events, asyncio.timeout(5):
        assert {name async for name, _ in events} >= {"watching"}


async def test_a_bug_in_looking_ends_the_feeds_and_begins_no_more(pages, monkeypatch):
    async def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("web.live.Live.look", broken)
    browser = await pages.as_(ANA)
    async with streaming(pages, browser.token, "clock") as events, asyncio.timeout(5):
        assert {name async for name, _ in events} <= {"watching"}
        assert (await browser.get("/live", params={"topic": "clock"})).status_code == 503


async def test_a_server_that_stops_ends_its_feeds_promptly(pages):
    browser = await pages.as_(ANA)
    async with httpx.AsyncClient() as client:
        async with asyncio.timeout(5):
            async with serving(pages.house, Place()) as served:
                sent = {"host": "postroom.example.org", "cookie": f"{SESSION}={browser.token}"}
                request = client.build_request("GET", f"{served.url}/live?topic=clock", headers=sent)
                answer = await client.send(request, stream=True)
                events = _events(answer)
                await anext(events)
            rest = [one async for one in events]
    assert all(name == "changed" for name, _ in rest)


def test_a_topics_words_are_read_back():
    found = topics.read(topics.words(["wall:admin clock", "mailbox:5", "email:9000000000"]))
    assert (found.administrators_wall, found.mailboxes, found.emails) == (True, {5}, {9_000_000_000})
