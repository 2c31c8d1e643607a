"""The shapes in which passwords and tokens stand in answers, exceptions and echoes, and how each is hidden. Pure.

A shape is looked for only where one of its marks is, in small letters. Every expression consumes what it has looked
at, or looks no further than a bound: the time grows with the length, not with its square.
"""

from __future__ import annotations

import re

from .hidden import HIDDEN, Match, Shape
from .secret_commands import COMMANDS
from .secret_sasl import is_sasl

# -- what a name tells ---------------------------------------------------------------------------------------------

NAMES = (
    r"(?:(?:access|refresh|id|auth|oauth2?|bearer|session|security|device|client|user|csrf|identity|sso|saml|sas|api)"
    r"[_-]?)?token|(?:client|app|shared|consumer|api)[_-]?secret|secret(?:[_-]?key)?|(?:client[_-]?)?assertion|"
    r"(?:user|my|old|new|app|proxy|smtp|imap|sasl|bind)?[_-]?(?:password|passwd|passphrase|pwd)|pass|"
    r"(?:proxy-)?authorization|(?:set-)?cookie|api[_-]?key|private[_-]?key|code[_-]verifier|device[_-]code|"
    r"saml[_-]?response|x-owa-canary|x-api-key|nonce"
)
MARKS = (
    "token", "secret", "assertion", "passw", "passphrase", "pwd", "pass", "authorization", "cookie", "key", "verifier",
    "device", "saml", "canary", "nonce",
)  # fmt: skip
QUOTE = r"\\{0,3}[\"']"
# To its end, or to where the answer was cut off.
VALUE = (
    r"(?:\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|"
    r"\\{1,3}[\"'](?:(?!\\{1,3}[\"']).)*(?:\\{1,3}[\"'])?)"
)


OPENING = re.compile(QUOTE)


def _quoted(found: Match) -> str:
    """Within the quotes that were there, so that JSON stays JSON."""
    opening = OPENING.match(found[0], len(found["lead"]))
    quote = opening[0] if opening else '"'
    return f"{found['lead']}{quote}{HIDDEN}{quote}"


QUOTED = re.compile(
    rf"(?<![A-Za-z0-9_-])(?P<lead>(?:{QUOTE}(?:{NAMES}){QUOTE}\s{{0,8}}(?:=>|[:=,])|"
    rf"(?:{NAMES})(?:{QUOTE})?\s{{0,4}}[:=])\s{{0,8}}[bu]?){VALUE}",
    re.IGNORECASE | re.DOTALL,
)
ASSIGNED = re.compile(
    rf"(?<![A-Za-z0-9_-])(?P<lead>(?:{NAMES})(?:=|%3D))(?P<value>(?!\")(?:[^\s\"'<>&%]|%(?!26))+)", re.IGNORECASE
)
# Of one word to the end of its line, or of its part of it: else it is a sentence that speaks of a password.
COLON = re.compile(
    r"(?<![A-Za-z0-9_-])(?P<lead>(?:(?:access|refresh|id)_token|client_secret|password|passwd|pwd|passphrase)"
    r"[ \t]{0,4}:[ \t]{0,4})(?P<value>[^\s\"'<>,;]+)(?P<rest>[ \t]{0,8}(?:[,;\r\n]|\Z))?",
    re.IGNORECASE,
)
# In a query or a form; elsewhere a code is what the server calls its error.
PARAMETER = re.compile(
    r"(?P<lead>(?:[?&#;]|%3F|%26)(?:code|state|sig|signature|sid|session|ticket|ctx|client_info|nonce)(?:=|%3D))"
    r"(?P<value>(?:[^\s\"'<>&%]|%(?!26))+)",
    re.IGNORECASE,
)
CODE = re.compile(
    r"(?P<lead>[\"']code[\"']\s{0,4}:\s{0,4}[\"'])(?P<value>[\w.!*$/~-]{20,})", re.IGNORECASE
)  # an authorization code in a body that a client prints
ELEMENT = re.compile(
    r"(?P<lead><(?:[\w-]{1,20}:)?(?:\w{0,20}password|passwd|binarysecret|binarysecuritytoken|\w{0,12}token|"
    r"client_?secret|ciphervalue|signaturevalue)(?:\s[^<>]{0,400})?>)(?P<value>[^<>]+)",
    re.IGNORECASE,
)
FIELD = re.compile(r"<input\b[^<>]{0,20000}>?", re.IGNORECASE)
FIELD_NAME = re.compile(rf"\bname\s{{0,4}}=\s{{0,4}}[\"']?(?:{NAMES}|code|state|ctx|client_info)\b", re.IGNORECASE)
FIELD_VALUE = re.compile(r"(?P<lead>\bvalue\s{0,4}=\s{0,4})(?:\"[^\"]*\"?|'[^']*'?|[^\s>\"']+)", re.IGNORECASE)


def _value(found: Match) -> str:
    return f"{found['lead']}{HIDDEN}"


def _after_colon(found: Match) -> str:
    return found[0] if found["rest"] is None else f"{found['lead']}{HIDDEN}{found['rest']}"


def _parameter(found: Match) -> str:
    """A number is an error's."""
    value = found["value"]
    return found[0] if value.isdigit() and len(value) < 10 else _value(found)


def _code(found: Match) -> str:
    opaque = re.search(r"\d", found["value"]) and re.search(r"[./!*$~-]", found["value"])
    return _value(found) if opaque else found[0]


def _field(found: Match) -> str:
    return FIELD_VALUE.sub(_quoted, found[0]) if FIELD_NAME.search(found[0]) else found[0]


# -- headers -------------------------------------------------------------------------------------------------------

