"""The options of a profile, which `add` and `set` share: one table, by the name of the field that each one fills."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Annotated, get_type_hints

import typer

from config.profile_fields import LARGEST_MIB, LAST_PORT, Security, SmtpAuth

from . import checks

SERVER, POLLING, RETRYING, SENDING = (
    "Server",
    "What is fetched, and how often",
    "When it fails",
    "Sending (kept for a later version)",
)
Host = Annotated[
    str | None,
    typer.Option("--host", metavar="HOST", help="The mail server.", parser=checks.host, rich_help_panel=SERVER),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port", metavar="P", min=1, max=LAST_PORT, help="Default: 993 with TLS, else 143.", rich_help_panel=SERVER
    ),
]
SecurityOption = Annotated[
    Security | None,
    typer.Option("--security", help="How the connection is secured (default: tls).", rich_help_panel=SERVER),
]
CaFile = Annotated[
    str | None,
    typer.Option(
        "--ca-file",
        metavar="FILE",
        help="Certificates of a private CA, PEM (`none`: the system's).",
        parser=checks.certificates,
        rich_help_panel=SERVER,
    ),
]
Owner = Annotated[
    str | None,
    typer.Option("--owner", metavar="PERSON", help="Who looks after it, by email address.", parser=checks.address),
]
Folder = Annotated[
    list[str] | None,
    typer.Option(
        "--folder", metavar="NAME", help="A folder (repeatable), or `all`. Default: INBOX.", rich_help_panel=POLLING
    ),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="Leave mail from before this date alone (YYYY-MM-DD, or `none`).",
        parser=checks.day_or_none,
        rich_help_panel=POLLING,
    ),
]
Push = Annotated[
    bool | None,
    typer.Option(
        "--push/--no-push",
        help="Let the server tell of new mail (IMAP IDLE). Kept; in this version mailboxes are polled.",
        rich_help_panel=POLLING,
    ),
]
PollInterval = Annotated[
    timedelta | None,
    typer.Option(
        "--poll-interval",
        metavar="SECONDS",
        help="Between two polls of a mailbox (default: 300).",
        parser=checks.seconds,
        rich_help_panel=POLLING,
    ),
]
MaxSessions = Annotated[
    int | None,
    typer.Option(
        "--max-sessions",
        metavar="N",
        help="Sessions open at once; in this version by each worker (default: unlimited).",
        parser=checks.number_or_unlimited,
        rich_help_panel=SERVER,
    ),
]
MaxSignIns = Annotated[
    int | None,
    typer.Option(
        "--max-sign-ins",
        metavar="N",
        min=1,
        help="Sessions being opened at once; in this version by each worker (default: 10).",
        rich_help_panel=SERVER,
    ),
]
Timeout = Annotated[
    timedelta | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        help="How long the server may say nothing (default: 30).",
        parser=checks.seconds,
        rich_help_panel=SERVER,
    ),
]
MaxMessageSize = Annotated[
    int | None,
    typer.Option(
        "--max-message-size",
        metavar="MIB",
        min=1,
        max=LARGEST_MIB,
        help="Larger emails are set aside (default: 50).",
        rich_help_panel=POLLING,
    ),
]
KeepDays = Annotated[
    int | None,
    typer.Option(
        "--keep-days",
        metavar="DAYS",
        help="Delete stored mail after so many days (default: forever).",
        parser=checks.number_or_forever,
        rich_help_panel=POLLING,
    ),
]
RetryLimit = Annotated[
    int | None,
    typer.Option(
        "--retry-limit",
        metavar="N",
        min=1,
        help="Attempts that count, before a transient error becomes permanent (default: 14).",
        rich_help_panel=RETRYING,
    ),
]
RetryBase = Annotated[
    timedelta | None,
    typer.Option(
        "--retry-base",
        metavar="SECONDS",
        help="The first pause; it doubles from there (default: 30).",
        parser=checks.seconds,
        rich_help_panel=RETRYING,
    ),
]
RetryCap = Annotated[
    timedelta | None,
    typer.Option(
        "--retry-cap",
        metavar="SECONDS",
        help="The longest pause (default: 3600).",
        parser=checks.seconds,
        rich_help_panel=RETRYING,
    ),
]
WarnAfter = Annotated[
    int | None,
    typer.Option(
        "--warn-after",
        metavar="N",
        min=1,
        help="Failures in a row before a transient error shows on a wall (default: 1).",
        rich_help_panel=RETRYING,
    ),
]
ProbeHalted = Annotated[
    timedelta | None,
    typer.Option(
        "--probe-halted",
        metavar="HOURS",
        help="Between probes of a mailbox halted by a spent budget, or `never` (default: 6).",
        parser=checks.hours_or_never,
        rich_help_panel=RETRYING,
    ),
]
SmtpHost = Annotated[
    str | None,
    typer.Option(
        "--smtp-host",
        metavar="HOST",
        help="The SMTP server. Sending comes with a later version.",
        parser=checks.host,
        rich_help_panel=SENDING,
    ),
]
SmtpPort = Annotated[
    int | None,
    typer.Option(
        "--smtp-port",
        metavar="P",
        min=1,
        max=LAST_PORT,
        help="Default: 465 with TLS, else 587.",
        rich_help_panel=SENDING,
    ),
]
SmtpSecurity = Annotated[
    Security | None, typer.Option("--smtp-security", help="Default: tls.", rich_help_panel=SENDING)
]
SmtpAuthOption = Annotated[
    SmtpAuth | None,
    typer.Option("--smtp-auth", help="The mailbox's own credentials, or none.", rich_help_panel=SENDING),
]
SaveSent = Annotated[
    bool | None,
    typer.Option("--save-sent/--no-save-sent", help="Keep a copy in the Sent folder.", rich_help_panel=SENDING),
]

OPTIONS: Mapping[str, object] = {
    "host": Host,
    "port": Port,
    "security": SecurityOption,
    "ca": CaFile,
    "owner": Owner,
    "folders": Folder,
    "since": Since,
    "push": Push,
    "poll_interval": PollInterval,
    "max_sessions": MaxSessions,
    "max_sign_ins": MaxSignIns,
    "timeout": Timeout,
    "max_message_size": MaxMessageSize,
    "keep_days": KeepDays,
    "retry_limit": RetryLimit,
    "retry_base": RetryBase,
    "retry_cap": RetryCap,
    "warn_after": WarnAfter,
    "probe_halted": ProbeHalted,
    "smtp_host": SmtpHost,
    "smtp_port": SmtpPort,
    "smtp_security": SmtpSecurity,
    "smtp_auth": SmtpAuthOption,
    "save_sent": SaveSent,
}


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose **said takes these options, in a form that Typer reads: None where one is not given."""
    plain = [one for one in inspect.signature(command).parameters.values() if one.kind is not one.VAR_KEYWORD]
    options = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None) for name in OPTIONS]
    hints = {name: hint for name, hint in get_type_hints(command, include_extras=True).items() if name != "said"}
    command.__annotations__ = {**hints, **OPTIONS}
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # what inspect.signature looks for
        [one.replace(annotation=command.__annotations__[one.name]) for one in (*plain, *options)]
    )
    return command
