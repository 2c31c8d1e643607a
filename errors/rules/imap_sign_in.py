"""Rules for what providers say of a sign-in beside or instead of a response code: which password, which way in, what
state the account is in. Wrong passwords are told by RFC 5530's codes (imap_codes) or by words alone (REFUSED)."""

from __future__ import annotations

from dataclasses import replace

from errors.catalogue import CATALOGUE
from errors.model import Nature

from . import imap_abroad as abroad
from . import trouble, trouble_abroad
from .imap_limits import FAILED_OFTEN, FOR_NOW, IN_USE, LISTS, MANY, THROTTLED
from .imap_shape import ANY, AUTH, EARLY, OPENING, Tongues, both, family, telling
from .shape import Rank, Rule
from .trouble import either

LATER_ON = either(FOR_NOW, FAILED_OFTEN, THROTTLED, MANY)
IS = r"(?:is |has |was |been |are |have |currently |temporarily ){0,3}"

APP_PASSWORD = Tongues(
    r"app(?:lication)?(?:[- ]specific)?[- ]?pass(?:word|code)|authori[sz](?:ation|ed) code|"
    r"(?:device|external|client)[- ](?:specific )?password|third[- ]party password|"
    r"(?:two|2)[- ](?:factor|step) (?:auth\w*|verification)|less secure app",
    abroad.APP_PASSWORD, abroad.APP_PASSWORD_CYRILLIC,
)  # fmt: skip
BROWSER = (
    r"web ?login required|(?:log|sign)[- ]?in (?:[\w']+ ){0,6}(?:browser|web ?mail|web ?site|web interface)|"
    r"verify (?:it'?s you|that you|your (?:account|identity))|(?:unusual|suspicious) (?:[\w-]+ )?(?:activity|"
    r"sign|log)|"
    r"captcha|confirm (?:your )?(?:identity|account|recovery)|(?:terms|agreement)\b.{0,40}accept|"
    r"accept .{0,20}(?:terms|agreement)|security (?:check|challenge|alert)|account verification|"
    r"log (?:into|onto|on to) (?:[\w']+ ){0,4}(?:browser|web)|(?:confirm|verify) (?:your )?phone|phone number"
)

OFF = (
    r"(?:disabled|deactivated|inactive|turned off|switched off|blocked|denied|forbidden|restricted|"
    r"not (?:been )?(?:enabled|"
    r"activated|active|allowed|available|permitted|supported|included|authori[sz]ed|provisioned))"
)
IMAP_OFF = (
    rf"imap4?s?(?:/pop3?)? (?:access |service |protocol |logins? |usage |use |retrieval |for (?:this|"
    rf"your) \w+ ){{0,2}}{IS}{OFF}|"
    rf"pop3?/imap .{{0,20}}{OFF}|{OFF} for imap|does not have imap|(?:enable|activate|turn on|"
    rf"switch on) (?:the )?imap|"
    r"imap[- ]enabled|(?:disabled|deactivated) (?:the )?imap|no imap access|allowed to use imap|imapdisabled|"
    rf"access to (?:this|the) (?:service|protocol) is {OFF}|(?:this|the) (?:service|protocol) is (?:disabled|"
    rf"not enabled)|"
    rf"account mail service is {OFF}|"
    r"(?:permission|right|rights) to use imap|imap connections? (?:is |are |was )?(?:disabled|blocked|denied|not )"
)
PLAN = both(r"\bimap", r"\bplan\b|service level|\bpackage\b|subscription|premium|paid|licen[cs]e|upgrade your", 80)
ADMINISTERED = (
    r"administrator|your domain|domain (?:policy|admin)|organi[sz]ation|by (?:your |the )?admin|polic(?:y|ies)\b|"
    r"does not have imap|imap-enabled|imapdisabled|mail service is"
)
IMAP_OFF_THERE = rf"{both(IMAP_OFF, ADMINISTERED)}|does not have imap|imap-enabled|imapdisabled|mail service is {OFF}"

