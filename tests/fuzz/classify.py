"""Any answer gets a verdict: `python -m tests.fuzz.classify --count 200000 --seed N`.

Bytes, mutated answers of the corpus, random JSON, XML and SMTP replies, huge ones; every protocol and stage. An answer
that raises, has no verdict in JSON or takes too long is printed, and the exit code is 1."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from time import perf_counter, thread_time
from traceback import format_exc

from errors.catalogue import CATALOGUE
from errors.classify import UNCLASSIFIED, classify
from errors.explain import signal_from_text, verdict
from errors.fingerprint import fingerprint
from errors.model import Protocol, Stage
from tests.kit.corpus import ANSWERS, OURS

ROWS = [*ANSWERS, *OURS]
TEXTS = [row["raw"] for row in ROWS if row["raw"]]
EXCEPTIONS = [None, "Bug", *sorted({row["exception"] for row in ROWS if row.get("exception")})]
HEADERS = [
    "Retry-After", "retry-after", "Date", "retry-after-ms", "WWW-Authenticate", "Location", "x-ms-diagnostics", "",
]  # fmt: skip
DATE = ["Thu,", "01", "Jan", "2026", "00:02:00", "GMT"]
PIECES = [
    "Thu,", "Thu", "01", "1", "Jan", "1999", "24:99:99", "00:02:00", "1.2.3", "GMT", "+0100", "-0000", "9" * 20,
    "+" + "9" * 14, "9" * 5000, "never", "Bearer", 'error="invalid_token"', "https://example.test/?code=", ",", "s",
]  # fmt: skip
KEYS = ["error", "code", "message", "innerError", "error_codes", "suberror", "error_description", "details", "x"]
TAGS = ["s:Envelope", "s:Fault", "faultcode", "ResponseCode", "m:MessageText", "e:ResponseCode", "Value", "x"]
STRANGE = "\x00\r\n\t \u202e\ud800\udfffſKİßéж送😀[](){}<>\"'\\.*+=-0"

SLOWEST = 0.25  # seconds of this thread for one answer of any length, on a slow machine; looked at three times


def any_bytes(dice: Random) -> str:
    """Decoded as at the edge: what is no UTF-8 becomes the replacement character, or a half one."""
    return dice.randbytes(dice.choice((0, 1, 9, 80, 400))).decode("utf-8", dice.choice(("replace", "surrogateescape")))


def known(dice: Random) -> str:
    return dice.choice(TEXTS)


def mutated(dice: Random) -> str:
    """An answer of the corpus with pieces cut out, doubled, swapped for others and mixed with strange letters."""
    text = dice.choice(TEXTS)
    for _ in range(dice.randrange(1, 5)):
        start = dice.randrange(len(text) + 1)
        end = min(len(text), start + dice.randrange(1, 20))
        piece = dice.choice(
            ("", text[start:end] * 2, dice.choice(TEXTS)[:30], dice.choice(STRANGE), str(dice.random()))
        )
        text = text[:start] + piece + text[end:]
    return text


def spliced(dice: Random) -> str:
    one, other = dice.choice(TEXTS), dice.choice(TEXTS)
    return one[: dice.randrange(len(one) + 1)] + other[dice.randrange(len(other) + 1) :]


def some_json(dice: Random) -> str:
    return json.dumps(_value(dice, 5))[: dice.choice((30, 10**9))]


def _value(dice: Random, depth: int) -> object:
    if depth and dice.random() < 0.7:
        if dice.random() < 0.2:
            return [_value(dice, depth - 1) for _ in range(dice.randrange(4))]
        return {dice.choice(KEYS): _value(dice, depth - 1) for _ in range(dice.randrange(4))}
    return dice.choice((None, True, 1e308, -7, 10**30, "", dice.choice(TEXTS)[:80], dice.choice(STRANGE)))


def some_xml(dice: Random) -> str:
    return '<?xml version="1.0"?>' * dice.randrange(2) + _element(dice, 5)[: dice.choice((60, 10**9))]


def _element(dice: Random, depth: int) -> str:
    if not depth or dice.random() < 0.3:
        return dice.choice((dice.choice(TEXTS)[:80], dice.choice(STRANGE), "<![CDATA[x", "&x;", "<!--"))
    tag = dice.choice(TAGS)
    return f"<{tag}>{''.join(_element(dice, depth - 1) for _ in range(dice.randrange(4)))}</{tag}>"


def some_smtp(dice: Random) -> str:
    number = dice.randrange(200, 600)
    lines = [
        f"{dice.choice((number, dice.randrange(1000)))}{dice.choice(' -')}"
        f"{dice.choice(('', f'{number // 100}.{dice.randrange(9)}.{dice.randrange(300)} '))}{dice.choice(TEXTS)[:60]}"
        for _ in range(dice.randrange(1, 6))
    ]
    return dice.choice(("\r\n", "\n", "\r")).join(lines)


def some_headers(dice: Random) -> dict[str, str] | None:
    """Dates, waits, challenges and what is none of them, put together from their pieces."""
    if dice.random() < 0.7:
        return None
    return {dice.choice(HEADERS): _header(dice) for _ in range(dice.randrange(4))}


def _header(dice: Random) -> str:
    if dice.random() < 0.5:
        date = list(DATE)
        date[dice.randrange(len(date))] = dice.choice(PIECES)
        return " ".join(date)
    pieces = [dice.choice((dice.choice(PIECES), dice.choice(STRANGE))) for _ in range(dice.randrange(8))]
    return dice.choice((" ", " ", "")).join(pieces)


def huge(dice: Random) -> str:
    """Of a length that is far beyond the window."""
    piece = dice.choice((dice.choice(TEXTS), dice.choice(STRANGE), "{", "<a>", '"', "550-5.7.1 x\r\n", "a" * 99 + "@"))
    return piece * (dice.choice((30_000, 300_000)) // len(piece) + 1)


KINDS: dict[Callable[[Random], str], int] = {
    any_bytes: 250, known: 100, mutated: 330, spliced: 100, some_json: 80, some_xml: 80, some_smtp: 57, huge: 3,
}  # fmt: skip
MAKERS, WEIGHTS = list(KINDS), list(KINDS.values())


@dataclass(slots=True)
class Tally:
    """What became of how many answers. troubles: what to look at, ready to be repeated."""

    kinds: Counter[str] = field(default_factory=Counter)
    unclassified: int = 0
    slowest: float = 0.0  # seconds
    troubles: list[str] = field(default_factory=list)


def run(count: int, seed: int) -> Tally:
    tally = Tally()
    for number in range(count):
        dice = Random(f"{seed}-{number}")
        maker = dice.choices(MAKERS, WEIGHTS)[0]
        tally.kinds[maker.__name__] += 1
        asked = _asked(dice, maker(dice))
        try:
            _judge(asked, tally)
        except Exception:  # noqa: BLE001 (what is looked for)
            tally.troubles.append(f"{seed}-{number}: {str(asked)[:300]!r}\n{format_exc()}")
    return tally


def _asked(dice: Random, text: str) -> dict[str, object]:
    return {
        "protocol": dice.choice(list(Protocol)),
        "stage": dice.choice(list(Stage)),
        "text": text,
        "http_status": dice.choice((None, None, None, 200, 400, 401, 403, 404, 429, 500, 503, dice.randrange(1000))),
        "headers": some_headers(dice),
        "exception": dice.choice(EXCEPTIONS) if dice.random() < 0.2 else None,
    }


def _judge(asked: dict[str, object], tally: Tally) -> None:
    took, told = _timed(asked)
    if took > SLOWEST:
        took = min(took, *(_timed(asked)[0] for _ in range(3)))
    tally.slowest = max(tally.slowest, took)
    assert took <= SLOWEST, f"took {took:.3f} s"
    assert told["code"] in CATALOGUE
    assert json.loads(json.dumps(told)) == told
    tally.unclassified += told["rule"] == UNCLASSIFIED


def _timed(asked: dict[str, object]) -> tuple[float, dict[str, object]]:
    """From the words to the verdict, as `errors explain` and the adapters go; and the fingerprint."""
    began = thread_time()
    seen = signal_from_text(**asked)
    fault = classify(seen)
    if fault.rule == UNCLASSIFIED:
        assert len(fingerprint(seen)) == 12
    told = verdict(fault)
    took = thread_time() - began
    assert fault.matched in seen.text or fault.matched in _codes(seen), fault
    return took, told


def _codes(seen) -> Iterator[str]:
    yield from (str(one) for one in (seen.status, seen.response_code, seen.exception, seen.http_status))
    yield from seen.inner_codes


def main() -> int:
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--count", type=int, default=200_000)
    asking.add_argument("--seed", type=int, default=1)
    given = asking.parse_args()
    began = perf_counter()
    tally = run(given.count, given.seed)
    print(f"{sum(tally.kinds.values()):,} answers judged in {perf_counter() - began:.0f} s, seed {given.seed}: "
          f"{len(tally.troubles)} in trouble, {tally.unclassified:,} without a name, "
          f"slowest {tally.slowest * 1000:.0f} ms")  # fmt: skip
    print(", ".join(f"{name} {count:,}" for name, count in tally.kinds.most_common()))
    for trouble in tally.troubles[:10]:
        print(trouble)
    return 1 if tally.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
