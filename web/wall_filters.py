"""What of a wall is wanted, as its address says it. What an address says wrongly is not wanted less: it is all."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

from errors.model import Severity
from errors.render import safe
from store.walls import Standing, Wanted

NAMES = ("severity", "standing", "profile", "code")
LONGEST = 200  # characters of a name that is looked for
ANY = ("", "any")
SEVERITIES = (ANY, ("error", "errors"), ("warning", "warnings"), ("information", "information"))
STANDINGS = (("open", "what is open"), ("over", "what is over"), ("dismissed", "what I dismissed"))

Choice = tuple[str, str]  # value, label


@dataclass(frozen=True, slots=True)
class Filters:
    path: str
    wanted: Wanted

    @property
    def filtered(self) -> bool:
        return self.wanted != Wanted()

    @property
    def typed(self) -> dict[str, str]:
        """By field."""
        told = {
            "severity": self.wanted.severity or "",
            "standing": self.wanted.standing,
            "profile": self.wanted.profile or "",
            "code": self.wanted.code or "",
        }
        return {name: str(value) for name, value in told.items()}

    def url(self, **others: str) -> str:
        """This wall with these filters changed."""
        asked = {**self.typed, **others}
        query = {name: value for name, value in asked.items() if value and (name, value) != ("standing", "open")}
        return f"{self.path}?{urlencode(query)}" if query else self.path


def read(request: Request) -> Filters:
    said = {name: _visible(request.query_params.get(name, "").strip()[:LONGEST]) for name in NAMES}
    severity = Severity(said["severity"]) if said["severity"] in set(Severity) else None
    standing = Standing(said["standing"]) if said["standing"] in set(Standing) else Standing.OPEN
    wanted = Wanted(severity, said["profile"] or None, said["code"].upper() or None, standing)
    return Filters(request.url.path, wanted)


def choices(filters: Filters, profiles: list[str]) -> dict[str, list[Choice]]:
    """Of the form's fields; what is chosen is among them in any case."""
    wanted = filters.wanted
    return {
        "severity": list(SEVERITIES),
        "standing": list(STANDINGS),
        "profile": [ANY, *((one, one) for one in _with(profiles, wanted.profile))],
    }


def _with(known: list[str], chosen: str | None) -> list[str]:
    shown = [one for one in known if _visible(one)]
    return shown if chosen is None or chosen in shown else [chosen, *shown]


def _visible(name: str) -> str:
    """What a form can carry and show as it is; else nothing."""
    return name if name == safe(name) else ""
