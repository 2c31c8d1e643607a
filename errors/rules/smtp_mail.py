"""Rules for what SMTP servers say once mail is handed over: of the sender, of a recipient, of the email itself."""

from __future__ import annotations

from .shape import Rule
from .smtp_connection import LINKED, OURS, RELAY
from .smtp_content import (
    ABILITY,
    BROKEN,
    BUSY,
    DOWN,
    LATER,
    LOOP,
    MALFORMED,
    SCANNER,
    SEQUENCE,
    SIZE,
    SLOW,
    SPAM,
    STORAGE,
    UNREACHED,
    VIRUS,
)
from .smtp_limits import ACCOUNT_WIDE, RATE, REPUTATION, SENDING_QUOTA
from .smtp_recipients import DOMAIN_LATER, FULL, GREY, INACTIVE, MOVED, NO_DOMAIN, RESTRICTED, SYNTAX, UNKNOWN
from .smtp_sender import (
    ACCOUNT_OFF,
    COMPANY,
    DOMAIN,
    NOT_OWN,
    OUTSIDE,
    OWN_OFF,
    OWN_PAUSED,
    RIGHTS,
    STOPPED,
    TENANT,
    UNVERIFIED,
)
from .smtp_shape import BODY, EARLY, FROM, HANDED, HARD, MAIL, NOT_AUTH, SOFT, TLS, TO, either, telling, worded

OF_RECIPIENT = r"recipient (?:\w+ )?(?:address )?(?:rejected|refused)|rcpt"
REFUSED_SENDER = (
    r"badmailfrom|(?:envelope sender|sender|mail from|from address)\b.{0,40}"
    r"(?:reject|denied|refused|blocked|blacklist|blocklist|not accept|not permitted)"
)
NO_RECIPIENTS = r"no valid recipients|no recipients?\b"  # of the whole transaction
PROBLEM = r"temporar\w{0,3} (?:local |mail |internal )?problem"
GREY_AT_THE_END = r"4\.7\.1 (?:please )?try again later\W{0,4}$"  # rspamd's, of an email that it does not know yet
NESTED = r"commands were rejected with this error"  # Exim says again what it said to each RCPT

SENDER: tuple[Rule, ...] = (
    telling("tenant", "SMTP-316", NOT_AUTH, TENANT, unless=RATE),
    telling("account", "SMTP-319", FROM | BODY, COMPANY,
            unless=either(ACCOUNT_WIDE, TENANT, RIGHTS, UNVERIFIED, OURS, STOPPED)),
    telling("stopped", "SMTP-315", MAIL, STOPPED, unless=either(OURS, UNVERIFIED, RIGHTS)),
    telling("account-off", "SMTP-301", FROM, ACCOUNT_OFF,
            unless=either(STOPPED, OURS, UNVERIFIED, FULL, RATE, COMPANY, OWN_PAUSED)),
    telling("own-account-for-now", "SMTP-224", HANDED, OWN_OFF, statuses=SOFT,
            unless=either(STOPPED, OURS, UNVERIFIED, FULL, RATE, COMPANY, OWN_PAUSED)),
    telling("own-account-off", "SMTP-301", HANDED, OWN_OFF, statuses=HARD,
            unless=either(STOPPED, OURS, UNVERIFIED, FULL, RATE, COMPANY, OWN_PAUSED)),
    telling("own-account-paused", "SMTP-224", MAIL, OWN_PAUSED,
            unless=either(STOPPED, OURS, UNVERIFIED, FULL, RATE, COMPANY)),
    telling("outside", "SMTP-324", MAIL, OUTSIDE, statuses=HARD, unless=OURS),
    telling("rights", "SMTP-318", FROM | BODY, RIGHTS, unless=either(OURS, OUTSIDE)),
    telling("unverified", "SMTP-317", MAIL, UNVERIFIED, statuses=HARD,
            unless=either(TENANT, OURS, OF_RECIPIENT, RELAY)),
    telling("not-own", "SMTP-110", MAIL, NOT_OWN,
            unless=either(OURS, RELAY, UNVERIFIED, DOMAIN, RESTRICTED)),
    telling("own-full", "SMTP-111", FROM, FULL, unless=either(SENDING_QUOTA, SIZE, STORAGE, RATE)),
    worded("sender-domain-for-now", "SMTP-222", FROM | TO, DOMAIN, statuses=SOFT),
    worded("sender-domain", "SMTP-322", MAIL, DOMAIN, statuses=HARD),
    worded("sender-refused", "SMTP-321", FROM, REFUSED_SENDER, statuses=HARD, unless=DOMAIN),
    worded("sender-refused-later", "SMTP-321", HANDED, REFUSED_SENDER, statuses=HARD,
           unless=either(DOMAIN, RESTRICTED)),
)  # fmt: skip

