"""What is to go wrong, when and for whom: the plan, read from TOML. Every mistake in a file is told at once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path

from .checks import Table
from .faults import FAULTS, AnyFault
from .faults.refuse import Refuse

EVERYBODY = ("*",)
BEFORE_SIGN_IN = frozenset({"connect", "tls", "greeting"})


class BadScenario(Exception):
    """The scenario can't be played. problems: one line each, with file, table and key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ProfilePlan:
    """A simulated mail server. mailboxes: how many; messages: in each of its folders at the start; arrivals: new
    messages a minute in each INBOX; addresses: mailboxes with names of your own, besides the numbered ones;
    password: one for all, None: each has its own."""

    name: str
    mailboxes: int = 10
    messages: int = 5
    arrivals: float = 0.0
    folders: tuple[str, ...] = ("INBOX",)
    addresses: tuple[str, ...] = ()
    password: str | None = None
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One [[trouble]]: which fault, where and when. times: at most so often for each target, None: no end; every:
    only each such opportunity; chance: of each opportunity, by the seed; uids: these messages only. A target is a
    mailbox, or a profile at the stages before sign-in."""

    number: int
    fault: AnyFault
    name: str
    stages: frozenset[str]
    profiles: tuple[str, ...] = EVERYBODY
    mailboxes: tuple[str, ...] = EVERYBODY
    start: float = 0.0
    until: float | None = None
    times: int | None = None
    every: int = 1
    chance: float = 1.0
    uids: frozenset[int] = frozenset()

    def hits(self, profile: str, address: str) -> bool:
        """address "": nobody knows yet whose connection it is, or there is no such mailbox."""
        whose = _matches(address, self.mailboxes) if address else self.mailboxes == EVERYBODY
        return whose and _matches(profile, self.profiles)

    def is_on(self, now: float) -> bool:
        return self.start <= now and (self.until is None or now < self.until)

    @property
    def closes_listeners(self) -> bool:
        """Refused as a whole, for a time: then nobody listens at all."""
        return isinstance(self.fault, Refuse) and self.times is None and self.every == 1 and self.chance == 1.0


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    about: str
    seed: int
    profiles: tuple[ProfilePlan, ...]
    troubles: tuple[Trouble, ...]


def shipped() -> list[str]:
    """The names of the scenarios that come with the simulator."""
    files = resources.files("simulator.scenarios").iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def load(scenario: str | Path) -> Scenario:
    """A shipped scenario by its name, or a file. Raises BadScenario."""
    text = str(scenario)
    if text in shipped():
        source = resources.files("simulator.scenarios") / f"{text}.toml"
        return parse(source.read_text("utf-8"), f"{text}.toml")
    if "/" not in text and not text.endswith(".toml"):
        raise BadScenario([f"no scenario is called {text!r}; there are {', '.join(shipped())}, or give a .toml file"])
    try:
        return parse(Path(text).read_text("utf-8"), text)
    except OSError as seen:
        raise BadScenario([f"{text}: {seen.strerror}"]) from None
    except UnicodeDecodeError:
        raise BadScenario([f"{text}: not UTF-8"]) from None


def parse(text: str, source: str) -> Scenario:
    """From TOML; source is the file's name, for messages. Raises BadScenario."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as seen:
        raise BadScenario([f"{source}: not TOML: {seen}"]) from None
    problems: list[str] = []
    scenario = _scenario(Table(document, source, "", problems))
    if problems:
        raise BadScenario(problems)
    return scenario


def _scenario(top: Table) -> Scenario:
    about, seed = top.text("about", ""), top.whole("seed", 0)
    profiles = tuple(_profile(name, table) for name, table in top.tables("profiles"))
    if not profiles and not top.has_wrong("profiles", dict):
        top.complain("profiles", "at least one is needed, as a table [profiles.NAME]")
    taken = [address for profile in profiles for address in profile.addresses]
    top.each_once("profiles", taken)
    names = [profile.name for profile in profiles]
    troubles = tuple(
        trouble
        for number, table in enumerate(top.list_of_tables("trouble"))
        if (trouble := _trouble(number, table, names)) is not None
    )
    top.no_more("about", "seed", "profiles", "trouble")
    return Scenario(Path(top.source).stem, about, seed, profiles, troubles)


def _profile(name: str, table: Table) -> ProfilePlan:
    plain = ProfilePlan(name)
    plan = ProfilePlan(
        name=name,
        mailboxes=table.whole("mailboxes", plain.mailboxes),
        messages=table.whole("messages", plain.messages),
        arrivals=table.number("arrivals", plain.arrivals),
        folders=table.texts("folders", plain.folders),
        addresses=table.texts("addresses", plain.addresses),
        password=table.optional_text("password"),
        domain=table.text("domain", f"{name}.example.org"),
    )
    if "INBOX" not in plan.folders:
        table.complain("folders", "INBOX must be among them")
    table.no_more(*(field for field in ProfilePlan.__slots__ if field != "name"))
    return plan


def _trouble(number: int, table: Table, profiles: list[str]) -> Trouble | None:
    name = table.needed_choice("fault", FAULTS)
    if name is None:
        return None
    kind = FAULTS[name]
    fault: AnyFault = table.fields_of(kind)
    mailboxes = table.texts("mailboxes", EVERYBODY)
    stages = table.choices("stage", kind.STAGES)
    if table.says("stage", "any") and mailboxes != EVERYBODY:
        stages -= BEFORE_SIGN_IN
    trouble = Trouble(
        number=number,
        fault=fault,
        name=name,
        stages=stages,
        profiles=table.texts("profiles", EVERYBODY),
        mailboxes=mailboxes,
        start=table.number("from", 0.0),
        until=table.optional_number("until"),
        times=table.optional_count("times", getattr(kind, "TIMES", None) if "every" not in table else None),
        every=table.count("every", 1),
        chance=table.share("chance", 1.0),
        uids=table.numbers("uids"),
    )
    _check_sense(trouble, table, profiles)
    known = ("fault", "stage", "profiles", "mailboxes", "from", "until", "times", "every", "chance", "uids")
    table.no_more(*known, *kind.__slots__)
    return trouble


def _check_sense(trouble: Trouble, table: Table, profiles: list[str]) -> None:
    if trouble.until is not None and trouble.until <= trouble.start:
        table.complain("until", f"must be later than from ({trouble.start:g})")
    for pattern in trouble.profiles:
        if not any(fnmatchcase(name, pattern) for name in profiles):
            table.complain("profiles", f"{pattern!r} is none of {', '.join(profiles)}")
    early = sorted(trouble.stages & BEFORE_SIGN_IN)
    if early and trouble.mailboxes != EVERYBODY:
        table.complain("mailboxes", f"at the stage {early[0]} nobody knows whose connection it is")
    if trouble.uids and not trouble.stages & {"fetch", "arrival"}:
        table.complain("uids", "has a meaning at the stages fetch and arrival only")


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
