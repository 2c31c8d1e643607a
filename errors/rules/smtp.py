"""Rules for what an SMTP server answers, from smtp_*.py: words in the languages that servers speak, enhanced status
codes, and what the number of a reply alone tells. Only the table is put together here.

Words are asked for in the order of these modules, and the first that fit decide. `unless` names what a later rule knows
better, and what would leave two rules fitting an answer of the corpus at any stage."""

from __future__ import annotations

from .shape import Rule
from .smtp_connection import CONNECTION
from .smtp_enhanced import ENHANCED
from .smtp_limits import LIMITS
from .smtp_mail import MAIL_RULES
from .smtp_providers import PROVIDERS
from .smtp_refused_in_trouble import REFUSED_IN_TROUBLE
from .smtp_reply import REPLIES
from .smtp_sign_in import SIGN_IN

SMTP_RULES: tuple[Rule, ...] = (
    *PROVIDERS,
    *SIGN_IN,
    *LIMITS,
    *CONNECTION,
    *MAIL_RULES,
    *REFUSED_IN_TROUBLE,
    *ENHANCED,
    *REPLIES,
)
