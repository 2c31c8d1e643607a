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
    # of aiosmtplib, aiohttp, http.client, requests and urllib3
    "SMTPConnectError", "ServerDisconnectedError", "ClientConnectionResetError", "ClientConnectionError",
    "ClientOSError", "ClientPayloadError", "RemoteDisconnected", "IncompleteRead", "ProtocolError",
    "ChunkedEncodingError",
})  # fmt: skip
LATE_ONES = frozenset({
    "TimeoutError", "timeout", "SMTPTimeoutError", "SMTPConnectTimeoutError", "SMTPReadTimeoutError",
    "ServerTimeoutError", "ConnectionTimeoutError", "SocketTimeoutError", "ConnectTimeout", "ReadTimeout", "Timeout",
    "ConnectTimeoutError", "ReadTimeoutError",
})  # fmt: skip
UNREACHED = frozenset({
    "ClientConnectorError", "NewConnectionError", "MaxRetryError", "NameResolutionError", "ClientConnectorDNSError",
})  # fmt: skip
NO_ADDRESS = frozenset({
    "UnicodeError", "UnicodeEncodeError", "InvalidURL", "InvalidUrlClientError", "NonHttpUrlClientError",
    "MissingSchema", "InvalidSchema", "LocationParseError", "LocationValueError",
})  # fmt: skip
TLS_ERRORS = frozenset({
    "SSLError", "SSLEOFError", "SSLZeroReturnError", "SSLCertVerificationError", "CertificateError",
    "ClientConnectorSSLError", "ClientConnectorCertificateError", "ServerFingerprintMismatch",
})  # fmt: skip
UNTRUSTED = frozenset({
    "SSLCertVerificationError", "CertificateError", "ClientConnectorCertificateError", "ServerFingerprintMismatch",
})  # fmt: skip

VERIFY = r"CERTIFICATE_VERIFY_FAILED|certificate verify failed"


def errno(*numbers: int, windows: tuple[int, ...] = ()) -> str:
    """As Python writes it; asyncio and urllib3 write it too."""
    told = "|".join(map(str, numbers))
    beside = "|".join(map(str, windows))
    return rf"\[Errno (?:{told})\]" + (rf"|\[(?:WinError|Errno) (?:{beside})\]" if beside else "")


LATE = (
    rf"timed out|{errno(110, 60, windows=(10060,))}|is taking longer than|i/o timeout|timeout (?:on|while|error)|"
    r"deadline exceeded"
)
REFUSED = (
    rf"{errno(111, 61, windows=(10061,))}|connection refused|actively refused|verbindungsaufbau abgelehnt|"
    r"connexion refus|conexi.{1,2}n (?:rehusada|rechazada)|connessione rifiutata|conex.{1,2}o recusada|"
    r"po.{1,2}czenie odrzucone|拒绝连接|接続を拒否"
)
UNREACHABLE = (
    rf"{errno(50, 51, 64, 65, 100, 101, 112, 113, windows=(10050, 10051, 10065))}|no route to host|"
    r"(?:network|host) is (?:unreachable|down)|unreachable (?:network|host)"
)
GONE = (
    rf"{errno(32, 54, 57, 103, 104, 107, 108, windows=(10053, 10054, 10058))}|EOF occurred|UNEXPECTED_EOF|"
    rf"unexpected eof|"
    r"broken pipe|connection (?:\w+ )?(?:closed|reset|lost|aborted|terminated|dropped)|server disconnected|"
    r"closed connection without response|forcibly closed|end of file|close notify|application_data_after_close|"
    r"verbindung .{0,30}zur.{1,2}ckgesetzt|connexion r.{1,2}-?initialis|连接被对方重|соединение разорвано"
)
PROXY = r"proxy authentication required|tunnel connection failed: 40[3-7]|socks5? authentication failed"
DOWN_PROXY = r"cannot connect to proxy|tunnel connection failed: 5|unable to connect to proxy|proxy server"
# What the C libraries of Linux, musl, macOS and Windows, c-ares and DNS clients say, and glibc in other languages.
NO_NAME = (
    rf"{errno(-2, -5, -9, 8, windows=(11001, 11004))}|name or service not known|no address associated|"
    rf"nodename nor servname|"
    r"address family for hostname|name does not resolve|name has no usable address|getaddrinfo failed|"
    r"domain name not found|"
    r"nxdomain|no such host|dns server returned answer with no data|unknown host|der name oder der dienst|"
    r"nom ou service inconnu|nombre o servicio desconocido|nome o servizio sconosciuto|"
    r"nome ou servi.{1,2}o desconhecido|"
    r"naam of dienst is niet bekend|nazwa lub us|未知的名称或服务|名前またはサービスが不明|имя или служба"
)
NO_ANSWER = (
    rf"{errno(-3, -4, -11, windows=(11002, 11003))}|temporary failure in name resolution|non-recoverable (?:failure|"
    rf"error)|"
    r"could not contact dns servers|dns server returned general failure|servfail|"
    r"fehler (?:bei|in) der namensaufl|temporaire dans la r|temporal en la resoluci|temporaneo nella risoluzione|"
    r"resolu.{2,4}o de nome|域名解析|名前解決に一時的|сбой в разрешении"
)

