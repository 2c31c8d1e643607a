"""`postroom errors explain`. Reads no settings, no database, no Redis."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli import checks, say
from cli.options import Json
from errors.model import Protocol, Stage

Text = Annotated[
    str | None,
    typer.Argument(metavar="TEXT", help="What the server said, without an IMAP tag; `-` reads standard input."),
]
OfProtocol = Annotated[Protocol, typer.Option("--protocol", help="Who spoke; network: nobody, the connection failed.")]
AtStage = Annotated[Stage, typer.Option("--stage", help="How far the attempt had come.")]
HttpStatus = Annotated[
    int | None, typer.Option("--http-status", metavar="N", min=100, max=599, help="Of an HTTP answer.")
]
Header = Annotated[
    list[str] | None,
    typer.Option("--header", metavar="K=V", help="A header of an HTTP answer (repeatable).", parser=checks.header),
]
ExceptionName = Annotated[
    str | None, typer.Option("--exception", metavar="NAME", help="The exception's class, for network.")
]


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
    if text is None and http_status is None and exception is None:
        raise typer.BadParameter("say what the server said (or --http-status, or --exception).", param_hint="TEXT")
    from errors.classify import classify
    from errors.explain import signal_from_text, verdict

    signal = signal_from_text(
        protocol,
        stage,
        sys.stdin.read() if text == "-" else text or "",
        http_status=http_status,
        headers=dict(header or ()),  # type: ignore[arg-type]  # the parser makes pairs of them
        exception=exception,
    )
    answer = verdict(classify(signal))
    if as_json:
        say.document(answer)
        return
    say.line(f"{answer['code']}  {say.unnamed(str(answer['headline']))}\n\n  {say.unnamed(str(answer['remedy']))}\n")
    hidden = {"code", "headline", "remedy"}
    say.facts((key.replace("_", " "), say.flat(value)) for key, value in answer.items() if key not in hidden)
