"""First sync and second pass, ours beside mbsync's, on one Dovecot."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from bench.house import enrol, office_at, one_pass, scratch, working
from bench.mbsync import Mbsync
from bench.report import Figure
from store import emails
from tests.kit.dovecot import Dovecot
from tests.kit.mails import mails

MAILBOXES = 300
MESSAGES = 5_000
SIZE = 8_192
ROUNDS = 5


async def second_pass(server: Dovecot) -> Figure:
    """300 idle mailboxes, sessions open: mailboxes a second."""
    users = server.add_users(MAILBOXES)
    for user in users:
        server.deliver_all(user, mails(3))
    with scratch() as name:
        peer = Mbsync(server, users, Path(name) / "mbsync")
        peer.run()
        async with office_at(Path(name) / "home") as office:
            ids = await enrol(office, server, users)
            async with working(office):
                await one_pass(office, ids)  # the first sync
                await one_pass(office, ids)
                ours, theirs = [], []
                for _ in range(ROUNDS):
                    ours.append(await one_pass(office, ids))
                    theirs.append(peer.run())
    return Figure(
        "second pass over 300 idle mailboxes", "mailboxes/s", MAILBOXES / median(ours), MAILBOXES / median(theirs), 3.0
    )


async def first_sync(server: Dovecot) -> Figure:
    """5,000 messages of 8 KB into the store: messages a second."""
    user = server.add_user()
    server.deliver_all(user, mails(MESSAGES, SIZE))
    ours, theirs = [], []
    for _ in range(3):
        with scratch() as name:
            theirs.append(Mbsync(server, [user], Path(name) / "mbsync").run())
            async with office_at(Path(name) / "home") as office:
                ids = await enrol(office, server, [user])
                async with working(office):
                    ours.append(await _whole(office, ids))
    return Figure(
        "first sync of 5,000 messages of 8 KB", "messages/s", MESSAGES / median(ours), MESSAGES / median(theirs), 1.0
    )


async def _whole(office, ids) -> float:
    """Until every message is stored."""
    import asyncio

    loop = asyncio.get_running_loop()
    began = loop.time()
    await one_pass(office, ids)
    while True:
        async with office.store.read() as tx:
            counted = await emails.counts(tx)
        if counted.get("received", 0) == MESSAGES:
            return loop.time() - began
        await asyncio.sleep(0.02)
