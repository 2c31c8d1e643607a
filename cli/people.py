"""What the verbs of `postroom person` share: new passwords, links, who is told to have done it."""

from __future__ import annotations

from getpass import getpass, getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import ask, checks, passwords, say

if TYPE_CHECKING:
    from store.people import Holding
    from store.records import Person as PersonRecord
    from store.session import Tx

Person = Annotated[str, typer.Argument(metavar="PERSON", help="An email address.", parser=checks.address)]
Link = Annotated[
    bool, typer.Option("--link", help="Print a link that works once, within a day: whoever opens it sets the password.")
]
HOW = "say --password-stdin, --password-file FILE or --link."


def new_password(person: str, stdin: bool, file: Path | None, *, link: bool) -> str | None:
    """As it was given, or typed twice where somebody can be asked; None: none was given. Raises typer.BadParameter."""
    if stdin + (file is not None) + link > 1:
        raise typer.BadParameter(f"one way is enough: {HOW}", param_hint="password")
    if stdin or file is not None:
        return _checked(passwords.read(stdin, file), person, "--password-stdin" if stdin else "--password-file")
    if link or not ask.somebody_is_there():
        return None
    return _typed(person)


def hashed(password: str | None) -> str | None:
    """As it is kept."""
    if password is None:
        return None
    import asyncio

    from web.passwords import Passwords

    return asyncio.run(Passwords().hashed(password))


def _typed(person: str) -> str | None:
    password = getpass("Password (empty: set none): ")
    if not password:
        return None
    passwords.READ.add(password)
    _checked(password, person, "password")
    if getpass("The same again: ") != password:
        raise typer.BadParameter("the two are not the same.", param_hint="password")
    return password


def _checked(password: str, person: str, hint: str) -> str:
    from web.password_rule import wrong_with

    why = wrong_with(password, person)
    if why is not None:
        raise typer.BadParameter(why, param_hint=hint)
    return password


def who() -> str:
    """For the audit log: the command line, and the user of this host."""
    from store.audit import COMMAND_LINE

    try:
        return f"{COMMAND_LINE} ({getuser()})"
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        return COMMAND_LINE


async def set_password(tx: Tx, person: PersonRecord, kept: str) -> None:
    """kept: argon2's hash. Ends all sessions; links to set one are void."""
    from store import audit, invitations, people, sessions

    await people.set_password(tx, person.id, kept)
    await sessions.end_all(tx, person.id)
    await invitations.void(tx, invitations.Purpose.PASSWORD, person.id)
    await audit.note(tx, who(), "set the password of a person", person.address)


async def make_link(tx: Tx, person: PersonRecord) -> str:
    """Its path below the address of the pages."""
    from store import audit, invitations

    token = await invitations.make(tx, invitations.Purpose.PASSWORD, person_id=person.id)
    await audit.note(tx, who(), "made a link to set a password", person.address)
    return f"/welcome/{token}"


def show_link(path: str) -> None:
    say.line(path)
    say.note("below the address of the pages, which `postroom up` prints; it works once, within 24 hours")


async def last_administrator(tx: Tx, person: PersonRecord | None) -> bool:
    """Whether nobody else can sign in as an administrator."""
    from store import people

    if person is None or not (person.administrator and person.signs_in):
        return False
    return await people.administrators_signing_in(tx) == 1


def shape(of: Holding) -> dict[str, object]:
    """As a JSON document."""
    return {
        "address": of.person.address,
        "administrator": of.person.administrator,
        "signs_in": of.person.signs_in,
        "mailboxes": of.mailboxes,
        "profiles": of.profiles,
    }
