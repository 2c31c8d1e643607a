"""What `postroom errors explain` says to people: the verdict, and notes on how it was asked for. Decides nothing."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from errors.explain import SPOKEN, looks_like_another
from errors.hints import unread_wait
from errors.model import Kind, Level, Protocol, Signal, Stage
from errors.redacted import redacted
from errors.stages import OVER_HTTP, listed, misplaced, of_protocol
from errors.verdict_words import LEVELS, NATURES, counts

from . import paragraphs, say

SHORT = 300  # characters of an answer that are repeated in a command; a longer one is asked about by `-`


@dataclass(frozen=True, slots=True)
class Asked:
    """A command line of `errors explain`. typed: whether the words came on standard input."""

    protocol: Protocol
    stage: Stage
    words: str
    http_status: int | None
    headers: Mapping[str, str]
    exception: str | None
    typed: bool

    @property
    def meant(self) -> Protocol | None:
        """The protocol that the words look like, where that is another one."""
        return looks_like_another(self.protocol, self.words, self.exception)


def notes(asked: Asked, signal: Signal) -> Iterator[str]:
    """For standard error, beside the verdict."""
    columns = paragraphs.width(sys.stderr)
    if asked.meant is not None:
        yield paragraphs.folded(
            f"This looks like {SPOKEN[asked.meant]}, and is judged here as {SPOKEN[asked.protocol]}. "
            f"--protocol {asked.meant.value} may be meant:",
            columns,
        )
        yield f"  {_command(asked, asked.meant)}"
    told = (misplaced(asked.protocol, asked.stage), _not_http(asked), _no_wait(signal))
    yield from (paragraphs.folded(one, columns) for one in told if one)


def _command(asked: Asked, protocol: Protocol) -> str:
    """To be repeated as it stands, in one line; what is long, or holds a password, is left to be filled in."""
    stage = of_protocol(protocol, asked.stage)
    words = ["postroom", "errors", "explain", "--protocol", protocol.value, "--stage", stage.value]
    if asked.http_status is not None:
        words += ["--http-status", str(asked.http_status)]
    for name, value in asked.headers.items():
        words += ["--header", redacted(f"{name}={value}")]
    return f"{shlex.join(words)} {_words(asked)}"


def _words(asked: Asked) -> str:
    plain = len(asked.words) <= SHORT and asked.words.isprintable() and redacted(asked.words) == asked.words
    return "-" if asked.typed or not plain else shlex.quote(asked.words)


def _not_http(asked: Asked) -> str | None:
    given = [name for name, there in (("--http-status", asked.http_status), ("--header", asked.headers)) if there]
    if not given or asked.protocol in OVER_HTTP:
        return None
    spoken = listed([one.value for one in OVER_HTTP])
    return f"Of HTTP ({' and '.join(given)}) only {spoken} answers tell; {asked.protocol.value} does not speak it."


def _no_wait(signal: Signal) -> str | None:
    unread = unread_wait(signal)
    if unread is None:
        return None
    return f"Retry-After {shlex.quote(redacted(unread))} is no wait: it is a number of seconds, or a date."


def tell(asked: Asked, answer: Mapping[str, Any]) -> None:
    """answer: as errors.explain.verdict gives it."""
    columns = paragraphs.width()
    if asked.meant is not None:
        say.line(f"As {SPOKEN[asked.protocol]}:\n")
    further = " " * (len(answer["code"]) + 2)
    say.line(paragraphs.folded(f"{answer['code']}  {answer['headline']}", columns, further=further))
    for paragraph in paragraphs.for_readers(answer["remedies"], columns):
        say.line(f"\n{paragraph}")
    say.line("")
    say.facts(_facts(answer))


def _facts(answer: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "cause", answer["kind"].replace("_", " ")
    yield "nature", NATURES[answer["nature"]]
    yield "level", LEVELS[answer["level"]]
    yield "who acts", answer["who_acts"].replace("_", " ")
    yield "wait", _wait(answer)
    yield "counts", counts(Level(answer["level"]), counted=answer["counts_against_budget"])
    if answer["proofs"] != 1:
        yield "proofs", f"{answer['proofs']} independent ones before it halts"
    yield from ((name, answer[name]) for name in ("rule", "matched", "reference", "help") if answer.get(name))
    if "fingerprint" in answer:
        yield "fingerprint", answer["fingerprint"]


def _wait(answer: Mapping[str, Any]) -> str:
    from errors.waits import wait

    asked = answer["retry_after_s"]
    return wait(None if asked is None else timedelta(seconds=asked), Kind(answer["kind"]))
