"""The form of a mailbox's user name and password: what was typed is checked, and stored or told beside its field."""

from __future__ import annotations

from config import checks
from config.checks import NotAllowed
from errors.render import safe
from store import audit, mailboxes
from store.records import Mailbox
from store.session import Store, Tx

from .forms import Answers

LONGEST = 1000  # characters
NOTHING_NEW = "Type the new password, or another user name."
AGAIN = "Type the password again: it is not kept in this page."
TOO_LONG = f"That is too long: {LONGEST:,} characters are the most."


async def store_sign_in(tx: Tx, store: Store, box: Mailbox, answers: Answers, by: str) -> bool:
    """Whether all was stored; else answers.wrong says why, and nothing was. A password that somebody else stored
    meanwhile is replaced; a user name is not, unless who sends the form has seen it."""
    username, password = answers.typed.get("username", "").strip(), answers.typed.get("password", "")
    renamed = username != box.username
    _check(answers, username, password, renamed=renamed)
    if not answers.wrong and renamed and not await _rename(tx, box, answers, username):
        now = await mailboxes.get(tx, box.address)
        answers.wrong["username"] = _changed_meanwhile(now)
    if answers.wrong:
        if password:
            answers.wrong.setdefault("password", AGAIN)
        return False
    if renamed:
        await audit.note(tx, by, "changed the user name of a mailbox", box.address, f"{box.username} -> {username}")
    if password:
        await mailboxes.set_password(tx, store, box.address, password)
        await audit.note(tx, by, "stored a password of a mailbox", box.address)
    return True


async def _rename(tx: Tx, box: Mailbox, answers: Answers, username: str) -> bool:
    if answers.typed.get("version") != str(box.version):
        return False
    return await mailboxes.set_username(tx, box.address, username, of_version=box.version) is not None


def _changed_meanwhile(now: Mailbox) -> str:
    return (
        f"Somebody changed this mailbox's sign-in meanwhile: its user name is “{safe(now.username)}” now. Nothing was "
        "stored. If yours is right all the same, send the form again."
    )


def _check(answers: Answers, username: str, password: str, *, renamed: bool) -> None:
    for name, value, check in (("username", username, checks.username), ("password", password, checks.password)):
        if not value and (name == "password" or not renamed):
            continue
        try:
            check(value)
        except NotAllowed as why:
            answers.wrong[name] = _sentence(str(why))
        if len(value) > LONGEST:
            answers.wrong[name] = TOO_LONG
    if not password and not renamed:
        answers.wrong["password"] = NOTHING_NEW


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"
