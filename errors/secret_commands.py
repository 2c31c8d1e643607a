"""Commands that a server repeats with the password or the token in them, and how it is hidden there. Pure."""

from __future__ import annotations

import re

from .hidden import HIDDEN, Match, Shape

ARGUMENT = r"(?:\\{0,3}\"(?:[^\"\\\r\n]|\\[^\r\n])*\\{0,3}\"?|[^\s\"'`<>{]+)"
LOGIN = re.compile(
    rf"(?<![\w-])(?P<tag>[A-Za-z]{{0,5}}\d{{1,8}} )?(?P<lead>LOGIN {ARGUMENT} )(?P<value>{ARGUMENT})(?P<more>[ \t]\S)?"
)
LOGIN_ANY_CASE = re.compile(
    rf"(?<![\w-])(?P<tag>[A-Za-z]{{0,5}}\d{{1,8}} )(?P<lead>login {ARGUMENT} )(?P<value>{ARGUMENT})(?P<more>[ \t]\S)?",
    re.IGNORECASE,
)
PASS = re.compile(r"(?<![\w=-])(?<!SPF )(?<!DKIM )(?<!DMARC )(?P<lead>PASS )(?P<value>[^\r\n\"'`]+)")
SASL = re.compile(
    r"(?<![\w-])(?P<lead>(?:AUTH|AUTHENTICATE)[ \t]{1,4}(?:PLAIN|LOGIN|XOAUTH2?|OAUTHBEARER|CRAM-MD5|DIGEST-MD5|NTLM|"
    r"GSSAPI|GSS-SPNEGO|EXTERNAL|SCRAM-[A-Z0-9-]{4,16})[ \t]{1,4})(?P<value>[^\s\"'`<>{]+)",
    re.IGNORECASE,
)
ONE_WORD = re.compile(r"(?:[A-Z]?[a-z]{1,20}|[A-Z]{1,8})[.,:;=]{0,2}")
PROSE = re.compile(
    r"(?:log-?in|auth\w{0,14}|invalid|fail\w{0,4}|command|not|is|was|has|have|had|are|be|been|can|cannot|can't|could|"
    r"may|must|will|disabled?|enabled?|error|denied|refused|rejected|incorrect|wrong|bad|unknown|missing|attempts?|"
    r"methods?|first|required|only|mechanism|via|with|without|over|to|for|from|and|or|on|by|in|at|this|that|the|"
    r"access|account|mailbox|temporarily|too|many|no|un\w{2,12}|sorry|please|syntax|expects?|requires?|needs?|takes|"
    r"argument\w?|parameter\w?|limit\w{0,6}|rate|credentials?|server|service|state|users?name|already|before|after|"
    r"while|when|received|completed|ok|success\w{0,5}|timed?|out|try|again|later|allowed|permitted|supported)"
    r"[.,:;!]{0,2}",
    re.IGNORECASE,
)


def _login(found: Match) -> str:
    """Two arguments and no more; words of a sentence are none, but behind a tag or in quotes."""
    echoed = found["tag"] is not None or '"' in found["lead"] or "@" in found["lead"]
    first = found["lead"].split(" ")[1]
    if not echoed and (found["more"] or PROSE.fullmatch(first) or PROSE.fullmatch(found["value"])):
        return found[0]
    if PROSE.fullmatch(first) and '"' not in found["lead"]:
        return found[0]
    quote = '"' if found["value"].endswith('"') and not found["value"].startswith(('"', "\\")) else ""
    return f"{found['tag'] or ''}{found['lead']}{HIDDEN}{quote}{found['more'] or ''}"


def _pass(found: Match) -> str:
    first, _, rest = found["value"].partition(" ")
    return found[0] if PROSE.fullmatch(first) else f"{found['lead']}{HIDDEN}{' ' + rest if PROSE.match(rest) else ''}"


def _initial(found: Match) -> str:
    return (
        found[0]
        if ONE_WORD.fullmatch(found["value"]) or PROSE.fullmatch(found["value"])
        else f"{found['lead']}{HIDDEN}"
    )


COMMANDS = (
    Shape(("login ",), LOGIN, _login),
    Shape(("login ",), LOGIN_ANY_CASE, _login),
    Shape(("pass ",), PASS, _pass),
    Shape(("auth ", "authenticate "), SASL, _initial),
)
