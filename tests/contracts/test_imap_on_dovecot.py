"""The IMAP adapter signs what every adapter promises, on a real Dovecot: with TLS, with STARTTLS, in clear."""

from datetime import timedelta

import pytest

from sync.adapters.imap import ImapSettings, sign_in
from sync.adapters.imap_names import encode_name
from tests.contracts.mail_source import MailSourceContract
from tests.kit.dovecot import dovecot  # noqa: F401

pytestmark = [pytest.mark.flow, pytest.mark.contract]


class DovecotPlace:
    def __init__(self, server, security):
        self.server, self.security = server, security
        self.user = server.add_user(password='pä"ss\\wörd {5}')
        self.sources = []

    def deliver(self, raw, folder="INBOX", received_at=None):
        self.server.deliver(self.user, raw, _spelled(folder), received_at)

    def expunge_oldest(self):
        self.server.expunge(self.user, 1)

    async def source(self):
        port = self.server.tls_port if self.security == "tls" else self.server.port
        settings = ImapSettings(
            "localhost",
            port,
            self.security,
            self.server.ca,
            self.user.name,
            self.user.password,
            timedelta(seconds=10),
            1_000_000,
        )
        self.sources.append(await sign_in(settings, lambda stage: None))
        return self.sources[-1]


def _spelled(folder):
    return folder if folder == "INBOX" else encode_name(folder).decode()


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
class TestImapOnDovecot(MailSourceContract):
    @pytest.fixture
    async def place(self, dovecot, security):  # noqa: F811
        place = DovecotPlace(dovecot, security)
        yield place
        for source in place.sources:
            await source.close()
