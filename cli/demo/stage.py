"""Where the demo is shown: live on a terminal, a line now and then elsewhere, and in a picture of its best moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.live import Live

from cli.demo.facts import Facts, open_alerts
from cli.demo.pages import Pages
from cli.demo.play import Show
from cli.demo.screen import draw
from errors.machine import State

EVERY = 5.0  # seconds between two lines where there is no terminal
WIDTH = 126  # of the picture, in characters


@contextmanager
def stage(console: Console, picture: Path | None, pages: Pages) -> Iterator[Show]:
    """What to call with each look at the facts. The links to the pages are told first, and stay on the screen."""
    console.print(pages.told(), soft_wrap=True)
    photographer = Photographer(picture)
    if console.is_terminal:
        with Live(console=console, refresh_per_second=4, transient=True) as live:

            def show(facts: Facts, now: float, end: float, saying: str) -> None:
                live.update(draw(facts, now=now, end=end, saying=saying))
                photographer.look(facts, now, end, saying)

            yield show
    else:
        teller = Teller(console)

        def tell(facts: Facts, now: float, end: float, saying: str) -> None:
            teller.look(facts, now, saying)
            photographer.look(facts, now, end, saying)

        yield tell
    photographer.save()


class Teller:
    """For logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._next = 0.0

    def look(self, facts: Facts, now: float, saying: str) -> None:
        if now < self._next:
            return
        self._next = now + EVERY
        states = ", ".join(f"{count} {state.value}" for state, count in facts.states.items() if count)
        alerts = ", ".join(f"{count} {severity}" for severity, count in sorted(open_alerts(facts.alerts).items()))
        stored = facts.emails.get("received", 0)
        line = f"{now:3.0f} s  {states}; {stored:,} emails; open alerts: {alerts or 'none'}. {saying}"
        self._console.print(line, soft_wrap=True)


class Photographer:
    """Keeps the moment with the most kinds of trouble at once."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._best: tuple[int, Facts, float, float, str] | None = None

    def look(self, facts: Facts, now: float, end: float, saying: str) -> None:
        states = [state for state in (State.SUSPENDED, State.HALTED, State.RETRYING) if facts.states.get(state)]
        score = 10 * len(states) + len(facts.alerts)
        if self._file is not None and (self._best is None or score >= self._best[0]):
            self._best = (score, facts, now, end, saying)

    def save(self) -> None:
        if self._file is None or self._best is None:
            return
        _, facts, now, end, saying = self._best
        with Path("/dev/null").open("w") as nowhere:
            console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
            console.print(draw(facts, now=now, end=end, saying=saying))
            console.save_svg(str(self._file), title="make demo")
