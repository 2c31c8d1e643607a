"""Rules for enhanced status codes (RFC 3463, the IANA registry, Exchange Online's own). The class of a code is that of
its reply: the reader sees to that. What a code means depends on who is spoken of, and that on the stage."""

from __future__ import annotations

from errors.model import Stage

from .shape import Rank, Rule
from .smtp_shape import (
    ANY,
    AUTH,
    BODY,
    EARLY,
    EVERY,
    FROM,
    GARBLED,
    HANDED,
    HARD,
    MAIL,
    NOT_AUTH,
    SOFT,
    TLS,
    TO,
    coded,
    smtp,
    vague,
)


def numbered(prefix: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{prefix}.{number}" for number in range(first, last + 1))


SIGN_IN: tuple[Rule, ...] = (
    coded("SMTP-101", AUTH | {Stage.SEND}, "5.7.8", "5.7.139"),
    coded("SMTP-105", AUTH, "5.7.14"),
    coded("SMTP-309", AUTH, "5.7.4", "5.7.9", "5.5.4"),
    coded("SMTP-303", AUTH, "5.7.30"),
    coded("SMTP-301", AUTH | FROM, "5.7.13", "5.2.1"),
    coded("SMTP-305", ANY, "5.7.10", "5.7.11"),
    coded("SMTP-306", NOT_AUTH, "5.7.57"),
    coded("SMTP-306", NOT_AUTH - {Stage.SEND}, "5.7.8", where=".missing"),
    coded("SMTP-308", ANY, "4.7.66", "5.7.66"),  # Exchange Online: waiting does not cure an old TLS
    coded("SMTP-227", AUTH, "4.7.12", "5.7.12"),  # RFC 4954: once signed in by PLAIN, as we do, it is over
    smtp("code.4.5.1.early", "SMTP-232", Rank.CODED, EARLY - TLS, codes=frozenset({"4.5.1", "5.5.1"}),
         statuses=(SOFT | HARD) - GARBLED),
    coded("SMTP-325", TLS, "5.5.1"),
    coded("SMTP-225", EVERY - EARLY, "4.5.1", "5.5.1"),  # out of step: losing an email costs more than trying again
)  # fmt: skip

RECIPIENT: tuple[Rule, ...] = (
    coded("SMTP-401", HANDED, "5.1.1", "5.1.10", "5.1.13", "5.1.15", "5.1.20", "5.4.1", "5.4.12"),
    coded("SMTP-402", HANDED, "5.1.2", "5.4.4", "5.4.310", "5.4.312"),
    coded("SMTP-415", HANDED, "5.1.3", "5.1.4"),
    coded("SMTP-416", HANDED, "5.1.6"),
    coded("SMTP-403", HANDED, "5.2.1", "5.7.13"),
    coded("SMTP-404", HANDED, "5.7.2", "5.7.17", "5.7.18", "5.7.120", "5.7.121", "5.7.124", "5.7.129", "5.7.133",
          "5.7.134", "5.7.135", "5.7.136", "5.7.193", "5.7.507", "5.7.510", "5.7.512", "5.2.121", "5.2.122"),
    coded("SMTP-405", HANDED, "5.2.2"),
    coded("SMTP-111", FROM, "5.2.2", where=".sender"),
    coded("SMTP-410", ANY, "5.5.3"),
    coded("SMTP-215", HANDED, "4.1.1", "4.1.0", "4.1.3", "4.1.4", "4.1.6", "4.1.10", "4.2.0", "4.2.4"),
    coded("SMTP-217", HANDED, "4.1.2", "4.4.3", "4.4.4", "4.4.310", "4.4.312"),
    coded("SMTP-216", HANDED, "4.2.2"),
    coded("SMTP-218", ANY, "4.5.3"),
    coded("SMTP-213", TO, "4.7.1", "4.7.0", where=".recipient"),
    coded("SMTP-223", MAIL, "4.4.1", "4.4.7", "4.4.6", "4.4.5", "4.4.0", *numbered("4.4", 313, 399)),
    coded("SMTP-411", MAIL, "5.4.6", "5.4.14"),
    coded("SMTP-417", MAIL, "5.4.7", "5.4.300", *numbered("5.4", 313, 399)),
)  # fmt: skip

SENDER: tuple[Rule, ...] = (
    coded("SMTP-322", MAIL, "5.1.7", "5.1.8", "5.7.27"),
    coded("SMTP-222", MAIL, "4.1.7", "4.1.8", "4.7.27"),
    coded("SMTP-317", MAIL, "5.2.252", "5.7.60", "5.2.251"),
    coded("SMTP-314", ANY, "5.7.20", "5.7.21", "5.7.22", "5.7.23", "5.7.24", "5.7.26", "5.7.29", "5.7.509", "5.7.515",
          "5.7.32"),
    coded("SMTP-228", ANY, "4.7.20", "4.7.21", "4.7.22", "4.7.23", "4.7.24", "4.7.26", "4.7.29", "4.7.32"),
    coded("SMTP-313", ANY, "5.7.25", "5.7.506"),
    coded("SMTP-231", ANY, "4.7.25"),
    coded("SMTP-312", ANY, "5.7.28"),
    coded("SMTP-220", ANY, "4.7.28", *numbered("4.7", 500, 699), *numbered("4.7", 850, 899)),
    coded("SMTP-311", ANY, "5.7.511", "5.7.513", "5.7.708", *numbered("5.7", 606, 649)),
    coded("SMTP-316", ANY, "5.7.750", *numbered("5.7", 700, 707), *numbered("5.7", 709, 749)),
    coded("SMTP-315", ANY, "5.1.90", "5.7.501", "5.7.502", "5.7.503", "5.7.508"),
    coded("SMTP-307", NOT_AUTH, "5.7.64", "5.7.367", "5.7.54"),
    coded("SMTP-208", ANY, "5.4.5", "5.2.254"),  # Gmail: a day's mail is sent; it goes on by itself
)  # fmt: skip

EMAIL: tuple[Rule, ...] = (
    coded("SMTP-406", ANY, "5.2.3", "5.3.4", "5.7.16"),
    coded("SMTP-229", MAIL, "4.2.3", "4.3.4", "4.7.16", "4.6.1", "4.6.2", "4.6.3", "4.6.4", "4.6.5", "4.6.6", "4.6.7",
          "4.6.8", "4.6.9", "4.6.10", "4.6.0"),
    coded("SMTP-412", MAIL, "5.6.1", "5.6.2", "5.6.3", "5.6.4", "5.6.5", "5.6.7", "5.6.8", "5.6.9", "5.6.10", "5.3.3"),
    coded("SMTP-408", MAIL, "5.6.6", "5.6.11", "5.6.211"),
    coded("SMTP-419", HANDED, "5.7.3", "5.7.4", "5.7.5", "5.7.6", "5.7.7", "5.7.30", "5.7.320", "5.7.321", "5.7.322",
          "5.7.323", "5.7.324", "5.7.325"),
)  # fmt: skip

SERVER: tuple[Rule, ...] = (
    coded("SMTP-212", ANY, "4.3.1"),
    coded("SMTP-221", ANY, "4.4.2"),
    smtp("code.5.5.2", "SMTP-901", Rank.CODED, EVERY - TLS, codes=frozenset({"5.5.2", "5.5.5", "5.5.6"}),
         statuses=HARD - {"503"}),  # out of step is its own rule
)  # fmt: skip

VAGUE: tuple[Rule, ...] = (
    vague("SMTP-102", AUTH, "5.7.0", "5.7.3", "5.7.1", "5.0.0", where=".sign-in"),
    vague("SMTP-206", (EARLY - TLS) | FROM, "4.7.0", "4.7.1", "4.7.2"),
    vague("SMTP-307", FROM, "5.7.1", where=".sender"),
    vague("SMTP-306", FROM, "5.7.0", "5.7.3"),
    vague("SMTP-404", TO, "5.7.1", "5.7.0", where=".recipient"),
    vague("SMTP-418", BODY, "5.7.1", "5.7.0", "5.7.9", "5.7.12", "5.7.14", "5.7.15", "5.7.19"),
    vague("SMTP-420", HANDED, "5.3.0", "5.3.1", "5.3.2", "5.3.5", "5.3.6"),
    vague("SMTP-320", EARLY, "5.3.2"),
    vague("SMTP-323", EARLY | FROM, "5.3.0", "5.3.1", "5.3.5", "5.3.6", where=".early"),
    vague("SMTP-413", TO, "5.1.0", "5.1.5", "5.1.9", "5.2.0", "5.2.4", "5.4.0", "5.4.2", "5.4.3", "5.0.0"),
    vague("SMTP-408", BODY, "5.6.0"),
    vague("SMTP-201", EVERY - TLS, "4.3.2"),
    vague("SMTP-215", TO, "4.2.1", "4.1.5", "4.1.9"),
)  # fmt: skip

ENHANCED: tuple[Rule, ...] = (*SIGN_IN, *RECIPIENT, *SENDER, *EMAIL, *SERVER, *VAGUE)
