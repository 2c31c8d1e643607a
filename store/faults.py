"""What the store raises. Above this folder no SQL exception exists; every text is for people and holds no secret."""

from __future__ import annotations


class StoreError(Exception):
    """The store could not do what it was asked. A fault of ours, never a mailbox's."""


class StoreUnavailable(StoreError):
    """The database can't be reached, read or written now (down, disk full, locked by another program, read-only)."""


class NotMigrated(StoreError):
    """The database is empty or older than the program; the text says which command mends it."""


class DatabaseTooNew(StoreError):
    """A newer program has migrated this database; this one must not touch it."""


class WrongKey(StoreError):
    """The secret key at hand does not read the credentials in the database."""


class StaleLease(Exception):
    """The lease was lost to another holder: nothing was written."""


class Refused(Exception):
    """The answer is no, and the text says why and what to do. Exit code 1."""


class NotThere(Refused):
    """No such profile, mailbox, email, alert, person."""


class AlreadyThere(Refused):
    """Twice the same."""


class InUse(Refused):
    """It can't be removed while something needs it."""
