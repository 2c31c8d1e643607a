"""Where a provider itself explains what to do: its own help addresses, by provider and cause. Pure.

Only pages that are listed here, or lie below a host that is listed for the provider, are ever shown: a stranger's words
are never turned into a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .model import Fault, Kind

GOOGLE, MICROSOFT, YAHOO, APPLE, AOL, ZOHO, FASTMAIL, GMX, AMAZON, YANDEX, MAIL_RU, QQ = (
    "google", "microsoft", "yahoo", "apple", "aol", "zoho", "fastmail", "gmx", "amazon", "yandex", "mail.ru", "qq",
)  # fmt: skip

# Ends of host names, and what a provider's answers carry.
HOSTS: Mapping[str, str] = {
    "gmail.com": GOOGLE, "googlemail.com": GOOGLE, "google.com": GOOGLE, "googleapis.com": GOOGLE,
    "outlook.com": MICROSOFT, "office365.com": MICROSOFT, "office.com": MICROSOFT, "hotmail.com": MICROSOFT,
    "live.com": MICROSOFT, "microsoftonline.com": MICROSOFT, "microsoft.com": MICROSOFT,
    "yahoo.com": YAHOO, "yahoo.co.jp": YAHOO, "yahoodns.net": YAHOO,
    "me.com": APPLE, "icloud.com": APPLE,
    "aol.com": AOL,
    "zoho.com": ZOHO, "zoho.eu": ZOHO, "zoho.in": ZOHO,
    "fastmail.com": FASTMAIL, "messagingengine.com": FASTMAIL,
    "gmx.net": GMX, "gmx.com": GMX, "web.de": GMX,
    "amazonaws.com": AMAZON,
    "yandex.ru": YANDEX, "yandex.com": YANDEX, "yandex.net": YANDEX,
    "mail.ru": MAIL_RU,
    "qq.com": QQ,
}  # fmt: skip
MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bgsmtp\b|support\.google\.com|\bgimap\b", re.IGNORECASE), GOOGLE),
    (re.compile(r"\bAADSTS\d|prod\.outlook\.com|\baka\.ms/|office365|outlook\.com", re.IGNORECASE), MICROSOFT),
    (re.compile(r"yahoo(?:inc)?\.com", re.IGNORECASE), YAHOO),
    (re.compile(r"support\.apple\.com|icloud\.com", re.IGNORECASE), APPLE),
    (re.compile(r"help\.mail\.ru|\bmail\.ru\b", re.IGNORECASE), MAIL_RU),
    (re.compile(r"yandex\.(?:ru|com)", re.IGNORECASE), YANDEX),
    (re.compile(r"service\.mail\.qq\.com", re.IGNORECASE), QQ),
    (re.compile(r"\barn:aws:ses:|amazonses", re.IGNORECASE), AMAZON),
)
READ = 4000  # characters of an answer in which a provider makes itself known

ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,253}")  # anybody may have one there

# An address that an answer itself names is better than ours, where it is among the provider's own help pages: not on a
# host that shortens addresses or leads elsewhere.
PAGES: Mapping[str, str] = {
    GOOGLE: r"support\.google\.com",
    MICROSOFT: r"(?:learn|support)\.microsoft\.com|sender\.office\.com",
    YAHOO: r"senders\.yahooinc\.com|help\.yahoo\.com",
    APPLE: r"support\.apple\.com",
    GMX: r"postmaster\.gmx\.net",
    YANDEX: r"yandex\.(?:ru|com)/support",
    MAIL_RU: r"help\.mail\.ru",
    QQ: r"service\.mail\.qq\.com",
}
PATH = r"/[A-Za-z0-9/?=&._~#-]{1,200}"
ELSEWHERE = re.compile(r"(?:url|redir\w{0,6}|continue|next|dest\w{0,8}|target|goto|return\w{0,6}|u|q)=", re.IGNORECASE)

HELP: Mapping[tuple[str, Kind], str] = {
    (GOOGLE, Kind.APP_PASSWORD_REQUIRED): "https://support.google.com/accounts/answer/185833",
    (GOOGLE, Kind.AUTH_FAILED): "https://support.google.com/mail/answer/7126229",
    (GOOGLE, Kind.PROTOCOL_DISABLED): "https://support.google.com/mail/answer/7126229",
    (GOOGLE, Kind.ACCOUNT_LOCKED): "https://accounts.google.com/DisplayUnlockCaptcha",
    (GOOGLE, Kind.THROTTLED): "https://support.google.com/a/answer/1071518",
    (GOOGLE, Kind.TOO_MANY_CONNECTIONS): "https://support.google.com/mail/answer/7126229",
    (GOOGLE, Kind.QUOTA): "https://support.google.com/a/answer/166852",
    (GOOGLE, Kind.MESSAGE_TOO_LARGE): "https://support.google.com/mail/?p=MaxSizeError",
    (GOOGLE, Kind.CONTENT_REJECTED): "https://support.google.com/mail/?p=BlockedMessage",
    (GOOGLE, Kind.SPAM_REJECTED): "https://support.google.com/mail/answer/81126",
    (GOOGLE, Kind.TOKEN_EXPIRED): "https://developers.google.com/identity/protocols/oauth2#expiration",
    (GOOGLE, Kind.OAUTH_CONSENT_REQUIRED): "https://myaccount.google.com/permissions",
    (MICROSOFT, Kind.APP_PASSWORD_REQUIRED): "https://support.microsoft.com/account-billing/5896ed9b-4263-e681-128a-"
    "a6f2979a7944",
    (MICROSOFT, Kind.PROTOCOL_DISABLED): "https://aka.ms/smtp_auth_disabled",
    (MICROSOFT, Kind.THROTTLED): "https://learn.microsoft.com/graph/throttling",
    (MICROSOFT, Kind.TLS_FAILURE): "https://aka.ms/smtp_auth_tls",
    (MICROSOFT, Kind.SPAM_REJECTED): "https://sender.office.com/",
    (MICROSOFT, Kind.OAUTH_CONSENT_REQUIRED): "https://myapps.microsoft.com",
    (YAHOO, Kind.APP_PASSWORD_REQUIRED): "https://help.yahoo.com/kb/SLN15241.html",
    (YAHOO, Kind.AUTH_FAILED): "https://help.yahoo.com/kb/SLN15241.html",
    (YAHOO, Kind.SPAM_REJECTED): "https://senders.yahooinc.com/smtp-error-codes",
    (YAHOO, Kind.THROTTLED): "https://senders.yahooinc.com/smtp-error-codes",
    (AOL, Kind.APP_PASSWORD_REQUIRED): "https://help.aol.com/articles/Create-and-manage-app-password",
    (AOL, Kind.AUTH_FAILED): "https://help.aol.com/articles/Create-and-manage-app-password",
    (APPLE, Kind.APP_PASSWORD_REQUIRED): "https://support.apple.com/102654",
    (APPLE, Kind.AUTH_FAILED): "https://support.apple.com/102654",
    (FASTMAIL, Kind.APP_PASSWORD_REQUIRED): "https://www.fastmail.help/hc/articles/360058752854",
    (FASTMAIL, Kind.AUTH_FAILED): "https://www.fastmail.help/hc/articles/360058752854",
    (ZOHO, Kind.APP_PASSWORD_REQUIRED): "https://help.zoho.com/portal/en/kb/bigin/channels/email/articles/"
    "generate-an-app-specific-password",
    (ZOHO, Kind.PROTOCOL_DISABLED): "https://www.zoho.com/mail/help/imap-access.html",
    (GMX, Kind.PROTOCOL_DISABLED): "https://hilfe.gmx.net/pop-imap/einschalten.html",
    (GMX, Kind.AUTH_FAILED): "https://hilfe.gmx.net/pop-imap/einschalten.html",
    (AMAZON, Kind.SENDER_REJECTED): "https://docs.aws.amazon.com/ses/latest/dg/verify-addresses-and-domains.html",
    (AMAZON, Kind.THROTTLED): "https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html",
    (AMAZON, Kind.QUOTA): "https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html",
    (YANDEX, Kind.APP_PASSWORD_REQUIRED): "https://yandex.com/support/id/authorization/app-passwords.html",
    (YANDEX, Kind.PROTOCOL_DISABLED): "https://yandex.com/support/mail/mail-clients/others.html",
    (YANDEX, Kind.AUTH_FAILED): "https://yandex.com/support/mail/mail-clients/others.html",
    (MAIL_RU, Kind.APP_PASSWORD_REQUIRED): "https://help.mail.ru/mail/security/protection/external/",
    (QQ, Kind.AUTH_FAILED): "https://service.mail.qq.com/detail/0/75",
    (QQ, Kind.APP_PASSWORD_REQUIRED): "https://service.mail.qq.com/detail/0/75",
}  # fmt: skip


def help_address(fault: Fault, host: str = "") -> str:
    """The provider's own page about this fault; empty where none is known. host: the profile's; where there is one, it
    alone says whose pages may be shown."""
    words = fault.signal.text[:READ]
    provider = _by_host(host) if host else _by_words(ADDRESS.sub(" ", words))
    if provider is None:
        return ""
    return _named(provider, words) or HELP.get((provider, fault.entry.kind), "")


def _named(provider: str, words: str) -> str | None:
    """The page of that provider that the answer names."""
    pages = PAGES.get(provider)
    found = re.search(rf"https://(?:{pages}){PATH}", words) if pages else None
    return None if found is None or ELSEWHERE.search(found[0]) else found[0].rstrip(".")


def _by_host(host: str) -> str | None:
    parts = host.lower().rstrip(".").split(".")
    ends = (".".join(parts[at:]) for at in range(len(parts)))
    return next((HOSTS[end] for end in ends if end in HOSTS), None)


def _by_words(words: str) -> str | None:
    return next((provider for mark, provider in MARKS if mark.search(words)), None)
