"""Tables and facts for people in the width at hand: words are wrapped; an id, a code, an address or a URL is never cut.
Text in, lines out; nothing is printed here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

GAP = 2  # columns of the screen between two of a table
INDENT = 4
PIECE = re.compile(r"[^\s`]*`[^`]*`[^\s`]*|\S+")  # a word, or a command with what stands close to it
LEAST = 24  # columns of the screen that prose takes beside others; with less it stands below its row

Span = tuple[str, str]  # text, style
Line = list[Span]


@dataclass(frozen=True, slots=True)
class Cell:
    text: str  # empty: nothing to show
    style: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns stand beside each other and how wide; the others stand below their row: the whole ones as `header
    value`, in folded, each prose in lines of its own."""

    widths: dict[int, int]
    folded: tuple[int, ...]
    below: tuple[int, ...]


def table(
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    width: int | None,
    prose: Collection[str] = (),
    below: Collection[str] = (),
) -> Iterator[Line]:
    """prose: headers of columns whose words may be wrapped. below: of those that always stand below their row. width
    None: as wide as need be."""
    layout = laid_out(headers, rows, width, prose, below)
    yield from _beside([Cell(header, "bold") for header in headers], layout)
    for row in rows:
        yield from _beside([Cell(cell.text or "-", cell.style) for cell in row], layout)
        yield from _under(headers, row, layout, width)


def laid_out(
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    width: int | None,
    prose: Collection[str],
    below: Collection[str],
) -> Layout:
    natural = {
        index: max([length(header), *(length(row[index].text) or 1 for row in rows)])
        for index, header in enumerate(headers)
        if header not in below
    }
    under = tuple(index for index, header in enumerate(headers) if header in below)
    if width is None:
        return Layout(natural, (), under)
    whole = {index: wide for index, wide in natural.items() if headers[index] not in prose}
    words = {index: wide for index, wide in natural.items() if index not in whole}
    left = width - _taken(whole) - GAP * len(words)
    if left >= sum(_needed(rows, index, wide) for index, wide in words.items()):
        return Layout(dict(sorted({**whole, **_shared(words, left)}.items())), (), under)
    fitting = _fitting(whole, width)
    return Layout(fitting, tuple(one for one in whole if one not in fitting), (*words, *under))


def _needed(rows: Sequence[Sequence[Cell]], index: int, natural: int) -> int:
    """What prose takes at least: no word of it may stand out."""
    return max(min(natural, LEAST), *(length(word) for row in rows for word in [*row[index].text.split(), ""]))


def _taken(widths: dict[int, int]) -> int:
    return sum(widths.values()) + GAP * max(0, len(widths) - 1)


def _shared(words: dict[int, int], left: int) -> dict[int, int]:
    """The narrow ones as they are, the others in equal parts."""
    given: dict[int, int] = {}
    for index, wide in sorted(words.items(), key=lambda one: one[1]):
        given[index] = min(wide, left // (len(words) - len(given)))
        left -= given[index]
    return given


def _fitting(whole: dict[int, int], width: int) -> dict[int, int]:
    """The first ones, as many as fit; the very first in any case."""
    fitting: dict[int, int] = {}
    for index, wide in whole.items():
        if fitting and _taken({**fitting, index: wide}) > width:
            break
        fitting[index] = wide
    return fitting


def _beside(cells: Sequence[Cell], layout: Layout) -> Iterator[Line]:
    """One row: as many lines as its longest prose."""
    columns = {index: wrapped(cells[index].text, wide) for index, wide in layout.widths.items()}
    for number in range(max(map(len, columns.values()))):
        line: Line = []
        for index, wide in layout.widths.items():
            text = columns[index][number] if number < len(columns[index]) else ""
            line += [(text, cells[index].style), (" " * (wide - length(text) + GAP), "")]
        yield _trimmed(line)


def _trimmed(line: Line) -> Line:
    """Nothing at the end of a line."""
    while line and not line[-1][0].strip():
        line.pop()
    return line


def _under(headers: Sequence[str], row: Sequence[Cell], layout: Layout, width: int | None) -> Iterator[Line]:
    pairs = [(headers[index], row[index]) for index in layout.folded if row[index].text]
    yield from _pairs(pairs, width)
    for index in layout.below:
        if row[index].text:
            room = None if width is None else width - INDENT
            yield from ([(" " * INDENT, ""), (text, row[index].style)] for text in wrapped(row[index].text, room))


def _pairs(pairs: Sequence[tuple[str, Cell]], width: int | None) -> Iterator[Line]:
    line: Line = []
    for header, cell in pairs:
        more: Line = [(f"{header} ", "dim"), (cell.text, cell.style)]
        if line and width is not None and _long(line) + GAP + _long(more) > width:
            yield line
            line = []
        line += [(" " * (GAP if line else INDENT), ""), *more]
    if line:
        yield line


def _long(line: Line) -> int:
    return sum(length(text) for text, _ in line)


def facts(pairs: Sequence[tuple[str, Cell]], width: int | None) -> Iterator[Line]:
    """Names on the left, values on the right; where there is little room, values below."""
    left = max((length(name) for name, _ in pairs), default=0) + GAP
    beside = width is None or width - left >= LEAST
    margin = left if beside else INDENT
    for name, cell in pairs:
        lines = wrapped(cell.text or "-", None if width is None else width - margin)
        if not beside:
            yield [(name, "bold")]
        for number, text in enumerate(lines):
            begin = name if beside and not number else ""
            yield [(begin, "bold"), (" " * (margin - length(begin)), ""), (text, cell.style)]


def wrapped(text: str, width: int | None) -> list[str]:
    """In lines of whole words, and of whole `commands` where one fits. What is longer than a line has a line of its
    own, and is not cut."""
    if width is None or length(text) <= width:
        return [text]
    lines = [""]
    for word in _pieces(text, width):
        if lines[-1] and length(lines[-1]) + 1 + length(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines


def _pieces(text: str, width: int) -> Iterator[str]:
    for piece in PIECE.findall(text):
        yield from [piece] if length(piece) <= width else piece.split()


def length(text: str) -> int:
    """Columns of the screen."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
