"""`postroom email raw`."""

from __future__ import annotations

import sys

from cli import desk
from cli.emails import EmailId


def raw(email_id: EmailId) -> None:
    """Write one email to standard output, byte for byte as it was fetched."""
    from store import emails

    octets = desk.read_store(lambda tx: emails.raw(tx, email_id))
    sys.stdout.flush()
    sys.stdout.buffer.write(octets)
    sys.stdout.buffer.flush()
