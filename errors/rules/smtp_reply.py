"""Rules for the number of a reply alone (RFC 5321 section 4.2 and its extensions), by stage. Between them they give
every number at every stage a verdict."""

from __future__ import annotations

from errors.model import Stage

from .shape import Rule
from .smtp_shape import AUTH, BODY, EARLY, FROM, MAIL, NOT_AUTH, TLS, TO, last
from .smtp_shape import GARBLED as NOT_UNDERSTOOD

HUNDRED_4 = frozenset(str(number) for number in range(400, 500))
HUNDRED_5 = frozenset(str(number) for number in range(500, 600))
ELSEWHERE = frozenset(Stage) - EARLY - AUTH - MAIL

GARBLED = tuple(sorted(filter(None, NOT_UNDERSTOOD)))
SEQUENCE = ("503",)
ENCRYPT = ("523", "538")
SIGN_IN = ("530",)


def rest(hundred: frozenset[str], *taken: str) -> tuple[str, ...]:
    return tuple(hundred - set(taken))


REPLIES: tuple[Rule, ...] = (
    last("tls-later", "TLS-204", TLS, *rest(HUNDRED_4, "421")),
    last("tls-closing", "SMTP-201", TLS, "421"),
    last("tls-not-offered", "SMTP-325", TLS, "501", *GARBLED, *SEQUENCE),
    last("early-later", "SMTP-201", EARLY - TLS, *HUNDRED_4),
    last("early-nothing-here", "SMTP-320", EARLY, "521"),
    last("early-not-understood", "SMTP-320", EARLY - TLS, *GARBLED),
    last("early-refused", "SMTP-310", EARLY, *rest(HUNDRED_5, "521", "501", *GARBLED, *SEQUENCE, *ENCRYPT, *SIGN_IN)),
    last("early-name", "SMTP-313", EARLY - TLS, "501"),
    last("sign-in-later", "SMTP-202", AUTH, *rest(HUNDRED_4, "432")),
    last("sign-in-moves", "SMTP-227", AUTH, "432"),
    last("sign-in-refused", "SMTP-102", AUTH | BODY, "535"),
    last("sign-in-disabled", "SMTP-301", AUTH, "525"),
    last("sign-in-methods", "SMTP-309", AUTH, "534", *GARBLED),
    last("sign-in-unclear", "SMTP-112", AUTH,
         *rest(HUNDRED_5, "535", "525", "534", *GARBLED, *SEQUENCE, *ENCRYPT)),
    last("sequence-early", "SMTP-232", EARLY - TLS, *SEQUENCE),
    last("sequence", "SMTP-225", frozenset(Stage) - EARLY, *SEQUENCE),
    last("encrypt", "SMTP-305", frozenset(), *ENCRYPT),
    last("sign-in-first", "SMTP-306", NOT_AUTH, *SIGN_IN),
    last("sender-full", "SMTP-212", FROM, "452"),
    last("sender-later", "SMTP-211", FROM, *rest(HUNDRED_4, "452", "421", "450")),
    last("closing", "SMTP-201", MAIL, "421"),
    last("sender-unavailable", "SMTP-222", FROM, "450"),
    last("sender-size", "SMTP-406", FROM, "552"),
    last("sender-parameter", "SMTP-901", FROM, *GARBLED),
    last("sender-refused", "SMTP-321", FROM,
         *rest(HUNDRED_5, "552", *GARBLED, *SEQUENCE, *ENCRYPT, *SIGN_IN)),
    last("recipient-grey", "SMTP-213", TO, "451"),
    last("recipient-full-for-now", "SMTP-216", TO, "452"),
    last("recipient-later", "SMTP-215", TO, *rest(HUNDRED_4, "451", "452", "421")),
    last("recipient-moved", "SMTP-416", TO, "551"),
    last("recipient-full", "SMTP-405", TO, "552"),
    last("recipient-syntax", "SMTP-415", TO, "501", "553"),
    last("recipient-garbled", "SMTP-901", TO, *GARBLED),
    last("recipient-refused", "SMTP-413", TO,
         *rest(HUNDRED_5, "551", "552", "501", "553", *GARBLED, *SEQUENCE, *ENCRYPT, *SIGN_IN)),
    last("email-storage", "SMTP-212", BODY, "452"),
    last("email-later", "SMTP-233", BODY, *rest(HUNDRED_4, "452", "421")),
    last("email-size", "SMTP-406", BODY, "552"),
    last("email-garbled", "SMTP-901", BODY, *GARBLED, "501"),
    last("email-refused", "SMTP-414", BODY,
         *rest(HUNDRED_5, "535", "552", "501", *GARBLED, *SEQUENCE, *ENCRYPT, *SIGN_IN)),
    last("elsewhere-later", "SMTP-211", ELSEWHERE, *HUNDRED_4),
    last("elsewhere-refused", "SMTP-901", ELSEWHERE, *rest(HUNDRED_5, *SEQUENCE, *ENCRYPT)),
)  # fmt: skip
