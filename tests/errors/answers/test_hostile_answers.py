"""No answer is too strange or too long to be read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.answers.speaker import looks_like
from errors.explain import reader, signal_from_text
from errors.model import Protocol, Stage

PIECES = {
    "braces": "{", "objects": '{"error":', "codes": '{"code":"a"},', "words": "Error", "escapes": "&lt;a&gt;",
    "tags": "<a:Value ", "open tags": "<faultcode ", "values": "<t:Value>a:", "numbers": "550 ",
    "replies": "550-5.1.1\n", "said": "said: 550", "hashes": "550 #", "names": "a.", "dots": "5.1.", "form": "&error=",
    "bearer": 'error="',
    "headers": "Retry-After: 1\n", "http": "HTTP/1.1 ", "titles": "<title>", "bye": "* BYE [", "tagged": "a1 NO [",
    "no": "NO: ", "blanks": " ", "lines": "\n", "base64": "+ eyJ", "quotes": '"', "codes in words": "code: ",
    "brackets": "[LIMIT ", "aadsts": "AADSTS5", "nul": "\0",
}  # fmt: skip


@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize("piece", [pytest.param(piece, id=name) for name, piece in PIECES.items()])
def test_a_megabyte_is_read_in_a_moment(protocol, piece):
    text = piece * (1_000_000 // len(piece))
    assert min(_seconds_for(protocol, text) for _ in range(3)) < 0.05


def _seconds_for(protocol: Protocol, text: str) -> float:
    began = time.process_time()
    signal_from_text(protocol, Stage.POLL, text)
    return time.process_time() - began


@given(st.text() | st.lists(st.sampled_from(sorted(PIECES.values()))).map("".join))
def test_no_words_are_too_strange(text):
    looks_like(text)
    for protocol in Protocol:
        told = reader(protocol)(text)
        assert told.code is None or told.code in text.replace("&quot;", '"') or told.code[1:] in text
        assert told.status is None or told.status in text.upper()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(
                        ["error", "code", "innerError", "details", "errors", "status", "body", "responses", "headers",
                         "error_codes", "suberror", "reason"]), inner)))  # fmt: skip
def test_no_json_is_too_strange(body):
    from json import dumps

    for protocol in (Protocol.GRAPH, Protocol.OAUTH, Protocol.EWS):
        seen = signal_from_text(protocol, Stage.POLL, dumps(body))
        assert all(isinstance(code, str) for code in (seen.response_code or "", *seen.inner_codes))
