"""Rules for what IMAP servers say once somebody is signed in, of folders, messages and sessions, and for the words that
tell of a server in trouble at any stage."""

from __future__ import annotations

from . import imap_abroad as abroad
from . import trouble_abroad
from .imap_limits import FAILED_OFTEN, FOLDER, FOR_NOW, IN_USE
from .imap_shape import (
    ANY,
    AUTH,
    BYE,
    EARLY,
    FETCH,
    NO,
    NO_BYE,
    NOT_EARLY,
    OPENING,
    SENDING,
    WORKING,
    Tongues,
    family,
    telling,
    worded,
)
from .imap_sign_in import IMAP_OFF, LOCKED, PASSWORD_EXPIRED, REFUSED, UNSERVED
from .imap_trouble import NOT_CONNECTED, VANISHED
from .shape import Rank, Rule
from .trouble import BROKEN, BUSY, DISK, DOWN, LATER, ODD, TIMED, UNREACHED, VAGUE, either

TOO_BIG = (
    r"too (?:big|large|long)|exceeds? .{0,40}(?:size|limit|maximum|length)|size limit|maximum (?:[\w-]+ )?size|"
    r"data length exceeds|larger than"
)
UNFETCHABLE = r"could not be (?:fetched|converted|retrieved|rendered)|retrieval using the imap|rfc-?822 compatible"
DAMAGED_MESSAGE = (
    r"\b(?:message|mail|item|body|part|mime)\b.{0,20}(?:corrupt|damaged|malformed|unreadable)|(?:can'?t|cannot|"
    r"unable to|"
    r"failed to) (?:read|open|parse|load) (?:the )?(?:message|mail\b|body)|corrupt\w* (?:message|mail|body|mime)|"
    r"invalid mime|mime (?:parse )?error|"
    r"malformed (?:message|mime)|error (?:reading|parsing|opening) (?:the )?(?:message|mail)|cannot parse|"
    r"(?:damaged|broken|unreadable) (?:message|mail)"
)
FULL = (
    r"quota (?:\w+ ){0,2}(?:exceeded|reached|full)|(?<!\[)over ?(?:[\w-]+ )?quota|exceed\w{0,3} .{0,30}quota|"
    r"quota violation|"
    r"(?:mailbox|mailfile|mail ?store|storage|account) (?:is )?(?:over|full)|mailbox size (?:limit )?exceed|"
    r"storage limit|"
    r"not enough .{0,10}(?:quota|space|storage)|insufficient (?:storage|space|quota)|exceeded .{0,20}storage"
)
RELOGIN = r"re-?login|log off now|please reconnect"
DAMAGED = (
    rf"invalid format|{FOLDER}\b.{{0,30}}(?:corrupt|damaged|broken|inconsistent)|(?:index|cache|mail ?store|"
    rf"message store)\b.{{0,30}}"
    r"(?:corrupt|damaged|inconsistent)|corrupt\w* .{0,20}(?:mailbox|folder|index|cache|store)|corruption detected|"
    r"shrank|"
    r"unexpected changes to mailbox|reconstruct|needs? (?:to be )?(?:rebuilt|repaired)|replication inconsistency"
)
NO_FOLDER = Tongues(
    rf"{FOLDER}\b.{{0,60}}(?:does ?n[o']t exist|does not exist|not exist|not found|could not be found|not selectable|"
    rf"isn'?t "
    rf"selectable|\bunknown(?! error)|deleted|must be subscribed|no such)|no such {FOLDER}|(?:unknown|nonexistent|"
    rf"non-existent|invalid|bad|"
    rf"illegal) (?:{FOLDER}|namespace)|(?:can'?t|cannot|could not) find (?:the )?{FOLDER}|valid folder name|"
    rf"no mailbox of that|"
    r"no (?:mailbox|folder) (?:with|named|called|by)|(?:mailbox|folder) (?:was|has been) removed|"
    r"(?:mailbox|folder) no longer exist",
    abroad.NO_FOLDER, abroad.NO_FOLDER_CYRILLIC,
)  # fmt: skip
NO_RIGHT = (
    r"permission (?:is )?denied|access (?:is )?denied|not (?:permitted|authori[sz]ed|allowed)|(?:no|insufficient|"
    r"lack\w*|missing|"
    r"without) (?:[\w-]+ )?(?:permission|rights?\b|privilege|access)|"
    r"do(?:es)? not have (?:the )?(?:[\w-]+ )?(?:permission|right|access)|acl: |forbidden|right denied|"
    r"selected read-only|"
    r"does not allow|not allow access|"
    r"read[- ]only\b"
)

