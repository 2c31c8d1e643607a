"""Whatever a server and a dying process do between two syncs: in the end one row per message, byte for byte."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from errors.model import Protocol, Signal, Stage
from sync.adapters.memory import MemoryServer
from sync.engine import Options, sync_mailbox
from sync.ports import Trouble
from tests.kit.ledger import Killed, MemoryLedger

REFUSED = Signal(Protocol.IMAP, Stage.FETCH, "NO [PARSE] Invalid data in MIME part", status="NO", response_code="PARSE")
FOLDERS = ["INBOX", "Archive"]
SMALL = Options(newest_first=3)


class SyncMachine(RuleBasedStateMachine):
    """The ledger survives, as a database does; the process that writes to it may not."""

    def __init__(self):
        super().__init__()
        self.server = MemoryServer()
        self.ledger = MemoryLedger()
        self.delivered = {folder: Counter() for folder in FOLDERS}
        self.number = 0

    @initialize(count=st.integers(0, 12))
    def begin(self, count):
        self.server.deliver(self.draft(), "Archive")
        for _ in range(count):
            self.server.deliver(self.draft())

    def draft(self, copy_of=None):
        self.number += copy_of is None
        number = self.number if copy_of is None else copy_of
        return b"Message-ID: <%d@example.org>\r\n\r\n%d" % (number, number)

    @rule(folder=st.sampled_from(FOLDERS), count=st.integers(1, 5))
    def mail_arrives(self, folder, count):
        for _ in range(count):
            self.server.deliver(self.draft(), folder)

    @precondition(lambda self: self.number)
    @rule(data=st.data())
    def a_copy_arrives(self, data):
        self.server.deliver(self.draft(data.draw(st.integers(1, self.number))))

    @rule(folder=st.sampled_from(FOLDERS), data=st.data())
    def mail_vanishes(self, folder, data):
        uids = sorted(self.server.folders[folder].messages)
        if uids:
            self.server.expunge(data.draw(st.sampled_from(uids)), folder=folder)

    @rule(folder=st.sampled_from(FOLDERS))
    def the_server_is_restored_from_a_backup(self, folder):
        self.server.renumber(folder)
        for faults in (self.server.refused, self.server.broken, self.server.withheld, self.server.undescribed):
            faults.clear()

    @rule(data=st.data(), kind=st.sampled_from(["refused", "broken", "withheld", "undescribed"]))
    def a_message_can_not_be_fetched(self, data, kind):
        uids = sorted(self.server.folders["INBOX"].messages)
        if uids:
            key = ("INBOX", data.draw(st.sampled_from(uids)))
            if kind == "refused":
                self.server.refused[key] = REFUSED
            else:
                getattr(self.server, kind).add(key)

    @rule()
    def the_server_recovers(self):
        for faults in (self.server.refused, self.server.broken, self.server.withheld, self.server.undescribed):
            faults.clear()

    @rule(calls=st.integers(0, 20), before=st.booleans())
    def a_sync_is_killed(self, calls, before):
        if before:
            self.ledger.kill_before = calls
        else:
            self.ledger.kill_after = calls
        self.sync()

    @rule(most=st.integers(1, 6))
    def a_sync_takes_a_few(self, most):
        self.sync(replace(SMALL, max_new=most))

    @rule(careful=st.booleans())
    def a_sync_runs(self, careful):
        self.sync(replace(SMALL, careful=careful))

    def sync(self, options=SMALL):
        try:
            return asyncio.run(sync_mailbox(self.server.session(), self.ledger, FOLDERS, options))
        except (Trouble, Killed):
            return None
        finally:
            self.ledger.kill_before = self.ledger.kill_after = None

    @invariant()
    def nothing_is_stored_twice_under_one_uid(self):
        keys = Counter((row.folder, row.uid_validity, row.arrival.uid) for row in self.ledger.rows if not row.gone)
        assert not keys or max(keys.values()) == 1

    @invariant()
    def what_is_whole_is_byte_for_byte(self):
        for row in self.ledger.rows:
            raw = row.arrival.raw
            assert row.arrival.set_aside or raw == b"Message-ID: %s\r\n\r\n%s" % (
                row.arrival.message_id.encode(),
                row.arrival.message_id.strip("<>").partition("@")[0].encode(),
            )

    def teardown(self):
        """Left alone, every folder comes in step within a few syncs, and then nothing more is asked for."""
        self.the_server_recovers()
        for _ in range(8):
            outcome = self.sync()
        assert outcome is not None
        assert outcome.new_emails == 0
        for folder in FOLDERS:
            there = Counter(
                message.raw.partition(b"\r\n")[0] for message in self.server.folders[folder].messages.values()
            )
            here = Counter(
                b"Message-ID: " + row.arrival.message_id.encode()
                for row in self.ledger.rows
                if row.folder == folder
                and not row.gone
                and row.uid_validity == self.server.folders[folder].uid_validity
            )
            assert here == there, (folder, here - there, there - here)
        self.server.asked.clear()
        self.sync()
        assert self.server.asked == ["STATUS", "STATUS"]


TestSyncMachine = SyncMachine.TestCase
TestSyncMachine.settings = settings(
    max_examples=80, stateful_step_count=25, deadline=timedelta(seconds=5), suppress_health_check=list(HealthCheck)
)
