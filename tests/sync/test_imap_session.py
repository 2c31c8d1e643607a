"""A session at work on a server that misbehaves: the real reason, at once, about the right message."""

import asyncio
import time

import pytest

from errors.model import Protocol, Stage
from sync.adapters.imap import sign_in
from sync.adapters.imap_fetch import SLACK
from sync.ports import FolderStatus, Trouble
from tests.kit.imap_script import serving, settings

pytestmark = pytest.mark.contract

BODY = b"Subject: x\r\n\r\nbody\r\n"
OPENED = FolderStatus(7, 4, 3)


def message(number, uid, raw=BODY):
    date = b'INTERNALDATE " 1-Jun-2026 12:00:00 +0200"'
    return b"* %d FETCH (UID %d %s BODY[] {%d}\r\n%s)\r\n" % (number, uid, date, len(raw), raw)


async def talk(script, ask, seconds=5):
    """What `ask` (a coroutine function of the session) returned, from a server that speaks as `script` says."""
    async with serving(script) as (port, _):
        source = await sign_in(settings(port, seconds=seconds), lambda stage: None)
        try:
            return await ask(source)
        finally:
            await source.close()


async def trouble_of(script, ask, seconds=5):
    began = time.monotonic()
    with pytest.raises(Trouble) as trouble:
        await talk(script, ask, seconds)
    assert time.monotonic() - began < 3
    return trouble.value.signal


async def poll(source):
    return await source.status("INBOX")


async def fetch(source, sizes=None):
    await source.open("INBOX")
    sizes = sizes or {1: 20, 2: 20, 3: 20}
    return [one.uid async for one in source.fetch(sorted(sizes), sizes)]


def answering(*octets, after=b"STATUS", then="stalls"):
    async def script(peer):
        await peer.lets_in()
        await peer.hears(after)
        await peer.say(*octets)
        await peer.stalls() if then == "stalls" else getattr(peer, then)()

    return script


def fetching(*octets, then="stalls"):
    async def script(peer):
        await peer.opens()
        await peer.hears(b"UID FETCH")
        await peer.say(*octets)
        await peer.stalls() if then == "stalls" else getattr(peer, then)()

    return script


@pytest.mark.parametrize(
    ("script", "expected", "text"),
    [
        pytest.param(
            answering(b"TAG NO [UNAVAILABLE] Temporary System Error\r\n"),
            (Protocol.IMAP, "NO", "UNAVAILABLE", None),
            "NO [UNAVAILABLE] Temporary System Error",
            id="NO with a code",
        ),
        pytest.param(
            answering(b"TAG BAD Command Error. 12\r\n* BYE Connection closed. 14\r\n"),
            (Protocol.IMAP, "BAD", None, None),
            "BAD Command Error. 12\n* BYE Connection closed. 14",
            id="BAD and a BYE behind it",
        ),
        pytest.param(
            answering(b"* BYE Session invalidated - AccessTokenExpired\r\n", then="hangs_up"),
            (Protocol.IMAP, "BYE", None, None),
            "* BYE Session invalidated - AccessTokenExpired",
            id="BYE",
        ),
        pytest.param(
            answering(b"* STATUS INB", then="hangs_up"),
            (Protocol.NETWORK, None, None, "ConnectionClosed"),
            "the server closed the connection",
            id="hangs up in the middle of a line",
        ),
        pytest.param(
            answering(b"* STATUS INB", then="resets"),
            (Protocol.NETWORK, None, None, "ConnectionResetError"),
            "[Errno 104] Connection reset by peer",
            id="resets",
        ),
        pytest.param(
            answering(b"\x00\xff\xfe garbage\r\n"),
            (Protocol.IMAP, None, None, "ProtocolViolation"),
            "not an IMAP answer: \\x00",
            id="garbage",
        ),
        pytest.param(
            answering(b"* STATUS INBOX (MESSAGES 3)\r\nTAG OK done\r\n"),
            (Protocol.IMAP, None, None, "ProtocolViolation"),
            "STATUS without UIDVALIDITY",
            id="an answer without what was asked for",
        ),
        pytest.param(
            answering(b"TAG OK done\r\n"),
            (Protocol.IMAP, None, None, "ProtocolViolation"),
            "STATUS was answered with OK and no STATUS",
            id="OK and no answer",
        ),
        pytest.param(
            answering(b"A999 OK done\r\n"),
            (Protocol.IMAP, None, None, "ProtocolViolation"),
            "not an IMAP answer: A999 OK done",
            id="an answer to a command that was never sent",
        ),
        pytest.param(
            answering(b"* LIST " + b"(" * 300_000),
            (Protocol.IMAP, None, None, "ProtocolViolation"),
            "a line that does not end",
            id="a line without end",
        ),
    ],
)
async def test_a_poll_that_fails_is_told_at_once(script, expected, text):
    signal = await trouble_of(script, poll)
    assert (signal.protocol, signal.status, signal.response_code, signal.exception) == expected
    assert signal.stage is Stage.POLL
    assert signal.text.startswith(text)


