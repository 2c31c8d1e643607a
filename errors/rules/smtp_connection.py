"""What SMTP servers say of the host that connects: blocklists, names, networks, relaying, a sign-in that lacks."""

from __future__ import annotations

from .shape import Rule
from .smtp_limits import RATE, REPUTATION
from .smtp_recipients import GREY, RESTRICTED
from .smtp_sender import NOT_OWN, UNVERIFIED
from .smtp_shape import EARLY, HARD, MAIL, NOT_AUTH, SOFT, either, telling, worded

BLOCKLISTS = (
    r"(?:black|block|deny|reject|real ?time \w+ ?)-? ?list(?!\w* recipient)|blocklisted|blacklist|spamhaus|spamcop|"
    r"barracuda(?:central|networks| reputation)|\bsorbs\b|uceprotect|"
    r"invaluement|abuseat|\bcbl\b|\bpsbl\b|mailspike|dnsbl|\bdnswl|\brbls?\b|\bxbl\b|\bsbl\b|\bpbl\b|zen\.|"
    r"banned (?:sending|ip|sender)|banned sending ip|"
    r"sperrliste|schwarze[nr]? liste|liste noire|lista (?:negra|nera)|"
    r"\[BL\d+\]|\bIPBL\d|suspected spam ip|dnsbl-lookup|nixspam|manitu|backscatterer|ivmsip|senderbase|sender ?score"
)
BLOCKED = (
    r"(?:client|sending|source|sender'?s?|connecting|remote|your|this|mail(?: server)?)? ?(?:ip|host|ip[- ]address|"
    r"network|netblock|server|mta)\b (?:\S{1,60} )?(?:is |was |has been |have been |are )?(?:\w+ )?"
    r"(?:blocked|banned|blacklisted|blocklisted|denylisted|listed (?:in|on|at|by)|refused by|not (?:allowed|"
    r"permitted|authorized|welcome|accepted) )|"
    r"(?:blocked|refused|rejected|denied|banned) (?:\w+ ){0,3}(?:ip|host|network)\b|part of their network|(?:mail|"
    r"connections?|messages?) from (?:\S{1,60} )(?:\w+ ){0,3}(?:blocked|refused|rejected|denied|banned)|"
    r"(?:not (?:currently )?accept\w*|do(?:es)? not accept|won'?t accept|refus\w+ to accept) (?:\w+ )?(?:mail|"
    r"e-?mails?|messages|connections) from|connections (?:will )?not (?:be )?accepted|"
    r"(?:ihre|die) ip\b.{0,40}(?:gesperrt|blockiert|gelistet)|ip-adresse\b.{0,40}(?:gesperrt|blockiert|gelistet|"
    r"nicht)|adresse ip\b.{0,40}(?:bloqu|refus|list)|(?:direcci[oó]n )?ip\b.{0,40}(?:bloquead|rechazad)|"
    r"indirizzo ip\b.{0,40}(?:bloccat|rifiutat|in blacklist)|(?:endere[çc]o )?ip\b.{0,30}bloquead|"
    r"ip\b.{0,40}(?:заблокирован|ч[её]рн\w+ спис|в спам)|(?:ip地址|您的ip|发信ip|你的ip).{0,20}(?:拒绝|屏蔽|黑名单|"
    r"限制)|"
    r"(?:spam|abuse|malicious|suspicious) (?:\w+ ){0,3}(?:from|by) (?:your|this) (?:ip|host|network|server)|"
    r"blocked for (?:spam|abuse)|emails? .{0,40}bloqu[ée]s? par nos services"
)
CLIENT_BLOCKED = (
    r"client (?:host )?\[[\da-f.:]{3,39}\] (?:is |was |has been )?(?:blocked|banned|listed|blacklisted|refused)"
)
NAMELESS = (
    r"reverse (?:dns|host|lookup|name|mapping|ip)|\brdns\b|\bptr\b|fcrdns|(?:cannot|can't|could not|unable to|"
    r"failed to) (?:find|resolve|verify|look ?up) your|hostname (?:does not|doesn't|not)|"
    r"(?:helo|ehlo)\b.{0,60}(?:reject|invalid|not|bad|require|does|illegal|mismatch|forged|argument|need|unresolv|"
    r"fqdn)|(?:invalid|bad|bogus|forged|illegal|empty|unqualified|missing) (?:helo|ehlo)|"
    r"need fully[- ]qualified hostname|unresolvable relay|dynamic (?:ip|dns|host|address|range)|generic (?:r?dns|"
    r"ptr|reverse|host)|name lookup failed|no (?:r?dns|a|ptr) (?:record )?for|"
    r"(?:domain|name) .{0,40}mismatches client|hostname mismatch|r[üu]ckw[äa]rts|dns inverse|dns inverso|"
    r"обратн\w+ (?:dns|зон|запис)|"
    r"(?:your|client) (?:host ?name|ip)\b.{0,30}(?:resolve|dns)"
)
AUTHENTIC = (
    r"\b(?:spf|dkim|dmarc|sender policy framework|domainkeys)\b[^a-z]{0,3}.{0,80}(?:fail|pass\b|policy|invalid|"
    r"reject|align|violat|verif|not allowed|authori[sz]ed|prevent|block|suspicious|configuration|hard|missing|sign|"
    r"record|lack|require|deny|denied|missmatch|mismatch|unauth|not )|"
    r"(?:fail|reject|unauthenticated|violat|pass\b|missing|lack|authenticat|bad|require|because of|according to|"
    r"due to)\w*\b.{0,60}\b(?:spf|dkim|dmarc|sender policy framework)\b|spf\.pobox|anti-?spoof|spoofed|spoofing|"
    r"sender is unauthenticated|authentication (?:level|requirements|checks?)|unauthenticated (?:e-?mail|mail|"
    r"message)|batv|fails? .{0,20}authentication (?:check|information)|vérification dmarc|(?:not|"
    r"is not) authorized to send (?:e-?mail|mail|messages) (?:from|for) (?:the |this )?domain"
)
RELAY = (
    r"relay(?:ing)?\b (?:\w+ ){0,3}(?:denied|not |disallowed|prohibited|forbidden|refused|rejected|blocked|disabled|"
    r"access)|(?:unable|not (?:allowed|permitted|authorized|able|configured)|refus\w+|won'?t|don'?t|do not|does not|"
    r"can(?:not|'t)|denied|invalid credentials|attempt\w*) "
    r"(?:to |for )?(?:open )?relay|allowed rcpt ?hosts|no(?:t an?)? (?:open )?relay|open relay|insecure mail relay|"
    r"delivery is not allowed to this address|"
    r"relay(?:ing|en)? .{0,20}(?:nicht|verweigert|abgelehnt)|relais .{0,20}(?:refus|interdit|non autoris)|"
    r"relay .{0,20}(?:no permitido|denegado|non consentito|negato|negado|não permitido|запрещ)|ретрансляц|"
    r"пересылка запрещ|"
    r"not (?:a )?local (?:domain|host)|not a gateway|we don'?t handle mail for|no mail(?:s)? for (?:that|"
    r"this) domain|domain not (?:hosted|handled|served) here|we do not (?:relay|accept mail for)"
)
SIGN_IN_FIRST = (
    r"(?<!sender )auth\w* (?:is |was )?(?:required|needed|necessary|mandatory|first)|(?:must|need to|have to|should|"
    r"please|requires?|requires that you) (?:\w+ ){0,5}(?:authenticat\w*|auth\b|log ?-?in|sign ?-?in|login)\b|"
    r"(?:not|isn'?t|wasn'?t|never) (?:been )?(?:authenticated|logged in|signed in|authorized yet)|(?:client|sender|"
    r"user|session) (?:is |was |host )?(?:not|un)[ -]?authenticated|unauthenticated (?:senders?|clients?|users?|"
    r"relay|sessions?)|(?:send|use|issue) auth|(?<!too many )auth command|"
    r"authentifi\w+ (?:requise|n[ée]cessaire|erforderlich)|(?:anmeld|authentifizier)\w* (?:ist )?(?:erforderlich|"
    r"n[öo]tig|notwendig)|(?:nicht|erst) (?:angemeldet|anmelden|authentifiziert|eingeloggt)|"
    r"autenticaci[oó]n (?:es )?(?:requerid|necesari|obligatori)|debe autenticarse|"
    r"autenticazione (?:[èe] )?(?:richiest|necessari|obbligatori)|autentica[çc][ãa]o (?:[ée] )?(?:requerid|"
    r"necess[áa]ri|obrigat)|requer autentica|requiere autentica|(?:требуется|необходима) (?:авториз|аутентиф)|"
    r"нужна авториз|trebuetsya avtoriz|"
    r"(?:需要|请先|須|必须|要).{0,6}(?:认证|验证|登录|驗證|认証)|認証(?:が|して).{0,8}(?:必要|くださ)|"
    r"인증.{0,8}(?:필요|후)|"
    r"access denied.{0,20}anonymous|anonymous (?:sender|mail|client)s? (?:not|is not|are not)"
)
NOT_HERE = (
    r"no smtp service|does not accept (?:any )?mail(?: at all)?\b|not accepting (?:mail|connections) (?:here|"
    r"from anybody)|this (?:is not|host is not) (?:an? )?(?:mail|smtp) server|smtp (?:service )?(?:is )?(?:disabled|"
    r"not available) (?:here|on this)|"
    r"host does not accept mail|port 25 only|null[- ]?mx|wrong port"
)
FOREIGN = (  # what does not speak SMTP
    r"<(?:!doctype|html|head)\b|^(?:http/\d|ssh-\d|rfb \d|<!doctype|<html|<\?xml|\+ok\b|\* (?:ok|bye|preauth)\b|"
    r"\+ ?ok )|"
    r"^220[ -].{0,60}\bftp(?:d|z)?\b|plain http request|https? port"
)
PROXIED = r"connect\w{0,3} to (?:\w+ )?(?:smtp|mail|remote|destination|upstream) (?:server|host)|connect error 100\d\d"
MASKED = r"command\b.{0,40}\bx{4,20}\b|\bx{4,20}\b.{0,40}command|\*{8}"
NETWORK = (
    r"country\b.{0,30}(?:block|not|deni|forbid)|not (?:in|on) (?:the |our )?(?:white|allow)[- ]?list|"
    r"host network.{0,3} not allowed|geo[- ]?(?:block|ip|graph)|access (?:from|to) .{0,60}(?:denied|restricted|"
    r"not allowed)|"
    r"client host rejected|connection (?:refused|rejected|denied)|not authorized to (?:connect|use this)|go away|"
    r"no access from"
)

