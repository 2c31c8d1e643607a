"""Every command that the catalogue and the advice name can be typed: it exists, and takes those options and values."""

from __future__ import annotations

import re
from itertools import product

import pytest
from typer.core import TyperGroup

from cli.app import program
from errors.advice import READERS, advice
from errors.catalogue import ENTRIES
from errors.model import Nature

VALUES = {
    "{mailbox}": "ana@example.org", "{profile}": "example", "{host}": "mail.example.org", "ADDRESS": "ana@example.org",
    "ID": "7", "NUMBER": "7", "SECONDS": "30", "MIB": "60", "FILE": "none", "NAME": "mail.example.org",
}  # fmt: skip
COMMAND = "postroom "


def sentences():
    """All that any reader of any code is told, as it was caught and when it has lasted for too long."""
    for entry, reader in product(ENTRIES, READERS):
        yield from (advice(entry, reader, nature) for nature in {entry.nature, Nature.PERMANENT})
        yield entry.headline


def commands(words):
    """What stands in backticks; options alone belong to the command before them."""
    before = ""
    for quoted in re.findall(r"`([^`]*)`", words):
        if quoted.startswith("--"):
            yield f"{before.partition(' --')[0]} {quoted}"
        else:
            before = quoted
            yield quoted


def found(words):
    """The command at the end of this path, and what is left for it to parse."""
    command = program()
    while isinstance(command, TyperGroup):
        name, *words = words
        assert name in command.commands
        command = command.commands[name]
    return command, words


ALL = sorted(set(sentences()))
NAMED = sorted({command for words in ALL for command in commands(words)})


@pytest.mark.parametrize("named", NAMED)
def test_a_command_that_is_named_can_be_typed(named):
    assert named.startswith(COMMAND)
    command, words = found(named.removeprefix(COMMAND).split())
    if words:
        command.make_context(command.name, [VALUES.get(word, word) for word in words])


def test_enough_is_named_to_be_looked_at():
    assert len(NAMED) > 20


@pytest.mark.parametrize("wrong", ["postroom mailbox authorise", "postroom nothing"])
def test_a_command_that_is_not_there_is_noticed(wrong):
    with pytest.raises(AssertionError):
        found(wrong.removeprefix(COMMAND).split())


def test_options_stand_within_the_command_that_takes_them():
    assert [words for words in ALL if re.search(r"--\w", re.sub(r"`[^`]*`", "", words))] == []