PASSWORD_EXPIRED = Tongues(
    r"pass(?:word|phrase) (?:has |is )?(?:been )?expired|password .{0,20}(?:has expired|must be (?:changed|reset)|"
    r"needs to be|change (?:is )?required|reset (?:is )?required)|"
    r"(?:must|please) (?:change|reset) (?:your|the|its) password|expired password|"
    r"passwordexpired|change (?:your |the )?password (?:before|first|now)",
    abroad.PASSWORD_EXPIRED, abroad.PASSWORD_EXPIRED_CYRILLIC,
)  # fmt: skip
UNPAID = Tongues(

    r"(?:account|subscription|domain|trial|license) (?:has |is )?(?:been )?expired|expired account|unpaid|overdue|"
    r"non-?payment|billing|payment (?:is )?(?:required|due)",
    abroad.UNPAID,
)  # fmt: skip

CLEAR_TEXT = (
    r"(?:clear|plain) ?text (?:logins?|auth\w*|passwords?) (?:\w+ )?(?:disabled|disallowed|not|forbidden|refused)|"
    r"(?:tls|ssl|starttls|encryption)(?:[-/ ]\w+)? (?:is |must be )?(?:required|mandatory|needed)|"
    r"(?:issue|use|run|send) (?:a )?starttls|only available under a layer|(?:secure|encrypted|ssl|tls) (?:ssl |"
    r"tls )?connection "
    r"(?:is )?(?:required|needed)|requires? (?:an? )?(?:secure|ssl|tls|starttls|encrypt)|confidentiality required|"
    r"over an? (?:encrypted|secure|tls|ssl) |"
    r"(?:insecure|unencrypted|non-?secure|unsecured?) (?:connection|channel|login)|starttls first|privacy required|"
    r"must (?:use|enable) (?:tls|ssl|encrypt)"
)
BANNED = (
    r"(?:banned|blocked|black ?-?list|not (?:allowed|permitted|authori[sz]ed)|denied|rejected|refused|"
    r"prohibited|deny)"
)
NETWORK_BANNED = (
    r"country\b.{0,30}(?:black|block|den|not allowed|restrict)|geo[- ]?(?:block|ip\b|fenc|restrict)|"
    r"conditional ?access|"
    rf"(?:your|this|client|remote|source|from) (?:ip|host|address|network|location|region)\b.{{0,50}}{BANNED}|"
    rf"\b(?:ip|address|host)(?: address)? \[?[\da-f.:]{{3,39}}\]?.{{0,10}}{BANNED}|"
    rf"{BANNED} (?:to \w+ )?from (?:this|your|the|outside)|"
    rf"access from .{{0,60}}{BANNED}|{BANNED} (?:by|for) (?:your |this )?(?:ip|host|address|country|location)|"
    rf"\bip (?:is )?{BANNED}|{BANNED} from (?:\[?\d{{1,3}}\.\d)|"
    r"(?:refused|rejected|denied|blocked) by (?:access|acl|policy|firewall|rule)"
)

