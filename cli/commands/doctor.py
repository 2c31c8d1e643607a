"""`postroom doctor`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer

from cli import desk, say
from cli.options import Json

if TYPE_CHECKING:
    from cli.checkup import Finding
    from config.settings import Settings


def doctor(as_json: Json = False) -> None:
    """Say what is configured, reachable and current, and what to do about what is not."""
    found = asyncio.run(_look(desk.settings("error"), quiet=as_json))
    if as_json:
        say.document(
            [{"check": one.check, "ok": one.ok, "found": one.found, "advice": one.advice or None} for one in found]
        )
    raise typer.Exit(0 if all(one.ok for one in found) else 1)


async def _look(read: Settings, *, quiet: bool) -> list[Finding]:
    """Every finding, shown as it is found."""
    from cli import checkup, checkup_store

    found: list[Finding] = []

    def tell(finding: Finding) -> None:
        found.append(finding)
        if not quiet:
            _show(finding)

    for finding in checkup.of_this_machine(read):
        tell(finding)
    async for finding in checkup_store.findings(read):
        tell(finding)
    return found


def _show(finding: Finding) -> None:
    from rich.text import Text

    from errors.render import safe

    mark = Text("✔ ", "green") if finding.ok else Text("✘ ", "bold red")
    say.console().print(Text.assemble(mark, f"{finding.check:<18}", safe(finding.found)), soft_wrap=True)
    if finding.advice:
        say.console().print(Text(f"    {finding.advice}", "yellow" if not finding.ok else "dim"), soft_wrap=True)
