"""From what a person pasted (`postroom errors explain`) to a signal, and from a fault to what it prints. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from .advice import READERS, acting, advice
from .answers.parts import Parts
from .model import Fault, Kind, Protocol, Signal, Stage
from .nameless import nameless
from .provider_help import help_address
from .redacted import shown
from .window import window

# Whatever protocol was spoken, these tell of what lies below it; the adapters say so too.
BELOW = frozenset({
    "ConnectionRefusedError", "ConnectionResetError", "ConnectionAbortedError", "ConnectionClosed", "BrokenPipeError",
    "EOFError", "OSError", "TimeoutError", "gaierror", "UnicodeError", "SSLError", "SSLEOFError",
    "SSLZeroReturnError", "SSLCertVerificationError", "timeout", "SMTPTimeoutError", "SMTPConnectTimeoutError",
    "SMTPReadTimeoutError", "ServerTimeoutError", "ConnectionTimeoutError", "SocketTimeoutError", "ConnectTimeout",
    "ReadTimeout", "Timeout", "ConnectTimeoutError", "ReadTimeoutError", "SMTPServerDisconnected", "SMTPConnectError",
    "IncompleteReadError", "IncompleteRead", "ServerDisconnectedError", "ClientConnectionError",
    "ClientConnectionResetError", "ClientOSError", "ClientPayloadError", "RemoteDisconnected", "ProtocolError",
    "ChunkedEncodingError", "ConnectionError", "ClientConnectorError", "ClientConnectorDNSError",
    "NewConnectionError", "MaxRetryError", "NameResolutionError", "ProxyError", "herror", "PermissionError",
    "TooManyRedirects", "InvalidURL", "InvalidUrlClientError", "NonHttpUrlClientError", "MissingSchema",
    "InvalidSchema", "LocationParseError", "LocationValueError", "UnicodeEncodeError", "CertificateError",
    "ClientConnectorSSLError", "ClientConnectorCertificateError", "ServerFingerprintMismatch",
})  # fmt: skip
OVER_HTTP = frozenset({Protocol.EWS, Protocol.GRAPH, Protocol.OAUTH})
SPOKEN: Mapping[Protocol, str] = {
    Protocol.IMAP: "an IMAP answer",
    Protocol.SMTP: "an SMTP reply",
    Protocol.EWS: "an answer of Exchange Web Services",
    Protocol.GRAPH: "an answer of Microsoft Graph",
    Protocol.OAUTH: "an answer of an OAuth token endpoint",
    Protocol.NETWORK: "what the network said",
}


def signal_from_text(
    protocol: Protocol,
    stage: Stage,
    text: str,
    *,
    http_status: int | None = None,
    headers: Mapping[str, str] | None = None,
    exception: str | None = None,
    observed_at: datetime | None = None,
) -> Signal:
    """Take the server's words apart as the adapters would (status word, response code, text). observed_at: when they
    were said; a date on which to come back is counted from it."""
    told = reader(protocol)(window(text))
    name = exception.rpartition(".")[2] if exception else None
    if protocol in OVER_HTTP:
        told = _over_http(told, {**told.headers, **(headers or {})}, name)
    return Signal(
        Protocol.NETWORK if name in BELOW and told.status is None else protocol,
        stage,
        told.text,
        status=told.status,
        response_code=told.code,
        inner_codes=told.inner,
        http_status=_http_status(protocol, told.http_status, http_status),
        headers={**told.headers, **(headers or {})},
        exception=name,
        observed_at=observed_at,
    )


def _http_status(protocol: Protocol, told: int | None, given: int | None) -> int | None:
    """What the caller saw counts, but for a batch of Graph's that was served: what matters is the item that failed."""
    within = protocol is Protocol.GRAPH and told is not None and told >= 400 and given is not None and given < 300
    return told if given is None or within else given


def _over_http(told: Parts, headers: Mapping[str, str], exception: str | None) -> Parts:
    """With what headers say of the reason; exchangelib names its exceptions by ResponseCode."""
    from .answers.bearer import refused
    from .answers.http import spoken

    named = exception if exception is not None and exception.startswith("Error") else None
    return replace(told, text=told.text + spoken(headers), code=told.code or refused(headers) or named, headers=headers)


def looks_like_another(protocol: Protocol, text: str, exception: str | None = None) -> Protocol | None:
    """Which one a person may have meant, whose words look like another protocol's; None where nothing is odd."""
    from .answers.speaker import looks_like

    looks = looks_like(window(text))
    if looks is None or looks is protocol or {looks, protocol} == {Protocol.GRAPH, Protocol.OAUTH} or exception:
        return None
    return looks


def reader(protocol: Protocol) -> Callable[[str], Parts]:
    """Of its answers. Only the one that is needed is loaded."""
    match protocol:
        case Protocol.IMAP:
            from .answers.imap import read
        case Protocol.SMTP:
            from .answers.smtp import read
        case Protocol.EWS:
            from .answers.exchange import read
        case Protocol.GRAPH:
            from .answers.graph import read
        case Protocol.OAUTH:
            from .answers.oauth import read
        case Protocol.NETWORK:
            return Parts
    return read


def verdict(fault: Fault) -> dict[str, object]:
    """INTERFACE.md's `errors explain` object. remedy: for the one who must act; remedies: for each reader. help: the
    provider's own page, null where none is known. fingerprint: of what has no name, only then."""
    entry = fault.entry
    told: dict[str, object] = {
        "code": entry.code,
        "kind": entry.kind.value,
        "nature": entry.nature.value if entry.nature else None,
        "level": entry.level.value,
        "who_acts": entry.who_acts.value,
        "retry_after_s": fault.retry_after.total_seconds() if fault.retry_after is not None else None,
        "counts_against_budget": entry.counts,
        "proofs": entry.proofs,
        "headline": nameless(entry.headline),
        "remedy": nameless(acting(entry)),
        "remedies": {reader.value: nameless(advice(entry, reader)) for reader in READERS},
        "rule": fault.rule,
        "matched": shown(fault.matched, fault.signal),
        "reference": entry.reference,
        "help": help_address(fault) or None,
    }
    if entry.kind is Kind.UNCLASSIFIED:
        from .fingerprint import fingerprint

        told["fingerprint"] = fingerprint(fault.signal)
    return told
