"""What an administrator sets for the whole house: which alerts are raised, how long they are kept, who reads mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from errors.model import Severity

from . import audit, upsert
from .faults import Refused
from .schema import switches
from .session import Tx

LONGEST = 3650  # days
VERSION = "version"


@dataclass(frozen=True, slots=True)
class Switches:
    """keep_days: of resolved alerts; keep_harmless_days: of those that never asked anybody to act. version rises with
    every change."""

    raise_errors: bool = True
    raise_warnings: bool = True
    raise_information: bool = True
    keep_days: int = 30
    keep_harmless_days: int = 3
    administrators_read_mail: bool = False
    version: int = 0

    def raises(self, severity: Severity) -> bool:
        """Whether alerts of this severity are raised. What they tell of happens all the same."""
        return {
            Severity.ERROR: self.raise_errors,
            Severity.WARNING: self.raise_warnings,
            Severity.INFORMATION: self.raise_information,
        }[severity]

    @property
    def kept(self) -> timedelta:
        return timedelta(days=self.keep_days)

    @property
    def kept_harmless(self) -> timedelta:
        return timedelta(days=self.keep_harmless_days)


NAMES = tuple(one.name for one in fields(Switches))


async def read(tx: Tx) -> Switches:
    """What was never set is as it is by default; a name that another version set is passed over."""
    rows = await tx.connection.execute(select(switches.c.name, switches.c.value))
    return Switches(**{row.name: row.value for row in rows if row.name in NAMES})


async def to_change(tx: Tx) -> Switches:
    """read, where a change follows: whoever else wants to change them waits until this transaction is over."""
    await tx.connection.execute(upsert.insert(tx, switches).values(name=VERSION, value=0).on_conflict_do_nothing())
    await tx.connection.execute(select(switches.c.name).where(switches.c.name == VERSION).with_for_update())
    return await read(tx)


async def change(tx: Tx, **settings: Any) -> Switches:
    """Only the named ones. Refused: a number of days that is none."""
    now = await to_change(tx)
    for name in ("keep_days", "keep_harmless_days"):
        if not 1 <= settings.get(name, 1) <= LONGEST:
            raise Refused(f"alerts are kept from 1 to {LONGEST} days")
    for name, value in {**settings, VERSION: now.version + 1}.items():
        await upsert.put(tx, switches, {"name": name, "value": value})
    return await read(tx)


async def change_by(tx: Tx, who: str, settings: Mapping[str, Any]) -> Switches:
    """change those that differ, with a line in the audit log of what they were; nothing where none does. Refused."""
    was = told(await to_change(tx))
    changed = {name: value for name, value in settings.items() if was[name] != value}
    if not changed:
        return await read(tx)
    detail = ", ".join(f"{name}: {word(was[name])} -> {word(value)}" for name, value in changed.items())
    await audit.note(tx, who, "changed the settings of the house", "settings", detail)
    return await change(tx, **changed)


def told(of: Switches) -> dict[str, object]:
    """By name, without the version."""
    return {name: value for name, value in asdict(of).items() if name != VERSION}


def word(value: object) -> str:
    """As people say it."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
