"""What each reader is told to do about a fault: who acts reads the catalogue's remedy, the others read that they need
not, or how they can help. By the cause, whatever the protocol. Pure; templates for errors.render."""

from __future__ import annotations

from collections.abc import Mapping

from .model import Actor, Entry, Kind, Level, Nature

READERS = (Actor.MAILBOX_OWNER, Actor.PROFILE_OWNER, Actor.ADMINISTRATOR)

WAIT = "Nothing is asked of you: Postroom keeps trying by itself. Mail comes later, none is lost."
TOLD = (
    "Nothing is asked of you: those who look after the mail server have been told. Mail waits where it is, none is "
    "lost. If it is urgent, ask them about {code}."
)
STOPPED = (
    "Nothing is asked of you: Postroom has tried for long, and those who look after it have been told. Mail waits "
    "where it is, none is lost. If it is urgent, ask them about {code}."
)
OTHERS_MAIL = "Nothing is asked of you: other mail goes on."
NEVER_MIND = "Nothing to do."

# What helps a mailbox's owner beside waiting.
OWNER_HELPS: Mapping[Kind, str] = {
    Kind.TOO_MANY_CONNECTIONS: "If many programs or phones read this mailbox, fewer of them help.",
    Kind.QUOTA: "Your provider limits how much mail may pass in a day; large mailings are better spread over several.",
    Kind.ACCOUNT_LOCKED: "If you changed your password lately, see that every phone and program has the new one: an "
    "old one locks the account again.",
    Kind.TLS_CERTIFICATE: "Your password is not sent to a server that can't prove who it is.",
}

NEW_PASSWORD = "with it at hand, `postroom mailbox password {mailbox} --password-stdin` stores and tests it"  # noqa: S105 (words)
AGAIN = "then `postroom mailbox enable {mailbox}` tests it"
# How an administrator helps where the owner of a mailbox must act.
ADMINISTRATOR_HELPS: Mapping[Kind, str] = {
    Kind.AUTH_FAILED: "The owner of {mailbox} must give its right password: their wall says how; " + NEW_PASSWORD + ". "
    "Where you run the mail server, its log says why it refused.",
    Kind.PASSWORD_EXPIRED: "The owner of {mailbox} must choose a new password, or you set one at the provider; "
    + NEW_PASSWORD + ".",
    Kind.APP_PASSWORD_REQUIRED: "The owner of {mailbox} must make an app password; " + NEW_PASSWORD + ". Where your "
    "organisation forbids app passwords, the profile needs OAuth.",
    Kind.ACCOUNT_LOCKED: "The owner of {mailbox} must unlock the account, or you do at the provider; " + AGAIN + ".",
    Kind.ACCOUNT_DISABLED: "The owner of {mailbox} must have the account opened again, or you open it at the provider; "
    + AGAIN + ".",
    Kind.PROTOCOL_DISABLED: "The owner of {mailbox} must allow this way of access in the provider's settings, or you "
    "allow it for all; " + AGAIN + ".",
    Kind.TOKEN_EXPIRED: "The owner of {mailbox} must sign in at the provider again: `postroom mailbox authorize "
    "{mailbox}` shows them where.",
    Kind.OAUTH_CONSENT_REQUIRED: "The owner of {mailbox} must sign in and agree once more: `postroom mailbox authorize "
    "{mailbox}` shows them where. Where users may not agree for themselves, you grant it for all at the provider.",
    Kind.MAILBOX_FULL: "The owner of {mailbox} must delete mail, or you raise the quota; " + AGAIN + ".",
    Kind.FOLDER_MISSING: "The folder must be made in {mailbox}, or left out: `postroom profile set {profile} --folder "
    "NAME`.",
    Kind.SENDER_REJECTED: "The owner of {mailbox} may not send as this address: they choose another, or you grant it "
    "on the server.",
}  # fmt: skip

GIVEN_UP = (
    "Postroom tried for as long as profile {profile} allows, and has stopped. The server's words are below; once they "
    "are dealt with, `postroom mailbox enable {mailbox}` tests and resumes it."
)
PROFILE_GIVEN_UP = (
    "This has lasted for as long as profile {profile} allows. Check the server, and what profile {profile} says of it "
    "(`postroom profile show {profile}`); `postroom profile test {profile}` resumes its mailboxes. Probing goes on, "
    "slowly."
)
SENDER_ACTS = "Its sender must act; other mail goes on."


def advice(entry: Entry, reader: Actor, nature: Nature | None = None) -> str:
    """The template of what this reader is told. nature: as it was decided, where that is not the catalogue's: a
    transient fault whose budget is spent is permanent."""
    nature = nature or entry.nature
    if nature is None:
        return entry.remedy
    given_up = nature is Nature.PERMANENT and entry.nature is Nature.TRANSIENT
    if reader in (Actor.MAILBOX_OWNER, Actor.SENDER, Actor.NOBODY):
        words = _owners(entry, nature, given_up=given_up)
    else:
        words = _keepers(entry, reader, given_up=given_up)
    return words.replace("{code}", entry.code)


def acting(entry: Entry, nature: Nature | None = None) -> str:
    """What the one who must act is told; where nobody must, what an administrator is told, who watches."""
    reader = Actor.ADMINISTRATOR if entry.who_acts is Actor.NOBODY else entry.who_acts
    return advice(entry, reader, nature)


def _owners(entry: Entry, nature: Nature, *, given_up: bool) -> str:
    """To the owner of the mailbox, who sends its mail too."""
    if entry.who_acts in (Actor.MAILBOX_OWNER, Actor.SENDER):
        return entry.remedy
    if entry.level is Level.EMAIL:
        return OTHERS_MAIL
    if entry.level is Level.SYSTEM:
        return WAIT
    words = STOPPED if given_up else TOLD if nature is Nature.PERMANENT else WAIT
    return " ".join(filter(None, (words, OWNER_HELPS.get(entry.kind))))


def _keepers(entry: Entry, reader: Actor, *, given_up: bool) -> str:
    """To an administrator, or to the profile's owner."""
    if given_up:
        return PROFILE_GIVEN_UP if entry.level is Level.PROFILE else f"{GIVEN_UP}{_unless_idle(entry)}"
    if entry.who_acts is Actor.SENDER:
        return f"{SENDER_ACTS} They are told: {entry.remedy}"
    if entry.who_acts is not Actor.MAILBOX_OWNER:
        return entry.remedy
    if reader is Actor.PROFILE_OWNER:
        return "Nothing is asked of you: the owner of {mailbox} must act, and has been told how."
    helps = ADMINISTRATOR_HELPS.get(entry.kind)
    return helps or f"The owner of {{mailbox}} must act. They are told: {entry.remedy}"


def _unless_idle(entry: Entry) -> str:
    """What the catalogue says to those who watch, where it is more than to wait."""
    return "" if entry.remedy.startswith("Nothing to do") else f" {entry.remedy}"