SCHEMES = r"basic|bearer|negotiate|ntlm|kerberos|digest|xoauth2?|oauth2?"
HEADER = re.compile(
    r"(?<![\w\"'-])(?P<lead>(?:proxy-)?authorization[ \t]{0,4}:[ \t]{0,4})(?P<value>[^\r\n]+)", re.IGNORECASE
)
COOKIE = re.compile(
    r"(?<![\w\"'-])(?P<lead>(?:set-)?cookie2?[ \t]{0,4}:[ \t]{0,4})(?P<value>[^\r\n=\"']{1,100}=[^\r\n\"']*)",
    re.IGNORECASE,
)
SCHEMED = re.compile(
    r"(?P<lead>(?P<sure>auth=)?(?<![A-Za-z0-9])(?:basic|bearer|negotiate|ntlm|kerberos|xoauth2|oauthbearer)[ \t]{1,4})"
    r"(?P<value>(?!(?:basic|bearer|negotiate|ntlm|kerberos)\s)[\w+/=.~|:!*$-]+)",
    re.IGNORECASE,
)
ANY_SCHEME = re.compile(rf"(?:{SCHEMES})\b", re.IGNORECASE)
WORD = re.compile(
    r"(?:[A-Z]?[a-z]{1,20}|[a-z]{1,20}(?:_[a-z]{1,20}){1,3}|[A-Z]{1,8}|TOKENS?|AUTHENTICATION)[.,:;=]{0,2}"
)
PAIR = re.compile(r"[A-Za-z_-]{2,40}=(?!=*$)")  # as challenges have them; a token has such signs at its end alone
LOCATION = re.compile(
    r"(?P<lead>(?<![A-Za-z-])location[\"']?[ \t]{0,4}:[ \t]{0,4}[\"']?[^\s?#\"']{1,1000})[?#](?P<query>[^\s\"']*)",
    re.IGNORECASE,
)
REASON = re.compile(r"(?:error\w{0,30}|reason|suberror)=[^&#]{1,600}", re.IGNORECASE)
PASSING_BY = re.compile(r"(?P<lead>://)[^\s/@:\"'<>]{0,200}:[^\s/@\"'<>]{1,300}@")


def _credentials(found: Match) -> str:
    """Of a scheme and a token, or of one word; a sentence stays."""
    value = found["value"]
    words = value.split(None, 3)
    sentence = len(words) > 1 and not ANY_SCHEME.match(value) and (len(words) > 2 or bool(WORD.fullmatch(words[1])))
    if sentence:
        return found[0]
    quote = -1 if words and words[0].lower() == "digest" else min(_place(value, '"'), _place(value, "'"))
    return f"{found['lead']}{HIDDEN}{value[quote:] if 0 <= quote < len(value) else ''}"


def _place(text: str, letter: str) -> int:
    place = text.find(letter)
    return len(text) if place < 0 else place


def _token(found: Match) -> str:
    value = found["value"]
    kept = not found["sure"] and (WORD.fullmatch(value) or len(value) < 6)
    return found[0] if kept or PAIR.match(value) else _value(found)


def _location(found: Match) -> str:
    """Scheme, host and path; of the query the reason why."""
    reasons = "&".join(one[0] for one in REASON.finditer(found["query"]))
    return f"{found['lead']}?{reasons}" if reasons else found["lead"]


def _host(found: Match) -> str:
    return f"{found['lead']}{HIDDEN}@"


# -- what it looks like itself -------------------------------------------------------------------------------------

ENCODED = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{10,}={0,2}")
OPAQUE = re.compile(
    r"(?<![\w.-])(?:eyJ[\w-]{8,}\.[\w.-]*|ya29\.[\w-]{6,}[\w.-]*|1//0?[\w-]{10,}|4/[01][\w-]{15,}|GOCSPX-[\w-]{8,}|"
    r"[01]\.A[\w.-]{30,}|M\.[CR]\d{2,3}_[\w.!*$-]{16,}|EwB?[\w+/-]{60,}={0,2})"
)
LONG = re.compile(r"(?<![\w.+/~-])[\w.+/~-]{200,}={0,2}", re.ASCII)
PLAIN = re.compile(r"\x00(?P<lead>[^\x00\s]{1,300})\x00[^\x00\s]{1,300}")


def _encoded(found: Match) -> str:
    return HIDDEN if is_sasl(found[0]) else found[0]


def _long(found: Match) -> str:
    """Some encoding of something: letters of both cases, and digits."""
    letters = found[0]
    mixed = letters.lower() != letters and letters.upper() != letters and any(map(str.isdigit, letters))
    return HIDDEN if mixed else letters


def _gone(_: Match) -> str:
    return HIDDEN


def _plain(found: Match) -> str:
    return f"\x00{found['lead']}\x00{HIDDEN}"


SHAPES = (
    Shape(("location",), LOCATION, _location),
    Shape(("authorization",), HEADER, _credentials),
    Shape(("cookie",), COOKIE, _value),
    Shape(("basic", "bearer", "negotiate", "ntlm", "kerberos", "xoauth2"), SCHEMED, _token),
    Shape(MARKS, QUOTED, _quoted),
    Shape(MARKS, ASSIGNED, _value),
    Shape(MARKS, COLON, _after_colon),
    Shape(("=", "%3d"), PARAMETER, _parameter),
    Shape(('"code"', "'code'"), CODE, _code),
    Shape(("<",), ELEMENT, _value),
    Shape(("<input",), FIELD, _field),
    Shape(("://",), PASSING_BY, _host),
    *COMMANDS,
    Shape(("eyj", "ya29.", "1//", "4/", "gocspx", ".a", "m.c", "m.r", "ew"), OPAQUE, _gone),
    Shape(("\x00",), PLAIN, _plain),
    Shape(("",), ENCODED, _encoded),
    Shape(("",), LONG, _long),
)
