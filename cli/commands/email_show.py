"""`postroom email show`."""

from __future__ import annotations

from cli import desk, say
from cli.emails import EmailId
from cli.options import Json


def show(email_id: EmailId, as_json: Json = False) -> None:
    """Show what is known of one email; `email raw` has the email itself."""
    from cli import shapes
    from store import emails

    shape = shapes.email(desk.read_store(lambda tx: emails.get(tx, email_id)))
    if as_json:
        say.document(shape)
        return
    say.facts((key.replace("_", " "), say.flat(value)) for key, value in shape.items())
