"""What a wall says where it has nothing to show: how it stands, and what can be done next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errors.model import Severity

if TYPE_CHECKING:
    from store.in_step import InStep

TITLES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFORMATION: "Information"}
NOTHING = {
    Severity.ERROR: "Nothing has stopped.",
    Severity.WARNING: "Nothing is being retried.",
    Severity.INFORMATION: "Nothing to tell of the last day.",
}
FIRST_STEPS = (
    "Describe the mail server: `postroom profile add NAME --protocol imap --host HOST`.",
    "Add a mailbox: `postroom mailbox add ADDRESS --profile NAME --owner PERSON --password-stdin`.",
    "Many at once: `postroom mailbox import FILE.csv`.",
    "Test it: open it under Mailboxes and choose Test & Enable, or run `postroom mailbox test ADDRESS`.",
    "Invite its owner: under People, make a link to set a password.",
)
TEST_THEM = "Open it under Mailboxes and choose Test & Enable."


@dataclass(frozen=True, slots=True)
class Nothing:
    """An empty wall. last_success: whether to say when the last success was. steps: what comes first, in order."""

    headline: str
    advice: str
    last_success: bool = False
    steps: Sequence[str] = ()


def nothing_matches(standing: str) -> Nothing:
    match standing:
        case "dismissed":
            return Nothing(
                "You have dismissed nothing", "What you dismiss from this wall can be shown again from here."
            )
        case "over":
            return Nothing("Nothing is over yet", "What has stopped and goes on again is kept here for some weeks.")
    return Nothing("Nothing matches", "Choose other filters, or show all.")


def on_a_persons_wall(stand: InStep, *, owns_profiles: bool, administrator: bool) -> Nothing:
    if stand.mailboxes:
        return _well(stand, "Your mailbox", f"Your {stand.mailboxes:,} mailboxes")
    if owns_profiles:
        return Nothing("All is well", "The profiles that you look after have told of nothing.")
    if administrator:
        return Nothing(
            "Nothing here is yours",
            "You own no mailbox and no profile. What concerns all is on the administrators’ wall.",
        )
    return Nothing(
        "Nothing here is yours yet",
        "You own no mailbox. Ask an administrator to make you the owner of yours: then this wall says when its mail "
        "stops, why, and what to do.",
    )


def on_the_administrators_wall(stand: InStep) -> Nothing:
    if not stand.mailboxes:
        return Nothing(
            "Welcome to Postroom", "There is no mailbox yet. This is how mail begins to flow:", steps=FIRST_STEPS
        )
    return _well(stand, "The one mailbox", f"All {stand.mailboxes:,} mailboxes")


def _well(stand: InStep, one: str, several: str) -> Nothing:
    who, are = (one, "is") if stand.mailboxes == 1 else (several, "are")
    if not stand.running:
        asked = TEST_THEM if stand.untested else "What is disabled stays so until somebody enables it."
        return Nothing("No mail flows yet", f"{who} {are} not running. {asked}")
    untested = f" Some of it has not been tested yet. {TEST_THEM}" if stand.untested else ""
    return Nothing("All is well", f"{who} {are} in step.{untested}", last_success=True)
