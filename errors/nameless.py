"""The catalogue's words where no server, mailbox, profile or alert is at hand to be named. Pure."""

from __future__ import annotations

from collections.abc import Mapping

# Where "the server" in the place of a name would read badly, what is said in its stead; the first that fits counts.
SAID: tuple[tuple[str, str], ...] = (
    (", shown with this alert, so", ", so"),
    (", shown with this alert.", "."),
    (", shown with this alert,", ""),
    ("The server's words are shown with this alert.", "Read the server's words."),
    (": its words are shown with this alert", ""),
    ("server called {host}", "server of that name"),
    ("{host} can't be the name", "What was given can't be the name"),
    ("to the name {host}", "to the name that it was called by"),
    ("the name {host}", "the server's name"),
    ("The name {host}", "The server's name"),
    ("server than {host}", "server than the one that was asked"),
    ("The Exchange servers behind {host}", "The Exchange servers there"),
    ("no live mailbox for {mailbox}", "no live mailbox of that name"),
    ("no mailbox {mailbox}", "no such mailbox"),
    ("no user {mailbox}", "no such user"),
    ("no address {mailbox}", "no such address"),
    ("profile {profile}", "the profile"),
    ("Profile {profile}", "The profile"),
    ("{host}", "the server"),
    ("{mailbox}", "the mailbox"),
    ("{profile}", "the profile"),
)
TO_BE_FILLED_IN: Mapping[str, str] = {"{host}": "HOST", "{mailbox}": "ADDRESS", "{profile}": "NAME"}


def nameless(template: str) -> str:
    """A headline or remedy as it reads without names. In its commands stand words to be filled in."""
    parts = template.split("`")
    parts[::2] = [_prose(part) for part in parts[::2]]
    parts[1::2] = [_command(part) for part in parts[1::2]]
    whole = "`".join(parts)
    return whole[:1].upper() + whole[1:]


def _prose(text: str) -> str:
    for name, instead in SAID:
        text = text.replace(name, instead)
    return text.replace(". the ", ". The ")


def _command(text: str) -> str:
    for name, instead in TO_BE_FILLED_IN.items():
        text = text.replace(name, instead)
    return text