@pytest.mark.parametrize(
    ("script", "exception", "text"),
    [
        pytest.param(
            fetching(message(1, 1), b"* 2 FETCH (UID 2 BODY[] {20}\r\nSubject", then="hangs_up"),
            "ConnectionClosed",
            "the server closed the connection",
            id="hangs up in the middle of a literal",
        ),
        pytest.param(
            fetching(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % (SLACK + 100)),
            "LiteralTooLarge",
            f"message 1: announced with 20 octets, sent with {SLACK + 100}",
            id="a literal much larger than announced",
        ),
        pytest.param(
            fetching(b"* 1 FETCH (BODY[] {%d}\r\n" % (SLACK + 100)),
            "LiteralTooLarge",
            "message of unknown uid",
            id="the same, the uid not told before",
        ),
        pytest.param(
            fetching(b"* 1 FETCH (BODY[] {4}\r\nabcd)\r\nTAG OK done\r\n"),
            "ProtocolViolation",
            "a message without its UID",
            id="no uid at all",
        ),
        pytest.param(
            fetching(b"* 1 FETCH nonsense\r\nTAG OK done\r\n"),
            "ProtocolViolation",
            "a FETCH answer without items",
            id="no items",
        ),
    ],
)
async def test_a_fetch_that_fails_is_told_at_once(script, exception, text):
    signal = await trouble_of(script, fetch)
    assert (signal.stage, signal.exception) == (Stage.FETCH, exception)
    assert signal.text.startswith(text)


async def test_what_was_fetched_before_the_trouble_is_not_lost():
    got = []

    async def ask(source):
        await source.open("INBOX")
        async for one in source.fetch([1, 2, 3], dict.fromkeys([1, 2, 3], 20)):
            got.append(one.uid)  # noqa: PERF401 - it must keep what came before the trouble

    signal = await trouble_of(fetching(message(1, 1), message(2, 2), b"TAG NO [LIMIT] slow down\r\n"), ask)
    assert got == [1, 2]
    assert (signal.status, signal.response_code) == ("NO", "LIMIT")


async def test_a_signal_of_a_single_message_names_it():
    signal = await trouble_of(fetching(b"TAG NO [PARSE] bad\r\n"), lambda source: fetch(source, {2: 20}))
    assert signal.message == "INBOX 2"


async def test_a_stall_in_the_middle_of_a_literal_is_a_time_out():
    script = fetching(b"* 1 FETCH (UID 1 BODY[] {20}\r\nSub")
    signal = await trouble_of(script, fetch, seconds=0.3)
    assert (signal.stage, signal.exception) == (Stage.FETCH, "TimeoutError")


