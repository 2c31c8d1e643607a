"""How servers of any mail protocol say, in English, that they are in trouble which passes: expressions alone, no rule.
Beside such words a refusal proves nothing. What they say in other languages: trouble_abroad."""

from __future__ import annotations


def either(*texts: str | None) -> str:
    return "|".join(text for text in texts if text)


# What a mail server leans on. Not the words that a user is refused with ("imap", "sasl", "pam").
PART = (
    r"(?:ldap\w?|active directory|directory|\bkdc|kerberos|radius|\w{0,7}sql|redis|memcached?|database|back-?end|"
    r"upstream|proxy|storage|mail ?store|\bnode|cluster|gateway|daemon|saslauthd|domain controller|nfs|"
    r"auth\w* (?:server|service|system|source|provider|socket|back-?end|database|db|daemon|process|proxy)|"
    r"(?:password|user|account|login|identity|token) (?:server|service|database|db|back-?end|store)|"
    r"(?:mail|imap|smtp|policy|remote|content|store) ?(?:server|host|store|filter))"
)
# These may be what a user lacks, too ("service not available for you").
PIECE = (
    r"(?:server|service|provider|system|nodes?|stores?|cluster|cache|pool|queue|workers?|socket|partition|shard|"
    r"instance|controller|host|destination)"
)
NO_CREDENTIALS = r"(?!.{0,40}(?:\b49\b|invalid|wrong|incorrect|credential|password|user))"
GONE = (
    r"(?:down\b|unreachable|gone away|went away|off-?line|dead\b|lost\b|disconnected|overloaded|locked up|"
    r"full\b|stuck|"
    r"not (?:currently |be )?(?:respond|reach|runn|ready|up\b|connect|answer)\w*|(?:does|did)(?: not|n't) (?:respond|"
    r"answer|reply)|exhausted|stalled|saturated|died\b|(?:cannot|can't|could not) be (?:reached|contacted)|"
    r"timed? ?out|timeout|refused (?:the |our )?connect\w*|is restarting|no response)"
)
OUT = rf"(?:{GONE}|unavailable|not (?:currently |be )?available)"
CUT_OFF = (
    r"(?:lost|refused|failed|failure|error|reset|closed|dropped|broken|aborted|timed? ?out|timeout|failing|down\b)"
)
PROGRAMS = r"(?:worker|processe?|slot|thread|handler|resource)s?"

