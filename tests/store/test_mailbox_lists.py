"""Lists of mailboxes: found, filtered, counted, by a bounded number of statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from errors.machine import State
from store import mailbox_lists, mailboxes, people
from store.faults import Refused
from tests.kit.stores import a_mailbox, a_profile, put

ANA = "ana@example.org"
BO = "bo@example.test"


@contextmanager
def statements(store) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        asked.append(statement)

    engine = store._reader.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def addresses(store, **asked) -> list[str]:
    async with store.read() as tx:
        return [box.address for box in await mailbox_lists.page(tx, **{"limit": 50, **asked})]


async def counted(store, **asked) -> dict[str, int]:
    async with store.read() as tx:
        return {state.value: many for state, many in (await mailbox_lists.by_state(tx, **asked)).items() if many}


async def id_of(store, address: str) -> int:
    async with store.read() as tx:
        person = await people.find(tx, address)
    assert person is not None
    return person.id


@pytest.fixture
async def some(store):
    """Ana's two and Bo's one on the profile office, one of nobody's on the profile lab."""
    await a_profile(store)
    await a_profile(store, "lab")
    await a_mailbox(store, "Zoe@example.org", owner=ANA, state=State.HALTED)
    await a_mailbox(store, "ann@example.org", owner=ANA, outgoing=True)
    await a_mailbox(store, "bob@example.test", owner=BO, state=State.RETRYING)
    await a_mailbox(store, "100%_sure@example.test", profile="lab", state=State.UNTESTED)
    return store


async def test_they_come_by_address_whatever_its_case(some):
    assert await addresses(some) == [
        "100%_sure@example.test", "ann@example.org", "bob@example.test", "Zoe@example.org",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({"state": State.HALTED}, ["Zoe@example.org"], id="by state"),
        pytest.param({"state": State.DISABLED}, [], id="a state that none is in"),
        pytest.param({"profile": "lab"}, ["100%_sure@example.test"], id="by profile"),
        pytest.param({"profile": "nowhere"}, [], id="a profile that is not there"),
        pytest.param({"words": "an"}, ["ann@example.org"], id="the beginning of the address"),
        pytest.param({"words": "EXAMPLE.ORG"}, ["ann@example.org", "Zoe@example.org"], id="a part, in capitals"),
        pytest.param({"words": "org zo"}, ["Zoe@example.org"], id="every word is to be there"),
        pytest.param({"words": "%"}, ["100%_sure@example.test"], id="a per cent sign is one"),
        pytest.param({"words": "a_n"}, [], id="an underscore is one"),
        pytest.param({"words": "' OR 1=1 --"}, [], id="no SQL"),
        pytest.param({"offset": 1, "limit": 2}, ["ann@example.org", "bob@example.test"], id="a page"),
        pytest.param({"offset": 99}, [], id="beyond the last page"),
    ],
)
async def test_they_are_found_by_what_was_asked_for(some, asked, expected):
    assert await addresses(some, **asked) == expected


async def test_of_an_owner_only_their_own_are_found_and_counted(some):
    ana = await id_of(some, ANA)
    assert await addresses(some, owner_id=ana) == ["ann@example.org", "Zoe@example.org"]
    assert await counted(some, owner_id=ana) == {"halted": 1, "active": 1}
    async with some.read() as tx:
        assert await mailbox_lists.profile_names(tx, owner_id=ana, limit=9) == ["office"]
        assert await mailbox_lists.profile_names(tx, limit=9) == ["lab", "office"]
        assert await mailbox_lists.profile_names(tx, limit=1) == ["lab"]


async def test_the_counts_are_of_what_the_other_filters_let_through(some):
    assert await counted(some) == {"halted": 1, "retrying": 1, "active": 1, "untested": 1}
    assert await counted(some, profile="office", words="example.org") == {"halted": 1, "active": 1}


@pytest.mark.parametrize(
    ("incoming", "outgoing", "expected"),
    [
        pytest.param(State.ACTIVE, State.UNTESTED, State.ACTIVE, id="that nothing was sent yet is no trouble"),
        pytest.param(State.ACTIVE, State.HALTED, State.HALTED, id="what stopped outweighs what works"),
        pytest.param(State.NONE, State.RETRYING, State.RETRYING, id="a direction that is not used says nothing"),
        pytest.param(State.DISABLED, State.DISABLED, State.DISABLED, id="both switched off"),
        pytest.param(State.UNTESTED, State.DISABLED, State.UNTESTED, id="one waits for its test"),
    ],
)
async def test_a_mailbox_is_listed_and_counted_once_as_the_graver_of_its_directions_stands(
    store, incoming, outgoing, expected
):
    await a_profile(store)
    box = await a_mailbox(store, ANA, outgoing=True)
    await put(store, box.incoming.id, state=incoming)
    await put(store, box.outgoing.id, state=outgoing)
    assert await addresses(store, state=expected) == [ANA]
    assert await counted(store) == {expected.value: 1}
    async with store.read() as tx:
        assert mailbox_lists.standing(await mailboxes.get(tx, ANA)) is expected


async def test_a_page_takes_as_many_statements_for_forty_mailboxes_as_for_one(store):
    await a_profile(store)
    await a_mailbox(store, "m0@example.org")
    asked = []
    for last in (1, 40):
        for number in range(len(await addresses(store)), last):
            await a_mailbox(store, f"m{number}@example.org")
        with statements(store) as seen:
            async with store.read() as tx:
                assert len(await mailbox_lists.page(tx, limit=50)) == last
                await mailbox_lists.by_state(tx)
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 5


# -- the user name ---------------------------------------------------------------------------------------------------


async def test_a_new_user_name_raises_the_version_so_that_open_sessions_are_closed(store):
    await a_profile(store)
    box = await a_mailbox(store, ANA)
    await put(store, box.incoming.id, proofs=2)
    async with store.write() as tx:
        changed = await mailboxes.set_username(tx, ANA, "ana", of_version=box.version)
    assert changed is not None
    assert (changed.username, changed.version, changed.incoming.proofs) == ("ana", box.version + 1, 0)


async def test_a_user_name_is_not_written_over_what_somebody_else_stored_meanwhile(store):
    await a_profile(store)
    box = await a_mailbox(store, ANA)
    for username, changed in (("first", True), ("second", False)):
        async with store.write() as tx:
            assert (await mailboxes.set_username(tx, ANA, username, of_version=box.version) is not None) is changed
    async with store.read() as tx:
        assert (await mailboxes.get(tx, ANA)).username == "first"


async def test_a_user_name_that_no_database_takes_is_refused(store):
    await a_profile(store)
    box = await a_mailbox(store, ANA)
    with pytest.raises(Refused):
        async with store.write() as tx:
            await mailboxes.set_username(tx, ANA, "a\0b", of_version=box.version)
