"""What this Python and this OpenSSL really raise, named: servers on loopback that misbehave below IMAP."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from errors.classify import classify
from errors.model import Stage
from sync.signals import network_signal
from tests.kit.certificates import Certificate, issue

pytestmark = pytest.mark.contract

DAY = timedelta(days=1)
HOST = "localhost"


def self_made(begins: timedelta) -> Certificate:
    """A certificate for HOST that signed itself, valid from now + begins on."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]), datetime.now(UTC)
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    draft = draft.serial_number(7).not_valid_before(now + begins).not_valid_after(now + begins + 9 * DAY)
    draft = draft.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    pem = draft.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    plain = serialization.NoEncryption()
    key_pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()
    return Certificate(pem, key_pem, pem)


def server_side(certificate: Certificate, folder: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate.write(folder))
    return context


def client_side(ca: str | None = None) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=ca)


@contextmanager
def one_handshake(context: ssl.SSLContext):
    """A server that tells the client of its refusal, as real ones do and asyncio's does not."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor() as pool:
        pool.submit(_shake_hands, listening, context)
        yield listening.getsockname()[1]


def _shake_hands(listening: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listening.accept()
    with connection, suppress(OSError), context.wrap_socket(connection, server_side=True) as secured:
        secured.recv(1)


@asynccontextmanager
async def serving(handle, **options):
    server = await asyncio.start_server(handle, "127.0.0.1", 0, **options)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def hold(reader, writer):
    await reader.read()
    writer.close()


async def hang_up(reader, writer):
    await reader.read(1)
    writer.close()


async def reset(reader, writer):
    await reader.read(1)
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def greet_in_clear(reader, writer):
    writer.write(b"* OK IMAP4rev1 ready\r\n")
    await hold(reader, writer)


async def talk(port: int, context: ssl.SSLContext | None, options) -> None:
    named = {"server_hostname": HOST} if context else {}
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, **named, **options)
    try:
        await reader.read(1)  # TLS 1.3 tells of a missing client certificate only here
    finally:
        writer.close()


async def code_of(port: int, context: ssl.SSLContext | None, stage: Stage = Stage.TLS, **options) -> str:
    with pytest.raises((OSError, EOFError)) as raised:
        await talk(port, context, options)
    fault = classify(network_signal(stage, raised.value))
    assert fault.matched
    return fault.code


@pytest.mark.parametrize(
    ("certificate", "trusted", "code"),
    [
        pytest.param(issue(HOST, days=-1), True, "TLS-301", id="expired"),
        pytest.param(self_made(begins=DAY), True, "TLS-302", id="not yet valid"),
        pytest.param(self_made(begins=-DAY), False, "TLS-303", id="signed by itself"),
        pytest.param(issue(HOST), False, "TLS-304", id="by an unknown authority"),
        pytest.param(issue("mail.example.org"), True, "TLS-305", id="for another name"),
        pytest.param(issue("127.0.0.9"), True, "TLS-305", id="for an address"),
    ],
)
async def test_a_certificate_that_fails_says_how(tmp_path, certificate, trusted, code):
    async with serving(hold, ssl=server_side(certificate, tmp_path)) as port:
        assert await code_of(port, client_side(certificate.ca if trusted else None)) == code


async def test_an_authority_missing_from_the_chain_is_an_unknown_one(tmp_path):
    certificate = issue(HOST)
    both = replace(certificate, pem=certificate.pem + certificate.ca)
    async with serving(hold, ssl=server_side(both, tmp_path)) as port:
        assert await code_of(port, client_side()) == "TLS-304"


async def test_another_authority_of_the_same_name_is_an_unknown_one(tmp_path):
    async with serving(hold, ssl=server_side(issue(HOST), tmp_path)) as port:
        assert await code_of(port, client_side(issue(HOST).ca)) == "TLS-304"


async def test_two_sides_without_a_common_version_share_no_way(tmp_path):
    certificate = issue(HOST)
    old, new = server_side(certificate, tmp_path), client_side(certificate.ca)
    old.maximum_version, new.minimum_version = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
    with one_handshake(old) as port:
        assert await code_of(port, new) == "TLS-307"


async def test_two_sides_without_a_common_cipher_share_no_way(tmp_path):
    certificate = issue(HOST)
    one, other = server_side(certificate, tmp_path), client_side(certificate.ca)
    one.maximum_version = ssl.TLSVersion.TLSv1_2
    one.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
    other.set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384")
    with one_handshake(one) as port:
        assert await code_of(port, other) == "TLS-307"


async def test_a_server_that_wants_a_certificate_of_ours_says_so(tmp_path):
    certificate = issue(HOST)
    strict = server_side(certificate, tmp_path)
    strict.verify_mode = ssl.CERT_REQUIRED
    with one_handshake(strict) as port:
        assert await code_of(port, client_side(certificate.ca), Stage.GREETING) == "TLS-309"


@pytest.mark.parametrize(
    ("handle", "code"),
    [
        pytest.param(greet_in_clear, "TLS-308", id="a greeting in clear"),
        pytest.param(hang_up, "TLS-201", id="hung up"),
        pytest.param(reset, "TLS-201", id="reset"),
    ],
)
async def test_a_peer_that_does_not_finish_the_handshake_says_why(handle, code):
    async with serving(handle) as port:
        assert await code_of(port, client_side()) == code


async def test_a_handshake_that_takes_too_long_is_a_time_out():
    async with serving(hold) as port:
        assert await code_of(port, client_side(), ssl_handshake_timeout=0.05) == "NET-213"


async def test_a_port_where_nobody_listens_refuses():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert await code_of(port, None, Stage.CONNECT) == "NET-202"


async def test_a_name_that_can_be_none_is_no_name():
    with pytest.raises(UnicodeError) as raised:
        await asyncio.get_running_loop().getaddrinfo("a" * 64 + ".example.org", 993)
    assert classify(network_signal(Stage.DNS, raised.value)).code == "NET-302"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(socket.EAI_NONAME, "NET-301", id="not found"),
        pytest.param(socket.EAI_NODATA, "NET-301", id="no address"),
        pytest.param(socket.EAI_AGAIN, "NET-201", id="try again"),
        pytest.param(socket.EAI_FAIL, "NET-201", id="the name server failed"),
    ],
)
def test_a_look_up_that_fails_says_how(number, code):
    assert classify(network_signal(Stage.DNS, socket.gaierror(number, "whatever the system says"))).code == code