NONSENSE = r"malformed smtp response|^response too long|^\(-1, b?['\"]"  # a line that begins with no number


def net(name: str, code: str, rank: Rank, text: str | None = None, *, stages: frozenset[Stage] = frozenset(),
        exceptions: frozenset[str] = frozenset(), unless: str | None = None) -> Rule:  # fmt: skip
    return Rule(f"network.{name}", code, rank, NETWORK, stages, exceptions=exceptions, text=text, unless=unless)


# One class of exception may hold several attempts ("Multiple exceptions: ..."): what a server answered says more than
# that another of its addresses has no route, so these are asked in this order.
CONNECTIONS: tuple[Rule, ...] = (
    net("proxy", "NET-303", Rank.TELLING, PROXY),
    net("proxy-down", "NET-208", Rank.TELLING, DOWN_PROXY, unless=PROXY),
    net("refused", "NET-202", Rank.TELLING, REFUSED, unless=f"{PROXY}|{DOWN_PROXY}"),
    net("turned-away", "NET-207", Rank.TELLING, r"^\(4\d\d, b?['\"]"),  # smtplib's view of a greeting
    net("turned-away-for-good", "NET-304", Rank.TELLING, r"^\(5\d\d, b?['\"]",
        stages=CONNECTING | TLS | {Stage.GREETING, Stage.EHLO}),
    net("own-limit", "OWN-909", Rank.CODED,
        rf"{errno(1, 12, 13, 23, 24, 55, 105, windows=(10013, 10024, 10055))}|too many open files|"
        r"no buffer space|cannot allocate memory"),
    net("own-disk-full", "OWN-907", Rank.TELLING, rf"{errno(28, 122)}|no space left on device|disk quota exceeded"),
    net("own-memory", "OWN-909", Rank.TELLING, r"malloc failure|\bmemoryerror\b"),
    net("no-port-left", "OWN-909", Rank.CODED,
        rf"{errno(49, 98, 99, windows=(10048, 10049))}|(?:cannot|can't) assign requested address|"
        rf"address already in use",
        unless=rf"multiple exceptions|{UNREACHABLE}|{LATE}"),
    net("unreachable", "NET-206", Rank.WORDED, UNREACHABLE, unless=LATE),
    net("refused-plainly", "NET-202", Rank.SHAPED, exceptions=frozenset({"ConnectionRefusedError"})),
    net("unreached", "NET-206", Rank.LAST, exceptions=UNREACHED | {"ProxyError"}),
    net("in-circles", "NET-305", Rank.SHAPED, exceptions=frozenset({"TooManyRedirects"})),
)  # fmt: skip

