"""How large something is, as people read it. Pure."""

from __future__ import annotations

GAP = "\N{NO-BREAK SPACE}"
UNITS = ("KB", "MB", "GB", "TB")


def size(octets: int) -> str:
    """In thousands, as mail programs count: "512 B", "1.2 KB", "48 MB"."""
    if octets < 1000:
        return f"{octets}{GAP}B"
    number = float(octets)
    for unit in UNITS:
        number /= 1000
        if number < 999.5 or unit == UNITS[-1]:
            return f"{number:.1f}{GAP}{unit}" if number < 10 else f"{number:,.0f}{GAP}{unit}"
    return ""
