"""`postroom person list`."""

from __future__ import annotations

from cli import desk, people, say
from cli.options import Json

HEADERS = ("person", "role", "signs in", "mailboxes", "profiles")
EMPTY = "nobody yet: postroom person add PERSON --administrator"


def list_(as_json: Json = False) -> None:
    """List people: everybody who was added, or named as an owner."""
    from store import people as stored

    found = desk.read_list(stored.holdings, as_json)
    if as_json:
        say.document([people.shape(one) for one in found])
        return
    rows = [
        (
            one.person.address,
            "administrator" if one.person.administrator else None,
            "yes" if one.person.signs_in else "no",
            one.mailboxes,
            one.profiles,
        )
        for one in found
    ]
    say.table(HEADERS, rows, EMPTY)