async def test_a_large_message_may_take_longer_than_the_time_out_as_long_as_it_grows():
    raw = b"x" * 40_000

    async def script(peer):
        await peer.opens()
        await peer.hears(b"UID FETCH")
        await peer.say(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % len(raw))
        for start in range(0, len(raw), 4000):
            await peer.say(raw[start : start + 4000])
            await asyncio.sleep(0.1)
        await peer.say(b")\r\nTAG OK done\r\n")

    assert await talk(script, lambda source: fetch(source, {1: len(raw)}), seconds=0.4) == [1]


async def test_answers_that_nobody_asked_for_do_no_harm():
    script = fetching(
        b"* 4 EXISTS\r\n* 2 FETCH (FLAGS (\\Seen))\r\n* OK still here {5}\r\n",
        message(1, 1),
        b"* 2 EXPUNGE\r\n\r\n)\r\n* 9 FETCH (UID 99 FLAGS ())\r\n",
        message(2, 3),
        b"TAG OK [EXPUNGEISSUED] done\r\n",
    )
    assert await talk(script, fetch) == [1, 3]


async def test_a_message_that_comes_as_a_quoted_string_or_not_at_all_is_understood():
    script = fetching(
        b'* 1 FETCH (UID 1 BODY[] "Subject: x")\r\n* 2 FETCH (UID 2 BODY[] NIL)\r\n',
        b'* 3 FETCH (BODY[] {2}\r\nhi UID 3 INTERNALDATE "01-Jun-2026 12:00:00 +0000")\r\nTAG OK done\r\n',
    )
    assert await talk(script, fetch) == [1, 3]


async def test_three_thousand_lines_in_one_read_are_read():
    flags = b"".join(b"* %d FETCH (FLAGS (\\Seen))\r\n" % number for number in range(1, 3001))
    script = fetching(flags, message(1, 1), b"TAG OK done\r\n")
    assert await talk(script, fetch) == [1]


async def test_status_closes_what_is_open_in_the_same_write():
    async def script(peer):
        await peer.opens()
        await peer.hears(b"CLOSE")
        closing = peer.tag
        await peer.hears(b'STATUS "INBOX" \\(UIDNEXT UIDVALIDITY MESSAGES\\)')
        await peer.say(closing + b" NO what for\r\n* STATUS INBOX (UIDNEXT 4 UIDVALIDITY 7 MESSAGES 3)\r\nTAG OK\r\n")

    async def ask(source):
        assert await source.open("INBOX") == OPENED
        return await source.status("INBOX")

    assert await talk(script, ask) == OPENED


async def test_a_session_that_ended_while_nobody_looked_is_not_alive():
    leave = asyncio.Event()

    async def script(peer):
        await peer.lets_in()
        await leave.wait()
        await peer.say(b"* BYE Autologout; idle for too long\r\n")

    async with serving(script) as (port, _):
        source = await sign_in(settings(port), lambda stage: None)
        assert source.alive()
        leave.set()
        async with asyncio.timeout(2):
            while source.alive():
                await asyncio.sleep(0.01)
        with pytest.raises(Trouble) as trouble:
            await source.status("INBOX")
    assert trouble.value.signal.text == "* BYE Autologout; idle for too long"


async def test_a_cancelled_command_leaves_a_session_that_closes_at_once():
    async def script(peer):
        await peer.lets_in()
        await peer.stalls()

    async with serving(script) as (port, _):
        source = await sign_in(settings(port), lambda stage: None)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await source.status("INBOX")
        began = time.monotonic()
        await source.close()
        assert time.monotonic() - began < 0.2
        assert not source.alive()


async def test_no_password_is_kept_where_a_trace_would_show_it(caplog):
    caplog.set_level(0)

    async def script(peer):
        await peer.lets_in()

    async with serving(script) as (port, _):
        source = await sign_in(settings(port), lambda stage: None)
        await source.close()
    assert "correct horse" not in caplog.text
    assert "correct horse" not in repr([vars(source), vars(source._talk), vars(source._talk.protocol)])
