"""Every error that Postroom can name, by its code. The rows are in codes/, by family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .codes import ews, graph, imap, message, network, oauth, own, smtp
from .model import Entry, Protocol

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "NET": "the network",
        "TLS": "encryption",
        "IMAP": "what an IMAP server answers",
        "SMTP": "what an SMTP server answers",
        "EWS": "what Exchange Web Services answer",
        "GRAPH": "what Microsoft Graph answers",
        "OAUTH": "what an OAuth token endpoint answers",
        "MSG": "one message",
        "BOX": "what a mailbox lacks",
        "OWN": "our own faults",
        "BUG": "our own bugs",
        "UNK": "what has no name yet",
        "INFO": "good to know",
    }
)

ENTRIES: tuple[Entry, ...] = (
    *network.NETWORK,
    *network.TLS,
    *imap.OWNER_ACTS,
    *imap.NOBODY_ACTS,
    *imap.OPERATOR_ACTS,
    *imap.WE_ACT,
    *smtp.SMTP,
    *ews.EWS,
    *graph.GRAPH,
    *oauth.OAUTH,
    *message.MESSAGE,
    *own.MAILBOX,
    *own.OWN,
    *own.UNKNOWN_BY_PROTOCOL.values(),
    *own.INFORMATION,
)

CATALOGUE: Mapping[str, Entry] = MappingProxyType({entry.code: entry for entry in ENTRIES})

UNKNOWN: Mapping[Protocol, Entry] = MappingProxyType(own.UNKNOWN_BY_PROTOCOL)
