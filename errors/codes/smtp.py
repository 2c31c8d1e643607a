"""What an SMTP server may answer, as rows, in the order of their codes. Hundreds say who must act: 1xx the mailbox
owner, 2xx nobody, 3xx whoever looks after the profile or the server, 4xx one email's sender, 9xx us."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, permanent
from errors.model import Entry, Kind, Level
from errors.phrases import REPORT

from .smtp_mail import ONE_EMAIL
from .smtp_operator import OPERATOR_ACTS
from .smtp_owner import OWNER_ACTS
from .smtp_wait import NOBODY_ACTS

WE_ACT: tuple[Entry, ...] = (
    permanent(
        "SMTP-901", Kind.PROTOCOL_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "{host} says that Postroom sent it a command that it does not understand",
        f"{REPORT}.",
        proofs=2, reference="RFC 5321 section 4.2.4",
    ),
)  # fmt: skip

SMTP: tuple[Entry, ...] = (*OWNER_ACTS, *NOBODY_ACTS, *OPERATOR_ACTS, *ONE_EMAIL, *WE_ACT)
