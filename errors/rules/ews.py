"""Rules for what Exchange Web Services answers: its ResponseCodes, its words, HTTP around it, what libraries raise."""

from __future__ import annotations

from .ews_foreign_codes import FOREIGN_CODES
from .ews_http import HTTP
from .ews_raised import RAISED
from .ews_response_codes import RESPONSE_CODES
from .ews_shape import ANY, CODE_WITHIN, LISTING, ONE_EMAIL, ews
from .ews_telling import BESIDE_A_CODE
from .ews_trouble import STATUSES, heard_in_trouble
from .ews_words import WORDS
from .shape import Rank, Rule

OURS = frozenset({"Client", "Sender"})

# Names that speak for themselves, where no rule knows them; and SOAP faults that say only whose fault it is.
FAMILIES: tuple[Rule, ...] = (
    ews("family.passing", "EWS-206", Rank.SHAPED, ANY, text=r"\bError\w{1,60}Transient"),
    ews("family.late", "EWS-208", Rank.SHAPED, ANY, text=r"\bError\w{1,60}(?:TimedOut|Timeout)\b"),
    ews("family.access", "EWS-306", Rank.SHAPED, ANY, text=r"\bError\w{1,60}AccessDenied\b"),
    ews("fault.theirs", "EWS-206", Rank.SHAPED, ANY, codes=frozenset({"Server", "Receiver"}), text="^",
        unless=CODE_WITHIN),
    ews("fault.ours", "EWS-901", Rank.SHAPED, LISTING, codes=OURS, text="^", unless=CODE_WITHIN),
    ews("fault.ours-over-an-email", "EWS-903", Rank.SHAPED, ONE_EMAIL, codes=OURS, text="^", unless=CODE_WITHIN),
)  # fmt: skip

EWS_RULES: tuple[Rule, ...] = (
    *heard_in_trouble((*RESPONSE_CODES, *FOREIGN_CODES, *BESIDE_A_CODE, *WORDS, *RAISED, *HTTP, *FAMILIES)),
    *STATUSES,
)  # fmt: skip
