"""`postroom mailbox add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import checks, desk, passwords, say
from cli.options import Json, MailboxAddress

if TYPE_CHECKING:
    from store.records import Mailbox
    from store.session import Store, Tx

Profile = Annotated[str, typer.Option("--profile", metavar="NAME", help="Its mail server.", parser=checks.name)]
Owner = Annotated[
    str | None,
    typer.Option("--owner", metavar="PERSON", help="Whose it is, by email address.", parser=checks.address),
]
Username = Annotated[
    str | None,
    typer.Option("--username", metavar="NAME", help="Where it is not the address.", parser=checks.username),
]
NoIncoming = Annotated[bool, typer.Option("--no-incoming", help="Don't receive its mail.")]
NoOutgoing = Annotated[bool, typer.Option("--no-outgoing", help="Don't send from it.")]


def add(
    address: MailboxAddress,
    *,
    profile: Profile,
    owner: Owner = None,
    username: Username = None,
    stdin: passwords.Stdin = False,
    file: passwords.File = None,
    no_incoming: NoIncoming = False,
    no_outgoing: NoOutgoing = False,
    as_json: Json = False,
) -> None:
    """Add a mailbox. Nothing is tried yet: `mailbox test` tests and enables it."""
    if no_incoming and no_outgoing:
        raise typer.BadParameter("with --no-incoming nothing would be left to do.", param_hint="--no-outgoing")
    secret = passwords.read(stdin, file)
    of, limit = desk.write_store(
        lambda tx, store: _add(
            tx,
            store,
            address,
            profile=profile,
            owner=owner,
            username=username,
            password=secret,
            incoming=not no_incoming,
            outgoing=not no_outgoing,
        )
    )
    if as_json:
        from cli import shapes

        say.document(shapes.mailbox(of, limit))
        return
    say.line(f"added {of.address} on {of.profile}; not tested yet")
    say.note(f"next: postroom mailbox test {of.address}")


async def _add(tx: Tx, store: Store, address: str, *, profile: str, **fields: Any) -> tuple[Mailbox, int]:
    from cli import budget
    from store import mailboxes

    of = await mailboxes.add(tx, store, address, profile=profile, **fields)
    return of, await budget.retry_limit(tx, of)
