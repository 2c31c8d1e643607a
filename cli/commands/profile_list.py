"""`postroom profile list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import desk, say
from cli.options import Json

if TYPE_CHECKING:
    from store.profiles import ProfileView


def list_(as_json: Json = False) -> None:
    """List the profiles, their health and their mailboxes by state."""
    from cli import shapes
    from store import profiles

    views = desk.read_list(profiles.listing, as_json)
    if as_json:
        say.document([shapes.profile(view) for view in views])
        return
    headers = ("name", "protocol", "server", "health", "next probe", "mailboxes")
    say.table(headers, map(_row, views), "no profiles yet: postroom profile add NAME --protocol imap --host HOST")


def _row(view: ProfileView) -> tuple[object, ...]:
    from errors.model import Direction

    of = view.profile
    health = str(view.health.get(Direction.INCOMING, "healthy"))
    return of.name, of.protocol, f"{of.host}:{of.port}", health, view.next_probe_at, in_words(view)


def in_words(view: ProfileView) -> str:
    """Its mailboxes by state, those states that have any."""
    return ", ".join(f"{count} {state.value}" for state, count in view.mailboxes.items() if count) or "none"
