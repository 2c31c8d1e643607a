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

Row = Mapping[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def signal_of(row: Row) -> Signal:
    seen = signal_from_text(Protocol(row["protocol"]), Stage(row["stage"]), row["raw"], exception=row.get("exception"))
    return replace(seen, message=row.get("message"), response_code=row.get("response_code") or seen.response_code)


def caption(row: Row) -> str:
    return row.get("id") or f"{row['protocol']}-{row['stage']}-{row['raw'] or row['exception']}"[:100]


ANSWERS = rows("answers.jsonl")
OURS = rows("rules.jsonl")
