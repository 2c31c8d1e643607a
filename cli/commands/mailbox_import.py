"""`postroom mailbox import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import desk, passwords, say
from cli.options import Json
from cli.rows import BadRow, Row, known, read

if TYPE_CHECKING:
    from store.session import Store, Tx

File = Annotated[
    Path,
    typer.Argument(metavar="FILE.csv", help="Header: address,profile,owner,username,password. UTF-8."),
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Import the good rows all the same.")]


def import_(file: File, skip_bad: SkipBad = False, as_json: Json = False) -> None:
    """Add many mailboxes from a CSV file: all of them or none, unless --skip-bad."""
    rows, bad = read(_text(file))
    passwords.READ.update(row.password for row in rows)
    count, more = desk.write_store(lambda tx, store: _import(tx, store, rows, stop=bool(bad), skip_bad=skip_bad))
    bad = sorted([*bad, *more], key=lambda one: one.line)
    for one in bad:
        say.note(f"line {one.line}: {one.why}")
    if as_json:
        say.document({"imported": count, "bad": [{"line": one.line, "why": one.why} for one in bad]})
    elif bad and not skip_bad:
        others = " (--skip-bad imports the others)" if len(rows) > len(more) else ""
        say.note(f"nothing imported: {_counted(len(bad), 'bad row')}{others}")
    else:
        skipped = f", skipped {_counted(len(bad), 'bad row')}" if bad else ""
        say.line(f"imported {_counted(count, 'mailbox', 'mailboxes')}{skipped}")
    raise typer.Exit(1 if bad and not (skip_bad and rows) else 0)


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _text(file: Path) -> str:
    try:
        return file.expanduser().read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}.", param_hint="FILE.csv") from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line = before.count(b"\n") + 1
        raise typer.BadParameter(f"{file}: line {line} is not UTF-8.", param_hint="FILE.csv") from None


async def _import(tx: Tx, store: Store, rows: Sequence[Row], *, stop: bool, skip_bad: bool) -> tuple[int, list[BadRow]]:
    """Those rows that the store takes, in this one transaction; and those that it would not. stop: bad
    rows were found before."""
    from store import mailboxes, profiles
    from store.mailbox_imports import NewMailbox, add_all

    there = {one.address.casefold() for one in await mailboxes.listing(tx)}
    names = {view.profile.name for view in await profiles.listing(tx)}
    good, bad = known(rows, there, names)
    if (stop or bad) and not skip_bad:
        return 0, bad
    wanted = [NewMailbox(row.address, row.profile, row.owner, row.username, row.password) for row in good]
    return await add_all(tx, store, wanted), bad
