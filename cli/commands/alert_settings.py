"""`postroom alert settings`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import desk, people, say
from cli.options import Json

if TYPE_CHECKING:
    from store.session import Tx
    from store.switches import Switches

SEVERITIES = {"error": "raise_errors", "warning": "raise_warnings", "information": "raise_information"}
NONE = "none"
LONGEST = 3650  # days


def _severities(text: str) -> frozenset[str]:
    said = frozenset(one.strip().lower() for one in text.split(","))
    if said == {NONE}:
        return frozenset()
    if not said <= set(SEVERITIES):
        raise typer.BadParameter(f"{text!r} is not allowed; of {', '.join(SEVERITIES)} any, with commas, or {NONE}.")
    return said


class YesOrNo(StrEnum):
    YES = "yes"
    NO = "no"


Raise = Annotated[
    str | None,
    typer.Option(
        "--raise", metavar="SEVERITIES", parser=_severities, help="Which are raised: error,warning,information or none."
    ),
]
Keep = Annotated[
    int | None,
    typer.Option("--keep-days", metavar="DAYS", min=1, max=LONGEST, help="How long those that are over are kept."),
]
KeepHarmless = Annotated[
    int | None,
    typer.Option(
        "--keep-harmless-days", metavar="DAYS", min=1, max=LONGEST, help="The same, of those that asked nobody to act."
    ),
]
ReadMail = Annotated[
    YesOrNo | None,
    typer.Option("--administrators-read-mail", help="Whether they may read others' mail."),
]


def settings(
    raised: Raise = None,
    keep_days: Keep = None,
    keep_harmless_days: KeepHarmless = None,
    administrators_read_mail: ReadMail = None,
    as_json: Json = False,
) -> None:
    """Show, or set, which alerts are raised, how long they are kept, and whether administrators read others' mail.

    What is not raised happens all the same; nobody is told of it.
    """
    said: dict[str, Any] = {
        "keep_days": keep_days,
        "keep_harmless_days": keep_harmless_days,
        "administrators_read_mail": None if administrators_read_mail is None else administrators_read_mail == "yes",
    }
    if raised is not None:
        said |= {switch: severity in raised for severity, switch in SEVERITIES.items()}
    changes = {name: value for name, value in said.items() if value is not None}
    now = desk.write_store(lambda tx, _: _change(tx, changes)) if changes else desk.read_store(_read)
    shape = _shape(now)
    if as_json:
        say.document(shape)
        return
    say.facts((name.replace("_", " "), say.flat(value)) for name, value in shape.items())


async def _read(tx: Tx) -> Switches:
    from store import switches

    return await switches.read(tx)


async def _change(tx: Tx, changes: dict[str, Any]) -> Switches:
    from store import switches

    return await switches.change_by(tx, people.who(), changes)


def _shape(now: Switches) -> dict[str, object]:
    return {
        "raised": [severity for severity, switch in SEVERITIES.items() if getattr(now, switch)],
        "keep_days": now.keep_days,
        "keep_harmless_days": now.keep_harmless_days,
        "administrators_read_mail": now.administrators_read_mail,
    }
