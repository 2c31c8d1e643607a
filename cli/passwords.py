"""Reading a password from standard input or a file, never from the command line, and never showing it."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from config import checks
from config.checks import NotAllowed

Stdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
File = Annotated[Path | None, typer.Option("--password-file", metavar="FILE", help="Read the password from this file.")]

READ: set[str] = set()  # what a bug report must not show


def read(stdin: bool, file: Path | None) -> str:
    """One of both must be asked for. Without exactly one newline at its end. Raises typer.BadParameter."""
    if stdin == (file is not None):
        raise typer.BadParameter("say either --password-stdin or --password-file FILE.", param_hint="password")
    hint = "--password-stdin" if stdin else "--password-file"
    return _checked(_text(_from_stdin() if file is None else _from_file(file), hint), hint)


def _from_stdin() -> bytes:
    if sys.stdin.isatty():
        return getpass("Password: ").encode()
    return sys.stdin.buffer.read()


def _from_file(path: Path) -> bytes:
    try:
        return path.expanduser().read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}.", param_hint="--password-file") from None


def _text(octets: bytes, hint: str) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        raise typer.BadParameter("the password is not UTF-8.", param_hint=hint) from None


def _checked(text: str, hint: str) -> str:
    password = text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
    if password:
        READ.add(password)
    why = wrong_with(password)
    if why:
        raise typer.BadParameter(f"{why}.", param_hint=hint)
    return password


def wrong_with(password: str) -> str | None:
    """Why this can't be a password; None when it can."""
    try:
        checks.password(password)
    except NotAllowed as why:
        return str(why)
    return None
