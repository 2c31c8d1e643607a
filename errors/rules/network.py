"""Rules for what lies below a mail protocol: names, connections, encryption. Signals here carry the exception's class
and its text, whose errno or OpenSSL reason says more than the class does."""

from __future__ import annotations

from errors.model import Protocol, Stage

from .shape import Rank, Rule

NETWORK = Protocol.NETWORK

CONNECTING = frozenset({Stage.DNS, Stage.CONNECT})
TLS = frozenset({Stage.TLS})
EARLY = frozenset({Stage.GREETING, Stage.EHLO, Stage.AUTH, Stage.TOKEN, Stage.AUTODISCOVER})
FETCHING = frozenset({Stage.FETCH})
WORKING = frozenset(Stage) - CONNECTING - TLS - EARLY - FETCHING

LOST = frozenset({
    "ConnectionClosed", "ConnectionResetError", "ConnectionAbortedError", "BrokenPipeError", "EOFError",
    "IncompleteReadError", "SMTPServerDisconnected", "SSLEOFError", "SSLZeroReturnError", "ConnectionError",
})  # fmt: skip
TLS_ERRORS = frozenset(
    {"SSLError", "SSLEOFError", "SSLZeroReturnError", "SSLCertVerificationError", "CertificateError"}
)

VERIFY = r"CERTIFICATE_VERIFY_FAILED|certificate verify failed"
LATE = r"timed out|\[Errno (?:110|60)\]|is taking longer than"


def net(name: str, code: str, rank: Rank, text: str | None = None, *, stages: frozenset[Stage] = frozenset(),
        exceptions: frozenset[str] = frozenset()) -> Rule:  # fmt: skip
    return Rule(f"network.{name}", code, rank, NETWORK, stages, exceptions=exceptions, text=text)


# One class of exception may hold several attempts ("Multiple exceptions: ..."): what a server answered says more than
# that another of its addresses has no route, so these are asked in this order.
CONNECTIONS: tuple[Rule, ...] = (
    net("refused", "NET-202", Rank.TELLING, r"\[Errno (?:111|61)\]|connection refused"),
    net("turned-away", "NET-207", Rank.TELLING, r"^\(4\d\d, b['\"]"),  # smtplib's view of a greeting
    net("own-limit", "OWN-909", Rank.CODED, r"\[Errno (?:1|12|13|23|24|105)\]|too many open files"),
    net("unreachable", "NET-206", Rank.WORDED,
        r"\[Errno (?:99|100|101|112|113|49|50|51|64|65)\]|no route to host|"
        r"(?:network|host) is (?:unreachable|down)|cannot assign requested address"),
    net("refused-plainly", "NET-202", Rank.SHAPED, exceptions=frozenset({"ConnectionRefusedError"})),
)  # fmt: skip

NAMES: tuple[Rule, ...] = (
    net("name-unknown", "NET-301", Rank.CODED,
        r"\[Errno (?:-2|-5|-9|8)\]|name or service not known|no address associated|nodename nor servname|"
        r"address family for hostname"),
    net("name-temporary", "NET-201", Rank.CODED,
        r"\[Errno (?:-3|-4|-11)\]|temporary failure in name resolution|"
        r"non-recoverable failure in name resolution"),
    net("name-failed", "NET-201", Rank.SHAPED, exceptions=frozenset({"gaierror", "herror"})),
    net("name-impossible", "NET-302", Rank.SHAPED, stages=CONNECTING,
        exceptions=frozenset({"UnicodeError", "UnicodeEncodeError"})),
)  # fmt: skip

CERTIFICATES: tuple[Rule, ...] = (
    net("authority-unusable", "TLS-313", Rank.CODED, exceptions=frozenset({"UnusableAuthority"})),
    net("certificate-expired", "TLS-301", Rank.CODED, r"certificate has expired"),
    net("certificate-early", "TLS-302", Rank.CODED, r"certificate is not yet valid"),
    net("certificate-self-signed", "TLS-303", Rank.CODED, r"self[- ]signed certificate(?! in certificate chain)"),
    net("certificate-authority", "TLS-304", Rank.CODED,
        r"self[- ]signed certificate in certificate chain|unable to get (?:local )?issuer certificate|"
        r"unable to verify the first certificate|certificate signature failure"),
    net("certificate-name", "TLS-305", Rank.CODED,
        r"hostname mismatch|ip address mismatch|hostname .* doesn't match|certificate is not valid for"),
    net("certificate", "TLS-306", Rank.WORDED, VERIFY),
    net("certificate-plainly", "TLS-306", Rank.SHAPED,
        exceptions=frozenset({"SSLCertVerificationError", "CertificateError"})),
)  # fmt: skip

