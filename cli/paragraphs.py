"""Sentences for people, folded to the terminal's width; addresses and options stay whole. Text in, text out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from shutil import get_terminal_size
from textwrap import TextWrapper
from typing import TextIO

WIDTH = 80  # columns where there is no terminal
LEAST = 30


def width(stream: TextIO | None = None) -> int:
    """Of the terminal that this goes to (standard output, where nothing is said)."""
    there = (stream or sys.stdout).isatty()
    return max(get_terminal_size((WIDTH, 0)).columns, LEAST) if there else WIDTH


def folded(words: str, columns: int, *, first: str = "", further: str | None = None) -> str:
    """first, further: what the first line begins with, and the others (as far in, where nothing is said)."""
    rest = " " * len(first) if further is None else further
    return TextWrapper(columns, first, rest, break_long_words=False, break_on_hyphens=False).fill(words)


def for_readers(remedies: Mapping[str, str], columns: int) -> Iterator[str]:
    """A paragraph for each reader (remedies: words by reader); those who are told the same share one."""
    readers: dict[str, list[str]] = {}
    for reader, words in remedies.items():
        readers.setdefault(words, []).append(reader.replace("_", " "))
    for words, names in readers.items():
        yield folded(f"{', '.join(names)}: {words}", columns, first="  ", further="    ")
