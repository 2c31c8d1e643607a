"""From a signal to a fault: one table, the first rule that fits."""

from __future__ import annotations

from collections.abc import Mapping

from .catalogue import CATALOGUE, UNKNOWN
from .hints import retry_after
from .model import Fault, Level, Protocol, Signal
from .redacted import shown, without_secrets
from .rules.ews import EWS_RULES
from .rules.fine import FINE_RULES
from .rules.graph import GRAPH_RULES
from .rules.imap import IMAP_RULES
from .rules.index import Index
from .rules.network import NETWORK_RULES
from .rules.oauth import OAUTH_RULES
from .rules.own import OWN_RULES
from .rules.shape import Rule
from .rules.smtp import SMTP_RULES

UNCLASSIFIED = "unclassified"  # the rule's name where no rule fits
UNFETCHABLE = "MSG-204"

TABLES = (OWN_RULES, NETWORK_RULES, IMAP_RULES, SMTP_RULES, EWS_RULES, GRAPH_RULES, OAUTH_RULES, FINE_RULES)
RULES: tuple[Rule, ...] = tuple(sorted((rule for table in TABLES for rule in table), key=lambda rule: rule.rank))

BY_PROTOCOL: Mapping[Protocol, tuple[Rule, ...]] = {
    protocol: tuple(rule for rule in RULES if rule.protocol in (None, protocol)) for protocol in Protocol
}


INDEX = Index(BY_PROTOCOL)


def classify(seen: Signal) -> Fault:
    """Name what was seen. The first rule that fits wins; order is meaning. Of the signal the fault carries what may be
    kept: without secrets, no longer than what was judged of it."""
    kept, wait = without_secrets(seen), retry_after(seen)
    for rule, matched in INDEX.fitting(seen):
        told = matched if kept.text == seen.text else shown(matched, seen)
        return Fault(CATALOGUE[rule.code], kept, rule.id, told, wait)
    return Fault(UNKNOWN[seen.protocol], kept, UNCLASSIFIED, "", wait)


def classify_message(seen: Signal) -> Fault:
    """Name why one message was set aside. What was seen may be nobody's fault in particular (a lost connection, time
    after time, over this message): then its name is that the message can't be fetched, and the words stay."""
    fault = classify(seen)
    if fault.entry.level is Level.EMAIL and fault.entry.nature is not None:
        return fault
    return Fault(CATALOGUE[UNFETCHABLE], fault.signal, fault.rule, fault.matched)