NAMES: tuple[Rule, ...] = (
    net("name-unknown", "NET-301", Rank.CODED, NO_NAME, unless=NO_ANSWER),
    net("name-temporary", "NET-201", Rank.CODED, NO_ANSWER),
    net("name-failed", "NET-201", Rank.SHAPED, exceptions=frozenset({"gaierror", "herror"})),
    net("name-impossible", "NET-302", Rank.SHAPED, exceptions=NO_ADDRESS),
    net("service-impossible", "NET-302", Rank.CODED,
        r"\[Errno -8\]|servname not supported|label (?:empty or )?too long"),
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
        r"hostname mismatch|ip address mismatch|host ?name .{0,80}doesn't match|certificate is not valid for"),
    net("certificate", "TLS-306", Rank.WORDED, VERIFY),
    net("certificate-plainly", "TLS-306", Rank.SHAPED, exceptions=UNTRUSTED),
)  # fmt: skip

HANDSHAKES: tuple[Rule, ...] = (
    net("tls-plain-text", "TLS-308", Rank.CODED,
        r"WRONG_VERSION_NUMBER|HTTPS?_(?:PROXY_)?REQUEST|UNKNOWN_PROTOCOL|PACKET_LENGTH_TOO_LONG|"
        r"RECORD_LAYER_FAILURE|wrong version number|record layer failure|packet length too long|unknown protocol"),
    net("tls-no-common", "TLS-307", Rank.CODED,
        r"PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_PROTOCOLS_AVAILABLE|"
        r"NO_CIPHERS_AVAILABLE|DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|UNSAFE_LEGACY_RENEGOTIATION|WRONG_SIGNATURE_TYPE|"
        r"INSUFFICIENT_SECURITY|INAPPROPRIATE_FALLBACK|WRONG_SSL_VERSION|VERSION_TOO_LOW|unsupported protocol|"
        r"handshake failure|no shared cipher|NO_APPLICATION_PROTOCOL|protocol version|key too small|unsafe legacy|"
        r"NO_SUITABLE_|UNSUPPORTED_SIGNATURE|LEGACY_SIGALG|no protocols available"),
    net("tls-client-certificate", "TLS-309", Rank.CODED,
        r"ALERT_CERTIFICATE_REQUIRED|ALERT_UNKNOWN_CA|ALERT_BAD_CERTIFICATE|ALERT_ACCESS_DENIED|"
        r"CERTIFICATE_REQUIRED|ALERT_CERTIFICATE_(?:UNKNOWN|EXPIRED|REVOKED)|ALERT_UNSUPPORTED_CERTIFICATE|"
        r"alert (?:certificate|unknown ca|bad certificate|access denied)"),
    net("tls-name", "TLS-310", Rank.CODED, r"UNRECOGNIZED_NAME|unrecognized name"),
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
            exceptions=LATE_ONES),
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
            text=GONE, unless=f"{UNREACHABLE}|{LATE}" if stages is CONNECTING else None),
    )
)  # fmt: skip

# What smtplib and aiosmtplib find out by themselves, without a reply that could be read.
SMTP: tuple[Rule, ...] = (
    net("smtp-no-starttls", "SMTP-325", Rank.WORDED, r"starttls\b.{0,20}not supported|does not support starttls"),
    net("smtp-no-sign-in", "SMTP-309", Rank.WORDED,
        r"smtp auth\b.{0,20}not supported|no suitable authentication method"),
    net("smtp-international", "SMTP-412", Rank.WORDED, r"smtputf8"),
    net("smtp-nonsense-early", "SMTP-320", Rank.TELLING, NONSENSE, stages=CONNECTING | TLS | EARLY),
    net("smtp-nonsense", "SMTP-225", Rank.TELLING, NONSENSE, stages=WORKING | FETCHING),
)  # fmt: skip

NETWORK_RULES: tuple[Rule, ...] = (*SMTP, *CONNECTIONS, *NAMES, *CERTIFICATES, *HANDSHAKES, *TIMEOUTS, *LOSSES)
