"""`postroom profile set`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli import desk, profile_settings, say
from cli.options import Json, ProfileName
from cli.profile_options import with_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.profiles import ProfileView
    from store.session import Tx


@with_options
def set_(name: ProfileName, as_json: Json = False, **said: object) -> None:
    """Change settings; the others stay. Its suspended mailboxes are probed at once."""
    if all(value is None for value in said.values()):
        raise typer.BadParameter("nothing to change: name at least one setting.", param_hint="set")
    view = desk.write_store(lambda tx, _: _set(tx, name, said))
    if as_json:
        from cli import shapes

        say.document(shapes.profile(view))
        return
    say.line(f"changed {name}: {view.profile.host} port {view.profile.port}, security {view.profile.security}")
    say.note(f"next: postroom profile test {name}")


async def _set(tx: Tx, name: str, said: Mapping[str, object]) -> ProfileView:
    from store import profiles

    await profiles.change(tx, name, **profile_settings.changed(await profiles.get(tx, name), said))
    return await profiles.view(tx, name)
