"""What each reader is told about a fault that a mailbox met before it was ever enabled: nothing is tried by itself
then, so nothing may promise it. Pure; templates for errors.render."""

from __future__ import annotations

from .advice import LASTING, OWNER_HELPS, advice
from .model import Actor, Entry, Level, Nature

OWNERS = (Actor.MAILBOX_OWNER, Actor.SENDER, Actor.NOBODY)

NOTHING_BY_ITSELF = "It is not enabled yet: its test did not pass, and nothing is tried by itself."
TEST_AGAIN = "`postroom mailbox test {mailbox}` tests and enables it"
WHEN_OVER = f"{NOTHING_BY_ITSELF} When this is over, {TEST_AGAIN}."
WHEN_MENDED = f"{NOTHING_BY_ITSELF} When this is mended, {TEST_AGAIN}."
OWNER_LATER = (
    "Your mailbox is not enabled yet: its test did not pass, and nothing is tried by itself. Choose Test & Enable for "
    "it again in a while."
)
OWNER_ONCE_MENDED = (
    "Your mailbox is not enabled yet: its test did not pass, and nothing is tried by itself. Those who look after the "
    "mail server have been told; choose Test & Enable for it again when they have mended this. If it is urgent, ask "
    "them about {code}."
)
OWNER_STILL = "Your mailbox is not enabled yet: nothing is tried by itself before a test of it passes."
OWNER_BESIDE = (
    "A mailbox whose test did not pass is not enabled yet, though: choose Test & Enable for it again when this is over."
)
BESIDE = (
    "A mailbox whose test did not pass is not enabled yet, though, and not tried by itself: when this is over, "
    f"{TEST_AGAIN}."
)


def until_enabled(entry: Entry, reader: Actor, nature: Nature | None, *, others: bool) -> str:
    """advice, for what a mailbox met that was never enabled. others: mailboxes that run have met it too, and are tried
    again; what is said of them stays true."""
    nature = nature or entry.nature
    if nature is None:
        return entry.remedy
    if others:
        return f"{advice(entry, reader, nature)} {OWNER_BESIDE if reader in OWNERS else BESIDE}"
    words = _owners(entry, nature) if reader in OWNERS else _keepers(entry, reader, nature)
    return words.replace("{code}", entry.code)


def _owners(entry: Entry, nature: Nature) -> str:
    if entry.who_acts in (Actor.MAILBOX_OWNER, Actor.SENDER):
        return f"{entry.remedy} {OWNER_STILL}"
    words = OWNER_LATER if nature is Nature.TRANSIENT or entry.level is Level.SYSTEM else OWNER_ONCE_MENDED
    return " ".join(filter(None, (words, OWNER_HELPS.get((entry.kind, entry.level)))))


def _keepers(entry: Entry, reader: Actor, nature: Nature) -> str:
    if entry.who_acts is not Actor.NOBODY or nature is Nature.PERMANENT:
        return f"{advice(entry, reader, nature)} {WHEN_MENDED}"
    lasting = entry.remedy.partition(LASTING)[2]
    return f"{WHEN_OVER} {LASTING}{lasting}" if lasting else WHEN_OVER
