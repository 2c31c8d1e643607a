"""Nobody renewed the certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import Outcome, Scene


@dataclass(frozen=True, slots=True)
class ExpiredCertificate:
    """The client sees a certificate of the right authority and name that expired yesterday; with TLS from the start
    and with STARTTLS."""

    STAGES: ClassVar = ("tls",)

    async def strike(self, scene: Scene) -> Outcome:
        await scene.wire.secure(scene.expired)
        return Outcome.ANSWERED
