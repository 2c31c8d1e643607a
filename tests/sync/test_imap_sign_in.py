"""The road to a session: each thing that can go wrong on it is told at once, at its stage, in the server's words."""

import asyncio
import base64
import json
import socket
import ssl
import time

import pytest

from errors.model import Protocol, Stage
from sync.adapters.imap import reach, sign_in
from sync.ports import FolderStatus, Trouble
from tests.kit.certificates import issue
from tests.kit.imap_script import serving, settings

pytestmark = pytest.mark.contract
PASSWORD = "correct horse"  # what the kit's settings sign in with


async def trouble_with(script, tls=None, **changed):
    """The signal, within a time that is no time-out; no secret in it."""
    async with serving(script, tls) as (port, _):
        began = time.monotonic()
        with pytest.raises(Trouble) as trouble:
            await sign_in(settings(port, **changed), lambda stage: None)
        assert time.monotonic() - began < 2
    assert PASSWORD not in repr(trouble.value.signal) + str(trouble.value)
    return trouble.value.signal


def told(signal):
    return signal.protocol, signal.stage, signal.status, signal.response_code, signal.exception


async def test_the_stages_are_reported_as_they_begin():
    async def script(peer):
        await peer.lets_in()

    stages = []
    async with serving(script) as (port, _):
        source = await sign_in(settings(port), stages.append)
        await source.close()
    assert stages == [Stage.DNS, Stage.CONNECT, Stage.GREETING, Stage.AUTH]


async def test_reaching_a_server_sends_no_name_and_no_password():
    async def script(peer):
        await peer.greets()
        await peer.hears(b"LOGOUT")
        await peer.say(b"* BYE bye\r\nTAG OK bye\r\n")

    async with serving(script) as (port, peers):
        await reach(settings(port), lambda stage: None)
    assert b"ana" not in peers[0].heard


async def greets_with_bye(peer):
    await peer.say(b"* BYE [UNAVAILABLE] down for maintenance\r\n")
    await peer.stalls()


async def speaks_http(peer):
    await peer.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await peer.stalls()


async def hangs_up_at_once(peer):
    peer.hangs_up()


async def hangs_up_after_auth(peer):
    await peer.greets()
    await peer.line()
    peer.hangs_up()


