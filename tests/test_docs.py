"""What the program can be told is written down, and what is written down is there."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from cli.app import ORDER, program
from config.settings import NAMES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def commands(command: Any, path: str = "") -> dict[str, Any]:
    """Every command that does something, by its words."""
    verbs = getattr(command, "commands", None)
    if verbs is None:
        return {path: command}
    return {
        words: one for name, verb in verbs.items() for words, one in commands(verb, f"{path} {name}".strip()).items()
    }


COMMANDS = commands(program())
WORDS = {word for one in COMMANDS.values() for option in one.params for word in (*option.opts, *option.secondary_opts)}
FLAGS = sorted(word for word in WORDS if word.startswith("--"))


def generated() -> str:
    spec = importlib.util.spec_from_file_location("generate_commands", DOCS / "generate_commands.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.page())


def test_the_page_of_commands_says_what_the_program_does():
    assert (DOCS / "commands.md").read_text("utf-8") == generated(), "run `python docs/generate_commands.py`"


@pytest.mark.parametrize("words", COMMANDS)
def test_each_command_has_its_heading(words):
    assert re.search(rf"^##+ postroom {words}$", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("flag", FLAGS)
def test_each_flag_is_written_down(flag):
    assert re.search(rf"`[^`]*{flag}\b", (DOCS / "commands.md").read_text("utf-8"))


@pytest.mark.parametrize("words", COMMANDS)
def test_each_command_says_in_its_help_what_it_does(words):
    about = COMMANDS[words].help.split("\n")[0]
    assert about.endswith(".")
    assert all(option.help for option in COMMANDS[words].params)


@pytest.mark.parametrize("name", [*NAMES, "config"])
def test_each_setting_is_written_down(name):
    page = (DOCS / "settings.md").read_text("utf-8")
    assert f"`POSTROOM_{name.upper()}`" in page
    assert name in {"secret_key"} or f"`--{name.replace('_', '-')}" in page
    assert name == "config" or f"`{name}`" in page


def test_commands_are_listed_in_the_order_of_the_interface():
    root = program()
    listed = root.list_commands(None)
    assert listed == [name for name in ORDER if name in root.commands]
    assert set(root.commands) <= set(ORDER)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_within_the_house_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        found = (page.parent / target).resolve()
        assert found.exists(), target


@pytest.mark.parametrize("line", sorted(set(re.findall(r"^postroom [^#|<>\n]+", README, re.MULTILINE))))
def test_each_command_of_the_readme_can_be_typed(line):
    words = line.split()[1:]
    path = next((" ".join(words[:length]) for length in (2, 1) if " ".join(words[:length]) in COMMANDS), None)
    assert path is not None, line
    known = {flag for option in COMMANDS[path].params for flag in (*option.opts, *option.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= known
