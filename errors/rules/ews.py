"""Rules for what Exchange Web Services answers."""

from __future__ import annotations

from .shape import Rule

EWS_RULES: tuple[Rule, ...] = ()
