"""A test's steps on the terminal, each as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import not_enabled, say

if TYPE_CHECKING:
    from worker.actions import OnStep, Step, TestResult


def printer(as_json: bool) -> OnStep | None:
    """What to call with each step; None where only the JSON at the end is printed."""
    return None if as_json else _print


def _print(step: Step) -> None:
    from rich.text import Text

    from errors.render import safe

    mark = Text("✔ ", "green") if step.ok else Text("✘ ", "bold red")
    took = f"{step.took.total_seconds() * 1000:7.0f} ms  "
    direction = f"{step.direction.value}: " if step.direction else ""
    code = Text(f"  [{step.code}]", "bold") if step.code else Text()
    said = safe(step.evidence)
    say.console().print(Text.assemble(mark, f"{step.name:<12}", (took, "dim"), direction, said, code))


def verdict(result: TestResult, as_json: bool, *, passed: str, failed: str, address: str | None = None) -> int:
    """Print the outcome, and where a mailbox was tested what comes next; the exit code."""
    if as_json:
        from . import shapes

        say.document(shapes.test(result))
    else:
        say.line(passed if result.ok else failed)
        code = next((step.code for step in result.steps if not step.ok and step.code), None)
        if code:
            say.note(f"what {code} means and what to do: postroom errors show {code}")
        command = None if result.ok or address is None else not_enabled.next_step(address, result.state)
        if command:
            say.note(f"{address} is {result.state}, and not tried again by itself; next, when this is over: {command}")
    return 0 if result.ok else 1
