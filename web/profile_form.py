"""A profile's settings as they were typed: what changes by them, what is wrong, what somebody else changed meanwhile.
Pure; what does not go together is config.profile_fields' to say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config import checks, profile_fields
from config.checks import NotAllowed
from config.profile_fields import OUTGOING, POLICY, PORTS, SMTP_PORTS, Security
from errors.render import safe

from .forms import Answers
from .profile_settings import CA_KEPT, CA_REMOVED, NO, YES, Field, fields, shown

if TYPE_CHECKING:
    from store.records import Profile

LONGEST_WAS = 200_000  # characters
NO_SERVER = "Name the server: the other settings of sending need it."


@dataclass(slots=True)
class Sent:
    """A form as it came. version: of the profile when it was loaded; was: what stood in the fields then (what is not in
    it is not known). told: by field, what somebody else changed meanwhile."""

    answers: Answers
    version: int
    was: Mapping[str, str]
    told: dict[str, str] = field(default_factory=dict)


def untouched(profile: Profile) -> Sent:
    return Sent(Answers(), profile.version, shown(profile))


def sent(form: Mapping[str, str], *, administrator: bool) -> Sent:
    """A box is not sent where it is not ticked."""
    texts = {name: text.strip() for name, text in form.items()}
    for one in fields(administrator=administrator):
        if one.kind == "textarea" and one.name in form:
            texts[one.name] = form[one.name].replace("\r\n", "\n").strip("\n")
        elif one.kind == "checkbox":
            texts.setdefault(one.name, NO)
    texts.setdefault(CA_REMOVED, NO)
    return Sent(Answers(texts), _version(form.get("version", "")), _was(form.get("was", "")))


def _version(text: str) -> int:
    try:
        return checks.number(text)
    except NotAllowed:
        return 0


def _was(text: str) -> dict[str, str]:
    try:
        told = json.loads(text[:LONGEST_WAS])
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else {}


# -- what changes --------------------------------------------------------------------------------------------------


def changed(profile: Profile, answers: Answers, *, administrator: bool) -> dict[str, object]:
    """The fields of the profile that become others. Where something is wrong: none, and answers.wrong says all of it.
    What stands as it was is not looked at, so that what was set by other means stays."""
    now = shown(profile)
    typed = [
        one for one in fields(administrator=administrator) if answers.get(one.name, now[one.name]) != now[one.name]
    ]
    said = {one.name: value for one in typed if (value := _read(one, answers)) is not None}
    if answers.get(CA_REMOVED) == YES:
        said.setdefault("ca", "none")
    owner = {"owner": said.pop("owner") or None} if "owner" in said else {}
    found = owner | _ports(profile, said, answers)
    return {} if answers.wrong else {name: new for name, new in found.items() if new != getattr(profile, name)}


def _read(one: Field, answers: Answers) -> object | None:
    """None: it is wrong."""
    text = answers.get(one.name)
    if not text and one.empty is not None:
        return one.empty
    try:
        return one.read(text)
    except NotAllowed as why:
        answers.wrong[one.name] = _sentence(why)
        return None


def _sentence(why: NotAllowed) -> str:
    """Words of a check, which on a command line stand behind the name of an option."""
    words = str(why)
    return words[:1].upper() + words[1:]


def _ports(profile: Profile, said: dict[str, object], answers: Answers) -> dict[str, object]:
    """An empty port is the usual one of its security."""
    if said.get("port") == "":
        said["port"] = PORTS[_security(said.get("security"), profile.security)]
    if said.get("smtp_port") == "":
        kept = profile.outgoing.get("smtp_security", Security.TLS)
        said["smtp_port"] = SMTP_PORTS[_security(said.get("smtp_security"), kept)]
    if said.get("smtp_host") != "":
        return _together(profile, said, answers)
    sending = {name for name in OUTGOING if name in said} - {"smtp_host"}
    rest = {name: value for name, value in said.items() if name not in OUTGOING}
    if sending:
        answers.wrong.setdefault("smtp_host", NO_SERVER)
    return {**_together(profile, rest, answers), "outgoing": {}}


def _security(said: object, kept: object) -> Security:
    return said if isinstance(said, Security) else Security(str(kept))


def _together(profile: Profile, said: Mapping[str, object], answers: Answers) -> dict[str, object]:
    """What does not go together is told beside one of its fields, of each family that has such."""
    found: dict[str, object] = {}
    for part in _families(said):
        try:
            found |= profile_fields.changed(profile, part)
        except NotAllowed as why:
            setting = why.setting or next(iter(part))
            answers.wrong.setdefault(setting, NO_SERVER if setting == "smtp_host" else _sentence(why))
    return found


def _families(said: Mapping[str, object]) -> list[dict[str, object]]:
    """Settings that are looked at together; none goes with one of another family."""
    alone = [name for name in said if name not in {*POLICY, *OUTGOING}]
    families = ({name: said[name] for name in names if name in said} for names in (POLICY, OUTGOING, alone))
    return [family for family in families if family]


# -- what somebody else changed ------------------------------------------------------------------------------------


def merge(form: Sent, profile: Profile, *, administrator: bool) -> None:
    """Onto the profile as it is now: what was not typed in takes what somebody else put there, what was is kept, and
    both are told beside the field."""
    now, answers = shown(profile), form.answers
    texts = dict(answers.typed)
    for one in fields(administrator=administrator):
        was, is_now = form.was.get(one.name), now[one.name]
        typed = answers.get(one.name, is_now)
        if typed == is_now:
            continue
        if typed == was:
            texts[one.name] = is_now
            form.told[one.name] = f"Changed by somebody else meanwhile; it was {_quoted(was)}."
        elif was != is_now:
            answers.wrong[one.name] = (
                f"Somebody else made this {_quoted(is_now)} meanwhile. What you typed is kept: save again to put it in."
            )
    if form.was.get(CA_KEPT) != now[CA_KEPT]:
        form.told.setdefault("ca", "Changed by somebody else meanwhile.")
    answers.typed, form.version, form.was = texts, profile.version, now


def _quoted(text: str) -> str:
    line = ", ".join(text.split("\n"))
    return f"“{safe(line)}”" if line else "empty"


# -- what is told of it --------------------------------------------------------------------------------------------

LONGEST_VALUE = 80


def in_words(before: Profile, after: Profile) -> str:
    """For the audit: the fields that are others now, with what they were; certificates by no more than their name."""
    old, new = shown(before), shown(after)
    lines = [
        f"{one.name}: {_short(old[one.name])} -> {_short(new[one.name])}"
        for one in fields(administrator=True)
        if old[one.name] != new[one.name]
    ]
    if old[CA_KEPT] != new[CA_KEPT]:
        lines.append("ca: removed" if not new[CA_KEPT] else "ca: replaced" if old[CA_KEPT] else "ca: set")
    return "; ".join(lines)


def _short(text: str) -> str:
    line = ", ".join(text.split("\n")) or "-"
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + "…"
