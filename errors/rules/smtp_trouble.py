"""What SMTP servers say when they are in trouble, with what servers of every protocol say then: expressions alone, no
rule. Beside such words a refusal proves nothing."""

from __future__ import annotations

from . import trouble, trouble_abroad
from .smtp_shape import either

SIGN_IN_BROKEN = (
    r"tempor\w+ (?:\w+ ){0,3}(?:failure|error|problem|unavailab|issue)|temporarily (?:not available|unavail|unable|"
    r"reject)|"
    r"(?:lost to|connect(?:ing)? to|contact(?:ing)?|from|with|reach|waiting for) (?:the )?auth\w* (?:server|service|"
    r"daemon|backend)|auth\w* (?:server|service|backend|daemon|subsystem)\b.{0,30}(?:unavail|not avail|down\b|"
    r"unreach|busy|time|error|fail|not respond)|"
    r"(?:service|server|system|backend|directory|database|ldap)\b.{0,20}(?:unavail|not avail|unreach|busy|overload|"
    r"(?:is )?down\b|timed? ?out|not respond|error)|internal (?:\w+ ){0,2}(?:error|failure|problem)|"
    r"(?:unable to|can(?:not|'t)|could not) (?:\w+ ){0,5}(?:at this time|right now|at the moment|now\b|temporarily)|"
    r"try (?:again )?(?:\w+ ){0,2}later|try again in|later again|retry later|"
    r"sp[äa]ter (?:erneut|noch ?(?:ein)?mal|wieder)|r[ée]essay\w+ plus tard|plus tard|m[áa]s tarde|pi[ùu] tardi|"
    r"mais tarde|(?:попробуйте|повторите)\b.{0,20}позже|stärungen|st[öo]rung\b|稍后|系统繁忙|系统忙|しばらく|"
    r"나중에|잠시 후|временно недоступ|внутренняя ошибка"
)
# A password is not judged by whom nobody can ask.
CUT_OFF = (
    r"connection (?:to \S{1,60} )?(?:was |is |has been )?(?:refused|reset|lost|timed|dropped|aborted)|"
    r"upstream (?:is )?(?:unavail|down|error|fail)|generic failure|"
    r"^\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?(?:please )?try again\W{0,4}$|(?:failed|failure|error): try again\W{0,4}$"
)
FAULTY = (
    r"(?:servers?|services?|systems?|back-?ends?|databases?|ldap|daemons?|nodes?) (?:is |are |went |seems? )?(?:all |"
    r"currently )?down\b|database is locked|(?:ldap|database|sql|directory|dns|user|policy|alias|map) look-?up (?:fail|"
    r"error|timed|problem)|"
    r"(?<!remote )(?<!mailbox )(?:service|server|system|database|back-?end|directory)s? (?:is |are |currently |"
    r"temporarily ){0,3}(?:unavailable|not available|out of order)|"
    r"(?:internal|system|server|database|back-?end|ldap|sql|queue|disk|i/o|milter|filter) (?:error|failure|exception)|"
    r"no (?:room|space) left|transientexception|out of (?:disk|memory|swap)"
)

SLOW = trouble.TIMED
BUSY = either(trouble.BUSY, r"(?:server|system|service) (?:is )?full\b")
DOWN = either(trouble.DOWN, trouble_abroad.DOWN, trouble_abroad.DOWN_CYRILLIC)
BROKEN = either(
    FAULTY, trouble.BROKEN, trouble.UNREACHED, trouble.DISK, trouble_abroad.BROKEN, trouble_abroad.BROKEN_CYRILLIC
)  # fmt: skip
LATER = either(trouble.LATER, trouble_abroad.LATER, trouble_abroad.LATER_CYRILLIC)

TROUBLED = either(BUSY, DOWN, SLOW, BROKEN, LATER)
AT_SIGN_IN = either(SIGN_IN_BROKEN, CUT_OFF, TROUBLED)
