"""Rules for what IMAP servers say once somebody is signed in, of folders, messages and sessions, and for the words that
tell of a server in trouble at any stage."""

from __future__ import annotations

from . import imap_abroad as abroad
from .imap_limits import FAILED_OFTEN, FOR_NOW
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
    either,
    family,
    telling,
    worded,
)
from .imap_sign_in import REFUSED
from .shape import Rank, Rule

FOLDER = r"(?:mailbox|folder)"
MESSAGE = r"(?:messages?|mails?|uids?|items?|parts?)"

TOO_BIG = (
    r"too (?:big|large|long)|exceeds? .{0,40}(?:size|limit|maximum|length)|size limit|maximum (?:[\w-]+ )?size|"
    r"data length exceeds|larger than"
)
NOT_CONNECTED = r"authenticated but not connected|unable to access your mailbox|failed to open mailbox|mailbox server"
VANISHED = (
    rf"message ?set is invalid|invalid (?:message ?)?(?:set|sequence|number|uid)|"
    rf"no longer exist|{MESSAGE}\b.{{0,40}}(?:do(?:es)? not "
    rf"exist|not exist|doesn'?t exist|not found|expunged|(?:been|was|were) (?:deleted|removed|moved))|"
    rf"no such {MESSAGE}|"
    r"no such entity|no matching messages|bad (?:message )?sequence|sequence parse error|out of range|"
    r"(?:cannot|can't|could not|unable to) find (?:the )?(?:message|mail|item|uid)|(?:message|mail|item|"
    r"uid) (?:\w+ )?could not be found|"
    r"no longer available|"
    r"(?:message|mail|uid) (?:\d{1,9} )?(?:deleted|removed|expunged)|unknown (?:uid|message)"
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
DISK = (
    r"i/o error|input/output error|read-only file ?system|no space left|disk (?:is )?(?:full|error|failure)|"
    r"operating system error|stale (?:nfs )?file handle|mail system storage|fatal disk|correct uid|"
    r"no such file or directory"
)
LOCKED = (
    rf"{FOLDER} (?:is )?(?:currently |already )?(?:locked|in use|reserved|busy|open(?:ed)? by)|\blocked by|in use by|"
    r"lock (?:timeout|timed out|failed|error|file)|unable to (?:get |obtain |acquire )?(?:\w+ )?lock|(?:waiting|"
    r"timeout|trying) "
    r".{0,30}lock\b|(?:acquire|obtain|get|take) (?:a |the )?(?:\w+ )?lock|lost mailbox lock|lock has been lost|"
    r"database is locked|retry operation|another (?:process|"
    r"session|client)|"
    r"lock failure"
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
    r"no (?:mailbox|folder) (?:with|named|called|by)|(?:mailbox|folder) (?:was|has been) removed",
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

BROKEN = (
    r"(?:server|internal|system|backend|serious|database|fatal|unknown|unexpected|general|storage|store|sql|ldap|"
    r"application|"
    r"generic) ?(?:server |database )?(?:error|failure|exception)|internal (?:[\w-]+ ){0,2}(?:error|failure|problem)|"
    r"unable to register|"
    r"processing failed|(?:database|query|sql|storage|backend) (?:[\w-]+ )?failed|crash|traceback|exception\b|"
    r"assert\w* fail|has no attribute|out of memory|segmentation|panic|"
    r"uncaught|"
    r"unspecified error|failure (?:selecting|opening|fetching|reading)|could not complete|something went wrong|"
    r"error (?:selecting|fetching|processing)|"
    r"error occurred|error while|error (?:opening|reading) (?:the )?(?:mailbox|folder)"
)
LATER = (
    r"temporar|temporally|try(?: again)? later|again later|unavailable|not (?:currently |yet )?available|please wait|"
    r"not ready|not respond|being (?:rebuilt|repaired|restored|indexed)|unable to open|could not (?:open|connect)|"
    r"(?:can'?t|"
    r"cannot|unable to|failed to|error) connect|connect\w* (?:to )?(?:[\w-]+ ){0,2}(?:server|backend|"
    r"upstream) (?:fail|error)|"
    r"back-?end .{0,30}(?:down\b|timed? ?out|unreachable|fail|not )|proxy (?:error|fail)|upstream|no servers|"
    r"backendfailed|denied the operation|few (?:minutes|moments|seconds)|taking too long|"
    r"(?:cannot|can't|unable to|could not|failed to) (?:reach|contact)|lost connection|"
    r"connectionfailed|"
    r"could not be (?:opened|accessed)|(?:cannot|can't) be (?:opened|accessed)|at (?:this|the) (?:time|moment)"
)
TIMED = r"timed? ?out|timeout|deadline exceeded"
BUSY = (
    r"(?:service|server|system|host) (?:is )?(?:too |currently |very )?busy|overload|too busy|(?:insufficient|"
    r"not enough|"
    r"out of) (?:system )?resources|resource (?:temporarily )?unavailable|resources exhausted|load (?:is )?too high|"
    r"high load|load average"
)
DOWN = (
    r"shut(?:ting)? ?down|going down|restart|maintenance|reload|being upgraded|out of service|off-?line\b|"
    r"not accepting|server (?:is )?(?:stopp|down\b)|service (?:is )?(?:stopp|down\b)|"
    r"reboot"
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

NOT_SPECIFIC = either(BUSY, DOWN)
TROUBLE = either(BROKEN, LATER, BUSY, DOWN)
OF_A_FOLDER = either(LOCKED, DISK, DAMAGED, NO_FOLDER.english)
OF_A_MESSAGE = either(VANISHED, UNFETCHABLE, DAMAGED_MESSAGE)
SENT = either(FULL, TOO_BIG)
SPECIFIC = either(OF_A_FOLDER, NO_RIGHT)

AT_WORK: tuple[Rule, ...] = (
    telling("not-connected", "IMAP-211", ANY, NOT_CONNECTED),
    telling("dropped", "IMAP-210", NOT_EARLY, r"connection dropped by server"),
    telling("slowed-down", "IMAP-205", FETCH, r"service temporarily unavailable"),
    telling("too-big", "MSG-402", SENDING, TOO_BIG, unless=FULL),
    telling("vanished", "MSG-202", FETCH, VANISHED, codes=frozenset({"NONEXISTENT", "CLIENTBUG", "CANNOT"})),
    telling("full-when-read", "IMAP-107", FETCH, FULL, codes=frozenset({"OVERQUOTA"}), unless=r"bandwidth|command"),
)  # fmt: skip

WORDS: tuple[Rule, ...] = (
    worded("busy", "IMAP-206", ANY, BUSY),
    *family(Rank.WORDED, "down", "IMAP-201", ANY, Tongues(DOWN, abroad.DOWN, abroad.DOWN_CYRILLIC), unless=BUSY),
    worded("locked", "IMAP-204", WORKING | AUTH, LOCKED, unless=NOT_SPECIFIC),
    worded("disk", "IMAP-312", WORKING | AUTH, DISK, unless=either(NOT_SPECIFIC, LOCKED)),
    worded("damaged", "IMAP-310", OPENING, DAMAGED, unless=either(NOT_SPECIFIC, RELOGIN, LOCKED, DISK)),
    *family(Rank.WORDED, "no-folder", "IMAP-112", OPENING | SENDING, NO_FOLDER, statuses=NO_BYE,
            unless=either(NOT_SPECIFIC, LOCKED, DISK, DAMAGED)),
    worded("no-right", "IMAP-308", WORKING, NO_RIGHT, statuses=NO,
           unless=either(NOT_SPECIFIC, OF_A_FOLDER, OF_A_MESSAGE, FULL, SIGNED_OUT)),
    worded("signed-out", "IMAP-210", WORKING, SIGNED_OUT, statuses=NO, unless=either(TROUBLE, TIMED)),
    worded("cannot", "IMAP-313", WORKING, UNASKED_FOR, statuses=NO,
           unless=either(TROUBLE, TIMED, SPECIFIC, OF_A_MESSAGE, FULL, SIGNED_OUT, MISTAKEN, BROKEN_MESSAGE)),
    worded("broken-message", "MSG-401", SENDING, BROKEN_MESSAGE, unless=either(TROUBLE, OF_A_FOLDER, NO_RIGHT, SENT)),
    *family(Rank.WORDED, "full", "IMAP-107", AUTH | WORKING, Tongues(FULL, abroad.FULL, abroad.FULL_CYRILLIC),
            unless=either(NOT_SPECIFIC, LOCKED, DISK, r"will expire|bandwidth")),
    worded("vanished", "MSG-202", FETCH, VANISHED, statuses=NO_BYE,
           unless=either(NOT_SPECIFIC, LOCKED, DISK, FULL, IN_COMMAND)),
    worded("unfetchable", "MSG-205", FETCH, UNFETCHABLE, unless=either(NOT_SPECIFIC, VANISHED, LOCKED, DISK)),
    worded("damaged-message", "MSG-301", FETCH, DAMAGED_MESSAGE,
           unless=either(NOT_SPECIFIC, VANISHED, UNFETCHABLE, LOCKED, DISK)),
    worded("mistaken", "IMAP-901", ANY, MISTAKEN,
           unless=either(NOT_SPECIFIC, VANISHED, LOCKED, DISK, FULL, NO_RIGHT)),
    *family(Rank.WORDED, "broken-early", "IMAP-208", EARLY, Tongues(BROKEN, abroad.BROKEN, abroad.BROKEN_CYRILLIC),
            statuses=NO_BYE, unless=either(NOT_SPECIFIC, LOCKED, DISK, FULL)),
    *family(Rank.WORDED, "broken", "IMAP-207", NOT_EARLY, Tongues(BROKEN, abroad.BROKEN, abroad.BROKEN_CYRILLIC),
            statuses=NO_BYE, unless=either(NOT_SPECIFIC, SPECIFIC, OF_A_MESSAGE, FULL)),
    worded("broken-bye", "IMAP-208", ANY, BROKEN, statuses=BYE, unless=either(NOT_SPECIFIC, SPECIFIC)),
    *family(Rank.WORDED, "later-early", "IMAP-201", EARLY, Tongues(LATER, abroad.LATER, abroad.LATER_CYRILLIC),
            unless=either(NOT_SPECIFIC, BROKEN, LOCKED, DISK, FULL, abroad.DOWN)),
    *family(Rank.WORDED, "later", "IMAP-211", NOT_EARLY, Tongues(LATER, abroad.LATER, abroad.LATER_CYRILLIC),
            unless=either(NOT_SPECIFIC, BROKEN, SPECIFIC, OF_A_MESSAGE, FULL, RELOGIN, abroad.DOWN)),
    worded("timed-out-early", "IMAP-201", EARLY, TIMED, statuses=NO_BYE, unless=either(TROUBLE, LOCKED, DISK, FULL)),
    worded("timed-out", "IMAP-211", NOT_EARLY, TIMED, statuses=NO_BYE,
           unless=either(TROUBLE, SPECIFIC, OF_A_MESSAGE, FULL)),
    *family(Rank.WORDED, "refused", "IMAP-102", AUTH, REFUSED,
            unless=either(TROUBLE, TIMED, LOCKED, DISK, FULL, FOR_NOW, FAILED_OFTEN, MISTAKEN,
                          abroad.BROKEN, abroad.LATER, abroad.DOWN)),
    worded("session-over", "IMAP-210", NOT_EARLY,
           rf"idle|inactiv|{TIMED}|auto-?logout|session (?:has )?(?:expired|ended)|(?:connection|session) (?:is |"
           rf"was )?closed|"
           rf"disconnect|logging out|logout|terminating connection|closing connection|{RELOGIN}",
           statuses=BYE,
           unless=either(BROKEN, r"temporar|unavailable|try again later|not available", DOWN, BUSY, LOCKED, DISK)),
    worded("command-failed", "IMAP-207", WORKING, WORK_REFUSED, statuses=NO_BYE,
           unless=either(TROUBLE, TIMED, SPECIFIC, OF_A_MESSAGE, SENT, MISTAKEN, SIGNED_OUT,
                          UNASKED_FOR, BROKEN_MESSAGE)),
)  # fmt: skip
