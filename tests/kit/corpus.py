"""What servers said, read from tests/corpus/: rows become signals as `errors explain` and the adapters make them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from errors.explain import signal_from_text
from errors.model import Protocol, Signal, Stage

CORPUS = Path(__file__).parents[1] / "corpus"
ANSWER_OF = "answer of"  # a test's property: the protocol of the answer that it judged

Row = Mapping[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def signal_of(row: Row) -> Signal:
    seen = signal_from_text(
        Protocol(row["protocol"]), Stage(row["stage"]), row["raw"],
        http_status=row.get("http_status"), headers=row.get("headers"), exception=row.get("exception"),
    )  # fmt: skip
    return replace(seen, message=row.get("message"), response_code=row.get("response_code") or seen.response_code)


def caption(row: Row) -> str:
    return row.get("id") or f"{row['protocol']}-{row['stage']}-{row['raw'] or row['exception']}"[:100]


# What real servers said, each with where it is from; `rules.jsonl` is ours: one answer at least for each rule.
ANSWERS = [row for path in sorted(CORPUS.glob("*.jsonl")) if path.name != "rules.jsonl" for row in rows(path.name)]
OURS = rows("rules.jsonl")

SAME = ({"administrator", "profile_owner"}, {"sender", "mailbox_owner", "nobody"})  # the second for an email only


def fair_actors(row: Row, level: str) -> set[str]:
    """Who may be named as the one to act, for this answer at that level."""
    named = {row["expected"]["who_acts"], *row.get("accept_who", ())}
    for same in SAME if level == "email" else SAME[:1]:
        if named & same:
            named |= same
    return named
