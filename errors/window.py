"""How much of a stranger's answer is judged: its beginning, where servers say what is wrong, and its end, where the
verdict of a long talk stands. Nothing here reads what was said."""

from __future__ import annotations

HEAD, TAIL = 16 * 1024, 4 * 1024  # characters
JOINT = "\n\x00\n"  # between the two: no word, no number and no white space runs across it


def window(text: str) -> str:
    """The first 16 KB and the last 4 KB; the text itself where it is no longer than that. Twice is as once."""
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + JOINT + text[-TAIL:]
