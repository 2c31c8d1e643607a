"""Rules for what an IMAP server allows too little of: connections, requests, failed sign-ins. What it asks for here is
patience, whatever the code beside it."""

from __future__ import annotations

from . import imap_abroad as abroad
from .imap_shape import ANY, AUTH, EARLY, GREETING, NOT_EARLY, Tongues, both, family, telling
from .shape import Rank, Rule
from .trouble import either

KIND = r"(?:ssl|tls|simultaneous|concurrent|parallel|open|active|imap4?|client|mail|user|pop3?|tcp|network)"
THINGS = r"(?:connections?|sessions|logins|clients)\b"
MANY = (
    rf"(?:too many|no (?:more|further|additional)) (?:{KIND}[ /]){{0,3}}{THINGS}|"
    r"max(?:imum)? (?:[\w-]+ ){0,3}(?:connections?|sessions)\b|"
    r"maximum (?:allowed )?number of (?:[\w-]+ ){0,3}(?:connections|sessions|logins)|limit on (?:the )?number of|"
    r"\d (?:open|active|concurrent|simultaneous) (?:imap )?(?:connections|sessions)|"
    r"(?:connections?|sessions?) (?:limit|count|quota)\b|number of (?:[\w-]+ ){0,3}(?:connections|sessions) .{0,20}"
    r"(?:exceed|reach|limit)|(?:exceed\w{0,3}|reached) .{0,40}(?:connections|sessions)\b|"
    r"(?:connections|sessions) .{0,20}(?:exceeded|limit)|more than \d{1,5} (?:[\w-]+ )?(?:connections|sessions)|"
    r"limit of \d{1,5} (?:[\w-]+ ){0,2}(?:connections|sessions)"
)
PER_HOST = (
    r"\d of \d{1,5} from|(?:from|by|for|of|on|to|per) (?:your|this|the same|one|that|a single|the) (?:[\w-]{1,10} )?"
    r"(?:ip|host|address|network|client|computer|location|server)\b|(?:per|from|for|client|remote) (?:ip\b|host\b|"
    r"\[?\d{1,3}\.\d)|"
    r"server (?:has )?(?:reached|limit|connection)|service (?:connection )?limit"
)
CROWD = both(MANY, PER_HOST, 80)
CONNECTIONS = Tongues(MANY, abroad.CONNECTIONS, abroad.CONNECTIONS_CYRILLIC)

THROTTLED = (
    r"throttl|suggested back-?off|rate[- ]?limit|too many (?:[\w-]+ )?(?:requests|queries)|too many commands|"
    r"(?:command|bandwidth|download|traffic|transfer)s? (?:or bandwidth )?(?:limit|quota)|"
    r"exceed\w{0,3} .{0,30}bandwidth|"
    r"(?:slow|back) (?:down|off)\b|too (?:frequent|often|fast|quickly)|(?:login|request|command) (?:frequency|rate)|"
    r"(?:hourly|daily) .{0,20}limit|(?:login|sign-?in|request|command|session|access) quota|(?:quota|limit) .{0,20}"
    r"(?:exceed\w{0,3}|reach\w{0,3}|used up) for (?:today|this|the)|logins? per (?:day|hour|minute)"
)

AGAIN = r"(?:failures?|attempts|errors|failed|bad (?:log|pass|auth)|wrong|incorrect|invalid|unsuccessful)"
FAILED_OFTEN = (
    rf"too many (?:[\w-]+ ){{0,3}}{AGAIN}(?! (?:imap )?commands)|(?:login|logon|auth\w*|sign-?in) (?:attempts?|"
    r"failures?) (?:limit|exceed)|(?:maximum|max|exceeded) .{0,30}(?:login|logon|auth\w*|password) (?:attempts|"
    r"failures|tries)|"
    r"lockdown in sector|too many auth\w* requests|brute[- ]?force|dictionary attack|repeated (?:login |"
    r"auth\w* )?fail"
)
SHUT = r"(?:locked|blocked|suspended|disabled|banned|denied|restricted|deactivated|blacklisted)"
FOR_NOW = (
    rf"temporar\w+ {SHUT}|{SHUT} temporar|{SHUT}(?: out)? (?:for|until) .{{0,10}}(?:\d|while|minute|hour)|"
    rf"{SHUT}\b.{{0,40}}(?:try|retry|again) (?:again )?(?:later|in \d)"
)
LOCKOUT = Tongues(either(FAILED_OFTEN, FOR_NOW), abroad.FOR_A_WHILE, abroad.FOR_A_WHILE_CYRILLIC)
OUR_ADDRESS = (
    r"(?:your|this|client|remote|source) (?:ip|host|address|network)\b|\bip(?: address)?(?: is| has|:)? |"
    r"(?:from|host|address) \[?\d{1,3}\.\d"
)
OUR_LOCKOUT = both(LOCKOUT.english, OUR_ADDRESS, 80)

FOLDER = r"(?:mailbox|folder)"
# By another session, or another program.
IN_USE = (
    rf"{FOLDER} (?:is )?(?:currently |already )?(?:locked|in use|reserved|busy|open(?:ed)? by)|"
    r"\blocked by (?!(?:the |your |our |an? )?(?:\w+ )?(?:admin|owner|polic|provider|security|isp|hosting|support|"
    r"operator|abuse))|in use by|"
    r"lock (?:timeout|timed out|failed|error|file)|unable to (?:get |obtain |acquire )?(?:\w+ )?lock|(?:waiting|"
    r"timeout|trying) "
    r".{0,30}lock\b|(?:acquire|obtain|get|take) (?:a |the )?(?:\w+ )?lock|lost mailbox lock|lock has been lost|"
    r"database is locked|retry operation|another (?:process|"
    r"session|client|connection|program)|"
    r"lock failure|lock (?:is )?held|(?:session|connection) (?:is |was )?(?:still |already |"
    r"currently )?(?:active|open\b|in progress)|"
    r"(?:active|open|existing|other) (?:pop3?|imap4?|web ?mail) (?:session|connection)|(?:account|mailbox|user|"
    r"maildrop) (?:is )?(?:currently |already )?in use|already (?:logged|signed) ?[io]n"
)

# Answers that list every reason there is, and so name none.
LISTS = (
    r"account is abnormal|credentials or imap is disabled|password .{0,40}\bor\b.{0,40}(?:disabled|not enabled|"
    r"not activated)"
)

LIMITS: tuple[Rule, ...] = (
    telling("connections-of-host", "IMAP-203", ANY, CROWD),
    *family(Rank.TELLING, "connections-before-sign-in", "IMAP-203", GREETING, Tongues(MANY), unless=CROWD),
    *family(Rank.TELLING, "connections-of-user", "IMAP-202", AUTH | NOT_EARLY, CONNECTIONS,
            unless=either(LISTS, CROWD)),
    *family(Rank.TELLING, "throttled", "IMAP-205", ANY, Tongues(THROTTLED, abroad.THROTTLED),
            unless=either(LISTS, MANY, OUR_LOCKOUT)),
    telling("host-locked-for-a-while", "IMAP-217", EARLY, OUR_LOCKOUT, unless=MANY),
    *family(Rank.TELLING, "locked-for-a-while", "IMAP-214", AUTH, LOCKOUT, unless=either(MANY, OUR_LOCKOUT, THROTTLED)),
)  # fmt: skip
