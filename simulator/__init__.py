"""Mail servers that misbehave on purpose. Imports none of ours."""

from .clock import ManualClock, RealClock
from .limits import allow_many_files
from .mailstore import Account, Message
from .scenario import BadScenario, Scenario, load, parse, shipped
from .serve import Serving, serve
from .server import Profile, Simulator

__all__ = [
    "Account",
    "BadScenario",
    "ManualClock",
    "Message",
    "Profile",
    "RealClock",
    "Scenario",
    "Serving",
    "Simulator",
    "allow_many_files",
    "load",
    "parse",
    "serve",
    "shipped",
]
