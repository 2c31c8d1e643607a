"""The steps of a test as people see them: what was tried, whether it passed, how long it took, what was seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from errors.classify import classify
from errors.model import Direction, Signal, Stage
from errors.render import safe
from store.records import Profile


@dataclass(frozen=True, slots=True)
class Step:
    """name is a Stage's value."""

    name: str
    direction: Direction | None
    ok: bool
    took: timedelta
    evidence: str
    code: str | None = None


OnStep = Callable[[Step], None]


@dataclass(slots=True)
class Steps:
    """Turns an adapter's reports of stages into steps, each told as soon as it is over."""

    direction: Direction | None
    profile: Profile
    username: str = ""
    on_step: OnStep | None = None
    done: list[Step] = field(default_factory=list)
    _stage: Stage | None = None
    _began: float = 0.0

    def report(self, stage: Stage) -> None:
        """A stage begins: the one before it has passed."""
        self._pass()
        self._stage, self._began = stage, time.monotonic()

    def passed(self, evidence: str = "") -> None:
        """The last stage has passed."""
        self._pass(evidence)

    def failed(self, signal: Signal) -> None:
        """It ended here."""
        if self._stage is not None and self._stage is not signal.stage:
            self._pass()
        self._tell(signal.stage, False, safe(signal.text or signal.exception or ""), classify(signal).code)

    def _pass(self, evidence: str = "") -> None:
        if self._stage is not None:
            self._tell(self._stage, True, evidence or self._what(self._stage), None)

    def _tell(self, stage: Stage, ok: bool, evidence: str, code: str | None) -> None:
        took = timedelta(seconds=time.monotonic() - self._began) if self._stage is stage else timedelta()
        self._stage = None
        step = Step(stage.value, self.direction, ok, took, evidence, code)
        self.done.append(step)
        if self.on_step is not None:
            self.on_step(step)

    def _what(self, stage: Stage) -> str:
        """What was asked for, where the answer itself says no more than yes."""
        if stage is Stage.AUTH:
            return f"signed in as {self.username}"
        if stage is Stage.TLS:
            return "certificate and host name verified"
        if stage is Stage.DNS:
            return self.profile.host
        return f"{self.profile.host}:{self.profile.port}"
