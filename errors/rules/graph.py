"""Rules for what Microsoft Graph answers."""

from __future__ import annotations

from .shape import Rule

GRAPH_RULES: tuple[Rule, ...] = ()