SHUT = (
    r"(?:disabled|suspended|deactivated|inactive|closed|terminated|deleted|not active|frozen|cancell?ed|revoked|"
    r"removed|"
    r"not (?:been )?(?:activated|enabled)|on hold)"
)
CLOSED = Tongues(
    rf"(?:account|mailbox|user|profile)\b(?: \S{{1,60}})?:? {IS}{SHUT}|\b(?:suspended|deactivated|disabled|closed|"
    rf"terminated) "
    r"(?:account|mailbox|user)|(?:account|user|logon|mailbox)disabled|login disabled for|"
    r"login (?:is )?disabled for this",
    abroad.CLOSED, abroad.CLOSED_CYRILLIC,
)  # fmt: skip
LOCKED = Tongues(
    rf"(?:account|user|login|access)(?: \S{{1,60}})? {IS}(?:locked|blocked|barred)|account ?lock|locked out|"
    r"(?:locked|blocked) (?:account|user)|mailbox (?:is )?blocked|compromised|hacked|"
    r"mailbox (?:has been |was )blocked",
    abroad.LOCKED, abroad.LOCKED_CYRILLIC,
)  # fmt: skip
PASSWORDS_UNWANTED = (
    r"basic ?auth.{0,30}(?:disabled|blocked|not |deprecat|retired|off\b)|unsupported (?:sasl |auth\w* )|"
    r"no (?:\w+ )?mechanism|"
    r"mechanism\b.{0,30}(?:not |unsupported|unknown|disabled|unavailable)|(?:login|auth\w*) (?:method|mechanism|type|"
    r"command)s? "
    r"(?:is )?(?:not |unsupported|disabled|unknown)|login is disabled|(?:login|plain) disabled|(?:oauth2?|"
    r"modern auth\w*|xoauth2) "
    r"(?:is )?(?:required|only|needed)|(?:use|only) (?:oauth|modern auth|xoauth2)|password (?:auth\w*|login|"
    r"access)s? "
    r"(?:is |has been )?(?:disabled|not |no longer|blocked)|legacy auth|"
    r"(?:unknown|invalid|unrecogni[sz]ed) (?:sasl |auth\w* )?(?:mechanism|method)|(?:authenticate|login|"
    r"plain) (?:[\w-]+ )?(?:is )?not supported|"
    r"plain (?:auth\w* )?is disabled"
)
MOVED = (
    r"wrong (?:host|server)|(?:account|mailbox|user)\b.{0,30}moved to|moved to another|(?:use|connect to|"
    r"try) (?:server |host )?"
    r"[\w.-]{4,80}\.[a-z]{2,10} instead|not (?:hosted )?on this server|proxy ?not ?authenticated"
)
TENDED = (
    r"(?:account|mailbox|user)\b(?: \S{1,60})? (?:is |has been )?(?:currently )?(?:under(?:going)? maintenance|"
    r"in maintenance|"
    r"being (?:moved|migrated|relocated|restored|upgraded|created|provisioned))|migration in progress|"
    r"while (?:the |this |your )?(?:account|mailbox|user) (?:is )?being|(?:account|mailbox|"
    r"user)\b.{0,40} (?:for|due to|because of|during) (?:\w+ )?maintenance"
)
UNSERVED = (
    r"(?<!imap )(?<!imap4 )(?:service|access) (?:is )?(?:currently |presently )?(?:not available|unavailable) (?:for|"
    r"to) (?:your|this) (?:account|mailbox|user|e-?mail)"
)
CHALLENGE = r'"status"\s{0,3}:\s{0,3}"(?:4\d\d|invalid_\w+|expired_\w+)"|^\+ ?eyJzdGF0dXMiOi'

OVERDUE = (
    r"access ?token ?(?:has |is )?(?:expired|invalid)|session invalidated|token (?:has |is )?(?:been )?(?:expired|"
    r"invalid|"
    r"revoked|not valid)|(?:invalid|expired|revoked) (?:\w+ ){0,3}token\b|invalid_token"
)

NOT_OFF = either(IMAP_OFF, PLAN, NETWORK_BANNED)
ADVISED = either(APP_PASSWORD.english, BROWSER)