WORK_REFUSED = r"\b(?:select|examine|fetch|search|status|list|append|noop|idle|store|copy|check)\b(?: command)? failed"
MISTAKEN = (
    r"too many (?:invalid|bad|unknown) (?:imap )?commands|(?:invalid|unknown|unrecogni[sz]ed) command|unknown flag|"
    r"(?:illegal|invalid|missing) arguments?\b|too many arguments|syntax error|command syntax|"
    r"unrecogni[sz]ed character set"
)

IN_COMMAND = r"error in imap command"  # Dovecot's, of what it can't parse
BROKEN_MESSAGE = r"message contains|header/body separator|message has no |invalid header"
UNASKED_FOR = r"not (?:be )?supported|unsupported|not implemented|disabled by|is disabled|too many user flags"
SIGNED_OUT = r"not (?:authenticated|logged in)|(?:login|authenticate) first|please authenticate"
SHUT_THERE = (
    r"(?:account|user|profile|mailbox)\b(?: \S{1,60})?:? (?:is |has |was |been |are |have |currently ){0,3}(?:disabled|"
    r"suspended|deactivated|inactive|terminated|frozen|cancell?ed|on hold|not active|closed by)|"
    r"\b(?:suspended|deactivated|disabled|terminated) (?:account|mailbox|user)|(?:account|user|logon|mailbox)disabled"
)
SIGN_IN_REFUSED = Tongues(
    either(REFUSED.english, LOCKED.english, PASSWORD_EXPIRED.english),
    either(abroad.REFUSED, abroad.LOCKED, abroad.PASSWORD_EXPIRED),
    either(abroad.REFUSED_CYRILLIC, abroad.LOCKED_CYRILLIC, abroad.PASSWORD_EXPIRED_CYRILLIC),
)

NOT_SPECIFIC = either(BUSY, DOWN)
# Whatever is refused beside these words, it can't be judged just now.
PASSING = either(BUSY, DOWN, TIMED, BROKEN, UNREACHED, LATER)
PASSING_ABROAD = trouble_abroad.TROUBLE
TROUBLE = either(BROKEN, LATER, UNREACHED, VAGUE, ODD, BUSY, DOWN)
OF_A_FOLDER = either(IN_USE, DISK, DAMAGED, NO_FOLDER.english)
OF_A_MESSAGE = either(VANISHED, UNFETCHABLE, DAMAGED_MESSAGE)
SENT = either(FULL, TOO_BIG)
SPECIFIC = either(OF_A_FOLDER, NO_RIGHT)
DEAD = either(SHUT_THERE, IMAP_OFF)

BROKEN_SO = Tongues(BROKEN, trouble_abroad.BROKEN, trouble_abroad.BROKEN_CYRILLIC)
LATER_SO = Tongues(either(LATER, UNREACHED), trouble_abroad.LATER, trouble_abroad.LATER_CYRILLIC)
DOWN_SO = Tongues(DOWN, trouble_abroad.DOWN, trouble_abroad.DOWN_CYRILLIC)
DOWN_ABROAD = either(trouble_abroad.DOWN, trouble_abroad.DOWN_CYRILLIC)
OTHERS_ABROAD = either(DOWN_ABROAD, trouble_abroad.BROKEN, trouble_abroad.BROKEN_CYRILLIC)

AT_WORK: tuple[Rule, ...] = (
    telling("not-connected", "IMAP-211", ANY, NOT_CONNECTED),
    telling("dropped", "IMAP-210", NOT_EARLY, r"connection dropped by server"),
    telling("slowed-down", "IMAP-205", FETCH, r"service temporarily unavailable"),
    telling("too-big", "MSG-402", SENDING, TOO_BIG, unless=FULL),
    telling("vanished", "MSG-202", FETCH, VANISHED, codes=frozenset({"NONEXISTENT", "CLIENTBUG", "CANNOT"})),
    telling("full-when-read", "IMAP-107", FETCH, FULL, codes=frozenset({"OVERQUOTA"}), unless=r"bandwidth|command"),
)  # fmt: skip

