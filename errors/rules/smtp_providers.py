"""What single providers say in codes of their own. The letters are looked at, not the words around them."""

from __future__ import annotations

from .shape import Rule
from .smtp_shape import BOTH, HARD, NOT_AUTH, SOFT, Statuses, telling

PARTS_OF_NETEASE = ("HL", "MI", "RP", "DT", "WM")  # connection, sender, recipients, body, its lists


def netease(*letters: str) -> str:
    """Of 163.com, 126.com, yeah.net and whom they host: "MI:SFQ 163 smtp13,...,please see http://mail.163.com/..."."""
    return "|".join(rf"{part}:{told}\b" for part in PARTS_OF_NETEASE for told in letters)


def of_netease(name: str, code: str, *letters: str, statuses: Statuses = BOTH) -> Rule:
    return telling(f"netease-{name}", code, NOT_AUTH, netease(*letters), statuses=statuses)


PROVIDERS: tuple[Rule, ...] = (
    of_netease("connections", "SMTP-203", "ICC"),
    of_netease("host-rate", "SMTP-206", "IFC", "ILC", "MEP", "DMC", "DRC", "CCL", "CEL"),
    of_netease("rate", "SMTP-207", "SFQ", "QRC"),
    of_netease("quota", "SMTP-208", "STC", "TRC"),
    of_netease("reputation-for-now", "SMTP-220", "REP", "IHU", statuses=SOFT),
    of_netease("reputation", "SMTP-312", "REP", "IHU", statuses=HARD),
    of_netease("blocked-for-now", "SMTP-230", "IPB", "BLI", statuses=SOFT),
    of_netease("blocked", "SMTP-311", "IPB", "BLI", statuses=HARD),
    of_netease("stopped", "SMTP-315", "BLU", "SPB"),
    of_netease("unauthentic", "SMTP-314", "SPF", "DMA", statuses=HARD),
)  # fmt: skip
