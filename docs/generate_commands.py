"""Prints docs/commands.md from the command line itself: `python docs/generate_commands.py`.

A test fails when the page no longer says what the program does.
"""  # noqa: INP001 (a script beside what it writes, not a package)

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from cli.app import program  # noqa: E402 (the path comes first)

INTRO = """\
# Commands

<!-- Written by docs/generate_commands.py from cli/: change the command, not this page. -->

`postroom COMMAND --help` prints what stands here.
Lists and single objects take `--json`: one JSON document on standard output, and nothing else there.
Times in it are RFC 3339, in UTC.
Addresses are compared case-insensitively; a person is an email address.
Passwords come from standard input or from a file, never from the command line.

| exit code | meaning |
|---|---|
| 0 | done; an empty list is done too |
| 1 | the answer is no: a test failed, a named thing is not there, a check found trouble |
| 2 | bad usage or bad settings |
| 3 | a bug of ours; a report file is written into the home, and its path is printed |
| 130 | interrupted |

Options before the command are [settings](settings.md).
"""

Command = Any  # Typer's click, which it may bring itself


def page() -> str:
    root = program()
    parts = [INTRO, "\n".join(["## postroom", "", *_options(root)])]
    for name in root.list_commands(None):
        parts += _chapter(f"postroom {name}", root.commands[name], "##")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _chapter(path: str, command: Command, heading: str) -> Iterator[str]:
    yield "\n".join([f"{heading} {path}", "", _sentences(command.help), "", *_options(command)])
    for name, verb in getattr(command, "commands", {}).items():
        yield from _chapter(f"{path} {name}", verb, "###")


def _sentences(text: str | None) -> str:
    """One sentence to a line."""
    return (text or "").replace("\n\n", "\n").replace(". ", ".\n").strip()


def _options(command: Command) -> Iterator[str]:
    context = command.make_context(command.name, [], resilient_parsing=True)
    shown = [one for one in command.params if one.name not in {"help", "install_completion", "show_completion"}]
    records = [(one, one.get_help_record(context)) for one in shown]
    if records:
        yield "| | |"
        yield "|---|---|"
    for one, (names, about) in records:
        yield f"| {_names(one, names)} | {_cell(about)} |"


def _names(one: Command, names: str) -> str:
    """Without the brackets that Typer puts around choices."""
    plain = names.split(" ", maxsplit=1)[0] if one.param_type_name == "argument" else names
    return f"`{_cell(re.sub(r'[<>{}]', '', plain))}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    (HERE / "commands.md").write_text(page(), "utf-8")
