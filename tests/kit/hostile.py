"""A house in which every stranger's word is an attack."""

from __future__ import annotations

from sqlalchemy import Table, Text, literal, select, update

from store import schema
from store.columns import Told
from store.session import Store, Tx
from tests.kit.crowd import Crowd, fill

HOUSE = Crowd(
    profiles=3, mailboxes=30, owners=8, alerts=200, unresolved=50, emails=60, bodies=60, attempts=90, audit=120,
    samples=40,
)  # fmt: skip
MARK = "xyzzy"
ATTACK = (
    f"{MARK}\"'><script>alert('{MARK}')</script><img src=x onerror=alert(1)><svg/onload=alert(2)>\""
    " onmouseover=alert(3) x='</title></textarea></option><style>*{display:none}</style>{{7*7}}{%x%}javascript:alert(4)"
    "\u202e\u2066\u200b\u0007\u001b[31m\u0000"
)
MAIL = (
    "Subject: =?utf-8?q?%s?=\r\nFrom: \"%s\" <a@example.test>\r\nTo: b@example.org\r\nX-Odd: %s\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    "<base href=//evil.example.test><script>alert('%s')</script>"
    "<a href=\"javascript:alert(5)\">%s</a><img src=//evil.example.test/x onerror=alert(6)><form action=//evil>\r\n"
)  # fmt: skip
NAMES = (  # what people, servers and imports may have written into columns that are plain text
    schema.people.c.address, schema.mailboxes.c.address, schema.mailboxes.c.username, schema.profiles.c.name,
    schema.profiles.c.host, schema.emails.c.address, schema.audit.c.who, schema.audit.c.did,
    schema.alerts.c.acknowledged_by, schema.alerts.c.resolved_why, schema.attempts.c.rule, schema.dismissals.c.who,
)  # fmt: skip
DATABASE_TAKES = ATTACK.replace("\0", "")


async def hostile_house(store: Store) -> None:
    await fill(store, HOUSE)
    async with store.write() as tx:
        for table in schema.metadata.sorted_tables:
            await _spoil(tx, table)
        await _spoil_documents(tx)
        text = MAIL % (MARK, MARK, DATABASE_TAKES, MARK, MARK)
        await tx.connection.execute(update(schema.email_raws).values(raw=text.encode("utf-8", "replace")))


async def _spoil(tx: Tx, table: Table) -> None:
    """What is told, and names: each name stays another one, since it begins as it was."""
    told = {column.name: ATTACK for column in table.c if isinstance(column.type, Told)}
    named = {column.name: column.concat(literal(DATABASE_TAKES, Text)) for column in NAMES if column.table is table}
    if told or named:
        await tx.connection.execute(update(table).values({**told, **named}))


async def _spoil_documents(tx: Tx) -> None:
    await tx.connection.execute(update(schema.emails).values(recipients=[DATABASE_TAKES, "b@example.org"]))
    rows = (await tx.connection.execute(select(schema.alerts.c.id, schema.alerts.c.evidence))).all()
    for number, evidence in rows:
        words = dict.fromkeys(("response", "mailbox", "message", "rule"), DATABASE_TAKES)
        spoilt = [{**one, **words} for one in evidence]
        await tx.connection.execute(update(schema.alerts).where(schema.alerts.c.id == number).values(evidence=spoilt))
