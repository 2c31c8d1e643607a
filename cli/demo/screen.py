"""The demo's terminal: mailboxes by state, emails, queues, alerts as they open and close. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from cli.demo.facts import Facts
from errors.machine import State
from store.records import Alert

COLOURS = {
    State.ACTIVE: "green", State.RETRYING: "yellow", State.SUSPENDED: "magenta", State.HALTED: "red",
    State.UNTESTED: "dim", State.DISABLED: "dim", State.NONE: "dim",
}  # fmt: skip
SEVERITIES = {"error": "bold red", "warning": "yellow", "information": "cyan"}
MOST_ALERTS = 12


def draw(facts: Facts, *, now: float, end: float, saying: str) -> RenderableType:
    """now and end: seconds since the story began, and when it ends."""
    time = Table.grid(expand=True, padding=(0, 1))
    time.add_column(ratio=1)
    time.add_column(justify="right")
    time.add_row(ProgressBar(total=end, completed=min(now, end)), f"{now:.0f} of {end:.0f} s")
    return Group(
        Text(saying, style="bold"),
        time,
        Columns([_mailboxes(facts), _emails(facts), _queues(facts)], equal=False, expand=False),
        _alerts(facts.alerts),
    )


def _mailboxes(facts: Facts) -> Panel:
    most = max(1, sum(facts.states.values()))
    rows = Table.grid(padding=(0, 1))
    for state, colour in COLOURS.items():
        count = facts.states.get(state, 0)
        if count or state in (State.ACTIVE, State.RETRYING, State.SUSPENDED, State.HALTED):
            bar = Text("█" * round(24 * count / most), style=colour)
            rows.add_row(Text(state.value, style=colour), Text(str(count), style="bold"), bar)
    return Panel(rows, title="mailboxes", width=50)


def _emails(facts: Facts) -> Panel:
    rows = Table.grid(padding=(0, 1))
    rows.add_row("stored", Text(f"{facts.emails.get('received', 0):,}", style="bold green"))
    rows.add_row("set aside", Text(f"{facts.emails.get('set_aside', 0):,}", style="bold yellow"))
    return Panel(rows, title="emails", width=22)


def _queues(facts: Facts) -> Panel:
    rows = Table(box=None, pad_edge=False)
    for heading in ("queue", "queued", "started", "scheduled", "failed"):
        rows.add_column(heading, justify="left" if heading == "queue" else "right")
    for one in facts.queues:
        if one.name in ("sync", "retry"):
            rows.add_row(one.name, *(str(number) for number in (one.queued, one.started, one.scheduled, one.failed)))
    return Panel(rows, title="queues", width=50)


def _alerts(seen: Sequence[Alert]) -> Panel:
    rows = Table(box=None, expand=True, pad_edge=False)
    rows.add_column("severity", width=11)
    rows.add_column("code", width=9)
    rows.add_column("about", ratio=2, no_wrap=True, overflow="ellipsis")
    rows.add_column("what", ratio=5, no_wrap=True, overflow="ellipsis")
    rows.add_column("seen", justify="right", width=5)
    rows.add_column("status", width=9)
    for one in sorted(seen, key=_weight)[:MOST_ALERTS]:
        style = "dim" if one.status == "resolved" else SEVERITIES[one.severity.value]
        mark = Text("✔ closed", style="green") if one.status == "resolved" else Text("● open", style=style)
        severity = Text(one.severity.value, style=style)
        rows.add_row(severity, one.code, one.object_name, Text(one.headline, style=style), f"{one.count}×", mark)
    return Panel(rows, title="alert wall of the administrator")


def _weight(one: Alert) -> tuple[bool, int, float]:
    """What needs somebody first, then the newest."""
    rank = ["error", "warning", "information"].index(one.severity.value)
    return (one.status == "resolved", rank, -one.last_seen.timestamp())
