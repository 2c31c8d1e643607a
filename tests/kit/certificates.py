"""Certificates for servers on loopback: a private authority, and what it signs. For tests only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM texts: the certificate and its key, and the authority that signed it."""

    pem: str
    key: str
    ca: str

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Files with the certificate and the key, as servers want them."""
        certificate, key = folder / "server.pem", folder / "server.key"
        certificate.write_text(self.pem)
        key.write_text(self.key)
        key.chmod(0o600)
        return certificate, key


def issue(*hosts: str, days: int = 30) -> Certificate:
    """A server certificate for these names and addresses, signed by a new private authority; days < 0: expired."""
    ca_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _sign(_draft("Test Authority", "Test Authority", ca_key, 365), ca_key, authority=True)
    draft = _draft(hosts[0], "Test Authority", server_key, days)
    draft = draft.add_extension(x509.SubjectAlternativeName([_name(host) for host in hosts]), critical=False)
    draft = draft.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return Certificate(_pem(_sign(draft, ca_key, authority=False)), _key_pem(server_key), _pem(authority))


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _draft(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 60 * DAY)
        .not_valid_after(now + days * DAY)
    )


def _sign(draft: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey, *, authority: bool) -> x509.Certificate:
    draft = draft.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    return draft.sign(key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _key_pem(key: ec.EllipticCurvePrivateKey) -> str:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()
