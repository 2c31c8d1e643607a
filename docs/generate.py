"""Prints docs/errors.md and docs/states.md from the catalogue and the state table: `python docs/generate.py`.

A test fails when a page no longer says what the program does.
"""  # noqa: INP001 (a script beside what it writes, not a package)

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from errors.advice import READERS, advice  # noqa: E402 (the path comes first)
from errors.catalogue import ENTRIES, FAMILIES  # noqa: E402
from errors.classify import RULES  # noqa: E402
from errors.machine import TABLE  # noqa: E402
from errors.model import Entry, Kind  # noqa: E402
from errors.render import filled, headline, severity_of  # noqa: E402

NAMES = {"host": "mail.example.org", "mailbox": "ana@example.org", "profile": "example"}

ERRORS_INTRO = """\
# Errors

<!-- Written by docs/generate.py from errors/: change the catalogue, not this page. -->

Every failure has a code. `postroom errors show CODE` prints what stands here, `postroom errors explain` names what a
server said.

- **Severity** follows nature: an Error is permanent (somebody must act), a Warning transient (it is tried again by
  itself), Information is to know.
- **Words**: the mailbox's owner, the profile's owner and an administrator each read what they can do, on their own
  wall.
- **Level** says what it stops: one email, one direction of a mailbox, all mailboxes of a profile, or, for faults of our
  own, nothing.
- The **hundreds** of a code say who must act: 1xx the mailbox owner, 2xx nobody, 3xx whoever looks after the profile or
  the server, 4xx the sender, 9xx us.
- **Budget**: whether a failed attempt counts towards `--retry-limit`. A transient fault that is still there when the
  budget is spent is told again, with the same code, as an Error.
- **Proofs**: how many independent observations in a row it takes before a permanent fault halts a mailbox.
"""

STATES_INTRO = """\
# States of a mailbox's direction

<!-- Written by docs/generate.py from errors/machine.py: change the table, not this page. -->

Incoming and outgoing mail of a mailbox each have a state of their own. What is not drawn cannot happen.
"""


def errors_page() -> str:
    families = groupby(ENTRIES, key=lambda entry: entry.code.partition("-")[0])
    sections = ("\n".join(_family(name, list(entries))) for name, entries in families)
    return "\n".join([ERRORS_INTRO, *sections, "\n".join(_kinds())])


def _family(name: str, entries: list[Entry]) -> Iterator[str]:
    yield f"## {name}: {FAMILIES[name]}\n"
    for entry in entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"### {entry.code}: {headline(entry, **NAMES)}\n"
    yield from _advice(entry)
    yield "| severity | level | kind | who acts | budget | proofs | reference |"
    yield "|---|---|---|---|---|---|---|"
    budget = "counts" if entry.counts else "does not count"
    cells = (severity_of(entry.nature), entry.level, entry.kind, entry.who_acts, budget, entry.proofs, entry.reference)
    yield (
        "| "
        + " | ".join(str(cell).replace("_", " ") if cell is not entry.kind else f"`{cell}`" for cell in cells)
        + " |"
    )
    rules = [f"`{rule.id}`" for rule in RULES if rule.code == entry.code]
    yield f"\nRules: {', '.join(rules)}\n" if rules else ""


def _advice(entry: Entry) -> Iterator[str]:
    """What each reader is told; one paragraph where it is the same for several."""
    words = {reader: filled(advice(entry, reader), **NAMES) for reader in READERS}
    for text in dict.fromkeys(words.values()):
        readers = [reader.replace("_", " ") for reader in READERS if words[reader] == text]
        yield f"- **{', '.join(readers).capitalize()}**: {text}"
    yield ""


def _kinds() -> Iterator[str]:
    yield "## Kinds\n"
    yield "The cause, whatever the protocol that told of it: the `kind` of `errors explain`.\n"
    yield "| kind | codes |"
    yield "|---|---|"
    for kind in Kind:
        codes = ", ".join(entry.code for entry in ENTRIES if entry.kind is kind)
        yield f"| `{kind}` | {codes or 'none yet'} |"
    yield ""


def states_page() -> str:
    return "\n".join([STATES_INTRO, *_diagram(), *_moves()])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> none"
    for state, moves in TABLE.items():
        for event, to in moves.items():
            yield f"    {state} --> {to}: {event}"
    yield "```\n"


def _moves() -> Iterator[str]:
    yield "| state | event | becomes |"
    yield "|---|---|---|"
    for state, moves in TABLE.items():
        for event, to in moves.items():
            yield f"| {state} | {event.replace('_', ' ')} | {to} |"
    yield ""


PAGES = {"errors.md": errors_page, "states.md": states_page}


def main() -> None:
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