# What an email links to, not who sends it.
LINKED = (
    r"(?<!see )(?<!visit )(?:the|a|an|your|this|following) (?:url|link|uri)s?\b.{0,60}(?:(?:black|block|deny)-?list|"
    r"(?:is|are|was|were) (?:\w+ )?(?:listed|blocked))|"
    r"(?:contain|include)\w{0,2} (?:\w+ ){0,3}(?:links?|urls?|uris?)\b|"
    r"(?:reputation|category|rating) of (?:the |a |your )?(?:link|url|uri)|"
    r"(?:reject\w{0,3}|blocked|refused|denied)\W{1,3}(?:https?://|hxxp|www\.)\S{1,80} (?:is |was )?(?:\w+ )?(?:listed|"
    r"on |in )"
)
WEB = either(
    LINKED,
    r"uribl|surbl|\bdbl\b|ivmuri|(?:url|link|uri|domain)s? (?:\w+ ){0,4}(?:black|block)?-?list|blacklisted (?:url|"
    r"link|domain)|containing|in (?:the |your )?(?:message|body)",
)
UNPROVEN = r"verification failed for <|sender verif"  # Exim lists every reason that it can think of
OURS = either(BLOCKLISTS, BLOCKED, CLIENT_BLOCKED)
OTHERS = (
    r"\bby (?:the |this )?(?:recipient|user)\b|(?:sender|from|envelope)\W{0,3}s? (?:e-?mail )?(?:address|domain)|"
    r"badmailfrom"
)

