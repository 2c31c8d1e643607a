"""What does this answer mean? A server's words, judged as Postroom would. None are kept: they may hold secrets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from errors.classify import classify
from errors.explain import SPOKEN, looks_like_another, signal_from_text, verdict
from errors.model import Fault, Protocol, Stage
from errors.nameless import nameless
from errors.stages import COMMONEST, misplaced
from errors.verdict_words import LEVELS, NATURES, counts
from errors.waits import wait
from web import catalogue
from web.forms import Answers, typed
from web.reader import Reader, SignedIn
from web.render import page

router = APIRouter()

LONGEST = 100_000  # characters of an answer
PROTOCOLS = [(one.value, SPOKEN[one]) for one in Protocol]
STAGES = [("", "not known"), *((one.value, one.value.replace("_", " ")) for one in Stage)]


@router.get("/errors/explain")
async def form(request: Request, reader: SignedIn) -> HTMLResponse:
    return _page(request, reader, Answers())


@router.post("/errors/explain")
async def explained(request: Request, reader: SignedIn) -> HTMLResponse:
    answers = Answers(await typed(request))
    protocol = next((one for one in Protocol if one.value == answers.get("protocol")), None)
    stage = next((one for one in Stage if one.value == answers.get("stage")), None)
    text, exception = answers.get("text"), answers.get("exception").strip()
    status = _http_status(answers)
    if protocol is None:
        answers.wrong["protocol"] = "Choose who said it."
    if len(text) > LONGEST:
        answers.wrong["text"] = f"Paste at most {LONGEST:,} characters: the answer itself, not a whole log."
    if not text.strip() and status is None and not exception:
        answers.wrong["text"] = "Paste what the server said."
    if answers.wrong or protocol is None:
        return _page(request, reader, answers)
    signal = signal_from_text(
        protocol,
        stage or COMMONEST[protocol],
        text,
        http_status=status,
        exception=exception or None,
        observed_at=datetime.now(UTC),
    )
    return _page(request, reader, answers, classify(signal), list(_notes(protocol, stage, text, exception)))


def _http_status(answers: Answers) -> int | None:
    said = answers.get("http_status").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) == 3 and 100 <= int(said) <= 599):
        answers.wrong["http_status"] = "An HTTP status is a number from 100 to 599."
        return None
    return int(said)


def _notes(protocol: Protocol, stage: Stage | None, text: str, exception: str) -> Iterator[str]:
    meant = looks_like_another(protocol, text, exception or None)
    if meant is not None:
        yield f"This looks like {SPOKEN[meant]}, and was judged as {SPOKEN[protocol]}. Choose the other one to compare."
    if stage is not None and (told := misplaced(protocol, stage)) is not None:
        yield told


def _page(
    request: Request, reader: Reader, answers: Answers, fault: Fault | None = None, notes: list[str] | None = None
) -> HTMLResponse:
    told = {
        "answers": answers,
        "protocols": PROTOCOLS,
        "stages": STAGES,
        "notes": notes or [],
        "verdict": _told(fault, reader) if fault else None,
    }
    return page(request, "catalogue_explain.html", reader, status=422 if answers.wrong else 200, told=told)


def _told(fault: Fault, reader: Reader) -> dict[str, object]:
    """The verdict in words."""
    entry, answer = fault.entry, verdict(fault)
    seconds = answer["retry_after_s"]
    asked = timedelta(seconds=seconds) if isinstance(seconds, float) else None
    return {
        **answer,
        "headline": nameless(entry.headline),
        "remedies": catalogue.remedies(entry, reader),
        "nature": NATURES[entry.nature.value if entry.nature else None],
        "level": LEVELS[entry.level.value],
        "wait": wait(asked, entry.kind),
        "counts": counts(entry.level, counted=entry.counts),
        "fingerprint": answer.get("fingerprint"),
    }