STATED: tuple[Rule, ...] = (
    telling("challenge", "IMAP-209", AUTH, CHALLENGE, unless=r'"403"'),
    telling("scope", "IMAP-302", AUTH, r'"status"\s{0,3}:\s{0,3}"(?:insufficient_scope|403)"'),
    telling("token", "IMAP-209", ANY, OVERDUE, unless=CHALLENGE),
    telling("token-refused", "IMAP-108", AUTH, r"command error\. 10\b"),
    # QQ and Yandex list every reason that they know.
    telling("password-or-imap-off", "IMAP-106", AUTH, LISTS),
    *family(Rank.TELLING, "app-password", "IMAP-104", AUTH, APP_PASSWORD, unless=LISTS),
    telling("browser", "IMAP-105", AUTH, BROWSER, unless=either(LATER_ON, APP_PASSWORD.english)),
    telling("client-unwelcome", "IMAP-105", AUTH | OPENING, r"unsafe login"),
    telling("imap-off-by-administrator", "IMAP-303", AUTH, IMAP_OFF_THERE, unless=LISTS),
    *family(Rank.TELLING, "imap-off", "IMAP-109", AUTH,
            Tongues(either(IMAP_OFF, PLAN), abroad.IMAP_OFF, abroad.IMAP_OFF_CYRILLIC),
            unless=either(LISTS, ADMINISTERED, FOR_NOW)),
    *family(Rank.TELLING, "password-expired", "IMAP-103", AUTH, PASSWORD_EXPIRED),
    *family(Rank.TELLING, "unpaid", "IMAP-113", AUTH, UNPAID, unless=either(IMAP_OFF, PLAN, abroad.PASSWORD_EXPIRED)),
    telling("clear-text", "IMAP-304", EARLY, CLEAR_TEXT),
    telling("network-banned", "IMAP-306", EARLY, NETWORK_BANNED, unless=LATER_ON),
    *family(Rank.TELLING, "account-closed", "IMAP-301", AUTH, CLOSED,
            unless=either(FOR_NOW, FAILED_OFTEN, NOT_OFF, UNPAID.english, ADVISED, abroad.IMAP_OFF,
                          abroad.FOR_A_WHILE)),
    *family(Rank.TELLING, "account-locked", "IMAP-110", AUTH, LOCKED,
            unless=either(FOR_NOW, FAILED_OFTEN, NOT_OFF, ADVISED, CLOSED.english, UNPAID.english, abroad.IMAP_OFF,
                          abroad.FOR_A_WHILE, abroad.FOR_A_WHILE_CYRILLIC)),
    telling("passwords-unwanted", "IMAP-311", AUTH, PASSWORDS_UNWANTED,
            unless=either(CLEAR_TEXT, APP_PASSWORD.english, CLOSED.english, IMAP_OFF)),
    telling("moved", "IMAP-307", AUTH | OPENING, MOVED),
    telling("tended", "IMAP-211", ANY, TENDED),
    telling("unserved", "IMAP-211", AUTH, UNSERVED, unless=either(IMAP_OFF, PLAN, LISTS)),
    telling("failure-inside", "IMAP-208", EARLY, r"internal (?:login|auth\w*) failure"),
)  # fmt: skip


def heard(rule: Rule) -> Rule:
    """What lasts is not believed beside words of a server in trouble, but of those that list every reason."""
    if CATALOGUE[rule.code].nature is Nature.TRANSIENT or rule.text == LISTS:
        return rule
    return replace(
        rule, unless=either(rule.unless, TENDED, IN_USE, trouble.DISK, trouble.TROUBLE, trouble_abroad.TROUBLE)
    )


SIGN_IN: tuple[Rule, ...] = tuple(map(heard, STATED))

# Words alone, once nothing better is known.
REFUSED = Tongues(
    r"(?:auth\w*|log[- ]?[io]n|sign[- ]?in|credentials?)(?: \w+)? (?:is |was |has |have )?(?:been )?(?:fail|error|"
    r"unsuccess|denied|"
    r"rejected|refused|incorrect|invalid|not (?:permitted|allowed|accepted|successful))|"
    r"(?:invalid|incorrect|wrong|(?<=.)bad|unknown|unrecogni[sz]ed) (?:[\w-]+ ){0,2}(?:credential|log[io]n|user|pass|"
    r"account|id\b)|"
    r"(?:user ?(?:name)?|login|password|account|e-?mail)s? (?:is |was |are |or |and |/ ?)*(?:password )?(?:is |are )?"
    r"(?:incorrect|invalid|wrong|unknown|not (?:recogni[sz]ed|found|match|correct|valid|accepted|exist)|"
    r"does ?n[o']t exist|"
    r"does not (?:exist|match)|mismatch|error)|(?:user ?name|login|account) (?:and|or|/) ?password|"
    r"(?:can'?t|cannot|could not|unable to) (?:log ?in|sign in|authenticate|verify)|no such (?:user|account)|"
    r"not authenticated|"
    r"access (?:is )?denied|permission denied|logon(?:denied|failed)|authfailed|check (?:your |the )?(?:user|login|"
    r"password|cred)",
    abroad.REFUSED, abroad.REFUSED_CYRILLIC,
)  # fmt: skip
