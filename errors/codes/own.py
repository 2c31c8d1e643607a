"""What is ours: our own faults (OWN-, BUG-, level system unless one mailbox or message brings them about), what we
could not name (UNK-), what is to be known and not acted on (INFO-), and what a mailbox of ours lacks (BOX-)."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, OWNER, PROFILE_OWNER, harmless, permanent, transient
from errors.model import Entry, Kind, Level, Protocol

OWN: tuple[Entry, ...] = (
    transient(
        "OWN-901", Kind.STORE_UNAVAILABLE, Level.SYSTEM,
        "Postroom's database can't be read or written",
        "See that the database runs, can be reached and is locked by no other program: `postroom doctor`. No mailbox "
        "is blamed, and work goes on by itself.",
        who_acts=ADMINISTRATOR, counts=False,
    ),
    transient(
        "OWN-902", Kind.QUEUE_UNAVAILABLE, Level.SYSTEM,
        "Postroom's queue (Redis) can't be reached",
        "See that Redis runs and has memory and disk left: `postroom doctor`. Nothing is lost: what is due is found in "
        "the database again.",
        who_acts=ADMINISTRATOR, counts=False,
    ),
    transient(
        "OWN-903", Kind.SECRET_UNREADABLE, Level.SYSTEM,
        "The stored passwords can't be read with the secret key at hand",
        "Give this process the key that the passwords were encrypted with (POSTROOM_SECRET_KEY): `postroom doctor` "
        "names it by its fingerprint.",
        who_acts=ADMINISTRATOR, counts=False,
    ),
    permanent(
        "OWN-904", Kind.WORKER_DIED, Level.MAILBOX, ADMINISTRATOR,
        "Workers died again and again while they worked on {mailbox}",
        "See the worker's log and its memory limit, then `postroom mailbox enable {mailbox}` tests and resumes it. "
        "Its mail is untouched.",
    ),
    permanent(
        "OWN-905", Kind.WORKER_DIED, Level.EMAIL, ADMINISTRATOR,
        "Workers died again and again over one email of {mailbox}, so it was set aside",
        "See the worker's log and its memory limit, and look at the email on the server with another program; "
        "`postroom email retry ID` tries it again.",
        counts=False,
    ),
    transient(
        "OWN-906", Kind.CONNECTION_LOST, Level.SYSTEM,
        "Most mail servers became unreachable at once: it is likely this host's own network",
        "Check this host's network, DNS and firewall. No mailbox is blamed, and work goes on by itself.",
        who_acts=ADMINISTRATOR, counts=False,
    ),
    transient(
        "OWN-907", Kind.STORE_UNAVAILABLE, Level.SYSTEM,
        "The disk that holds Postroom's database is full",
        "Make room on the disk; no mail is lost, and work goes on by itself.",
        who_acts=ADMINISTRATOR, counts=False,
    ),
    transient(
        "OWN-908", Kind.STORE_UNAVAILABLE, Level.SYSTEM,
        "Postroom's database and this program are not of the same version",
        "See which of them is older: `postroom doctor`. A worker of this version brings an older database up to date; "
        "a newer one needs the newer Postroom here too.",
        who_acts=ADMINISTRATOR, counts=False,
    ),
    transient(
        "OWN-909", Kind.CONFIGURATION, Level.SYSTEM,
        "This host does not let Postroom open another connection",
        "Raise the limit that the alert names (open files, ports, memory), or do less at once: `postroom worker "
        "--concurrency NUMBER`. No mailbox is blamed.",
        who_acts=ADMINISTRATOR, counts=False,
    ),
    transient(
        "BUG-901", Kind.BUG, Level.SYSTEM,
        "Postroom met a bug of its own",
        "Report it with the lines of the log that carry BUG-901. The mailbox is tried again, and is not blamed.",
        who_acts=ADMINISTRATOR, counts=False,
    ),
    permanent(
        "BUG-902", Kind.BUG, Level.EMAIL, ADMINISTRATOR,
        "Postroom met a bug of its own over one email of {mailbox}, so it was set aside",
        "Report it with the lines of the log that carry BUG-902; after an update `postroom email retry ID` tries the "
        "email again.",
        counts=False,
    ),
)  # fmt: skip

INFORMATION: tuple[Entry, ...] = (
    harmless(
        "INFO-201", Kind.NOTHING_WRONG, Level.MAILBOX,
        "The test of {mailbox} passed",
        "Nothing to do: its mail is being fetched.",
    ),
    harmless(
        "INFO-202", Kind.NOTHING_WRONG, Level.PROFILE,
        "{host} answers again, and the mailboxes of profile {profile} go on",
        "Nothing to do.",
    ),
    harmless(
        "INFO-203", Kind.CURSOR_RESET, Level.MAILBOX,
        "{host} numbered the messages of {mailbox} anew",
        "Nothing to do: the messages that were stored already were recognised, none is stored twice.",
        reference="RFC 9051 section 2.3.1.1",
    ),
    harmless(
        "INFO-204", Kind.NOTHING_WRONG, Level.MAILBOX,
        "What was to be made for {mailbox} on {host} was there already",
        "Nothing to do.",
        reference="RFC 5530 section 3",
    ),
    harmless(
        "INFO-205", Kind.NOTHING_WRONG, Level.MAILBOX,
        "{host} told something about {mailbox} that is no refusal",
        "Nothing to do: its words are shown with this alert.",
        reference="RFC 9051 section 7.1",
    ),
)  # fmt: skip

MAILBOX: tuple[Entry, ...] = (
    permanent(
        "BOX-101", Kind.CONFIGURATION, Level.MAILBOX, OWNER,
        "No password is stored for {mailbox}",
        "Give Postroom the password of this mailbox (with two-step verification, an app password that you make at "
        "your provider's web site): it is tested at once, and mail goes on.",
    ),
    permanent(
        "BOX-102", Kind.CONFIGURATION, Level.MAILBOX, OWNER,
        "The user name or password stored for {mailbox} can't be sent to any server",
        "They hold characters that no mail protocol can carry, such as a line break. Give Postroom your user name and "
        "password anew: they are tested at once, and mail goes on.",
    ),
    transient(
        "BOX-301", Kind.SERVER_ERROR, Level.PROFILE,
        "{host} suddenly refuses many mailboxes of {profile} at once: likely for one cause, not for their passwords",
        "Nobody is asked for a new password; all go on by themselves once one of them gets through again. See that "
        "{host} can reach its directory of accounts, and that tenant, server and rights are still those that {profile} "
        "was set up for. If passwords were changed for all, `postroom mailbox password ADDRESS --password-stdin` "
        "stores a new one. If it began with an update of Postroom, please report the server's words, shown with this "
        "alert.",
        who_acts=PROFILE_OWNER, counts=False,
    ),
)  # fmt: skip

UNKNOWN_BY_PROTOCOL: dict[Protocol, Entry] = {
    protocol: transient(
        f"UNK-90{number}", Kind.UNCLASSIFIED, Level.MAILBOX,
        f"Something went wrong over {name} with {{mailbox}} that Postroom has no name for",
        "Nothing to do at once: it is tried again. If it lasts, please report the server's words, shown with this "
        "alert, so that it gets a name.",
    )
    for number, (protocol, name) in enumerate(
        {
            Protocol.IMAP: "IMAP",
            Protocol.SMTP: "SMTP",
            Protocol.EWS: "Exchange Web Services",
            Protocol.GRAPH: "Microsoft Graph",
            Protocol.OAUTH: "the sign-in service",
            Protocol.NETWORK: "the network",
        }.items(),
        start=1,
    )
}  # fmt: skip
