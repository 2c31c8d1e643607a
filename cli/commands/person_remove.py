"""`postroom person remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import ask, desk, people, say
from cli.options import Yes

if TYPE_CHECKING:
    from store.people import Holding
    from store.session import Tx


def remove(person: people.Person, yes: Yes = False) -> None:
    """Remove a person, with their sign-in. What they own stays, and is nobody's from then on.

    Asks where something would be nobody's, or no administrator could sign in any more.
    """
    found, last = desk.read_store(lambda tx: _found(tx, person))
    question = f"Remove {found.person.address}? {_consequences(found, last=last)}".rstrip()
    harmless = not (last or found.mailboxes or found.profiles)
    ask.surely(question, yes=yes or (harmless and not ask.somebody_is_there()))
    desk.write_store(lambda tx, _: _remove(tx, person))
    say.line(f"removed {found.person.address}")


def _consequences(of: Holding, *, last: bool) -> str:
    owned = " and ".join(
        f"{number} {noun if number == 1 else plural}"
        for number, noun, plural in ((of.mailboxes, "mailbox", "mailboxes"), (of.profiles, "profile", "profiles"))
        if number
    )
    nobodys = f"{owned} will be nobody's. " if owned else ""
    return nobodys + ("No administrator can sign in then; `postroom up` makes a link for a new one." if last else "")


async def _found(tx: Tx, address: str) -> tuple[Holding, bool]:
    from store import people as stored

    person = await stored.get(tx, address)
    return await stored.holding(tx, person.id), await people.last_administrator(tx, person)


async def _remove(tx: Tx, address: str) -> None:
    from store import audit
    from store import people as stored

    person = await stored.get(tx, address)
    await stored.remove(tx, person.id)
    await audit.note(tx, people.who(), "removed a person", person.address)
