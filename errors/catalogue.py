"""Every error that Postroom can name, by its code. The rows are in the *_codes modules, by family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from . import ews_codes, graph_codes, imap_codes, message_codes, network_codes, oauth_codes, own_codes, smtp_codes
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
    *network_codes.NETWORK,
    *network_codes.TLS,
    *imap_codes.OWNER_ACTS,
    *imap_codes.NOBODY_ACTS,
    *imap_codes.OPERATOR_ACTS,
    *imap_codes.WE_ACT,
    *smtp_codes.SMTP,
    *ews_codes.EWS,
    *graph_codes.GRAPH,
    *oauth_codes.OAUTH,
    *message_codes.MESSAGE,
    *own_codes.MAILBOX,
    *own_codes.OWN,
    *own_codes.UNKNOWN_BY_PROTOCOL.values(),
    *own_codes.INFORMATION,
)

CATALOGUE: Mapping[str, Entry] = MappingProxyType({entry.code: entry for entry in ENTRIES})

UNKNOWN: Mapping[Protocol, Entry] = MappingProxyType(own_codes.UNKNOWN_BY_PROTOCOL)
