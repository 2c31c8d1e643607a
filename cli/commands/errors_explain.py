"""`postroom errors explain`. Reads no settings, no database, no Redis."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from cli import checks, say
from cli.options import Json
from errors.model import Protocol, Stage

Text = Annotated[
    str | None,
    typer.Argument(
        metavar="TEXT",
        help="What the server said, without an IMAP tag; several lines are fine. `-` reads standard input.",
    ),
]
OfProtocol = Annotated[Protocol, typer.Option("--protocol", help="Who spoke; network: nobody, the connection failed.")]
AtStage = Annotated[Stage, typer.Option("--stage", help="How far the attempt had come.")]
HttpStatus = Annotated[
    int | None,
    typer.Option("--http-status", metavar="N", min=100, max=599, help="Of an HTTP answer; else TEXT may tell it."),
]
Header = Annotated[
    list[str] | None,
    typer.Option("--header", metavar="K=V", help="A header of an HTTP answer (repeatable).", parser=checks.header),
]
ExceptionName = Annotated[
    str | None, typer.Option("--exception", metavar="NAME", help="The exception's class, for network.")
]

WIDTH = 80  # columns
NATURES = {
    "transient": "transient: retried by itself",
    "permanent": "permanent: stops until somebody acts",
    None: "nothing is wrong",
}
LEVELS = {
    "email": "email: that one email",
    "mailbox": "mailbox: all email of one direction of the mailbox",
    "profile": "profile: all email of its mailboxes",
    "system": "system: our own fault, nobody is blamed",
}


def explain(
    protocol: OfProtocol,
    stage: AtStage,
    text: Text = None,
    *,
    http_status: HttpStatus = None,
    header: Header = None,
    exception: ExceptionName = None,
    as_json: Json = False,
) -> None:
    """Say what an answer means: its code, whether to retry, who must act, and which rule says so."""
    words = _typed() if text == "-" else text or ""
    if not words.strip() and http_status is None and exception is None:
        raise typer.BadParameter("say what the server said (or --http-status, or --exception).", param_hint="TEXT")
    from errors.classify import classify
    from errors.explain import oddity, signal_from_text, verdict

    signal = signal_from_text(
        protocol,
        stage,
        words,
        http_status=http_status,
        headers=dict(header or ()),  # type: ignore[arg-type]  # the parser makes pairs of them
        exception=exception,
    )
    answer = verdict(classify(signal))
    odd = oddity(protocol, words, exception)
    if odd is not None:
        say.note(odd)
    if as_json:
        say.document(answer)
    else:
        _tell(answer)


def _typed() -> str:
    """Any bytes are an answer."""
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def _tell(answer: Mapping[str, object]) -> None:
    say.line(_folded(f"{answer['code']}  {answer['headline']}", "", " " * 10))
    say.line(f"\n{_folded(str(answer['remedy']), '  ', '  ')}\n")
    say.facts(_facts(answer))


def _folded(words: str, first: str, further: str) -> str:
    """Addresses and options stay whole."""
    from textwrap import TextWrapper

    fold = TextWrapper(WIDTH, first, further, break_long_words=False, break_on_hyphens=False)
    return fold.fill(words)


def _facts(answer: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    wait, proofs = answer["retry_after_s"], answer["proofs"]
    yield "cause", str(answer["kind"]).replace("_", " ")
    yield "nature", NATURES[answer["nature"]]  # type: ignore[index]  # null or a Nature's word
    yield "level", LEVELS[str(answer["level"])]
    yield "who acts", str(answer["who_acts"]).replace("_", " ")
    yield "wait", "the server names none" if wait is None else f"{wait:g} s, as the server asks"
    yield (
        "counts",
        "yes, against the retry budget" if answer["counts_against_budget"] else "no, the budget is untouched",
    )
    if proofs != 1:
        yield "proofs", f"{proofs} independent ones before it halts"
    yield from ((name, answer[name]) for name in ("rule", "matched", "reference", "help") if answer.get(name))
    if "fingerprint" in answer:
        yield "fingerprint", answer["fingerprint"]