# What a server that refuses is in trouble with.
TROUBLES: tuple[Rule, ...] = (
    worded("busy", "IMAP-206", ANY, BUSY),
    *family(Rank.WORDED, "down", "IMAP-201", ANY, DOWN_SO, unless=BUSY),
    worded("locked", "IMAP-204", WORKING | AUTH, IN_USE, unless=NOT_SPECIFIC),
    worded("disk", "IMAP-312", WORKING | AUTH, DISK, unless=either(NOT_SPECIFIC, IN_USE)),
    *family(Rank.WORDED, "broken-early", "IMAP-208", EARLY, BROKEN_SO, statuses=NO_BYE,
            unless=either(NOT_SPECIFIC, IN_USE, DISK, FULL, DOWN_ABROAD)),
    *family(Rank.WORDED, "broken", "IMAP-207", NOT_EARLY, BROKEN_SO, statuses=NO_BYE,
            unless=either(NOT_SPECIFIC, IN_USE, DISK, DAMAGED, OF_A_MESSAGE, FULL, DOWN_ABROAD)),
    worded("broken-bye", "IMAP-208", ANY, BROKEN, statuses=BYE, unless=either(NOT_SPECIFIC, SPECIFIC)),
    *family(Rank.WORDED, "later-early", "IMAP-201", EARLY, LATER_SO,
            unless=either(NOT_SPECIFIC, BROKEN, IN_USE, DISK, FULL, OTHERS_ABROAD)),
    *family(Rank.WORDED, "later", "IMAP-211", NOT_EARLY, LATER_SO,
            unless=either(NOT_SPECIFIC, BROKEN, IN_USE, DISK, DAMAGED, OF_A_MESSAGE, FULL, RELOGIN, OTHERS_ABROAD)),
    worded("timed-out-early", "IMAP-201", EARLY, TIMED, statuses=NO_BYE,
           unless=either(NOT_SPECIFIC, BROKEN, LATER, UNREACHED, IN_USE, DISK, FULL, PASSING_ABROAD)),
    worded("timed-out", "IMAP-211", NOT_EARLY, TIMED, statuses=NO_BYE,
           unless=either(NOT_SPECIFIC, BROKEN, LATER, UNREACHED, IN_USE, DISK, DAMAGED, OF_A_MESSAGE, FULL,
                         PASSING_ABROAD)),
    worded("vague-early", "IMAP-201", EARLY, VAGUE,
           unless=either(PASSING, PASSING_ABROAD, IN_USE, DISK, FULL, UNSERVED)),
    worded("vague", "IMAP-211", NOT_EARLY, VAGUE,
           unless=either(PASSING, PASSING_ABROAD, SPECIFIC, OF_A_MESSAGE, FULL, RELOGIN, DEAD)),
    worded("odd-early", "IMAP-208", EARLY, ODD, statuses=NO_BYE,
           unless=either(PASSING, PASSING_ABROAD, VAGUE, IN_USE, DISK, FULL)),
    worded("odd", "IMAP-207", NOT_EARLY, ODD, statuses=NO_BYE,
           unless=either(PASSING, PASSING_ABROAD, VAGUE, SPECIFIC, OF_A_MESSAGE, FULL, RELOGIN, DEAD)),
)  # fmt: skip

