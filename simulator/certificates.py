"""The simulator's own authority and what it signs: a good certificate for loopback, and one that has expired."""

from __future__ import annotations

import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ISSUER = "Postroom Simulator"
DAY = timedelta(days=1)
AGE = 60 * DAY  # how long ago certificates were signed


@dataclass(frozen=True, slots=True)
class Identity:
    """PEM text of the authority, and the two faces that a server can show."""

    ca_pem: str
    valid: ssl.SSLContext
    expired: ssl.SSLContext


def make_identity(host: str) -> Identity:
    """For this host, localhost and the loopback addresses."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _draft(ISSUER, ca_key.public_key(), 365 * DAY).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    contexts = [_context(_server(host, key, ca_key, lasts), key) for lasts in (30 * DAY, -DAY)]
    return Identity(_pem(authority.sign(ca_key, hashes.SHA256())), *contexts)


def _server(
    host: str, key: ec.EllipticCurvePrivateKey, ca_key: ec.EllipticCurvePrivateKey, lasts: timedelta
) -> x509.Certificate:
    names = [_name(name) for name in dict.fromkeys((host, "localhost", "127.0.0.1", "::1"))]
    return (
        _draft(host, key.public_key(), lasts)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(ca_key, hashes.SHA256())
    )


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _draft(subject: str, key: ec.EllipticCurvePublicKey, lasts: timedelta) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ISSUER)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - AGE)
        .not_valid_after(now + lasts)
    )


def _context(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    """ssl reads certificates from files only: one is made and gone again."""
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder) / "server.pem"
        chain.write_text(_pem(certificate) + secret)
        context.load_cert_chain(chain)
    return context


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
