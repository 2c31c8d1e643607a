"""Rules for what an SMTP server answers."""

from __future__ import annotations

from .shape import Rule

SMTP_RULES: tuple[Rule, ...] = ()
