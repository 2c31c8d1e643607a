"""One fault per small file, and the registry that scenarios name them by.

A fault is a frozen dataclass: its fields are its parameters in a scenario file. It knows a Scene, and no server.
"""

from __future__ import annotations

from typing import Any

from .bad import Bad
from .bad_password import BadPassword
from .bye import Bye
from .close import Close
from .expired_certificate import ExpiredCertificate
from .garbage import Garbage
from .giant_message import GiantMessage
from .literal_larger_than_announced import LiteralLargerThanAnnounced
from .malformed_message import MalformedMessage
from .no import No
from .refuse import Refuse
from .reset import Reset
from .slow import Slow
from .stall import Stall
from .throttle import Throttle
from .truncated_literal import TruncatedLiteral
from .uidvalidity_change import UidValidityChange
from .vanish import Vanish

FAULTS: dict[str, type[Any]] = {
    "refuse": Refuse,
    "reset": Reset,
    "close": Close,
    "stall": Stall,
    "slow": Slow,
    "no": No,
    "bad": Bad,
    "bye": Bye,
    "bad_password": BadPassword,
    "throttle": Throttle,
    "truncated_literal": TruncatedLiteral,
    "literal_larger_than_announced": LiteralLargerThanAnnounced,
    "garbage": Garbage,
    "expired_certificate": ExpiredCertificate,
    "uidvalidity_change": UidValidityChange,
    "malformed_message": MalformedMessage,
    "giant_message": GiantMessage,
    "vanish": Vanish,
}

AnyFault = (
    Refuse | Reset | Close | Stall | Slow | No | Bad | Bye | BadPassword | Throttle | TruncatedLiteral
    | LiteralLargerThanAnnounced | Garbage | ExpiredCertificate | UidValidityChange | MalformedMessage | GiantMessage
    | Vanish
)  # fmt: skip
