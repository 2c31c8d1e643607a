"""Rules for what an IMAP server answers: RFC 5530's response codes, what providers say beside or instead of them, and
what the kind of answer alone tells. Texts are those of answers.jsonl and of the servers' own sources."""

from __future__ import annotations

from errors.model import Protocol, Stage

from .shape import Rank, Rule

ANY: frozenset[Stage] = frozenset()
AUTH = frozenset({Stage.AUTH})
EARLY = frozenset({Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.AUTH})
GREETING = frozenset({Stage.GREETING})
FETCH = frozenset({Stage.FETCH})
SENDING = frozenset({Stage.APPEND, Stage.SEND})
WORKING = frozenset({Stage.SELECT, Stage.POLL, Stage.FETCH, Stage.IDLE}) | SENDING
OPENING = frozenset({Stage.SELECT, Stage.POLL})
NOT_EARLY = frozenset(Stage) - EARLY


def imap(name: str, code: str, rank: Rank, stages: frozenset[Stage], *, codes: frozenset[str] = frozenset(),
         statuses: frozenset[str | None] = frozenset(), exceptions: frozenset[str] = frozenset(),
         text: str | None = None, unless: str | None = None) -> Rule:  # fmt: skip
    return Rule(f"imap.{name}", code, rank, Protocol.IMAP, stages, statuses, codes, exceptions, text, unless)


def seen_as(name: str, code: str, exception: str, stages: frozenset[Stage] = ANY, *,
            statuses: frozenset[str | None] = frozenset()) -> Rule:  # fmt: skip
    """What our adapter found out by itself."""
    return imap(name, code, Rank.OWN, stages, exceptions=frozenset({exception}), statuses=statuses)


def telling(name: str, code: str, stages: frozenset[Stage], text: str, *, unless: str | None = None) -> Rule:
    """Words that say more than a response code beside them."""
    return imap(f"telling.{name}", code, Rank.TELLING, stages, text=text, unless=unless)


def coded(code: str, stages: frozenset[Stage], *codes: str) -> Rule:
    where = "" if not stages else "." + "-".join(sorted(stages)) if len(stages) < 6 else ".else"
    return imap(f"code.{codes[0].lower()}{where}", code, Rank.CODED, stages, codes=frozenset(codes))


def worded(name: str, code: str, stages: frozenset[Stage], text: str, *, unless: str | None = None,
           statuses: frozenset[str | None] = frozenset()) -> Rule:  # fmt: skip
    return imap(f"words.{name}", code, Rank.WORDED, stages, text=text, unless=unless, statuses=statuses)


def shaped(name: str, code: str, stages: frozenset[Stage], *statuses: str) -> Rule:
    return imap(f"shape.{name}", code, Rank.SHAPED, stages, statuses=frozenset(statuses))


ADAPTER: tuple[Rule, ...] = (
    seen_as("starttls-not-offered", "TLS-311", "StartTlsNotOffered"),
    seen_as("starttls-unknown", "TLS-311", "StartTlsRefused", statuses=frozenset({"BAD"})),
    seen_as("starttls-refused", "TLS-204", "StartTlsRefused", statuses=frozenset({"NO", "BYE", None})),
    seen_as("starttls-injection", "TLS-312", "StartTlsInjection"),
    seen_as("clear-sign-in", "IMAP-304", "LoginDisabled"),
    imap("no-imap", "IMAP-305", Rank.CODED, GREETING, exceptions=frozenset({"ProtocolViolation"})),
    imap("nonsense", "IMAP-216", Rank.LAST, ANY, exceptions=frozenset({"ProtocolViolation"})),
)  # fmt: skip

# What providers say at the sign-in.

MANY = (
    r"too many (?:simultaneous |concurrent |open |active )?(?:imap )?(?:connections|sessions|logins)\b|"
    r"maximum number of (?:\w+ )?connections|(?:connection|session) limit|exceeded .{0,20}number of connections"
)
PER_HOST = r"\d+ of \d+ from|from (?:your|this|the same|one) (?:ip|host|address|network|client)"
FOR_A_WHILE = r"temporar|for a while|try again (?:later|in)"
ADMINISTERED = r"administrator"