BUSY = (
    r"(?<!mailbox )(?<!mailbox is )(?<!mailbox currently )(?<!folder )(?<!folder is )\bbusy\b|overload|too much load|"
    r"(?:insufficient|not enough|out of|low on) (?:system )?resources|resources? (?:temporarily )?unavailable|"
    r"resources? (?:are )?exhausted|load (?:is )?too high|too (?:heavily )?loaded|heavily loaded|memory exhausted|"
    r"process(?:es)? full|(?:client|process|worker) limit (?:is )?(?:reached|exceeded)|(?:high|"
    r"heavy) (?:server |system )?load|load average|"
    r"under (?:heavy |high )?load|too many (?:users|people|processes|concurrent users)|"
    r"(?:server|system|at|over|exceeded) (?:is )?(?:at )?(?:full |maximum |its )?capacity|too many open files|"
    r"(?:cannot|can't|could not|failed to|unable to) fork|server full|queue (?:is )?full|slots are reserved|"
    rf"no (?:\w+ )?{PROGRAMS} (?:is |are )?(?:currently )?(?:available|free|left)|"
    rf"no (?:free|more|idle|spare) {PROGRAMS}"
)
DOWN = (
    r"shut(?:ting)? ?down|going down|restarting|restarted|re-?start in progress|maintenance|reloading|reloaded|"
    r"configuration reload|being (?:upgraded|updated|migrated)|out of service|"
    r"off[- ]?line\b|degraded|single[- ]user mode|during (?:a |the |our )?(?:backup|upgrade|update|migration|outage)|"
    r"not (?:yet )?mounted|\bmounting|unmounted|not accepting (?!pass|plain|basic|clear|login m)|(?:server|"
    r"service|system) (?:is |has )?(?:been )?"
    r"(?:currently )?(?:stopp|down\b)|reboot|(?:upgrade|update|migration|move|repair|backup|"
    r"restore) (?:is )?in progress|undergoing (?:\w+ ){0,3}(?:upgrade|update|migration|repair)|fail-?over|"
    r"switch-?over|"
    r"take-?over in|downtime|emergency (?:stop|shut|work)|"
    r"restor\w{1,5} from|recovery mode|"
    r"(?:service|server|network|power|partial|major|system) (?:outage|interruption)|outage"
)
TIMED = (
    r"timed? ?out|time-?out|deadline exceeded|took too long|(?:queued|waited|waiting) too long|taking too long|"
    r"no response|(?:did|does) not respond"
)
BROKEN = (
    r"(?:server|internal|system|back-?end|serious|database|fatal|unknown|unexpected|general|storage|store|sql|"
    r"application|service|directory|critical|"
    r"generic) ?(?:server |database )?(?:error|failure|exception|fault|problem)\b" + NO_CREDENTIALS + r"|"
    r"ldap ?(?:server )?(?:error|failure|exception)" + NO_CREDENTIALS + r"|"
    r"internal (?:[\w-]+ ){0,2}(?:error|failure|problem)|"
    r"unable to register|"
    r"processing failed|(?:database|query|sql|storage|backend|ldap) (?:[\w-]+ )?failed" + NO_CREDENTIALS + r"|"
    r"crash|traceback|process(?:es)? (?:terminated|died|exited|killed)|"
    r"unhandled exception|runtime exception|\bexception (?:in|while|occur|during|thrown|caught)|"
    r"assert\w* fail|has no attribute|out of memory|(?:cannot|can't|failed to|unable to) allocate|segmentation|panic|"
    r"uncaught|something went wrong|core dumped|"
    r"(?:problems?|trouble|issues?) (?:with|on|in|at) (?:one of )?our |"
    r"(?:server|system|service|directory|we)(?:'re| is| are|s are) having (?:a |an |some )?(?:hiccup|trouble|problem|"
    r"difficult|issue)|"
    r"unspecified error|error occurred|error while|(?:an|some) error has|technical (?:difficult|problem|error|issue)|"
    r"service is experiencing"
)
# Something that it leans on is out of reach.
UNREACHED = (
    rf"{PART}(?: (?:server|service|node|pool|host|system|connection|cluster|instance|socket|is|are|was|has|seems|"
    rf"currently|temporarily|went|not|has gone|to be)){{0,4}} {OUT}|"
    rf"{PART} (?:connection|query|lookup|request|access) (?:was |is |has |has been )?{CUT_OFF}|"
    r"connect\w* (?:to|with) (?:the |our |its |a |an )?(?:[\w.:/-]{1,40} ){1,4}(?:was |is |has been )?"
    rf"(?:could not be (?:made|establish)|cannot be (?:made|establish)|{CUT_OFF})|"
    r"lost (?:the )?connection|connection lost|connectionfailed|backendfailed|"
    r"(?:cannot|can't|can not|could ?n[o']t|could not|unable to|failed to|failure to|failing to|error|not able to) "
    r"(?:connect|reach|contact|quer(?:y|ying) |communicat|talk to|bind to)|"
    rf"(?:contacting|reaching|querying|talking to|communicating with|connection to|response from|reply from|"
    rf"answer from|waiting (?:for|on)) (?:the |our |an? )?{PART}|"
    rf"{PIECE} (?:\w{{1,20}} ){{0,3}}{GONE}|unreachable|not reachable|(?:server|node|cluster|cache|queue|"
    rf"controller) (?:is )?(?:currently )?(?:unavailable|"
    r"not available)(?! (?:for|to))|ora-\d{5}|"
    r"end[- ]of[- ]file on|(?:could not|cannot|can't|unable to|failed to) (?:obtain|get|acquire|allocate|"
    r"open) (?:a |an |"
    r"the )?(?:\w+ )?(?:handle|connection|socket)|"
    r"connection refused(?! (?:from|by|for))|(?:connection )?reset by peer|broken pipe|econnrefused|etimedout|"
    r"ehostunreach|enetunreach|errno 1(?:01|04|10|11|13)\b|"
    r"servfail|dns (?:error|failure|lookup|timeout|problem)|name resolution|host(?:name)? lookup|"
    r"(?:userdb|passdb|database|ldap|sql|directory) (?:lookup|search|query) (?:\S{1,60} )?(?:failed|failure|error)"
    rf"{NO_CREDENTIALS}|"
    r"communication (?:problem|error|failure|with)|(?:returned|status|http|code)(?: error| code)?:? 5\d\d\b|"
    rf"no (?:{PART} )?(?:servers?|backends?|nodes?|hosts?|kdc) (?:is |are )?(?:reachable|found|respond|online|"
    r"alive|could|to )|no servers|no (?:server|back-?end|node)s? (?:is |are )?available|no (?:live|healthy|"
    r"available|usable) (?:upstream|back-?end|server|node)|"
    r"proxy (?:error|fail)|bad gateway|gateway error|network (?:is )?(?:unreachable|down)|no route to host|"
    rf"{PART} (?:error|failure|problem|failed){NO_CREDENTIALS}|upstream (?:error|fail|server|connect|request)|"
    r"kdc (?:is )?unreachable|cannot contact any kdc"
)
LATER = (
    r"temporar(?!\w{0,3} pass)|temporally|transient (?:error|fail|problem)|"
    r"(?:try|retry|come back|attempt|log ?in|sign in|connect)(?: it)?(?: again)? (?:later|shortly|soon)|"
    r"again (?:later|"
    r"shortly|soon)|later again|try again in (?:a |an |\d|some|few)|(?:retry|again|back) (?:in|after) "
    r"(?:[\w.]{1,12} ){0,3}(?:moment|minute|second|hour|while|\d)|"
    r"few (?:minutes|moments|seconds)|short(?:ly)? unavailable|"
    r"(?:currently|momentarily|presently) (?:impossible|unavailable|unable|not possible|not working|"
    r"inaccessible|experiencing)|\[sys/temp|"
    r"not possible (?:right now|just now|now|at (?:this|the) (?:time|moment))|"
    r"logins? (?:are|have been|was|were) (?:currently |temporarily |being )?(?:delayed|deferred|postponed)|"
    r"(?<!text )(?<!plain )(?<!word )logins (?:are |have been |currently |presently ){1,3}(?:disabled|"
    r"suspended|blocked|"
    r"not (?:possible|accepted|"
    r"allowed|permitted|available))(?! (?:for|from))|"
    r"(?:auth\w*|login|sign-?in) (?:is |was |has been )?(?:delayed|deferred|postponed)|"
    r"cannot (?:process|handle|serve) (?:your |the |this )?(?:request|command|login)|not (?:yet )?ready\b|"
    r"(?:starting|start|boot|warming) up\b|initiali[sz]ing|"
    r"(?:database|directory|store|server|system) is (?:currently |now )?(?:in )?(?:read-only|recover)|"
    r"not (?:respond|yet (?:start|available|loaded))|"
    r"replication (?:is )?in progress"
)
# Of its disks and files.
DISK = (
    r"i/o error|input/output error|read-only file ?system|no space left|disk (?:is )?(?:full|error|failure)|"
    r"operating system error|stale (?:nfs )?file handle|mail system storage|fatal disk|correct uid|"
    r"no such file or directory"
)
# So says a server in trouble, but also one that offers less to some than to others.
VAGUE = (
    r"unavailable|not (?:currently |yet |presently )?available|please wait|upstream|denied the operation|"
    r"could not (?:open|be (?:opened|accessed))|unable to open|(?:cannot|can't) be (?:opened|accessed)|"
    r"being (?:rebuilt|repaired|restored|indexed|recovered|reconstructed)|at (?:this|the) (?:time|moment)|"
    r"at present|right now\b|just now\b|"
    r"out of order|inaccessible"
)

# What it could not do, not why.
ODD = (
    r"exception\b|error (?:selecting|fetching|processing|reading|opening)|failure (?:selecting|opening|fetching|"
    r"reading)|could not complete"
)

# Words that are heard against any refusal beside them.
TROUBLE = either(BUSY, DOWN, TIMED, BROKEN, UNREACHED, LATER)
