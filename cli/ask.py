"""Asking before something is gone for good."""

from __future__ import annotations

import sys

import typer


def somebody_is_there() -> bool:
    return sys.stdin.isatty()


def surely(question: str, *, yes: bool) -> None:
    """Go on only after a yes. Where nobody can be asked, --yes must have been said. Raises typer.Exit, BadParameter."""
    if yes:
        return
    if not somebody_is_there():
        raise typer.BadParameter("nobody can be asked here (no terminal): say --yes.", param_hint="--yes")
    if not typer.confirm(question, err=True):
        raise typer.Exit(1)