SIGN_IN: tuple[Rule, ...] = (
    telling("connections-of-host", "IMAP-203", ANY, rf"(?:{MANY}).*(?:{PER_HOST})"),
    telling("connections-of-user", "IMAP-202", ANY, MANY, unless=PER_HOST),
    telling("throttled", "IMAP-205", ANY,
            r"throttl|suggested backoff|rate[- ]limit|(?:command|bandwidth)s? (?:or bandwidth )?limits?|"
            r"too many (?:requests|commands)"),
    telling("challenge", "IMAP-209", AUTH, r'"status"\s*:\s*"4\d\d"|^\+ ?eyJzdGF0dXMiOi'),
    telling("token", "IMAP-209", ANY, r"access ?token ?(?:has )?expired|session invalidated"),
    telling("token-refused", "IMAP-108", AUTH, r"command error\. 10\b"),
    telling("locked-for-a-while", "IMAP-214", AUTH,
            r"too many (?:[\w-]+ ){0,3}(?:failures|attempts|errors|failed)|"
            r"temporar\w+ (?:locked|blocked|suspended|disabled)|(?:locked|blocked|suspended|disabled) temporar"),
    telling("app-password", "IMAP-104", AUTH, r"app(?:lication)?(?:[- ]specific)?[- ]password"),
    telling("browser", "IMAP-105", AUTH,
            r"web ?login required|(?:log|sign)[- ]?in (?:\w+ ){0,4}(?:web )?browser|"
            r"verify (?:it'?s you|your (?:account|identity))"),
    # Yandex; QQ, which lists every reason that it knows
    telling("password-or-imap-off", "IMAP-106", AUTH, r"credentials or imap is disabled|account is abnormal"),
    telling("client-unwelcome", "IMAP-105", AUTH | OPENING, r"unsafe login"),
    telling("imap-off-by-administrator", "IMAP-303", AUTH,
            r"(?:yet to enable imap|imap (?:access )?(?:is )?(?:disabled|not enabled)|disabled imap).*administrator|"
            r"administrator.*(?:disabled imap|imap (?:access )?(?:is )?(?:disabled|not enabled))"),
    telling("imap-off", "IMAP-109", AUTH,
            r"not enabled for imap|imap (?:access )?(?:is )?(?:disabled|not enabled|(?:turned|switched) off)|"
            r"enable imap (?:access )?in", unless=r"administrator|credentials or"),
    telling("password-expired", "IMAP-103", AUTH,
            r"password (?:has |is )?expired|password must be changed|must change (?:your|the|its) password|"
            r"password change (?:is )?required"),
    telling("clear-text", "IMAP-304", AUTH,
            r"(?:clear|plain) ?text (?:logins?|auth\w*|passwords?) (?:\w+ )?(?:disabled|disallowed|not (?:allowed|"
            r"permitted))|(?:tls|ssl|starttls|encryption) (?:is )?required|(?:issue|use) (?:a )?starttls"),
    telling("network-banned", "IMAP-306", EARLY,
            r"country is (?:black|block|den)\w+|(?:your|this|client) (?:ip|host|address|network)\b.{0,40}"
            r"(?:banned|blocked|black ?list|not allowed|denied)", unless=FOR_A_WHILE),
    telling("account-disabled", "IMAP-301", AUTH,
            r"(?:account|mailbox|user) (?:is |has been |was )?(?:disabled|suspended|deactivated|inactive|closed|"
            r"terminated|not active)|login disabled for this user", unless=FOR_A_WHILE),
    telling("account-locked", "IMAP-110", AUTH, r"account (?:is |has been |was )?(?:locked|blocked)",
            unless=FOR_A_WHILE),
    telling("passwords-not-wanted", "IMAP-311", AUTH,
            r"basic ?auth\w* ?(?:is |has been )?(?:disabled|blocked|not)|unsupported auth\w*|"
            r"(?:login|auth\w*) (?:method|mechanism|type)s? (?:is )?(?:not supported|unsupported|disabled|unknown)|"
            r"login is disabled|mechanism not supported"),
    telling("login-failure-inside", "IMAP-208", EARLY, r"internal (?:login|auth\w*) failure"),
    telling("sign-in-out-of-order", "IMAP-201", AUTH,
            r"temporary (?:\w+ )?(?:auth\w*|login|internal|server) (?:failure|error|problem)"),
)  # fmt: skip

# What they say at work, beside a code or against it.

AT_WORK: tuple[Rule, ...] = (
    telling("not-connected", "IMAP-211", ANY, r"authenticated but not connected|unable to access your mailbox"),
    telling("slowed-down", "IMAP-205", FETCH, r"service temporarily unavailable"),
)

CODES: tuple[Rule, ...] = (
    coded("IMAP-201", ANY, "UNAVAILABLE"),
    coded("IMAP-211", ANY, "TEMPFAIL"),  # not in any RFC
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
    coded("IMAP-310", frozenset(Stage) - FETCH, "CORRUPTION"),
    coded("IMAP-207", ANY, "SERVERBUG"),
    coded("IMAP-901", ANY, "CLIENTBUG", "BADCHARSET"),
    coded("MSG-205", FETCH | SENDING, "CANNOT", "UNKNOWN-CTE"),
    coded("IMAP-313", frozenset(Stage) - FETCH - SENDING, "CANNOT", "UNKNOWN-CTE"),
    coded("IMAP-205", ANY, "LIMIT", "THROTTLED"),
    coded("IMAP-205", FETCH, "OVERQUOTA"),
    coded("IMAP-107", frozenset(Stage) - FETCH, "OVERQUOTA"),
    coded("INFO-204", ANY, "ALREADYEXISTS"),
    coded("IMAP-112", ANY, "NONEXISTENT", "TRYCREATE"),
    coded("MSG-402", ANY, "TOOBIG"),
    coded("MSG-401", FETCH, "PARSE"),
    coded("IMAP-207", frozenset(Stage) - FETCH, "PARSE", "NOTSAVED"),
    coded("IMAP-307", ANY, "REFERRAL"),  # RFC 2221
    coded("IMAP-105", ANY, "WEBALERT"),  # Gmail
)

