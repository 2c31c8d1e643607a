"""The hardened protocol: where the network cuts the octets does not matter, and no octets break it."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.adapters.imap_exchange import Goodbye
from sync.adapters.imap_protocol import LONGEST_LINE, HardenedProtocol
from sync.signals import ConnectionClosed, ProtocolViolation

LITERAL = b"\r\nA1 OK ) {3}\r\n\x00\xff"


class SilentTransport(asyncio.Transport):
    """Takes what is written and lets itself be closed."""

    def __init__(self):
        super().__init__()
        self.written = b""
        self.aborted = False
        self.paused = False

    def write(self, data):
        self.written += data

    def abort(self):
        self.aborted = True

    def close(self):
        self.aborted = True

    def is_closing(self):
        return self.aborted

    def pause_reading(self):
        self.paused = True


def connected(loop):
    protocol = HardenedProtocol(loop)
    protocol.connection_made(SilentTransport())
    protocol.data_received(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
    protocol.state, protocol.tagpre = "SELECTED", "A"
    return protocol


def hear(octets, cuts=()):
    """What becomes of one command when these octets come in, cut at these places."""

    async def run():
        protocol = connected(asyncio.get_running_loop())
        exchange = protocol.begin("FETCH")
        octets_now = octets.replace(b"TAG", exchange.tag.encode())
        places = [0, *sorted(cut for cut in cuts if cut < len(octets_now)), len(octets_now)]
        for start, end in pairwise(places):
            protocol.data_received(octets_now[start:end])
        return (
            [list(answer) for answer in exchange.answers],
            exchange.verdict,
            repr(exchange.failure),
            repr(protocol.lost),
        )

    return asyncio.run(run())


line = st.sampled_from(
    [
        b"* 1 FETCH (UID 1 FLAGS ())\r\n",
        b"* 2 FETCH (UID 2 BODY[] {%d}\r\n%s)\r\n" % (len(LITERAL), LITERAL),
        b"* 3 FETCH (BODY[1] {0}\r\n BODY[2] ~{2+}\r\nhi UID 3)\r\n",
        b"* OK words that end in {5}\r\n",
        b"* SEARCH 1 2 3\r\n",
        b"* 4 EXISTS\n",
        b"\r\n",
        b")\r\n",
        b"+ go on\r\n",
        b"* BYE [UNAVAILABLE] later\r\n",
        b"TAG NO [LIMIT] slow {9}\r\n",
        b"TAG OK done\r\n",
        b"garbage\r\n",
        b"* 5 FETCH (BODY[] {99999999}\r\n",
    ]
)


@given(st.lists(line, max_size=8).map(b"".join), st.lists(st.integers(0, 400), max_size=30))
def test_the_same_octets_give_the_same_answers_wherever_they_are_cut(octets, cuts):
    assert hear(octets, cuts) == hear(octets)


@given(st.lists(line, max_size=8).map(b"".join))
@settings(max_examples=30)
def test_octets_that_come_one_by_one_give_the_same_answers(octets):
    assert hear(octets, range(len(octets) + 100)) == hear(octets)


@given(st.binary(max_size=2000), st.booleans())
def test_no_octets_make_it_raise(octets, as_lines):
    hear(octets.replace(b"\x00", b"\r\n* ") if as_lines else octets, (7, 100))


def test_a_literal_is_handed_over_whole_whatever_it_holds():
    answers, verdict, _, _ = hear(b"* 2 FETCH (BODY[] {%d}\r\n%s)\r\nTAG OK done\r\n" % (len(LITERAL), LITERAL))
    assert answers == [[b"* 2 FETCH (BODY[] {%d}" % len(LITERAL), LITERAL, b")"]]
    assert verdict == b"OK done"


@pytest.fixture
async def protocol():
    return connected(asyncio.get_running_loop())


async def test_every_pending_command_ends_when_the_connection_does(protocol):
    first, second = protocol.begin("FETCH"), protocol.begin("NOOP")
    protocol.eof_received()
    assert isinstance(first.failure, ConnectionClosed)
    assert isinstance(second.failure, ConnectionClosed)


async def test_the_first_reason_is_the_one_that_is_told(protocol):
    exchange = protocol.begin("FETCH")
    protocol.data_received(b"* BYE going down\r\n")
    protocol.connection_lost(ConnectionResetError(104, "Connection reset by peer"))
    assert isinstance(exchange.failure, Goodbye)
    with pytest.raises(Goodbye):
        protocol.begin("NOOP")


async def test_a_bye_with_which_a_logout_is_answered_is_no_failure(protocol):
    exchange = protocol.begin("LOGOUT")
    protocol.data_received(b"* BYE see you\r\n%s OK done\r\n" % exchange.tag.encode())
    assert exchange.verdict == b"OK done"


async def test_a_search_line_may_be_longer_than_any_other(protocol):
    exchange = protocol.begin("UID")
    numbers = b" ".join(b"%d" % number for number in range(200_000))
    assert len(numbers) > LONGEST_LINE
    protocol.data_received(b"* SEARCH " + numbers)
    protocol.data_received(b"\r\n")
    assert exchange.answers[0] == [b"* SEARCH " + numbers]


async def test_more_octets_than_can_be_held_end_the_connection(protocol, monkeypatch):
    monkeypatch.setattr("sync.adapters.imap_exchange.MOST_HELD", 1000)
    exchange = protocol.begin("FETCH")
    protocol.data_received(b"* 1 FETCH (FLAGS (\\Seen))\r\n" * 100)
    assert isinstance(exchange.failure, ProtocolViolation)
    assert protocol.transport.aborted


async def test_what_comes_behind_the_answer_to_starttls_is_not_read(protocol):
    protocol.state = "NONAUTH"
    exchange = protocol.begin("STARTTLS")
    protocol.data_received(b"%s OK begin\r\n* CAPABILITY AUTH=PLAIN\r\n" % exchange.tag.encode())
    assert protocol.leftover() > 0
    assert "AUTH=PLAIN" not in protocol.offered
    assert protocol.transport.paused