async def refuses(peer):
    await peer.greets()
    await peer.hears(b"AUTHENTICATE")
    await peer.say(b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials\r\n")
    await peer.stalls()


async def says_goodbye_at_auth(peer):
    await peer.greets()
    await peer.hears(b"AUTHENTICATE")
    await peer.say(b"* BYE Too many sign-ins\r\n")
    await peer.stalls()


async def talks_for_ever(peer):
    await peer.say(b"* OK " + b"a" * 400_000)
    await peer.stalls()


async def greets_with_a_literal(peer):
    await peer.greets()
    await peer.line()
    await peer.say(b"* LIST () NIL {99999999999}\r\n")
    await peer.stalls()


@pytest.mark.parametrize(
    ("script", "expected", "text"),
    [
        pytest.param(
            greets_with_bye,
            (Protocol.IMAP, Stage.GREETING, "BYE", "UNAVAILABLE", None),
            "* BYE [UNAVAILABLE] down for maintenance",
            id="BYE as a greeting",
        ),
        pytest.param(
            speaks_http,
            (Protocol.IMAP, Stage.GREETING, None, None, "ProtocolViolation"),
            "not the greeting of an IMAP server: HTTP/1.1 400 Bad Request",
            id="another protocol",
        ),
        pytest.param(
            hangs_up_at_once,
            (Protocol.NETWORK, Stage.GREETING, None, None, "ConnectionClosed"),
            "the server closed the connection",
            id="hangs up before greeting",
        ),
        pytest.param(
            hangs_up_after_auth,
            (Protocol.NETWORK, Stage.AUTH, None, None, "ConnectionClosed"),
            "the server closed the connection",
            id="hangs up at the sign-in",
        ),
        pytest.param(
            refuses,
            (Protocol.IMAP, Stage.AUTH, "NO", "AUTHENTICATIONFAILED", None),
            "NO [AUTHENTICATIONFAILED] Invalid credentials",
            id="refuses the password",
        ),
        pytest.param(
            says_goodbye_at_auth,
            (Protocol.IMAP, Stage.AUTH, "BYE", None, None),
            "* BYE Too many sign-ins",
            id="BYE at the sign-in",
        ),
        pytest.param(
            talks_for_ever,
            (Protocol.IMAP, Stage.GREETING, None, None, "ProtocolViolation"),
            "a line that does not end",
            id="a line without end",
        ),
        pytest.param(
            greets_with_a_literal,
            (Protocol.IMAP, Stage.AUTH, None, None, "ProtocolViolation"),
            "a literal of 99999999999 octets",
            id="a giant literal where none was expected",
        ),
    ],
)
async def test_what_goes_wrong_is_told_at_once(script, expected, text):
    signal = await trouble_with(script)
    assert told(signal) == expected
    assert signal.text.startswith(text)


async def test_a_refused_connection_is_told_in_the_systems_words():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(Trouble) as trouble:
            await sign_in(settings(unused.getsockname()[1]), lambda stage: None)
    signal = trouble.value.signal
    assert (signal.protocol, signal.stage, signal.exception) == (
        Protocol.NETWORK,
        Stage.CONNECT,
        "ConnectionRefusedError",
    )


async def test_a_name_that_does_not_exist_is_told_at_its_stage():
    with pytest.raises(Trouble) as trouble:
        await sign_in(settings(1, host="mail.invalid"), lambda stage: None)
    assert (trouble.value.signal.stage, trouble.value.signal.exception) == (Stage.DNS, "gaierror")


async def test_a_name_that_can_not_be_a_name_is_told_at_its_stage():
    with pytest.raises(Trouble) as trouble:
        await sign_in(settings(1, host="x" * 70 + ".example.org"), lambda stage: None)
    assert trouble.value.signal.stage is Stage.DNS


@pytest.mark.parametrize("stage", [Stage.GREETING, Stage.AUTH])
async def test_silence_is_a_time_out_at_its_stage(stage):
    async def script(peer):
        if stage is Stage.AUTH:
            await peer.greets()
        await peer.stalls()

    signal = await trouble_with(script, seconds=0.2)
    assert (signal.protocol, signal.stage, signal.exception) == (Protocol.NETWORK, stage, "TimeoutError")
    assert "within 0.2 s" in signal.text


async def test_octets_that_trickle_do_not_hold_up_the_clock():
    async def script(peer):
        while True:
            await peer.say(b"*")
            await asyncio.sleep(0.02)

    assert (await trouble_with(script, seconds=0.3)).exception == "TimeoutError"


# -- signing in


def sasl(line):
    return base64.b64decode(line.rsplit(b" ", 1)[-1])


async def heard_of(script_of, **changed):
    """What `script_of` (a coroutine function of the peer) returned."""
    heard = []

    async def script(peer):
        heard.append(await script_of(peer))
        await peer.say(b"TAG OK [CAPABILITY IMAP4rev1] in\r\n")

    async with serving(script) as (port, _):
        source = await sign_in(settings(port, **changed), lambda stage: None)
        await source.close()
    return heard[0]


async def test_authenticate_plain_carries_any_character():
    async def script(peer):
        await peer.greets()
        return sasl(await peer.hears(b"AUTHENTICATE PLAIN "))

    name, password = 'jürgen"\\@example.org', "pä ss{5}\r\nwörd"
    expected = f"\0{name}\0{password}".encode()
    assert await heard_of(script, username=name, password=password) == expected


async def test_without_sasl_ir_the_server_is_waited_for():
    async def script(peer):
        await peer.greets(b"IMAP4rev1 AUTH=PLAIN")
        assert await peer.hears(b"AUTHENTICATE") == b"AUTHENTICATE PLAIN"
        await peer.say(b"+ \r\n")
        return sasl(await peer.line())

    assert await heard_of(script) == b"\0ana@example.org\0correct horse"


async def test_login_quotes_what_can_be_quoted():
    async def script(peer):
        await peer.greets(b"IMAP4rev1")
        return await peer.hears(b"LOGIN")

    assert await heard_of(script, password='a"b\\c d') == b'LOGIN "ana@example.org" "a\\"b\\\\c d"'


async def test_login_sends_what_can_not_be_quoted_as_a_literal_that_the_server_asks_for():
    async def script(peer):
        await peer.greets(b"IMAP4rev1")
        first = await peer.hears(b"LOGIN")
        await peer.say(b"+ go on\r\n")
        return first, await peer.line()

    assert await heard_of(script, password="wörd") == (b'LOGIN "ana@example.org" {5}', "wörd".encode())


async def test_literals_go_unasked_where_the_server_takes_them():
    async def script(peer):
        await peer.greets(b"IMAP4rev1 LITERAL+")
        return await peer.hears(b"LOGIN"), await peer.line()

    assert await heard_of(script, password="wörd") == (b'LOGIN "ana@example.org" {5+}', "wörd".encode())


async def test_a_literal_that_is_refused_is_not_sent():
    async def script(peer):
        await peer.greets(b"IMAP4rev1")
        await peer.hears(b"LOGIN")
        await peer.say(b"TAG NO [AUTHENTICATIONFAILED] no\r\n")
        await peer.stalls()
        assert "wörd".encode() not in peer.heard

    assert (await trouble_with(script, password="wörd")).response_code == "AUTHENTICATIONFAILED"


async def test_capabilities_are_asked_for_when_they_were_not_told():
    async def script(peer):
        await peer.say(b"* OK hello\r\n")
        await peer.hears(b"CAPABILITY")
        await peer.say(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nTAG OK done\r\n")
        await peer.hears(b"AUTHENTICATE")
        await peer.say(b"TAG OK in\r\n")
        await peer.hears(b"CAPABILITY")
        await peer.say(b"* CAPABILITY IMAP4rev1 LITERAL+\r\nTAG OK done\r\n")

    async with serving(script) as (port, _):
        source = await sign_in(settings(port), lambda stage: None)
        await source.close()


async def test_who_is_signed_in_already_sends_no_password():
    async def script(peer):
        await peer.say(b"* PREAUTH [CAPABILITY IMAP4rev1] welcome back\r\n")
        await peer.hears(b"STATUS")
        await peer.say(b"* STATUS INBOX (UIDNEXT 4 UIDVALIDITY 7 MESSAGES 3)\r\nTAG OK done\r\n")

    async with serving(script) as (port, _):
        source = await sign_in(settings(port), lambda stage: None)
        assert await source.status("INBOX") == FolderStatus(7, 4, 3)


async def test_a_server_that_lets_nobody_in_in_clear_hears_no_password():
    async def script(peer):
        await peer.greets(b"IMAP4rev1 STARTTLS LOGINDISABLED")
        await peer.stalls()
        assert b"LOGIN" not in peer.heard

    signal = await trouble_with(script)
    assert (signal.stage, signal.response_code, signal.exception) == (Stage.AUTH, "PRIVACYREQUIRED", "LoginDisabled")


async def test_a_server_that_takes_no_tokens_hears_none():
    async def script(peer):
        await peer.greets(b"IMAP4rev1 AUTH=PLAIN SASL-IR")
        await peer.stalls()
        assert peer.heard == b""

    signal = await trouble_with(script, auth="xoauth2")
    assert (signal.stage, signal.exception) == (Stage.AUTH, "NoSignInMethod")


@pytest.mark.parametrize("field", ["username", "password"])
async def test_a_nul_is_told_without_being_shown(field):
    async def script(peer):
        await peer.greets()
        await peer.stalls()
        assert peer.heard == b""

    signal = await trouble_with(script, **{field: "secr\0t"})
    assert "NUL" in signal.text
    assert "secr" not in signal.text


async def test_a_password_that_is_no_text_is_told_without_being_shown():
    async def script(peer):
        await peer.greets()
        await peer.stalls()

    signal = await trouble_with(script, password="secr\ud800t")
    assert "secr" not in repr(signal)
    assert signal.exception == "UnusableCredentials"


async def test_a_password_that_the_server_repeats_is_hidden():
    async def script(peer):
        await peer.greets(b"IMAP4rev1")
        await peer.hears(b"LOGIN")
        await peer.say(b"TAG BAD what is LOGIN ana@example.org correct horse?\r\n")
        await peer.stalls()

    assert (await trouble_with(script)).text == "BAD what is LOGIN ana@example.org (hidden)?"


def test_a_misspelt_security_does_not_mean_in_clear():
    with pytest.raises(ValueError, match="security"):
        settings(1, "startls")


async def test_settings_show_no_password():
    assert PASSWORD not in repr(settings(1))


async def test_what_xoauth2_says_in_its_challenge_is_kept():
    error = {"status": "400", "schemes": "Bearer", "scope": "https://mail.example.org/"}

    async def script(peer):
        await peer.greets(b"IMAP4rev1 SASL-IR AUTH=XOAUTH2")
        sent = sasl(await peer.hears(b"AUTHENTICATE XOAUTH2"))
        assert sent == b"user=ana@example.org\1auth=Bearer correct horse\1\1"
        await peer.say(b"+ " + base64.b64encode(json.dumps(error).encode()) + b"\r\n")
        assert await peer.line() == b""
        await peer.say(b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n")
        await peer.stalls()

    signal = await trouble_with(script, auth="xoauth2")
    verdict, _, challenge = signal.text.partition("\n")
    assert verdict == "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
    assert json.loads(challenge) == error
    assert (signal.status, signal.response_code) == ("NO", "AUTHENTICATIONFAILED")


# -- TLS


@pytest.fixture(scope="module")
def certificate():
    return issue("127.0.0.1", "localhost")


def context_of(certificate, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate.write(tmp_path))
    return context


async def test_starttls_secures_everything_that_follows(certificate, tmp_path):
    async def script(peer):
        await peer.greets(b"IMAP4rev1 STARTTLS LOGINDISABLED")
        await peer.hears(b"STARTTLS")
        await peer.say(b"TAG OK begin\r\n")
        await peer.starts_tls(context_of(certificate, tmp_path))
        await peer.hears(b"CAPABILITY")  # what was told in clear does not count
        await peer.say(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nTAG OK done\r\n")
        await peer.hears(b"AUTHENTICATE")
        await peer.say(b"TAG OK [CAPABILITY IMAP4rev1] in\r\n")

    async with serving(script) as (port, _):
        source = await sign_in(settings(port, "starttls", ca=certificate.ca), lambda stage: None)
        await source.close()


async def offers_no_starttls(peer):
    await peer.greets()
    await peer.stalls()
    assert peer.heard == b""


async def greets_preauth(peer):
    await peer.say(b"* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome back\r\n")
    await peer.stalls()
    assert peer.heard == b""


async def refuses_starttls(peer):
    await peer.greets(b"IMAP4rev1 STARTTLS AUTH=PLAIN")
    await peer.hears(b"STARTTLS")
    await peer.say(b"TAG NO [UNAVAILABLE] no TLS today\r\n")
    await peer.stalls()
    assert b"AUTHENTICATE" not in peer.heard


async def injects_a_line(peer):
    await peer.greets(b"IMAP4rev1 STARTTLS")
    await peer.hears(b"STARTTLS")
    await peer.say(b"TAG OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")
    await peer.stalls()


async def injects_half_a_line(peer):
    await peer.greets(b"IMAP4rev1 STARTTLS")
    await peer.hears(b"STARTTLS")
    await peer.say(b"TAG OK begin\r\n*")
    await peer.stalls()


@pytest.mark.parametrize(
    ("script", "exception"),
    [
        pytest.param(offers_no_starttls, "StartTlsNotOffered", id="not offered"),
        pytest.param(greets_preauth, "StartTlsNotOffered", id="PREAUTH would skip it"),
        pytest.param(refuses_starttls, "StartTlsRefused", id="refused"),
        pytest.param(injects_a_line, "StartTlsInjection", id="a line came with the OK"),
        pytest.param(injects_half_a_line, "StartTlsInjection", id="an octet came with the OK"),
    ],
)
async def test_without_starttls_nothing_is_sent_in_clear(script, exception):
    signal = await trouble_with(script, security="starttls")
    assert (signal.protocol, signal.stage, signal.exception) == (Protocol.IMAP, Stage.TLS, exception)


@pytest.mark.parametrize(
    ("names", "days", "trusted", "words"),
    [
        pytest.param(["127.0.0.1"], 30, False, "unable to get local issuer", id="unknown authority"),
        pytest.param(["mail.example.org"], 30, True, "mismatch", id="another name"),
        pytest.param(["127.0.0.1"], -1, True, "expired", id="expired"),
    ],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_certificate_that_does_not_hold_is_refused(security, names, days, trusted, words, tmp_path):
    bad = issue(*names, days=days)
    context = context_of(bad, tmp_path)

    async def script(peer):
        if security == "starttls":
            await peer.greets(b"IMAP4rev1 STARTTLS")
            await peer.hears(b"STARTTLS")
            await peer.say(b"TAG OK begin\r\n")
            await peer.starts_tls(context)
        await peer.stalls()

    ca = bad.ca if trusted else None
    tls = context if security == "tls" else None
    signal = await trouble_with(script, tls, security=security, ca=ca)
    assert (signal.stage, signal.exception) == (Stage.TLS, "SSLCertVerificationError")
    assert words in signal.text


async def test_a_server_that_speaks_in_clear_is_told_apart(certificate):
    async def script(peer):
        await peer.greets()
        await peer.stalls()

    signal = await trouble_with(script, security="tls", ca=certificate.ca)
    assert (signal.stage, signal.exception) == (Stage.TLS, "SSLError")
    assert "WRONG_VERSION_NUMBER" in signal.text


async def test_a_handshake_that_never_comes_is_a_time_out(certificate):
    async def script(peer):
        await peer.stalls()

    signal = await trouble_with(script, security="tls", ca=certificate.ca, seconds=0.2)
    assert (signal.stage, signal.exception) == (Stage.TLS, "TimeoutError")


async def test_a_ca_file_that_is_none_is_told():
    async def script(peer):
        await peer.stalls()

    signal = await trouble_with(script, security="tls", ca="not a certificate")
    assert (signal.stage, signal.exception) == (Stage.TLS, "UnusableAuthority")
