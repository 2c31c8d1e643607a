"""What an administrator sets for the whole house: which alerts are raised, how long they are kept, who reads mail."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from errors.model import Severity

from . import upsert
from .faults import Refused
from .schema import switches
from .session import Tx

LONGEST = 3650  # days


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


async def change(tx: Tx, *, of_version: int | None = None, **settings: Any) -> Switches:
    """Only the named ones. Refused: somebody changed them since of_version; a number of days that is none."""
    now = await read(tx)
    if of_version is not None and of_version != now.version:
        raise Refused("somebody changed the settings meanwhile")
    for name in ("keep_days", "keep_harmless_days"):
        if not 1 <= settings.get(name, 1) <= LONGEST:
            raise Refused(f"alerts are kept from 1 to {LONGEST} days")
    for name, value in {**settings, "version": now.version + 1}.items():
        await upsert.put(tx, switches, {"name": name, "value": value})
    return await read(tx)


def told(of: Switches) -> dict[str, object]:
    """By name, without the version."""
    return {name: value for name, value in asdict(of).items() if name != "version"}
