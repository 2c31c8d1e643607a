"""`postroom person password`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli import desk, passwords, people, say

if TYPE_CHECKING:
    from store.session import Tx


def password(
    person: people.Person, stdin: passwords.Stdin = False, file: passwords.File = None, link: people.Link = False
) -> None:
    """Set the password by which a person signs in, or print a link by which they set it themselves.

    A new password signs them out everywhere; a link changes nothing until it is used.
    """
    from store import people as stored

    desk.read_store(lambda tx: stored.get(tx, person))
    kept = people.hashed(people.new_password(person, stdin, file, link=link))
    if link:
        people.show_link(desk.write_store(lambda tx, _: _link(tx, person)))
        return
    if kept is None:
        raise typer.BadParameter(people.HOW, param_hint="password")
    desk.write_store(lambda tx, _: _set(tx, person, kept))
    say.line(f"{person}: the new password is stored; they are signed out everywhere")


async def _link(tx: Tx, person: str) -> str:
    from store import people as stored

    return await people.make_link(tx, await stored.get(tx, person))


async def _set(tx: Tx, person: str, kept: str) -> None:
    from store import people as stored

    await people.set_password(tx, await stored.get(tx, person), kept)