WORDS: tuple[Rule, ...] = (
    *TROUBLES,
    worded("damaged", "IMAP-310", OPENING, DAMAGED, unless=either(NOT_SPECIFIC, RELOGIN, IN_USE, DISK)),
    *family(Rank.WORDED, "no-folder", "IMAP-112", WORKING, NO_FOLDER, statuses=NO_BYE,
            unless=either(PASSING, PASSING_ABROAD, IN_USE, DISK, DAMAGED, OF_A_MESSAGE)),
    worded("no-right", "IMAP-308", WORKING, NO_RIGHT, statuses=NO,
           unless=either(PASSING, PASSING_ABROAD, OF_A_FOLDER, OF_A_MESSAGE, FULL, SIGNED_OUT, DEAD)),
    worded("signed-out", "IMAP-210", WORKING, SIGNED_OUT, statuses=NO, unless=either(TROUBLE, TIMED)),
    # A fresh sign-in decides.
    *family(Rank.WORDED, "sign-in-refused", "IMAP-210", WORKING, SIGN_IN_REFUSED, statuses=NO,
            unless=either(TROUBLE, TIMED, PASSING_ABROAD, SPECIFIC, OF_A_MESSAGE, SENT, SIGNED_OUT, MISTAKEN,
                          UNASKED_FOR, DEAD, BROKEN_MESSAGE, abroad.NO_FOLDER, abroad.FULL)),
    worded("closed-at-work", "IMAP-314", WORKING, SHUT_THERE, statuses=NO,
           unless=either(PASSING, PASSING_ABROAD, OF_A_FOLDER, OF_A_MESSAGE, FULL, SIGNED_OUT, FOR_NOW, IMAP_OFF)),
    worded("imap-off-at-work", "IMAP-114", WORKING, IMAP_OFF, statuses=NO,
           unless=either(PASSING, PASSING_ABROAD, OF_A_FOLDER, OF_A_MESSAGE, FULL, SIGNED_OUT)),
    worded("cannot", "IMAP-313", WORKING, UNASKED_FOR, statuses=NO,
           unless=either(TROUBLE, TIMED, SPECIFIC, OF_A_MESSAGE, FULL, SIGNED_OUT, MISTAKEN, BROKEN_MESSAGE, DEAD)),
    worded("broken-message", "MSG-401", SENDING, BROKEN_MESSAGE, unless=either(TROUBLE, OF_A_FOLDER, NO_RIGHT, SENT)),
    *family(Rank.WORDED, "full", "IMAP-107", AUTH | WORKING, Tongues(FULL, abroad.FULL, abroad.FULL_CYRILLIC),
            unless=either(NOT_SPECIFIC, IN_USE, DISK, r"will expire|bandwidth")),
    worded("vanished", "MSG-202", FETCH, VANISHED, statuses=NO_BYE,
           unless=either(NOT_SPECIFIC, IN_USE, DISK, FULL, IN_COMMAND)),
    worded("unfetchable", "MSG-205", FETCH, UNFETCHABLE, unless=either(NOT_SPECIFIC, VANISHED, IN_USE, DISK)),
    worded("damaged-message", "MSG-301", FETCH, DAMAGED_MESSAGE,
           unless=either(NOT_SPECIFIC, VANISHED, UNFETCHABLE, IN_USE, DISK)),
    worded("mistaken", "IMAP-901", ANY, MISTAKEN,
           unless=either(NOT_SPECIFIC, VANISHED, IN_USE, DISK, FULL, NO_RIGHT)),
    *family(Rank.WORDED, "refused", "IMAP-102", AUTH, REFUSED,
            unless=either(TROUBLE, TIMED, IN_USE, DISK, FULL, FOR_NOW, FAILED_OFTEN, MISTAKEN, PASSING_ABROAD)),
    worded("session-over", "IMAP-210", NOT_EARLY,
           rf"idle|inactiv|{TIMED}|auto-?logout|session (?:has )?(?:expired|ended)|(?:connection|session) (?:is |"
           rf"was )?closed|"
           rf"disconnect|logging out|logout|terminating connection|closing connection|{RELOGIN}",
           statuses=BYE,
           unless=either(BROKEN, r"unavailable|not available", LATER, UNREACHED, DOWN, BUSY, IN_USE, DISK)),
    worded("command-failed", "IMAP-207", WORKING, WORK_REFUSED, statuses=NO_BYE,
           unless=either(TROUBLE, TIMED, SPECIFIC, OF_A_MESSAGE, SENT, MISTAKEN, SIGNED_OUT,
                          UNASKED_FOR, BROKEN_MESSAGE, PASSING_ABROAD, DEAD)),
)  # fmt: skip
