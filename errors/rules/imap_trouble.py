"""Rules for a server in trouble that refuses, with a response code of a refusal, what it can't judge just now: the
password may be right, and the mailbox may be there."""

from __future__ import annotations

from collections.abc import Iterator

from errors.catalogue import CATALOGUE
from errors.model import Nature, Stage

from . import imap_abroad as abroad
from . import trouble, trouble_abroad
from .imap_limits import IN_USE, LISTS, LOCKOUT, MANY, THROTTLED
from .imap_shape import EARLY, FETCH, NOT_EARLY, SENDING, telling
from .imap_sign_in import CHALLENGE, OVERDUE, STATED, TENDED, UNSERVED
from .shape import Rule
from .trouble import either

REFUSALS = frozenset({
    "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "CONTACTADMIN", "EXPIRED", "NONEXISTENT", "NOPERM",
    "PRIVACYREQUIRED", "TRYCREATE", "WEBALERT",
})  # fmt: skip
CANNOT = frozenset({"CANNOT"})  # of a message it is believed

# Said with more detail by other rules.
LIMITED = either(MANY, THROTTLED, abroad.CONNECTIONS, abroad.CONNECTIONS_CYRILLIC, abroad.THROTTLED)
FOR_A_WHILE = either(LOCKOUT.english, abroad.FOR_A_WHILE, abroad.FOR_A_WHILE_CYRILLIC)
NOT_CONNECTED = r"authenticated but not connected|unable to access your mailbox|failed to open mailbox|mailbox server"
KNOWN = either(LISTS, CHALLENGE, OVERDUE, TENDED, UNSERVED, NOT_CONNECTED, r"internal (?:login|auth\w*) failure")
LASTING = either(*(rule.text for rule in STATED if CATALOGUE[rule.code].nature is Nature.PERMANENT))

MESSAGE = r"(?:messages?|mails?|uids?|items?|parts?)"
VANISHED = (
    rf"message ?set is invalid|invalid (?:message ?)?(?:set|sequence|number|uid)|"
    rf"(?<!mailbox )(?<!folder )no longer exist|{MESSAGE}\b.{{0,40}}(?:do(?:es)? not "
    rf"exist|not exist|doesn'?t exist|not found|expunged|(?:been|was|were) (?:deleted|removed|moved))|"
    rf"no such {MESSAGE}\b|"
    r"no such entity|no matching messages|bad (?:message )?sequence|sequence parse error|out of range|"
    r"(?:cannot|can't|could not|unable to) find (?:the )?(?:message|mail|item|uid)|(?:message|mail|item|"
    r"uid) (?:\w+ )?could not be found|"
    r"no longer available|"
    r"(?:message|mail|uid) (?:\d{1,9} )?(?:deleted|removed|expunged)|unknown (?:uid|message)"
)

BUSY = trouble.BUSY
DOWN = either(trouble.DOWN, trouble_abroad.DOWN, trouble_abroad.DOWN_CYRILLIC)
BROKEN = either(trouble.BROKEN, trouble_abroad.BROKEN, trouble_abroad.BROKEN_CYRILLIC)
LATER = either(
    trouble.LATER, trouble.UNREACHED, trouble.TIMED, trouble_abroad.LATER, trouble_abroad.LATER_CYRILLIC
)  # fmt: skip
NAMED = either(BUSY, DOWN, IN_USE, trouble.DISK, BROKEN, LATER)  # all that says what the trouble is


def beside(suffix: str, stages: frozenset[Stage], codes: frozenset[str], broken: str, later: str,
           known: str) -> Iterator[Rule]:  # fmt: skip
    """The causes, the first of which counts. broken, later: their codes at these stages. known: words of which another
    rule says more."""
    for cause, code, words, unless in (
        ("busy", "IMAP-206", BUSY, known),
        ("down", "IMAP-201", DOWN, either(known, BUSY)),
        ("in-use", "IMAP-204", IN_USE, either(known, BUSY, DOWN)),
        ("disk", "IMAP-312", trouble.DISK, either(known, BUSY, DOWN, IN_USE)),
        ("broken", broken, BROKEN, either(known, BUSY, DOWN, IN_USE, trouble.DISK)),
        ("later", later, LATER, either(known, BUSY, DOWN, IN_USE, trouble.DISK, BROKEN)),
        ("vague", later, trouble.VAGUE, either(known, NAMED, LASTING)),
        ("odd", broken, trouble.ODD, either(known, NAMED, trouble.VAGUE, LASTING)),
    ):
        yield telling(f"beside-{cause}{suffix}", code, stages, words, unless=unless, codes=codes)


TROUBLE: tuple[Rule, ...] = (
    *beside("-early", EARLY, REFUSALS | CANNOT, "IMAP-208", "IMAP-201", either(KNOWN, LIMITED, FOR_A_WHILE)),
    *beside("", NOT_EARLY, REFUSALS, "IMAP-207", "IMAP-211", either(KNOWN, LIMITED, VANISHED)),
    telling("beside-cannot", "IMAP-211", NOT_EARLY - FETCH - SENDING,
            NAMED, unless=either(KNOWN, LIMITED), codes=CANNOT),
)  # fmt: skip
