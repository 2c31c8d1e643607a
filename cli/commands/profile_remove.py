"""`postroom profile remove`."""

from __future__ import annotations

from cli import ask, desk, say
from cli.options import ProfileName, Yes


def remove(name: ProfileName, yes: Yes = False) -> None:
    """Remove a profile. Refused while it has mailboxes. Asks where somebody can be asked."""
    from store import profiles

    desk.read_store(lambda tx: profiles.get(tx, name))
    ask.surely(f"Remove the profile {name}?", yes=yes or not ask.somebody_is_there())
    desk.write_store(lambda tx, _: profiles.remove(tx, name))
    say.line(f"removed {name}")
