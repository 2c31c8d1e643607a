"""Rules for what we tell ourselves: faults of our own, and what the sync engine says of one message. They hold
whatever the protocol was."""

from __future__ import annotations

from .shape import Rank, Rule


def own(name: str, code: str, *exceptions: str, text: str | None = None, rank: Rank = Rank.OWN,
        about_message: bool | None = None) -> Rule:  # fmt: skip
    return Rule(f"own.{name}", code, rank, exceptions=frozenset(exceptions), text=text, about_message=about_message)


STORE = ("StoreUnavailable", "StoreError")

OWN_RULES: tuple[Rule, ...] = (
    own("disk-full", "OWN-907", *STORE, text=r"disk is full|no space left|disk full|could not extend file"),
    own("queue", "OWN-902", "QueueUnavailable"),
    own("key", "OWN-903", "WrongKey"),
    own("version", "OWN-908", "NotMigrated", "DatabaseTooNew"),
    own("network", "OWN-906", "OwnNetwork"),
    own("no-password", "BOX-101", "NoCredentials"),
    own("unusable-password", "BOX-102", "UnusableCredentials"),
    own("death-on-message", "OWN-905", "WorkerDied", about_message=True),
    own("death", "OWN-904", "WorkerDied", about_message=False),
    own("bug-on-message", "BUG-902", "Bug", about_message=True),
    own("bug", "BUG-901", "Bug", about_message=False),
    own("message-too-large", "MSG-201", "MessageTooLarge"),
    own("message-vanished", "MSG-202", "MessageVanished"),
    own("message-larger-than-said", "MSG-203", "LiteralTooLarge"),
    own("message-unfetchable", "MSG-204", "MessageUnfetchable", "MessageNotSent"),
    own("message-broken", "MSG-401", "MessageBroken"),
    own("store", "OWN-901", *STORE, rank=Rank.WORDED),
)
