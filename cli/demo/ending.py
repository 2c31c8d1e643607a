"""The demo's last words: the summary and its checks."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from cli.demo.play import Played

WORDS = {
    "mailboxes": "mailboxes", "emails_stored": "emails stored", "emails_expected": "emails expected", "lost": "lost",
    "duplicates": "duplicates", "halted": "mailboxes halted", "recovered": "mailboxes recovered", "polls": "polls",
    "seconds": "seconds",
}  # fmt: skip


def ending(played: Played) -> RenderableType:
    numbers = Table.grid(padding=(0, 2))
    for key, words in WORDS.items():
        numbers.add_row(words, Text(str(played.summary[key]), style="bold"))
    checks = Table.grid(padding=(0, 1))
    for what, kept in played.verdict.checks:
        checks.add_row(Text("✔", style="bold green") if kept else Text("✘", style="bold red"), what)
    title = "the check passed" if played.verdict.ok else "the check FAILED"
    style = "green" if played.verdict.ok else "red"
    return Panel(Group(checks, Text(), numbers), title=title, border_style=style)


def say_ending(console: Console, played: Played, *, keep: bool) -> None:
    console.print(ending(played))
    if keep:
        console.print(f"kept: {played.home}  (POSTROOM_HOME={played.home} postroom alert list --all)")


STAYING = (
    "Workers and pages go on until Ctrl-C. The servers are well again; mailboxes that were halted are so still: open "
    "one's page and press Test & Enable. A link works once; whoever is signed in stays so."
)
OVER = "`postroom demo --stay` keeps the pages open afterwards, to look around in."


def say_staying(console: Console, played: Played) -> None:
    console.print(STAYING, soft_wrap=True)
    console.print(played.pages.told(), soft_wrap=True)
