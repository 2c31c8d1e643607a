"""What a mailbox's page says: what to do first, what was done, how a test's steps are called. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errors.machine import State
from errors.model import Level, Nature

from .standing import Act, Standing

if TYPE_CHECKING:
    from datetime import datetime

    from store.records import Mailbox

    from .walls import Line

DONE: Mapping[str, str] = {
    "stored": "Stored. It is tested at once: the steps are shown here.",
    "stored_only": "Stored. This mailbox has no incoming mail to test it by.",
    "testing": "The test has begun: its steps are shown here.",
    "sync": "A worker looks for new mail as soon as one is free.",
    "off": "Switched off. Nothing is fetched until a test passes again.",
}
TROUBLE: Mapping[str, str] = {
    "running": "A test of it runs already: this is that one.",
    "many": "Too many tests are running now. Try again in a minute.",
    "stored_untested": "Stored, but not tested yet: too many tests are running now. Test it in a minute.",
    "busy": "A worker is busy with this mailbox, so nothing was changed. Try again in a minute.",
    "cannot_sync": "It can't look for new mail now: the box below says what comes first.",
    "none": "This mailbox has nothing there to test or to switch off.",
}

STEPS: Mapping[str, str] = {
    "dns": "Find the server",
    "connect": "Connect to it",
    "tls": "Secure the connection",
    "greeting": "Hear its greeting",
    "ehlo": "Greet it",
    "auth": "Sign in",
    "select": "Open the folders",
    "poll": "Look for mail",
    "fetch": "Fetch mail",
    "token": "Get a token",
    "store": "Store what came",
}

NOBODY_SIGNS_IN = "No password is stored, so nobody can sign in. Type it below: it is tested at once."
TYPE_IT = "Type it below: it is tested at once, and mail is fetched again as soon as it works."
UNTESTED = "Nothing is fetched until a test has passed. It signs in, opens the folders, and switches the mailbox on."
DISABLED = "Somebody switched it off. Test it to switch it on again, when you want its mail fetched."
TEST_AGAIN = "When the cause is mended, test it: a passing test switches it on again at once."


@dataclass(frozen=True, slots=True)
class First:
    """The one thing that matters first. urgent: nothing goes on without it. line: the alert that says why."""

    act: Act
    title: str
    words: str
    standing: Standing
    urgent: bool
    next_at: datetime | None = None
    line: Line | None = None


def first(both: Sequence[Standing], lines: Sequence[Line], box: Mailbox) -> First | None:
    """None: all is well."""
    wanting = [one for one in both if one.act is not Act.NOTHING]
    if not wanting:
        return None
    one = min(wanting, key=lambda each: list(Act).index(each.act))
    line = _cause(one, lines)
    match one.act:
        case Act.PASSWORD:
            title = "Give the new password" if box.has_password else "Give the password"
            words = NOBODY_SIGNS_IN if not box.has_password else _remedy(line, TYPE_IT)
            return First(one.act, title, words, one, True, line=line)
        case Act.TEST:
            return _test(one, line)
    title = "Nothing to do: Postroom is trying again" if one.row.state is State.RETRYING else "Nothing to do but wait"
    return First(one.act, title, one.means, one, False, one.row.next_attempt_at, line)


def _test(one: Standing, line: Line | None) -> First:
    match one.row.state:
        case State.UNTESTED:
            return First(one.act, "Test it", UNTESTED, one, True)
        case State.DISABLED:
            return First(one.act, "It is switched off", DISABLED, one, False)
    return First(one.act, "Mend the cause, then test it", _remedy(line, TEST_AGAIN), one, True, line=line)


def _remedy(line: Line | None, otherwise: str) -> str:
    return line.remedy if line is not None and line.remedy else otherwise


def _cause(one: Standing, lines: Sequence[Line]) -> Line | None:
    """The open alert that stopped this direction, or that makes it wait."""
    stopped = one.row.state is State.HALTED
    for line in lines:
        alert = line.alert
        if alert.status == "resolved" or alert.direction is not one.direction or alert.level is Level.EMAIL:
            continue
        if not stopped or (alert.nature is Nature.PERMANENT and alert.level is Level.MAILBOX):
            return line
    return None