# Words without a code.

BROKEN = (
    r"(?:server|internal|system|backend|serious|database|fatal) ?error|internal (?:\w+ )?failure|unable to register"
)
LATER = r"temporar|temporally|try again later|unavailable"
REFUSED = (
    r"(?:auth\w*|log[- ]?[io]n|sign[- ]?in|login|credentials?) (?:is |was |has )?(?:fail\w*|error|unsuccessful|denied|"
    r"rejected|refused|incorrect|invalid)|"
    r"(?:invalid|incorrect|wrong|bad|unknown) (?:\w+ )?(?:credentials?|log[io]n|user\w*|password|account)|"
    r"(?:user ?(?:name)?|login|password) (?:is |was )?(?:or password )?(?:incorrect|invalid|wrong|unknown|"
    r"not recognized)|"
    r"password (?:error|mismatch)|access denied|permission denied|not authenticated"
)
DOWN = r"shut(?:ting)? ?down|going down|restart|maintenance|reload"
BUSY = r"(?:service|server|system) (?:is )?(?:too |currently )?busy|overload"
BYE = frozenset[str | None]({"BYE"})
ANSWER = frozenset[str | None]({"NO", "BAD"})

WORDS: tuple[Rule, ...] = (
    worded("busy", "IMAP-206", ANY, BUSY),
    worded("down", "IMAP-201", ANY, DOWN, unless=BUSY),
    worded("broken-early", "IMAP-208", EARLY, BROKEN, statuses=ANSWER),
    worded("broken", "IMAP-207", NOT_EARLY, BROKEN, statuses=ANSWER),
    worded("broken-bye", "IMAP-208", ANY, BROKEN, statuses=BYE),
    worded("later-early", "IMAP-201", EARLY, LATER, unless=rf"{BROKEN}|{BUSY}|{DOWN}"),
    worded("later", "IMAP-211", NOT_EARLY, LATER, unless=rf"{BROKEN}|{BUSY}|{DOWN}"),
    worded("refused", "IMAP-102", AUTH, REFUSED, unless=rf"{BROKEN}|{LATER}|{BUSY}|{DOWN}"),
    worded("session-over", "IMAP-210", NOT_EARLY,
           r"idle|inactiv|auto-?logout|time[- ]?out|timed out|session (?:has )?(?:expired|ended)|"
           r"(?:connection|session) (?:is |was )?closed|disconnect", statuses=BYE, unless=rf"{BROKEN}|{LATER}|{DOWN}"),
    worded("locked", "IMAP-204", WORKING,
           r"(?:mailbox|folder) (?:is )?(?:locked|in use)|locked by|unable to (?:get )?lock|lock (?:timeout|failed)"),
    worded("disk", "IMAP-312", WORKING, r"i/o error|input/output error|read-only file ?system|no space left|disk full"),
    worded("damaged", "IMAP-310", OPENING,
           r"invalid format|(?:mailbox|folder|index|cache)\b.{0,20}(?:corrupt|damaged)"),
    worded("no-folder", "IMAP-112", OPENING | SENDING,
           r"(?:mailbox|folder)\b.{0,60}(?:does ?n[o']t exist|does not exist|not found|not selectable)|"
           r"no such (?:mailbox|folder)|(?:unknown|nonexistent) (?:mailbox|folder)"),
    worded("no-right", "IMAP-308", WORKING,
           r"permission denied|access denied|not (?:permitted|authori[sz]ed)|no permission|"
           r"insufficient (?:rights|privileges)"),
    worded("full", "IMAP-107", SENDING,
           r"quota (?:\w+ ){0,2}exceeded|over ?quota|exceeds? .{0,20}quota|mailbox (?:is )?full|not enough .{0,10}"
           r"(?:quota|space)"),
    worded("too-big", "MSG-402", SENDING, r"too (?:big|large)|exceeds .{0,20}size|size limit"),
    worded("vanished", "MSG-202", FETCH,
           r"message set is invalid|no longer exist|(?:message|uid)\b.{0,20}(?:does not exist|not found)|"
           r"no such message|no matching messages"),
    worded("damaged-message", "MSG-301", FETCH,
           r"(?:message|mail)\b.{0,20}(?:corrupt|damaged)|(?:can'?t|cannot|unable to) (?:read|open|parse) (?:the )?"
           r"(?:message|mail)\b"),
)  # fmt: skip

SHAPES: tuple[Rule, ...] = (
    shaped("bye-early", "IMAP-215", EARLY, "BYE"),
    shaped("bye", "IMAP-210", NOT_EARLY, "BYE"),
    shaped("refused", "IMAP-111", AUTH, "NO"),
    shaped("not-understood", "IMAP-901", ANY, "BAD"),
)

IMAP_RULES: tuple[Rule, ...] = (*ADAPTER, *SIGN_IN, *AT_WORK, *CODES, *WORDS, *SHAPES)
