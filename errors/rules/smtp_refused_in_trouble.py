"""Rules for a server in trouble that refuses for good what it can't judge just now, everywhere but at sign-in: words of
trouble go before the number of the reply and its code, not before words that say more."""

from __future__ import annotations

from .shape import Rank, Rule
from .smtp_connection import CONNECTION, NOT_HERE
from .smtp_content import AGAIN_LATER
from .smtp_limits import LIMITS
from .smtp_mail import MAIL_RULES
from .smtp_providers import PROVIDERS
from .smtp_shape import BODY, EARLY, FROM, HANDED, HARD, TO, Stages, either, telling
from .smtp_sign_in import ENCRYPT_FIRST, OLD_TLS
from .smtp_trouble import BROKEN, BUSY, DOWN, LATER, SLOW

PASSES = either(AGAIN_LATER, LATER, SLOW)


def known(stages: Stages) -> str:
    """Words of which other rules say more, at these stages."""
    rules = (*PROVIDERS, *LIMITS, *CONNECTION, *MAIL_RULES)
    telling_more = [rule for rule in rules if rule.rank is Rank.TELLING and rule.text and _apply(rule, stages)]
    return either(*(rule.text or "" for rule in telling_more), NOT_HERE, ENCRYPT_FIRST, OLD_TLS)


def _apply(rule: Rule, stages: Stages) -> bool:
    return (not rule.stages or bool(rule.stages & stages)) and (not rule.statuses or bool(rule.statuses & HARD))


# A recipient who can't be had for good, told in words that are a server's as well.
GONE = (
    r"(?:postfach|empf.{1,2}nger|benutzer|konto|adresse|bo.{1,2}te|destinataire|compte|utilisateur|casella|utente|"
    r"destinatario|indirizzo|buz.{1,2}n|usuario|cuenta|caixa|conta|ящик|получател\w|адрес|邮箱|收件人|"
    r"用户)\b(?!.{0,40}(?:bergehend|"
    r"tempor|tijdelijk|zur ?zeit|derzeit|momentan|времен|暂))"
    r".{0,20}(?:nicht (?:verf|erreich)|indispon|inaccessible|injoignable|no disponible|non disponibile|недоступ|不可用)"
)
TURNED_AWAY = (
    r"not accepting (?:any )?(?:messages|mail|e-?mail)|"
    r"^\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?connection (?:refused|rejected|denied)"
)
UNWILLING = r"\b(?:user|recipient|mailbox|account|list|he|she|<\S{1,60}>) (?:is |are )?not accepting"
# The next server could not be reached until it was too late (RFC 3463 section 3.5).
EXPIRED = r"\b5\.4\.(?:[47]|3\d\d)\b|expired|retry time|delivery time"
UNSAID = r"(?:unknown|unspecified|unexpected|general) (?:error|failure)|error occurred|something went wrong"
CONVERTED = r"content conversion|m2mcvt"  # Exchange's trouble with the email itself
SERVICE_LATER = (
    r"(?:servi[czç]|server|system|dienst|сервер|сервис|служб|服务|服務|系统|系統|サーバ|サービス|서버|서비스)"
    r".{0,60}(?:later|tard[ei]?\b|sp.{1,2}ter|позже|tempor|vor.{1,2}bergehend|unavail|indispon|non? disponi|nicht verf|"
    r"недоступ|"
    r"不可用|稍|利用できません|後|나중|사용할)"
)

DOOR = either(known(EARLY | FROM), TURNED_AWAY)
MAIL = either(known(HANDED), GONE, UNWILLING, CONVERTED)

REFUSED_IN_TROUBLE: tuple[Rule, ...] = (
    telling("busy-though-refused", "SMTP-210", EARLY | FROM, BUSY, statuses=HARD, unless=DOOR),
    telling("down-though-refused", "SMTP-201", EARLY | FROM, DOWN, statuses=HARD, unless=either(DOOR, BUSY)),
    telling("broken-though-refused", "SMTP-211", EARLY | FROM, BROKEN, statuses=HARD, unless=either(DOOR, BUSY, DOWN)),
    telling("later-though-refused", "SMTP-201", EARLY | FROM, PASSES, statuses=HARD,
            unless=either(DOOR, BUSY, DOWN, BROKEN)),
    telling("recipient-later-though-refused", "SMTP-215", TO, either(BUSY, DOWN, BROKEN, PASSES), statuses=HARD,
            unless=either(MAIL, EXPIRED)),
    telling("busy-though-handed", "SMTP-210", BODY, BUSY, statuses=HARD, unless=MAIL),
    telling("down-though-handed", "SMTP-201", BODY, DOWN, statuses=HARD, unless=either(MAIL, BUSY)),
    telling("broken-though-handed", "SMTP-211", BODY, BROKEN, statuses=HARD,
            unless=either(MAIL, BUSY, DOWN, EXPIRED, UNSAID)),
    telling("email-error-unsaid", "SMTP-233", BODY, UNSAID, statuses=HARD, unless=either(MAIL, BUSY, DOWN, EXPIRED)),
    telling("service-later-though-handed", "SMTP-201", BODY, SERVICE_LATER, statuses=HARD,
            unless=either(MAIL, BUSY, DOWN, BROKEN, EXPIRED)),
    telling("email-later-though-refused", "SMTP-233", BODY, PASSES, statuses=HARD,
            unless=either(MAIL, BUSY, DOWN, BROKEN, SERVICE_LATER, EXPIRED)),
)  # fmt: skip
