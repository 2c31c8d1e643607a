"""`postroom profile show`."""

from __future__ import annotations

from cli import desk, say
from cli.options import Json, ProfileName


def show(name: ProfileName, as_json: Json = False) -> None:
    """Show one profile: its settings, its health, its mailboxes by state."""
    from cli import shapes
    from store import profiles

    view = desk.read_store(lambda tx: profiles.view(tx, name))
    shape = shapes.profile(view)
    if as_json:
        say.document(shape)
        return
    say.facts((key.replace("_", " "), say.flat(value)) for key, value in shape.items())
