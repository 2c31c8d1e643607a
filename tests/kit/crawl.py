"""Reading pages as a hostile reader would: every link, every form, and anything that should not have come through."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import httpx

from tests.kit.pages import HOST

ALIKE = 3  # pages of one kind that are looked at
MOST = 250  # pages of one reader
LINKS = frozenset({"href", "src", "action", "formaction", "poster", "data", "xlink:href", "cite", "ping", "srcset"})
FORBIDDEN = frozenset({"style", "iframe", "object", "embed", "base", "img", "applet", "audio", "video", "link"})
SHOWN = frozenset({"title", "aria-label", "alt", "placeholder", "label", "content", "data-confirm", "datetime"})
UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]")


@dataclass
class Form:
    path: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    open_to_typing: set[str] = field(default_factory=set)


class Looked(HTMLParser):
    """One page: its links, its forms, and what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.ids: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._inside = ""  # the element that was opened last
        self.feed(text)
        self.close()
        self.wrong += [f"has {number} elements with the id {one!r}" for one, number in self.ids.items() if number > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in FORBIDDEN and not (tag == "link" and told.get("href", "").startswith("/static/")):
            self.wrong.append(f"has <{tag}>")
        if tag == "script" and not told.get("src", "").startswith("/static/"):
            self.wrong.append("has a script of somebody's")
        self._inside = tag
        for name, value in told.items():
            self._attribute(tag, name, value)
        self._form(tag, told)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("style", "srcdoc"):
            self.wrong.append(f"has {name}= on <{tag}>")
        if name in SHOWN:
            self._shown(value)
        if name == "id":
            self.ids[value] += 1
        if name in LINKS:
            address = urlsplit(urljoin(f"https://{HOST}/", value))
            if (address.scheme, address.netloc) != ("https", HOST):
                self.wrong.append(f"leads to {value!r}")
            elif tag == "a" and name == "href":
                self.links.append(value)

    def _form(self, tag: str, told: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append(Form(told.get("action", ""), told.get("method", "get").lower()))
        elif tag in ("input", "select", "textarea", "button") and told.get("name") and self.forms:
            form = self.forms[-1]
            form.fields.setdefault(told["name"], told.get("value", ""))
            if tag != "button" and told.get("type") != "hidden":
                form.open_to_typing.add(told["name"])

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and data.strip():
            self.wrong.append("has script in the page itself")
        if self._inside != "textarea":  # what was typed is given back as it was
            self._shown(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def _shown(self, text: str) -> None:
        self.wrong += [f"shows {char!r} in {text[:60]!r}" for char in sorted(set(UNSEEN.findall(text)))]


def looked(answer: httpx.Response) -> Looked:
    """What is no page must be kept from being taken for one."""
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html"):
        return Looked(answer.text)
    page = Looked("")
    if answer.content and not kind.startswith(("text/plain", "text/event-stream", "text/css", "image/svg+xml")):
        kept = answer.headers.get("content-disposition", "").startswith("attachment")
        page.wrong += [] if kept else [f"is {kind} and not a download"]
    return page


async def pages_of(browser: httpx.AsyncClient, start: str = "/") -> list[tuple[str, httpx.Response]]:
    """Every page that links lead to from here, some of each kind. Streams are left out."""
    found: list[tuple[str, httpx.Response]] = []
    waiting, known, kinds = deque([start]), {start}, Counter[object]()
    while waiting and len(found) < MOST:
        path = waiting.popleft()
        answer = await browser.get(path, follow_redirects=True)
        found.append((path, answer))
        for link in looked(answer).links:
            to = urldefrag(urljoin(str(answer.url), link)).url
            if to in known or urlsplit(to).path.startswith(("/live", "/static")):
                continue
            known.add(to)
            kinds[_kind(to)] += 1
            if kinds[_kind(to)] <= ALIKE:
                waiting.append(to)
    return found


def forms_of(answers: list[tuple[str, httpx.Response]], method: str) -> Iterator[Form]:
    """One of each kind."""
    known = set()
    for path, answer in answers:
        for form in looked(answer).forms:
            form.path = urljoin(str(answer.url), form.path or path)
            kind = (_kind(form.path), tuple(sorted(form.fields)))
            if form.method == method and kind not in known:
                known.add(kind)
                yield form


def _kind(address: str) -> object:
    """Pages that differ in numbers and in the values of their query are alike."""
    parts = urlsplit(address)
    path = re.sub(r"/(\d+|[A-Z]+-\d+)(?=/|$)", "/N", parts.path)
    return path, tuple(sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True)))
