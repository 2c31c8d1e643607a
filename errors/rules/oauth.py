"""Rules for what an OAuth token endpoint answers."""

from __future__ import annotations

from .shape import Rule

OAUTH_RULES: tuple[Rule, ...] = ()
