"""docs/errors.md and docs/states.md say what the program does."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from errors.catalogue import ENTRIES
from errors.model import Kind

DOCS = Path(__file__).parents[2] / "docs"
PAGES = runpy.run_path(str(DOCS / "generate.py"))["PAGES"]


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_is_what_the_tables_print(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `python docs/generate.py`"


def test_every_code_and_kind_is_documented():
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    assert [entry.code for entry in ENTRIES if f"### {entry.code}:" not in page] == []
    assert [kind for kind in Kind if f"`{kind}`" not in page] == []
