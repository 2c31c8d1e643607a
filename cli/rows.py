"""A CSV of mailboxes: from text to rows that can be added, and every row that can't, with its line and why. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import typer

from . import checks
from .passwords import wrong_with

HEADER = ("address", "profile", "owner", "username", "password")


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """owner and username: None where the field is empty."""

    line: int
    address: str
    profile: str
    owner: str | None
    username: str | None
    password: str


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    why: str


def read(text: str) -> tuple[list[Row], list[BadRow]]:
    """The rows that are well formed, each address once, and the others. Without the header: one bad row."""
    rows: list[Row] = []
    bad: list[BadRow] = []
    first_seen: dict[str, int] = {}
    fields = _fields(text, bad)
    line, header = next(fields, (1, []))
    if tuple(name.strip().casefold() for name in header) != HEADER:
        return [], [BadRow(line, f"the header must be {','.join(HEADER)}, in this order, with commas")]
    for line, values in fields:
        row = _row(line, values)
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        before = first_seen.setdefault(row.address.casefold(), line)
        if before != line:
            bad.append(BadRow(line, f"{row.address} is in line {before} already"))
            continue
        rows.append(row)
    return rows, bad


def _fields(text: str, bad: list[BadRow]) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins in; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            bad.append(BadRow(line, f"is no CSV: {error}"))
            return
        if values:
            yield line, values


def _row(line: int, values: Sequence[str]) -> Row | BadRow:
    if len(values) != len(HEADER):
        return BadRow(line, f"has {len(values)} fields; {len(HEADER)} are wanted ({','.join(HEADER)})")
    address, profile, owner, username = (value.strip() for value in values[:-1])
    row = Row(line, address, profile, owner or None, username or None, values[-1])
    why = _wrong_with(row)
    return BadRow(line, why) if why else row


def _wrong_with(row: Row) -> str | None:
    try:
        checks.address(row.address)
        if row.owner:
            checks.address(row.owner)
        if row.username:
            checks.username(row.username)
    except typer.BadParameter as error:
        return error.message
    if not row.profile:
        return "names no profile"
    return wrong_with(row.password)


def known(rows: Sequence[Row], there: Collection[str], profiles: Collection[str]) -> tuple[list[Row], list[BadRow]]:
    """The rows that the store can take, and those that it can't. there: addresses, casefolded."""
    good: list[Row] = []
    bad: list[BadRow] = []
    for row in rows:
        why = []
        if row.address.casefold() in there:
            why.append(f"{row.address} is there already")
        if row.profile not in profiles:
            why.append(f"there is no profile {row.profile!r}")
        if why:
            bad.append(BadRow(row.line, "; ".join(why)))
        else:
            good.append(row)
    return good, bad
