"""The challenge of a resource server: `WWW-Authenticate: Bearer error="invalid_token"` (RFC 6750 section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

ERROR = re.compile(r"\berror=\"?([A-Za-z_.]{3,60})", re.IGNORECASE)


def refused(headers: Mapping[str, str]) -> str | None:
    """The error that the challenge names."""
    challenge = next((value for name, value in headers.items() if name.lower() == "www-authenticate"), "")
    found = ERROR.search(challenge, 0, 4000)
    return found[1] if found else None
