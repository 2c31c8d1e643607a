"""One module per page or group of pages: what is asked of the store, what is done, and what the template is told."""

from . import (
    account,
    alerts,
    audit,
    catalogue,
    email,
    emails,
    live,
    looks,
    mailbox,
    mailbox_actions,
    mailboxes,
    people,
    queues,
    settings,
    sign_in,
    walls,
    welcome,
)

# each has a router
ALL = (
    account,
    alerts,
    audit,
    catalogue,
    email,
    emails,
    live,
    looks,
    mailbox,
    mailbox_actions,
    mailboxes,
    people,
    queues,
    settings,
    sign_in,
    walls,
    welcome,
)
