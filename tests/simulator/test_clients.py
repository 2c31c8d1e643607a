"""Clients that others wrote read a simulated mailbox whole: Python's imaplib, and mbsync where it is installed."""

import asyncio
import hashlib
import imaplib
import re
import shutil
import ssl

import pytest

from simulator import ManualClock, Simulator, parse

TEXT = "[profiles.north]\nmailboxes = 1\nmessages = 30\nfolders = ['INBOX', 'Entwürfe', 'Old']\n"
SECURITY = [pytest.param(kind, id=kind) for kind in ("none", "starttls", "tls")]

MBSYNC = """\
IMAPAccount server
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
{keyword} {security}
CertificateFile {home}/ca.pem
AuthMechs LOGIN

IMAPStore far
Account server

MaildirStore near
Path {home}/mail/
Inbox {home}/mail/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Near
Sync Pull
SyncState *
"""


def read_with_imaplib(sim: Simulator, security: str) -> list[str]:
    profile, box = sim.profiles["north"], sim.mailboxes[0]
    trust = ssl.create_default_context(cadata=profile.ca_pem)
    if security == "tls":
        client = imaplib.IMAP4_SSL(profile.host, profile.tls_port, ssl_context=trust)
    else:
        client = imaplib.IMAP4(profile.host, profile.port)
    if security == "starttls":
        client.starttls(trust)
    client.login(box.address, box.password)
    client.select("INBOX", readonly=True)
    uids = client.uid("SEARCH", "ALL")[1][0].split()
    found = [client.uid("FETCH", uid.decode(), "(BODY.PEEK[])")[1][0][1] for uid in uids]
    client.logout()
    return [hashlib.sha256(raw).hexdigest() for raw in found]


@pytest.mark.contract
@pytest.mark.parametrize("security", SECURITY)
async def test_imaplib_reads_every_message_octet_by_octet(security):
    async with Simulator(parse(TEXT, "x.toml"), clock=ManualClock()) as sim:
        found = await asyncio.to_thread(read_with_imaplib, sim, security)
        assert found == [one.sha256 for one in sim.expected() if one.folder == "INBOX"]


@pytest.mark.flow
@pytest.mark.skipif(shutil.which("mbsync") is None, reason="mbsync is not installed")
@pytest.mark.parametrize("security", SECURITY)
async def test_mbsync_copies_every_folder_and_finds_nothing_new_the_second_time(security, tmp_path):
    async with Simulator(parse(TEXT, "x.toml"), clock=ManualClock()) as sim:
        profile, box = sim.profiles["north"], sim.mailboxes[0]
        (tmp_path / "mail").mkdir()
        (tmp_path / "ca.pem").write_text(profile.ca_pem)
        (tmp_path / "mbsyncrc").write_text(
            MBSYNC.format(
                port=profile.tls_port if security == "tls" else profile.port,
                user=box.address,
                password=box.password,
                keyword=await security_keyword(),
                security={"none": "None", "starttls": "STARTTLS", "tls": "IMAPS"}[security],
                home=tmp_path,
            )
        )
        for _ in range(2):
            await run("mbsync", "-c", str(tmp_path / "mbsyncrc"), "-a")
        copies = [file for file in (tmp_path / "mail").rglob("*") if file.parent.name in ("cur", "new")]
        found = sorted(re.sub(rb"X-TUID: .*\n", b"", file.read_bytes()) for file in copies)
        there = [sim.raw(one.address, one.uid, one.folder) for one in sim.expected()]
        assert found == sorted(raw.replace(b"\r\n", b"\n") for raw in there)  # Maildir keeps bare newlines
        assert sim.events.counts["body"] == 90


async def security_keyword() -> str:
    """mbsync 1.5 renamed it."""
    return "SSLType" if b" 1.4" in await run("mbsync", "--version") else "TLSType"


async def run(*command: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, said.decode()
    return said
