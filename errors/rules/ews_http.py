"""Rules for what HTTP alone tells of Exchange Web Services: statuses, redirects, pages of proxies and sign-in forms,
challenges. Where a ResponseCode is known, it decides before these."""

from __future__ import annotations

from .ews_shape import (
    ANY,
    CODE_WITHIN,
    FETCH,
    LISTING,
    NOT_SENDING,
    ONE_EMAIL,
    SENDING,
    answered,
    ews,
    telling,
    worded,
)
from .shape import Rank, Rule

# Who wants to see a browser, and who stands between.
FORM = (
    r"/owa/auth/logon|/owa/?\?|logon\.aspx|/adfs/ls|login\.microsoftonline\.com|CookieAuth\.dll|/my\.policy|"
    r"/vpn/index\.html|/nf/auth|SAMLRequest=|<input\b.{0,40}type=[\"']?password"
)
OUT_OF_ORDER = r"genericerrorpage\.htm|errorFE\.aspx\?httpCode=5\d\d|/internalsite/internalerror"
PRODUCT = (  # their pages for what they refuse, and for much else
    r"X-Squid-Error|zscaler|fortiguard|fortigate|blue ?coat|forcepoint|websense|barracuda|sophos|"
    r"cloudflare ray id|attention required!|incapsula|imperva"
)
PROXY = (
    r"ERR_ACCESS_DENIED|your support id is|"
    r"(?:web ?page|web ?site|url|access|request|connection) (?:has been |is |was )?(?:blocked|denied) by|"
    r"(?:your|client) ip(?: address)? .{0,40}(?:blocked|rejected|not allowed)|ip address rejected|\b403\.[68]\b"
)
PROXY_SIGN_IN = r"proxy authentication required|ERR_CACHE_ACCESS_DENIED"
SQUID_DOWN = (
    r"ERR_CONNECT_FAIL|ERR_DNS_FAIL|ERR_READ_TIMEOUT|ERR_CANNOT_FORWARD|no healthy upstream|upstream connect error|"
    r"upstream request timeout|no server is available to handle this request|bad gateway|"
    r"the requested url could not be retrieved"
)

PAGES: tuple[Rule, ...] = (
    telling("server-error-page", "EWS-207", ANY,
            OUT_OF_ORDER + r"|Server Error in '/\w{0,20}' Application|Runtime Error</title>"),
    telling("sign-in-form", "EWS-301", ANY, FORM, unless=OUT_OF_ORDER),
    telling("proxy-sign-in", "EWS-314", ANY,
            r"proxy authentication required|Cannot connect to proxy.{0,80}\b407\b|ERR_CACHE_ACCESS_DENIED"),
    telling("proxy-refuses", "EWS-319", ANY, PROXY, unless=PROXY_SIGN_IN),
    telling("proxy-refuses-by-name", "EWS-319", ANY, PRODUCT,
            unless=rf"{PROXY}|{PROXY_SIGN_IN}|{SQUID_DOWN}|rate limit", http_statuses=frozenset({403, 451})),
    telling("other-name", "EWS-301", ANY, r"Invalid Hostname|request hostname is invalid"),
    telling("too-busy", "EWS-205", ANY, r"ServerTooBusy|\bserver too busy"),
    worded("proxy-gets-through-to-nobody", "EWS-201", ANY, SQUID_DOWN, unless=PROXY),
    telling("encryption-wanted", "EWS-321", ANY,
            r"\b403\.4\b|(?:must be|is) viewed over a secure channel|SSL (?:is )?required|"
            r"plain HTTP request was sent to HTTPS"),
    telling("certificate-wanted", "TLS-309", ANY,
            r"\b403\.(?:7|13|16|17)\b|client certificate (?:is )?(?:required|revoked|untrusted|has expired)|"
            r"No required SSL certificate was sent"),
    worded("not-found-page", "EWS-301", ANY,
           r"File or directory not found|The resource (?:you are looking for|cannot be found)|"
           r"<title>\s{0,5}(?:404|Not Found|Object not found)", unless=OUT_OF_ORDER),
    worded("maintenance-page", "EWS-205", ANY,
           r"(?:under|scheduled|down for) maintenance|maintenance (?:mode|window)|Wartungsarbeiten|"
           r"The service is unavailable|service (?:is )?temporarily unavailable|Dienst (?:ist )?nicht verf.gbar|"
           r"en maintenance|en mantenimiento", unless=SQUID_DOWN + "|" + CODE_WITHIN),
    ews("http.page", "EWS-301", Rank.LAST, http_statuses=frozenset({200, 203}), text=r"<!doctype html|<html\b"),
)  # fmt: skip

NOT_UNDERSTOOD = (400, 406, 411, 412, 414, 415, 416, 417, 422, 431, 505)
STATUSES: tuple[Rule, ...] = (
    answered("elsewhere", "EWS-302", ANY, 300, 301, 302, 303, 305, 307, 308),
    answered("bad-request", "EWS-901", LISTING, *NOT_UNDERSTOOD),
    answered("bad-request-over-an-email", "EWS-903", ONE_EMAIL, *NOT_UNDERSTOOD),
    answered("unauthorized", "EWS-102", ANY, 401),
    answered("forbidden", "EWS-305", ANY, 402, 403, 410),
    answered("not-found", "EWS-301", ANY, 404, 405, 501, 511),
    answered("proxy", "EWS-314", ANY, 407),
    answered("request-late", "EWS-209", ANY, 408),
    answered("conflict", "EWS-213", ANY, 409, 423, 425),
    answered("too-large", "MSG-402", SENDING, 413),
    answered("request-too-large", "EWS-901", LISTING, 413),
    answered("request-too-large-over-an-email", "EWS-903", FETCH, 413),
    answered("misdirected", "EWS-201", ANY, 421),
    answered("session", "EWS-210", ANY, 440, 498, 419),
    answered("again", "EWS-207", ANY, 449, 500, 506, 508),
    answered("moved", "EWS-313", ANY, 451),
    answered("locked", "EWS-104", ANY, 456),
    answered("password", "EWS-103", ANY, 457),
    answered("certificate", "TLS-309", ANY, 495, 496),
    answered("plain", "EWS-321", ANY, 426, 497),
    answered("cut-off", "EWS-211", ANY, 444, 460, 499),
    answered("full", "EWS-105", SENDING, 507),
    answered("full-while-reading", "EWS-222", NOT_SENDING, 507),
)  # fmt: skip

HTTP: tuple[Rule, ...] = (*PAGES, *STATUSES)