HANDSHAKES: tuple[Rule, ...] = (
    net("tls-plain-text", "TLS-308", Rank.CODED,
        r"WRONG_VERSION_NUMBER|HTTPS?_(?:PROXY_)?REQUEST|UNKNOWN_PROTOCOL|PACKET_LENGTH_TOO_LONG|"
        r"RECORD_LAYER_FAILURE|wrong version number|record layer failure"),
    net("tls-no-common", "TLS-307", Rank.CODED,
        r"PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_PROTOCOLS_AVAILABLE|"
        r"NO_CIPHERS_AVAILABLE|DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|UNSAFE_LEGACY_RENEGOTIATION|WRONG_SIGNATURE_TYPE|"
        r"INSUFFICIENT_SECURITY|INAPPROPRIATE_FALLBACK|WRONG_SSL_VERSION|VERSION_TOO_LOW|unsupported protocol|"
        r"handshake failure|no shared cipher"),
    net("tls-client-certificate", "TLS-309", Rank.CODED,
        r"ALERT_CERTIFICATE_REQUIRED|ALERT_UNKNOWN_CA|ALERT_BAD_CERTIFICATE|ALERT_ACCESS_DENIED|"
        r"CERTIFICATE_REQUIRED"),
    net("tls-name", "TLS-310", Rank.CODED, r"UNRECOGNIZED_NAME"),
    net("tls-server-error", "TLS-202", Rank.CODED, r"ALERT_INTERNAL_ERROR|alert internal error"),
    net("tls-damaged", "TLS-203", Rank.CODED,
        r"BAD_RECORD_MAC|DECRYPTION_FAILED|DECRYPT_ERROR|BAD_DECRYPT|bad record mac"),
    net("tls-other", "TLS-205", Rank.LAST, exceptions=TLS_ERRORS),
)  # fmt: skip

TIMEOUTS: tuple[Rule, ...] = tuple(
    rule
    for stage, code, stages in (
        ("dns", "NET-211", frozenset({Stage.DNS})),
        ("connect", "NET-212", frozenset({Stage.CONNECT})),
        ("tls", "NET-213", TLS),
        ("greeting", "NET-214", frozenset({Stage.GREETING, Stage.EHLO})),
        ("auth", "NET-215", EARLY - {Stage.GREETING, Stage.EHLO}),
        ("work", "NET-216", WORKING),
        ("fetch", "NET-217", FETCHING),
    )
    for rule in (
        net(f"timeout-{stage}", code, Rank.CODED, LATE, stages=stages),
        net(f"timeout-{stage}-plainly", code, Rank.SHAPED, stages=stages,
            exceptions=frozenset({"TimeoutError", "timeout"})),
    )
)  # fmt: skip

LOSSES: tuple[Rule, ...] = tuple(
    rule
    for when, code, stages in (
        ("connecting", "NET-203", CONNECTING),
        ("handshake", "TLS-201", TLS),
        ("early", "NET-203", EARLY),
        ("work", "NET-204", WORKING),
        ("fetch", "NET-205", FETCHING),
    )
    for rule in (
        net(f"lost-{when}", code, Rank.SHAPED, stages=stages, exceptions=LOST),
        net(f"lost-{when}-said", code, Rank.WORDED, stages=stages,
            text=r"\[Errno (?:32|54|57|103|104|107|108)\]|EOF occurred|UNEXPECTED_EOF|broken pipe|"
                 r"connection (?:\w+ )?(?:closed|reset|lost)"),
    )
)  # fmt: skip

NETWORK_RULES: tuple[Rule, ...] = (*CONNECTIONS, *NAMES, *CERTIFICATES, *HANDSHAKES, *TIMEOUTS, *LOSSES)
