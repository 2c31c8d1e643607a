"""Which trouble strikes now: the scenario's entries, counted by target. No I/O; the seed and the clock decide."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from .message import Content, dice
from .scenario import Scenario, Trouble
from .scene import Blemish


@dataclass(slots=True)
class Tally:
    """What one trouble did to one target so far."""

    opportunities: int = 0
    strikes: int = 0
    memory: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Birth:
    """Which message, and when it came (seconds since the start; before it: negative)."""

    profile: str
    address: str
    folder: str
    number: int
    born: float


class Script:
    """Asked at every opportunity; each target has its own counts, so that one mailbox's luck is nobody else's."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.over = False  # nothing strikes any more
        self._seed = seed
        self._troubles = scenario.troubles
        self._tallies: defaultdict[tuple[int, str], Tally] = defaultdict(Tally)
        self._found: dict[tuple[str, str, str], tuple[Trouble, ...]] = {}

    def closures(self) -> list[Trouble]:
        return [trouble for trouble in self._troubles if trouble.closes_listeners]

    def tally(self, trouble: Trouble, profile: str, address: str) -> Tally:
        return self._tallies[trouble.number, address or profile]

    def draw(self, stage: str, profile: str, address: str, now: float, uid: int | None = None) -> Trouble | None:
        """The first trouble that strikes here and now, counted; None: all is well."""
        if self.over:
            return None
        for trouble in self._of(stage, profile, address):
            if trouble.is_on(now) and (not trouble.uids or uid in trouble.uids):
                tally = self.tally(trouble, profile, address)
                if self._strikes(trouble, tally, address or profile, now):
                    return trouble
        return None

    def shape(self, content: Content, birth: Birth) -> Content:
        """A message with the blemishes that it was born with. The same for the same message, whenever it is asked."""
        for trouble in self._of("arrival", birth.profile, birth.address):
            if isinstance(trouble.fault, Blemish) and self._blemished(trouble, birth):
                content = trouble.fault.shape(content, self._dice(trouble, birth, "shape"))
        return content

    def blemish(self, birth: Birth) -> str | None:
        """The name of the fault that a message was born with."""
        troubles = self._of("arrival", birth.profile, birth.address)
        return next((trouble.name for trouble in troubles if self._blemished(trouble, birth)), None)

    def _of(self, stage: str, profile: str, address: str) -> tuple[Trouble, ...]:
        key = (stage, profile, address)
        found = self._found.get(key)
        if found is None:
            found = tuple(t for t in self._troubles if stage in t.stages and t.hits(profile, address))
            self._found[key] = found
        return found

    def _strikes(self, trouble: Trouble, tally: Tally, target: str, now: float) -> bool:
        if tally.memory.get("again", -1.0) > now:  # a throttled client who could not wait
            return True
        if trouble.times is not None and tally.strikes >= trouble.times:
            return False
        tally.opportunities += 1
        if tally.opportunities % trouble.every:
            return False
        if trouble.chance < 1 and dice(self._seed, trouble.number, target, tally.opportunities).random() >= (
            trouble.chance
        ):
            return False
        tally.strikes += 1
        return True

    def _blemished(self, trouble: Trouble, birth: Birth) -> bool:
        """By the message's own number, so that no order of asking changes it."""
        if not trouble.is_on(max(birth.born, 0.0)):
            return False
        if trouble.uids:
            return birth.number in trouble.uids
        turn, between = divmod(birth.number, trouble.every)
        if between or (trouble.times is not None and turn > trouble.times):
            return False
        return trouble.chance == 1 or self._dice(trouble, birth, "chance").random() < trouble.chance

    def _dice(self, trouble: Trouble, birth: Birth, purpose: str) -> Random:
        return dice(self._seed, trouble.number, birth.address, birth.folder, birth.number, purpose)
