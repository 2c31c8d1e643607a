"""What all pages look like: one stylesheet, one script, colours that can be read, nothing that the policy forbids."""

from __future__ import annotations

import re

import pytest

from web.render import HERE

CSS = (HERE / "static" / "postroom.css").read_text()
SCRIPT = HERE / "static" / "postroom.js"
TEMPLATES = sorted((HERE / "templates").glob("*.html"))
TEXT, MARKS = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11, level AA

COLOURS = dict(re.findall(r"^\s*--([\w-]+): light-dark\((#[0-9a-fA-F]{6}, #[0-9a-fA-F]{6})\);", CSS, re.MULTILINE))
THEMES = ("light", "dark")
ANA = "ana@example.org"


def pairs(heading: str) -> list[tuple[str, str]]:
    """As the stylesheet's first comment declares them."""
    told = re.search(rf"contrast, {heading}:\n(.*?)(?:\n   contrast|\*/)", CSS, re.DOTALL)
    assert told is not None
    return [tuple(one.split(" on ")) for one in " ".join(told[1].split()).split(", ")]


def luminance(colour: str) -> float:
    """Of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: str) -> float:
    seen = sorted(luminance(COLOURS[name].split(", ")[THEMES.index(theme)]) for name in (one, other))
    return (seen[1] + 0.05) / (seen[0] + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("heading", "least"),
    [pytest.param("text on ground", TEXT, id="text"), pytest.param("edges and marks", MARKS, id="edges and marks")],
)
def test_what_is_to_be_read_stands_out_from_its_ground(theme, heading, least):
    found = {f"{one} on {other}": contrast(one, other, theme) for one, other in pairs(heading)}
    assert {pair: round(value, 2) for pair, value in found.items() if value < least} == {}
    assert len(found) > 8


def test_every_colour_that_words_are_written_in_is_among_the_declared_pairs():
    """A colour that nobody measures can't be used for text."""
    written = set(re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", CSS)) - {"tone"}
    tones = set(re.findall(r"--tone: var\(--([\w-]+)\)", CSS)) - {"edge"}  # the bar of what is over: no text
    declared = {one for one, _ in [*pairs("text on ground"), *pairs("edges and marks")]}
    assert written | tones <= declared


def test_colours_are_named_in_one_place():
    body = CSS[CSS.index("/* -- the sheet") :]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"light-dark\([^)]*\)", "", body)) == []


def test_the_stylesheet_names_no_other_place():
    assert re.findall(r"url\(|@import|https?:|//", re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)) == []


def test_the_script_is_small_and_names_no_other_host():
    text = SCRIPT.read_text()
    assert len(text.encode()) < 8192
    assert (
        re.findall(r"https?:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text) == []
    )


def test_there_is_one_stylesheet_and_one_script():
    assert sorted(one.suffix for one in (HERE / "static").iterdir()) == [".css", ".js", ".svg"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.stem)
def test_a_template_holds_nothing_that_the_policy_forbids(template):
    text = re.sub(r"\{[#%].*?[#%]\}", "", template.read_text(), flags=re.DOTALL)
    assert (
        re.findall(r"<style|\sstyle=|\son[a-z]+\s*=|javascript:|data:|\|\s*safe\s*\|\s*safe", text, re.IGNORECASE) == []
    )
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"""(?:src|href|action)="https?:""", text) == []
    if template.name != "base.html":
        assert re.findall(r"<script|<link\b", text) == []


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        pytest.param("light", 'data-theme="light"', id="light"),
        pytest.param("dark", 'data-theme="dark"', id="dark"),
        pytest.param("system", "<html lang", id="as the system has it"),
    ],
)
async def test_the_looks_that_were_chosen_stay(pages, chosen, expected):
    browser = await pages.as_(ANA)
    answer = await browser.get(f"/looks/{chosen}?back=/wall%3Fstanding%3Dover")
    assert (answer.status_code, answer.headers["location"]) == (303, "/wall?standing=over")
    assert expected in (await browser.get("/wall")).text
    assert ("data-theme" in (await browser.get("/wall")).text) == (chosen != "system")


@pytest.mark.parametrize(
    "back",
    ["https://example.test/", "//example.test", "/\\example.test", "javascript:alert(1)", "", "/\r\nSet-Cookie: a=b"],
)
async def test_choosing_looks_leads_nowhere_else(pages, back):
    answer = await (await pages.nobody()).get("/looks/dark", params={"back": back})
    assert answer.headers["location"] == "/"


async def test_looks_that_there_are_not_are_not_there(pages):
    assert (await (await pages.nobody()).get("/looks/purple")).status_code == 404


async def test_a_made_up_cookie_changes_nothing(pages):
    browser = await pages.as_(ANA)
    browser.cookies.set("theme", '"><script>', domain="postroom.example.org")
    assert "data-theme" not in (await browser.get("/wall")).text
