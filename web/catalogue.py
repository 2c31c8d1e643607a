"""The catalogue as its pages show it: rows that can be filtered, and what each row means to whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from errors.advice import READERS, advice
from errors.audience import Surface, view
from errors.catalogue import CATALOGUE, ENTRIES, FAMILIES
from errors.model import Actor, Entry, Level, Nature
from errors.nameless import nameless

if TYPE_CHECKING:
    from .forms import Answers
    from .reader import Reader

NEITHER = "neither"  # stands for the nature of what is no fault
MEANT = 3  # codes that an unknown one may have been typed for
LONGEST_CODE = 40
MISREAD = str.maketrans("OIL", "011")  # letters that are taken for the digits of a code

SURFACES = {
    Surface.EMAIL_PAGE: "the email’s page",
    Surface.MAILBOX_PAGE: "the mailbox’s page",
    Surface.PROFILE_PAGE: "the profile’s page",
    Surface.MAILBOX_OWNER_WALL: "the mailbox owner’s wall",
    Surface.PROFILE_OWNER_WALL: "the profile owner’s wall",
    Surface.ADMINISTRATOR_WALL: "the administrators’ wall",
}


@dataclass(frozen=True, slots=True)
class Row:
    """words: what a search looks at, casefolded."""

    entry: Entry
    headline: str
    words: str

    @property
    def family(self) -> str:
        return family_of(self.entry)


@dataclass(frozen=True, slots=True)
class Told:
    """The same words for each of these readers."""

    readers: Sequence[Actor]
    remedy: str


@dataclass(frozen=True, slots=True)
class Shown:
    """surface: in words. first, later: what it shows there as the fault is met, and once it has become permanent (None:
    it is from the beginning, or never)."""

    surface: str
    first: str
    later: str | None


def family_of(entry: Entry) -> str:
    return entry.code.partition("-")[0]


@cache
def rows() -> Sequence[Row]:
    return tuple(_row(entry) for entry in ENTRIES)


def _row(entry: Entry) -> Row:
    headline = nameless(entry.headline)
    words = f"{entry.code} {entry.kind.value.replace('_', ' ')} {headline} {nameless(entry.remedy)}"
    return Row(entry, headline, words.casefold())


def like(answers: Answers) -> list[Row]:
    """Those with all words, and of the chosen family, level, nature and actor."""
    words = answers.get("words").replace("_", " ").casefold().split()
    return [row for row in rows() if _is_like(row.entry, answers) and all(word in row.words for word in words)]


def _is_like(entry: Entry, answers: Answers) -> bool:
    has = {
        "family": family_of(entry),
        "level": entry.level.value,
        "nature": entry.nature.value if entry.nature else NEITHER,
        "who": entry.who_acts.value,
    }
    return all(answers.get(name) in ("", value) for name, value in has.items())


def choices() -> dict[str, list[tuple[str, str]]]:
    """By field, values and labels of what can be chosen."""
    return {
        "family": [("", "all"), *((name, f"{name}: {means}") for name, means in FAMILIES.items())],
        "level": _all_of(Level),
        "nature": [*_all_of(Nature), (NEITHER, "nothing is wrong")],
        "who": _all_of(Actor),
    }


def _all_of(words: Iterable[Level] | Iterable[Nature] | Iterable[Actor]) -> list[tuple[str, str]]:
    return [("", "all"), *((one.value, one.value.replace("_", " ")) for one in words)]


def meant(code: str) -> list[str]:
    """Codes that somebody may have wanted."""
    family, dash, number = code[:LONGEST_CODE].upper().rpartition("-")
    misread = f"{family}{dash}{number.translate(MISREAD)}"
    return [misread] if misread in CATALOGUE else get_close_matches(misread, CATALOGUE, MEANT)


def remedies(entry: Entry, reader: Reader, nature: Nature | None = None) -> list[Told]:
    """Readers who are told the same stand together; this reader's own words come first."""
    first = Actor.ADMINISTRATOR if reader.person.administrator and not reader.owned.mailboxes else Actor.MAILBOX_OWNER
    found: dict[str, list[Actor]] = {}
    for actor in sorted(READERS, key=lambda one: one is not first):
        found.setdefault(nameless(advice(entry, actor, nature)), []).append(actor)
    return [Told(readers, remedy) for remedy, readers in found.items()]


def audience(entry: Entry) -> list[Shown]:
    later = entry.nature is Nature.TRANSIENT
    return [
        Shown(words, _shown(entry, entry.nature, surface), _shown(entry, Nature.PERMANENT, surface) if later else None)
        for surface, words in SURFACES.items()
    ]


def _shown(entry: Entry, nature: Nature | None, surface: Surface) -> str:
    found = view(entry.level, nature, entry.who_acts.value, surface)
    if found is None:
        return "not shown"
    how = "one line with a count" if found.grouped else "shown"
    return f"{how}, to be acted on" if found.action_needed else how
