"""`postroom person add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import ask, desk, passwords, people, say
from cli.options import Json, Yes

if TYPE_CHECKING:
    from store.people import Holding
    from store.session import Tx

Administrator = Annotated[
    bool | None,
    typer.Option(
        "--administrator/--no-administrator",
        help="Sees and changes everything, or no longer does.",
        show_default="as it is; of a new person: no",
    ),
]
LAST = "{person} is the last administrator who can sign in; `postroom up` makes a link for a new one. Go on?"


def add(
    person: people.Person,
    administrator: Administrator = None,
    stdin: passwords.Stdin = False,
    file: passwords.File = None,
    link: people.Link = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Add a person, or change whether one is an administrator. Without a password or a link there is no sign-in.

    At a terminal the password is asked for. A new password signs the person out everywhere.
    """
    if administrator is False:
        _ask_before_the_last_goes(person, yes=yes)
    kept = people.hashed(people.new_password(person, stdin, file, link=link))
    found, path = desk.write_store(lambda tx, _: _add(tx, person, administrator, kept, link=link))
    if as_json:
        say.document({**people.shape(found), "link": path})
        return
    say.line(_told(found))
    if path is not None:
        people.show_link(path)


def _ask_before_the_last_goes(person: str, *, yes: bool) -> None:
    async def last(tx: Tx) -> bool:
        from store import people as stored

        return await people.last_administrator(tx, await stored.find(tx, person))

    if desk.read_store(last):
        ask.surely(LAST.format(person=person), yes=yes)


async def _add(
    tx: Tx, address: str, administrator: bool | None, kept: str | None, *, link: bool
) -> tuple[Holding, str | None]:
    """The person, and the path of the link."""
    from store import audit
    from store import people as stored

    before = await stored.find(tx, address)
    person = before or await stored.mention(tx, address)
    if before is None:
        await audit.note(tx, people.who(), "added a person", person.address)
    if administrator is not None and administrator != person.administrator:
        await stored.set_administrator(tx, address, administrator)
        did = "made a person an administrator" if administrator else "made a person no administrator"
        await audit.note(tx, people.who(), did, person.address)
    if kept is not None:
        await people.set_password(tx, person, kept)
    path = await people.make_link(tx, person) if link else None
    return await stored.holding(tx, person.id), path


def _told(of: Holding) -> str:
    role = ", an administrator" if of.person.administrator else ""
    how = "signs in" if of.person.signs_in else "can't sign in yet"
    return f"{of.person.address}{role}: {how}"
