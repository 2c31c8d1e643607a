"""How long a person waits for `--help` and for `errors explain`."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from bench.report import Latency

COMMANDS = {
    "postroom --help": ["--help"],
    "postroom errors explain": [
        "errors", "explain", "--protocol", "imap", "--stage", "auth", "NO [AUTHENTICATIONFAILED] Invalid credentials",
    ],
}  # fmt: skip


def startup() -> list[Latency]:
    return [Latency(f"{what}, median of ten", median(_once(words) for _ in range(10)), 0.6)
            for what, words in COMMANDS.items()]  # fmt: skip


def _once(words: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "postroom", *words], check=True, capture_output=True)
    return time.perf_counter() - began