RECIPIENT: tuple[Rule, ...] = (
    telling("full-for-now", "SMTP-216", HANDED, FULL, statuses=SOFT,
            unless=either(SENDING_QUOTA, RATE, SIZE, STORAGE, GREY)),
    telling("full", "SMTP-405", HANDED, FULL, statuses=HARD, unless=either(SENDING_QUOTA, SIZE)),
    telling("errors", "SMTP-225", MAIL, r"too many (?:\w+ )?errors", statuses=SOFT, unless=RATE),
    telling("grey", "SMTP-213", MAIL, GREY, statuses=SOFT),
    worded("moved", "SMTP-416", HANDED, MOVED, statuses=HARD),
    worded("no-domain", "SMTP-402", HANDED, NO_DOMAIN, statuses=HARD, unless=DOMAIN),
    worded("restricted", "SMTP-404", HANDED, RESTRICTED, statuses=HARD),
    worded("inactive", "SMTP-403", HANDED, INACTIVE, statuses=HARD, unless=either(REFUSED_SENDER, MOVED)),
    worded("syntax", "SMTP-415", TO, SYNTAX, statuses=HARD),
    worded("unknown", "SMTP-401", HANDED, UNKNOWN, statuses=HARD,
           unless=either(NO_DOMAIN, MOVED, SYNTAX, DOMAIN, REFUSED_SENDER, NO_RECIPIENTS)),
    worded("domain-for-now", "SMTP-217", HANDED, DOMAIN_LATER, statuses=SOFT, unless=DOMAIN),
)  # fmt: skip

EMAIL: tuple[Rule, ...] = (
    telling("size", "SMTP-406", MAIL, SIZE, unless=either(SENDING_QUOTA, RATE)),
    telling("loop", "SMTP-411", HANDED, LOOP),
    telling("scanner", "SMTP-211", NOT_AUTH, SCANNER),
    telling("virus", "SMTP-407", BODY, VIRUS, unless=either(OURS, SCANNER)),
    telling("link-for-now", "SMTP-219", HANDED, LINKED, statuses=SOFT, unless=VIRUS),
    telling("link", "SMTP-409", MAIL, LINKED, statuses=HARD, unless=VIRUS),
    telling("spam-for-now", "SMTP-219", HANDED, SPAM, statuses=SOFT,
            unless=either(OURS, RELAY, REPUTATION, LINKED)),
    telling("spam", "SMTP-409", MAIL, SPAM, statuses=HARD,
            unless=either(OURS, REPUTATION, STOPPED, MALFORMED, ACCOUNT_OFF, LINKED, r"spam quota")),
    telling("malformed", "SMTP-408", BODY, MALFORMED, statuses=HARD, unless=either(OURS, ABILITY, SIZE)),
    worded("ability", "SMTP-412", MAIL, ABILITY, statuses=HARD),
)  # fmt: skip

SERVER: tuple[Rule, ...] = (
    worded("storage", "SMTP-212", NOT_AUTH, STORAGE, statuses=SOFT),
    worded("busy", "SMTP-210", NOT_AUTH, BUSY, statuses=SOFT, unless=STORAGE),
    worded("slow", "SMTP-221", NOT_AUTH, SLOW, statuses=SOFT, unless=either(UNREACHED, BROKEN)),
    worded("troubled", "SMTP-211", BODY, PROBLEM, statuses=SOFT, unless=either(BUSY, BROKEN, DOWN, SLOW, STORAGE)),
    worded("grey-at-the-end", "SMTP-213", BODY, GREY_AT_THE_END, statuses=SOFT),
    worded("broken", "SMTP-211", NOT_AUTH, BROKEN, statuses=SOFT, unless=either(DOMAIN_LATER, STORAGE)),
    worded("down", "SMTP-201", (EARLY - TLS) | FROM | BODY, DOWN, statuses=SOFT, unless=either(SLOW, BROKEN)),
    worded("for-now", "SMTP-213", TO, LATER, statuses=SOFT,
           unless=either(BUSY, BROKEN, STORAGE, DOMAIN, DOMAIN_LATER, UNREACHED, INACTIVE)),
    worded("sequence-early", "SMTP-232", EARLY, SEQUENCE),
    worded("sequence", "SMTP-225", MAIL, SEQUENCE, statuses=HARD, unless=NESTED),
)  # fmt: skip

MAIL_RULES: tuple[Rule, ...] = (*SENDER, *RECIPIENT, *EMAIL, *SERVER)
