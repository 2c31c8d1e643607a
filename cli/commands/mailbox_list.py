"""`postroom mailbox list`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cli import checks, desk, say
from cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.records import Mailbox
    from store.session import Tx

Profile = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="Only those of this profile.", parser=checks.name)
]
HEADERS = ("address", "incoming", "outgoing", "code", "next try", "last success", "emails", "set aside", "profile")
EMPTY = "no mailboxes: postroom mailbox add ADDRESS --profile NAME --password-stdin"


def list_(profile: Profile = None, as_json: Json = False) -> None:
    """List mailboxes with the state of both directions."""
    from cli import shapes

    ask = desk.read_store if profile is not None else partial(desk.read_list, as_json=as_json)
    found, limits = ask(lambda tx: _listing(tx, profile))
    if as_json:
        say.document([shapes.mailbox(one, limits[one.profile_id]) for one in found])
        return
    say.table(HEADERS, map(_row, found), EMPTY)


async def _listing(tx: Tx, profile: str | None) -> tuple[Sequence[Mailbox], Mapping[int, int]]:
    """The mailboxes, and each profile's retry limit."""
    from store import mailboxes, profiles

    if profile is not None:
        await profiles.get(tx, profile)  # NotThere
    limits = {view.profile.id: view.profile.policy.retry_limit for view in await profiles.listing(tx)}
    return await mailboxes.listing(tx, profile=profile), limits


def _row(of: Mailbox) -> tuple[object, ...]:
    return (
        of.address,
        of.incoming.state.value,
        of.outgoing.state.value,
        of.incoming.last_code or of.outgoing.last_code,
        of.incoming.next_attempt_at,
        of.incoming.last_success_at,
        of.emails_stored,
        of.emails_set_aside,
        of.profile,
    )
