"""From a signal to a fault: one table, walked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .catalogue import CATALOGUE, UNKNOWN
from .hints import retry_after
from .model import Fault, Level, Protocol, Signal
from .rules.ews import EWS_RULES
from .rules.graph import GRAPH_RULES
from .rules.imap import IMAP_RULES
from .rules.network import NETWORK_RULES
from .rules.oauth import OAUTH_RULES
from .rules.own import OWN_RULES
from .rules.shape import Rule
from .rules.smtp import SMTP_RULES

UNCLASSIFIED = "unclassified"  # the rule's name where no rule fits
UNFETCHABLE = "MSG-204"

TABLES = (OWN_RULES, NETWORK_RULES, IMAP_RULES, SMTP_RULES, EWS_RULES, GRAPH_RULES, OAUTH_RULES)
RULES: tuple[Rule, ...] = tuple(sorted((rule for table in TABLES for rule in table), key=lambda rule: rule.rank))

BY_PROTOCOL: Mapping[Protocol, tuple[Rule, ...]] = {
    protocol: tuple(rule for rule in RULES if rule.protocol in (None, protocol)) for protocol in Protocol
}


# Codes that rules know, in lower case: of nested codes the most detailed of these is the one that counts.
KNOWN: Mapping[Protocol, Mapping[str, str]] = {
    protocol: {code.lower(): code for rule in rules for code in rule.codes} for protocol, rules in BY_PROTOCOL.items()
}


def classify(given: Signal) -> Fault:
    """Name what was seen. The first rule that fits wins; order is meaning."""
    fault = _named(_told(given))
    return replace(fault, signal=given)


def _told(seen: Signal) -> Signal:
    """With the most detailed code that rules know, written as they write it."""
    known = KNOWN[seen.protocol]
    outermost = (seen.response_code,) if seen.response_code is not None else ()
    for code in (*reversed(seen.inner_codes), *outermost):
        if code.lower() in known:
            return replace(seen, response_code=known[code.lower()])
    return seen


def _named(seen: Signal) -> Fault:
    for rule in BY_PROTOCOL[seen.protocol]:
        matched = rule.match(seen)
        if matched is not None:
            return Fault(CATALOGUE[rule.code], seen, rule.id, matched, retry_after(seen))
    return Fault(UNKNOWN[seen.protocol], seen, UNCLASSIFIED, "", retry_after(seen))


def classify_message(seen: Signal) -> Fault:
    """Name why one message was set aside. What was seen may be nobody's fault in particular (a lost connection, time
    after time, over this message): then its name is that the message can't be fetched, and the words stay."""
    fault = classify(seen)
    if fault.entry.level is Level.EMAIL and fault.entry.nature is not None:
        return fault
    return Fault(CATALOGUE[UNFETCHABLE], seen, fault.rule, fault.matched)
