"""`postroom errors explain`. Reads no settings, no database, no Redis."""

from __future__ import annotations

import codecs
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from cli import checks, say
from cli.options import Json
from errors.model import Protocol, Stage

Text = Annotated[
    str | None,
    typer.Argument(
        metavar="TEXT",
        help="What the server said, in quotes, without an IMAP tag; several lines are fine. `-` reads standard input.",
    ),
]
OfProtocol = Annotated[
    Protocol,
    typer.Option("--protocol", case_sensitive=False, help="Who spoke; network: nobody, the connection failed."),
]
AtStage = Annotated[Stage, typer.Option("--stage", case_sensitive=False, help="How far the attempt had come.")]
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

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


UsageError: type[Exception] = typer.BadParameter.__bases__[0]
ADVICE = {
    "NoSuchOption": "A TEXT that begins with - comes last, after --, or on standard input (`-`).",
    "UsageError": "TEXT is one argument: put it in quotes ('...'), and options before --.",
}


class Quoting(TyperCommand):
    """Says what to do where a server's words were taken for options, or for several arguments."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            advice = ADVICE.get(type(error).__name__)
            if advice is not None:
                error.message = f"{error.message.rstrip('.')}. {advice}"  # type: ignore[attr-defined]
            raise


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
    from cli import explained
    from errors.classify import classify
    from errors.explain import signal_from_text, verdict

    headers: dict[str, str] = dict(header or ())  # type: ignore[arg-type]  # the parser makes pairs of them
    asked = explained.Asked(protocol, stage, words, http_status, headers, exception, typed=text == "-")
    signal = signal_from_text(
        protocol,
        stage,
        words,
        http_status=http_status,
        headers=headers,
        exception=exception,
        observed_at=datetime.now(UTC),
    )
    answer = verdict(classify(signal))
    for note in explained.notes(asked, signal):
        say.note(note)
    if as_json:
        say.document(answer)
    else:
        explained.tell(asked, answer)


def _typed() -> str:
    """Any bytes are an answer; what a shell of Windows hands over says by its first bytes how it is written."""
    told = sys.stdin.buffer.read()
    encoding = next((name for mark, name in MARKS if told.startswith(mark)), "utf-8")
    return told.decode(encoding, "replace")
