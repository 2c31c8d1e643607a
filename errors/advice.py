"""What each reader is told to do about a fault: who acts reads the catalogue's remedy, the others read that they need
not, or how they can help. By the cause, whatever the protocol. Pure; templates for errors.render."""

from __future__ import annotations

from collections.abc import Mapping

from .model import Actor, Entry, Kind, Level, Nature
from .phrases import THEN_ENABLE

READERS = (Actor.MAILBOX_OWNER, Actor.PROFILE_OWNER, Actor.ADMINISTRATOR)

WAIT = "Nothing is asked of you: Postroom keeps trying by itself. Mail is late, none is lost."
TOLD = (
    "Nothing is asked of you: those who look after the mail server have been told. Mail waits where it is, none is "
    "lost. If it is urgent, ask them about {code}."
)
STOPPED = (
    "Nothing is asked of you: Postroom has tried for long, and those who look after it have been told. Mail waits "
    "where it is, none is lost. If it is urgent, ask them about {code}."
)
OTHERS_MAIL = "Nothing is asked of you: other mail goes on."
EMAIL_LATER = "Nothing is asked of you: Postroom keeps trying this email by itself, and other mail goes on."
EMAIL_GIVEN_UP = (
    "This email did not get through for as long as Postroom tries, and was set aside; other mail goes on. If it still "
    "matters, send it again later, or reach the recipient by other means."
)

# What helps a mailbox's owner beside waiting.
OWNER_HELPS: Mapping[tuple[Kind, Level], str] = {
    (Kind.TOO_MANY_CONNECTIONS, Level.MAILBOX): "If many programs or phones use this mailbox, fewer of them help.",
    (Kind.QUOTA, Level.MAILBOX): "Your provider limits how much mail may pass in a day; large mailings are better "
    "spread over several.",
    (Kind.ACCOUNT_LOCKED, Level.MAILBOX): "If you changed your password lately, see that every phone and program has "
    "the new one: an old one locks the account again. If mail went out that you did not write, choose a new password "
    "at your provider.",
    (Kind.OAUTH_CONSENT_REQUIRED, Level.MAILBOX): "If your provider's sign-in page is open in your browser, complete "
    "the sign-in there.",
    (Kind.TLS_CERTIFICATE, Level.PROFILE): "Your password is not sent to a server that can't prove who it is.",
}

STORE = "with it at hand, `postroom mailbox password {mailbox} --password-stdin` stores and tests it"
# How an administrator helps where the owner of a mailbox must act.
ADMINISTRATOR_HELPS: Mapping[Kind, str] = {
    Kind.AUTH_FAILED: f"The owner of {{mailbox}} must give the right password; {STORE}. If it is right, "
    "`postroom mailbox enable {mailbox}` tests it again; where you run the mail server, its log says why it refused.",
    Kind.PASSWORD_EXPIRED: "The owner of {mailbox} must choose a new password, or you set one at the provider; "
    f"{STORE}.",
    Kind.APP_PASSWORD_REQUIRED: f"The owner of {{mailbox}} must make an app password; {STORE}. Where your organisation "
    "forbids app passwords, the profile must sign in by OAuth.",
    Kind.ACCOUNT_LOCKED: "The owner of {mailbox} must unlock the account, or you do at the provider, "
    f"{THEN_ENABLE}.",
    Kind.ACCOUNT_DISABLED: "The owner of {mailbox} must have the account opened again, or you open it at the provider, "
    f"{THEN_ENABLE}.",
    Kind.PROTOCOL_DISABLED: "The owner of {mailbox} must allow this way of access in the provider's settings, or you "
    f"allow it for all in its admin center, {THEN_ENABLE}.",
    Kind.TOKEN_EXPIRED: "The owner of {mailbox} must sign in at the provider again, through Postroom: nobody can do it "
    "for them. Where it uses a password, `postroom mailbox password {mailbox} --password-stdin` stores and tests one.",
    Kind.OAUTH_CONSENT_REQUIRED: "The owner of {mailbox} must sign in at the provider again, through Postroom, and "
    "agree to what is asked. Where users may not agree for themselves, grant admin consent in the app's registration, "
    f"{THEN_ENABLE}.",
    Kind.MAILBOX_FULL: "The owner of {mailbox} must delete mail, or you give it more space on the server, "
    f"{THEN_ENABLE}.",
    Kind.FOLDER_MISSING: "The owner of {mailbox} must make the folder anew, or you leave it out (`postroom profile set "
    f"{{profile}} --folder NAME`), {THEN_ENABLE}.",
    Kind.SENDER_REJECTED: "The owner of {mailbox} must send under another address, or you grant this one on the "
    f"server, {THEN_ENABLE}.",
    Kind.CONFIGURATION: f"The owner of {{mailbox}} must give its user name and password; {STORE}.",
}  # fmt: skip
# What an administrator can do so that it does not come back, by code.
FOR_GOOD: Mapping[str, str] = {
    "OAUTH-101": "If it ends again after seven days, the app's Google project is still in testing: publish it.",
    "OAUTH-102": "If it happens often, look at the sign-in frequency that a policy of the tenant sets.",
    "OAUTH-110": "So that it lasts, first move the app's redirect address from the platform single-page application to "
    "Web, or to Mobile and desktop.",
}

