"""The memory adapter signs what every adapter promises."""

import pytest

from sync.adapters.memory import START, MemoryServer
from tests.contracts.mail_source import MailSourceContract


class MemoryPlace:
    def __init__(self):
        self.server = MemoryServer()

    def deliver(self, raw, folder="INBOX", received_at=None):
        self.server.deliver(raw, folder, received_at or START)

    def expunge_oldest(self):
        self.server.expunge(min(self.server.folders["INBOX"].messages))

    async def source(self):
        return self.server.session()


class TestMemorySource(MailSourceContract):
    @pytest.fixture
    def place(self):
        return MemoryPlace()
