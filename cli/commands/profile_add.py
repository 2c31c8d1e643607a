"""`postroom profile add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import desk, profile_settings, say
from cli.options import Json, ProfileName
from cli.profile_options import with_options

if TYPE_CHECKING:
    from store.profiles import ProfileView
    from store.session import Tx

Protocol = Annotated[
    str, typer.Option("--protocol", metavar="imap|graph|ews", help="What the server speaks. In this version: imap.")
]


@with_options
def add(name: ProfileName, protocol: Protocol, as_json: Json = False, **said: object) -> None:
    """Add a mail server's settings, under the name that mailboxes refer to."""
    profile_settings.check_protocol(protocol)
    fields = profile_settings.new(said)
    view = desk.write_store(lambda tx, _: _add(tx, name, {"protocol": protocol, **fields}))
    if as_json:
        from cli import shapes

        say.document(shapes.profile(view))
        return
    say.line(f"added {name}: {view.profile.host} port {view.profile.port}, security {view.profile.security}")
    say.note(f"next: postroom mailbox add ADDRESS --profile {name} --password-stdin")


async def _add(tx: Tx, name: str, fields: dict[str, object]) -> ProfileView:
    from store import profiles

    await profiles.add(tx, name, **fields)
    return await profiles.view(tx, name)