GIVEN_UP = (
    "Postroom tried for as long as profile {profile} allows, and has stopped. Mend what the server's words, shown with "
    f"this alert, tell of, {THEN_ENABLE}."
)
LASTING = "If it lasts, "  # begins what those who watch can do in the end
PROFILE_GIVEN_UP = (
    "This has lasted for as long as profile {profile} allows. Check the server, and what profile {profile} says of it "
    "(`postroom profile show {profile}`); `postroom profile test {profile}` resumes its mailboxes. Probing goes on, "
    "slowly."
)
EMAIL_SET_ASIDE = (
    "Nothing to do: Postroom tried this email for long, and has set it aside. Its sender is told; other mail goes on."
)
SENDER_ACTS = "Nothing to do: other mail goes on. Whoever sent the email, or reads the mailbox, is told:"


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
        return EMAIL_GIVEN_UP if given_up else OTHERS_MAIL if nature is Nature.PERMANENT else EMAIL_LATER
    if entry.level is Level.SYSTEM:
        return WAIT
    words = STOPPED if given_up else TOLD if nature is Nature.PERMANENT else WAIT
    return " ".join(filter(None, (words, OWNER_HELPS.get((entry.kind, entry.level)))))


def _keepers(entry: Entry, reader: Actor, *, given_up: bool) -> str:
    """To an administrator, or to the profile's owner."""
    if given_up:
        return _given_up(entry)
    if entry.who_acts is Actor.SENDER:
        return f"{SENDER_ACTS} {entry.remedy}"
    if entry.who_acts is not Actor.MAILBOX_OWNER:
        return entry.remedy
    if reader is Actor.PROFILE_OWNER:
        return "Nothing is asked of you: the owner of {mailbox} must act, and has been told how."
    return " ".join(filter(None, (ADMINISTRATOR_HELPS[entry.kind], FOR_GOOD.get(entry.code))))


def _given_up(entry: Entry) -> str:
    """What goes on where its budget is spent, by level."""
    if entry.level is Level.EMAIL:
        return EMAIL_SET_ASIDE
    words = PROFILE_GIVEN_UP if entry.level is Level.PROFILE else GIVEN_UP
    return " ".join(filter(None, (words, _lasting(entry))))


def _lasting(entry: Entry) -> str:
    """What the catalogue says for the case that it lasts, since it has lasted."""
    words = entry.remedy.partition(LASTING)[2] if entry.who_acts is Actor.NOBODY else entry.remedy
    return words[:1].upper() + words[1:]
