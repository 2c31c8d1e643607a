"""The list of mailboxes: one's own; to administrators all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from errors.machine import State
from errors.render import safe
from store import mailbox_lists
from store.columns import clean
from web.forms import Answers
from web.paging import SIZE, number_of, offset_of, paging
from web.reader import SignedIn, TheHouse
from web.render import page
from web.standing import WORDS

if TYPE_CHECKING:
    from store.session import Tx

router = APIRouter()

PATH = "/mailboxes"
MOST_PROFILES = 300  # to choose from
LONGEST = 200  # characters of what is looked for


@dataclass(frozen=True, slots=True)
class Wanted:
    owner_id: int | None
    state: State | None
    profile: str | None
    words: str

    @property
    def filtered(self) -> bool:
        return bool(self.state or self.profile or self.words)

    @property
    def typed(self) -> dict[str, str]:
        """By field."""
        return {"state": self.state.value if self.state else "", "profile": self.profile or "", "words": self.words}

    def url(self, state: State | None) -> str:
        """The same list, of those in this state."""
        named = {**self.typed, "state": state.value if state else ""}
        kept = {name: value for name, value in named.items() if value}
        return f"{PATH}?{urlencode(kept)}" if kept else PATH


@router.get(PATH)
async def listing(request: Request, reader: SignedIn, house: TheHouse) -> HTMLResponse:
    administrator = reader.person.administrator
    wanted = _wanted(request.query_params, None if administrator else reader.person.id)
    number = number_of(request)
    async with house.store.read() as tx:
        counts = await mailbox_lists.by_state(tx, owner_id=wanted.owner_id, profile=wanted.profile, words=wanted.words)
        found = await mailbox_lists.page(
            tx, owner_id=wanted.owner_id, state=wanted.state, profile=wanted.profile, words=wanted.words,
            offset=offset_of(number), limit=SIZE + 1,
        )  # fmt: skip
        profiles = await _choices(tx, wanted)
    told = {
        "boxes": found[:SIZE],
        "paging": paging(request, more=len(found) > SIZE),
        "counts": [(state, many, wanted.url(state), WORDS[state]) for state, many in counts.items() if many],
        "total": sum(counts.values()),
        "all_url": wanted.url(None),
        "state": wanted.state,
        "filtered": wanted.filtered,
        "answers": Answers(wanted.typed),
        "states": [("", "any"), *((state.value, WORDS[state]) for state in mailbox_lists.GRAVEST_FIRST)],
        "profiles": profiles,
        "administrator": administrator,
        "words_of": WORDS,
        "live": "clock",
    }
    return page(request, "mailboxes.html", reader, told=told)


def _wanted(asked: Mapping[str, str], owner_id: int | None) -> Wanted:
    state = None
    with suppress(ValueError):
        state = State(asked.get("state", ""))
    if state not in mailbox_lists.GRAVEST_FIRST:
        state = None
    profile, words = (_visible(clean(asked.get(name, "")).strip()[:LONGEST]) for name in ("profile", "words"))
    return Wanted(owner_id, state, profile or None, words)


async def _choices(tx: Tx, wanted: Wanted) -> list[tuple[str, str]]:
    """With the one that was chosen, even where it is not among the first or nobody's any more."""
    names = list(await mailbox_lists.profile_names(tx, owner_id=wanted.owner_id, limit=MOST_PROFILES))
    if wanted.profile and wanted.profile not in names:
        names.append(wanted.profile)
    return [("", "any"), *((name, name) for name in names if _visible(name))]


def _visible(text: str) -> str:
    """What a form can carry and show as it is; else nothing."""
    return text if text == safe(text) else ""
