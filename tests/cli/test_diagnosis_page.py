"""docs/diagnosis.md shows what the program says: every command on the page is run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from errors.classify import classify
from errors.explain import signal_from_text
from errors.model import Protocol, Stage
from errors.stages import COMMONEST, STAGES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "diagnosis.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```sh\n(postroom errors explain .*?)```\n\n```json\n(.*?)```", re.DOTALL)
EXAMPLES = [
    (shlex.split(command.replace("\\\n", ""))[1:], json.loads(shown)) for command, shown in EXAMPLE.findall(PAGE)
]


def name(example):
    words = example[0]
    return f"{words[words.index('--protocol') + 1]}: {words[-1]}"[:60]


@pytest.mark.parametrize(("arguments", "shown"), [pytest.param(*one, id=name(one)) for one in EXAMPLES])
def test_the_page_shows_what_the_program_says(run, arguments, shown):
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    told = ran.json
    assert {field: told.get(field) for field in shown} == shown


def test_no_command_on_the_page_is_left_unchecked():
    assert PAGE.count("postroom errors explain --protocol") == len(EXAMPLES)


def test_the_page_has_an_example_of_every_protocol():
    assert {arguments[arguments.index("--protocol") + 1] for arguments, _ in EXAMPLES} == {
        one.value for one in Protocol
    }


def test_the_page_names_every_field_of_a_verdict(run):
    told = run("errors", "explain", "--protocol", "imap", "--stage", "poll", "WHAT", "--json").json
    assert [field for field in told if f"`{field}`" not in PAGE] == ["headline", "reference"]


@pytest.mark.parametrize("protocol", list(Protocol))
def test_the_page_names_the_stages_of_each_protocol_and_which_to_choose(protocol):
    stages = ", ".join(f"`{stage.value}`" for stage in STAGES[protocol])
    assert f"| `{protocol.value}` | {stages} | `{COMMONEST[protocol].value}`" in PAGE


@pytest.mark.parametrize(
    ("protocol", "words"),
    [
        pytest.param(Protocol.IMAP, "NO the gnomes are on strike", id="IMAP-111"),
        pytest.param(Protocol.SMTP, "550 the gnomes are on strike", id="SMTP-112"),
    ],
)
def test_the_page_says_what_an_unknown_refusal_at_the_sign_in_is(request, protocol, words):
    entry = classify(signal_from_text(protocol, Stage.AUTH, words)).entry
    assert (entry.code, entry.proofs) == (request.node.callspec.id, 3)
    assert entry.code in PAGE
