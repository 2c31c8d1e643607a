"""`postroom doctor`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer

from cli import desk, say
from cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.checkup import Finding
    from config.settings import Settings


def doctor(as_json: Json = False) -> None:
    """Say what is configured, reachable and current, and what to do about what is not."""
    from cli import checkup

    found = [checkup.python(), checkup.modules()]
    if all(one.ok for one in found):  # else nothing of ours can be relied on
        found += asyncio.run(_look(desk.settings("error"), found, quiet=as_json))
    elif not as_json:
        say.line("\n".join(f"{one.check}: {one.found}\n    {one.advice}" for one in found if not one.ok))
    if as_json:
        say.document(
            [{"check": one.check, "ok": one.ok, "found": one.found, "advice": one.advice or None} for one in found]
        )
    raise typer.Exit(0 if all(one.ok for one in found) else 1)


async def _look(read: Settings, before: Sequence[Finding], *, quiet: bool) -> list[Finding]:
    """Every further finding, shown as it is found."""
    from cli import checkup, checkup_store

    found: list[Finding] = []

    def tell(finding: Finding) -> None:
        found.append(finding)
        if not quiet:
            _show(finding)

    if not quiet:
        for finding in before:
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
    say.console().print(Text.assemble(mark, f"{finding.check:<17} ", safe(finding.found)), soft_wrap=True)
    if finding.advice:
        say.console().print(Text(f"    {finding.advice}", "yellow" if not finding.ok else "dim"), soft_wrap=True)
