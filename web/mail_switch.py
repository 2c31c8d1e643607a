"""Whether administrators may read what others wrote: a switch of the house."""

from __future__ import annotations

from store import switches
from store.session import Tx


async def administrators_read_mail(tx: Tx) -> bool:
    return (await switches.read(tx)).administrators_read_mail
