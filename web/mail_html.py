"""The words of an email that came as HTML only. Pure, and linear in what it reads.

No parser is used: those at hand (html.parser, and html2text on top of it) took minutes for 200 KB of `<a <a <a`.
Nothing is loaded, no address is followed or shown; what comes out is text, to be escaped like any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

MOST = 200_000  # characters that are read

TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?=[\s/>])[^<>]*>|<!--|<[!?/][^<>]*>")
END_OF_COMMENT = re.compile(r"--!?>")
UNREAD = {
    name: re.compile(rf"</{name}(?=[\s/>])[^<>]*>", re.IGNORECASE)
    for name in ("script", "style", "title", "template", "svg")
}
BEFORE = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "dl", "pre"), "\n\n"),
    **dict.fromkeys(("br", "div", "tr", "dt", "dd", "section", "article", "header", "footer", "center"), "\n"),
    "li": "\n- ",
    "td": "  ",
    "th": "  ",
    "hr": "\n----\n",
}
ENTITY = re.compile(r"&(?:#[0-9]{1,7}(?![0-9])|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F])|[A-Za-z][A-Za-z0-9]{1,31});?")
SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
ENDS = re.compile(r" *\n *")
GAPS = re.compile(r"\n{3,}")


def text_of(markup: str) -> str:
    """Of the first MOST characters. What is within a tag is dropped; an angle bracket that begins none is text."""
    told = "".join(_pieces(markup if len(markup) <= MOST else _whole_tags(markup[:MOST])))
    return GAPS.sub("\n\n", ENDS.sub("\n", told)).strip()


def _whole_tags(markup: str) -> str:
    """Without a tag that has lost its end."""
    last = markup.rfind("<")
    return markup[:last] if last > markup.rfind(">") else markup


def _pieces(markup: str) -> Iterator[str]:
    at = 0
    while (tag := TAG.search(markup, at)) is not None:
        yield _text(markup[at : tag.start()])
        name = (tag["name"] or "").lower()
        yield _gap(name, closes=bool(tag["close"]))
        at = _after(markup, tag, name)
    yield _text(markup[at:])


def _text(piece: str) -> str:
    return SPACES.sub(" ", ENTITY.sub(lambda found: html.unescape(found[0]), piece))


def _gap(name: str, *, closes: bool) -> str:
    gap = BEFORE.get(name, "")
    if not closes:
        return gap
    return "\n\n" if gap == "\n\n" else "\n" if name == "div" else ""


def _after(markup: str, tag: re.Match[str], name: str) -> int:
    """Where reading goes on: behind a comment, or what no reader sees; nowhere where that has no end."""
    if tag[0] == "<!--":
        end = END_OF_COMMENT.search(markup, tag.start() + 2)
    elif name in UNREAD and not tag["close"]:
        end = UNREAD[name].search(markup, tag.end())
    else:
        return tag.end()
    return len(markup) if end is None else end.end()
