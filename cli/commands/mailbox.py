"""`postroom mailbox ...`: the verbs of this noun."""

import typer

from .mailbox_add import add
from .mailbox_disable import disable
from .mailbox_enable import enable
from .mailbox_import import import_
from .mailbox_list import list_
from .mailbox_password import password
from .mailbox_reencrypt import reencrypt
from .mailbox_remove import remove
from .mailbox_show import show
from .mailbox_test import check

app = typer.Typer(no_args_is_help=True, help="Mailboxes: add, test, enable, give a new password, remove.")
app.command("add")(add)
app.command("import")(import_)
app.command("list")(list_)
app.command("show")(show)
app.command("test")(check)
app.command("enable")(enable)
app.command("disable")(disable)
app.command("password")(password)
app.command("remove")(remove)
app.command("reencrypt")(reencrypt)
