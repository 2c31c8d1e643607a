"""How large the ids in addresses can be: as the columns that they are looked for in. A larger one is nobody's."""

from __future__ import annotations

BIGGEST = 2**31 - 1  # of an alert, a mailbox, a person, a profile
BIGGEST_OF_EMAILS = 2**63 - 1
