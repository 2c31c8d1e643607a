"""Rules for the response codes of IMAP: RFC 5530's, those registered at IANA since, and a few that are in no RFC."""

from __future__ import annotations

from errors.model import Stage

from .imap_shape import ANY, EARLY, FETCH, NOT_EARLY, SENDING, coded
from .shape import Rule

NOT_FETCH = frozenset(Stage) - FETCH
NOT_SENDING = frozenset(Stage) - SENDING

# They come with OK, or say nothing of what is wrong: then the words beside them count.
HARMLESS = frozenset({
    "ALERT", "APPENDUID", "CAPABILITY", "CLOSED", "COPYUID", "HIGHESTMODSEQ", "INPROGRESS", "MAILBOXID", "MODIFIED",
    "NEWNAME", "NOMODSEQ", "NOTIFICATIONOVERFLOW", "PERMANENTFLAGS", "READ-ONLY", "READ-WRITE", "UIDNEXT",
    "UIDNOTSTICKY", "UIDVALIDITY", "UNSEEN",
})  # fmt: skip

CODES: tuple[Rule, ...] = (
    coded("IMAP-201", ANY, "UNAVAILABLE"),
    coded("IMAP-211", ANY, "TEMPFAIL"),  # RFC 5259 section 9.3, but said by others of any command
    coded("IMAP-101", ANY, "AUTHENTICATIONFAILED"),
    coded("IMAP-302", ANY, "AUTHORIZATIONFAILED"),
    coded("IMAP-103", ANY, "EXPIRED"),
    coded("IMAP-304", ANY, "PRIVACYREQUIRED"),
    coded("IMAP-301", ANY, "CONTACTADMIN"),
    coded("IMAP-302", EARLY, "NOPERM"),
    coded("IMAP-308", NOT_EARLY, "NOPERM"),
    coded("IMAP-204", ANY, "INUSE"),
    coded("IMAP-212", ANY, "EXPUNGEISSUED"),
    coded("MSG-301", FETCH, "CORRUPTION"),
    coded("IMAP-310", NOT_FETCH, "CORRUPTION"),
    coded("IMAP-207", ANY, "SERVERBUG"),
    # What we asked for is wrong, or not for this server, and would be so again.
    coded("IMAP-901", ANY, "CLIENTBUG", "BADCHARSET", "BADCOMPARATOR", "BADEVENT", "BADURL", "COMPRESSIONACTIVE",
          "UIDREQUIRED", "UNDEFINED-FILTER", "URLMECH"),
    coded("MSG-205", FETCH | SENDING, "CANNOT", "UNKNOWN-CTE", "MAXCONVERTMESSAGES", "MAXCONVERTPARTS"),
    coded("IMAP-313", NOT_FETCH - SENDING, "CANNOT", "UNKNOWN-CTE", "MAXCONVERTMESSAGES", "MAXCONVERTPARTS"),
    coded("IMAP-313", ANY, "METADATA", "ANNOTATE", "ANNOTATIONS", "HASCHILDREN", "USEATTR"),
    coded("IMAP-205", ANY, "LIMIT", "THROTTLED", "MESSAGELIMIT", "NOUPDATE"),
    coded("IMAP-205", FETCH, "OVERQUOTA"),
    coded("IMAP-107", NOT_FETCH, "OVERQUOTA"),
    coded("INFO-204", ANY, "ALREADYEXISTS"),
    coded("IMAP-112", ANY, "NONEXISTENT", "TRYCREATE"),
    coded("MSG-402", SENDING, "TOOBIG"),
    coded("IMAP-901", NOT_SENDING, "TOOBIG"),
    coded("MSG-401", FETCH, "PARSE"),
    coded("IMAP-207", NOT_FETCH, "PARSE"),
    coded("IMAP-207", ANY, "NOTSAVED"),
    coded("IMAP-307", ANY, "REFERRAL"),  # RFC 2221
    coded("IMAP-105", ANY, "WEBALERT"),  # Gmail
)  # fmt: skip