CONNECTION: tuple[Rule, ...] = (
    telling("another-protocol", "SMTP-320", EARLY, FOREIGN),
    telling("masked", "SMTP-326", EARLY, MASKED, statuses=HARD),
    telling("proxied", "SMTP-201", EARLY, PROXIED, statuses=SOFT),
    telling("blocked-for-now", "SMTP-230", NOT_AUTH, OURS, statuses=SOFT,
            unless=either(WEB, OTHERS, AUTHENTIC, GREY, NAMELESS, UNPROVEN)),
    telling("blocked", "SMTP-311", NOT_AUTH, OURS, statuses=HARD,
            unless=either(WEB, OTHERS, AUTHENTIC, REPUTATION, GREY, NAMELESS, UNPROVEN)),
    telling("nameless-for-now", "SMTP-231", NOT_AUTH, NAMELESS, statuses=SOFT, unless=AUTHENTIC),
    telling("nameless", "SMTP-313", NOT_AUTH, NAMELESS, statuses=HARD, unless=AUTHENTIC),
    telling("unauthentic-for-now", "SMTP-228", MAIL, AUTHENTIC, statuses=SOFT, unless=RATE),
    telling("unauthentic", "SMTP-314", MAIL, AUTHENTIC, statuses=HARD),
    telling("relay", "SMTP-307", NOT_AUTH, RELAY,
            unless=either(NOT_OWN, BLOCKLISTS, BLOCKED, NAMELESS)),
    telling("sign-in-first", "SMTP-306", NOT_AUTH, SIGN_IN_FIRST,
            unless=either(RELAY, AUTHENTIC, BLOCKLISTS, BLOCKED, RESTRICTED, UNVERIFIED)),
    worded("not-here", "SMTP-320", EARLY, NOT_HERE, statuses=HARD),
    worded("network", "SMTP-310", NOT_AUTH, NETWORK, statuses=HARD),
)  # fmt: skip
