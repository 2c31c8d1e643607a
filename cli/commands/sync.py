"""`postroom sync`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli import checks, desk, not_enabled, say
from cli.options import Json
from errors.machine import State

if TYPE_CHECKING:
    from worker.asks import SyncResult
    from worker.office import Office

RUNNING = (State.ACTIVE, State.RETRYING)

Addresses = Annotated[
    list[str] | None, typer.Argument(metavar="ADDRESS...", help="These mailboxes.", parser=checks.address)
]
Profile = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="All mailboxes of this profile.", parser=checks.name)
]
All = Annotated[bool, typer.Option("--all", help="All mailboxes.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait until each has been tried; exit code 1 if one failed.")]

Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", min=1, help="With --wait: how long at most; then exit code 1."),
]


def sync(  # Typer fills them by name
    addresses: Addresses = None,
    profile: Profile = None,
    all_: All = False,
    wait: Wait = False,
    timeout: Timeout = None,
    as_json: Json = False,
) -> None:
    """Sync mailboxes now: they are put into the queue for the workers."""
    if sum((bool(addresses), profile is not None, all_)) != 1:
        raise typer.BadParameter("say either ADDRESS..., --profile NAME or --all.", param_hint="ADDRESS")
    if timeout is not None and not wait:
        raise typer.BadParameter("has a meaning with --wait only.", param_hint="--timeout")
    patience = None if timeout is None else timedelta(seconds=timeout)
    results = desk.at_office(
        lambda office: _sync(office, addresses or [], profile, wait=wait, patience=patience, quiet=as_json), redis=True
    )
    if as_json:
        from cli import shapes

        say.document([shapes.synced(result) for result in results])
    elif not wait:
        for result in results:
            if not result.ok:
                say.line(in_words(result))
        say.line(f"queued {sum(result.ok for result in results)} mailboxes")
    raise typer.Exit(1 if any(not result.ok for result in results) else 0)


async def _sync(
    office: Office,
    addresses: Sequence[str],
    profile: str | None,
    *,
    wait: bool,
    patience: timedelta | None,
    quiet: bool,
) -> Sequence[SyncResult]:
    from worker import asks

    wanted = list(dict.fromkeys(addresses)) or await _all(office, profile)
    if not wanted:
        say.note("no mailboxes")
        return []
    if not await office.off(office.queues.workers):
        say.note("no worker is running: nothing happens until `postroom worker` is started")
    if quiet or not wait:
        return await asks.sync_now(office, wanted, wait=wait, give_up_after=patience)
    return await _shown(office, wanted, patience)


async def _all(office: Office, profile: str | None) -> Sequence[str]:
    from store import mailboxes, profiles

    async with office.store.read() as tx:
        if profile is not None:
            await profiles.get(tx, profile)  # NotThere
        return [one.address for one in await mailboxes.listing(tx, profile=profile)]


async def _shown(office: Office, wanted: Sequence[str], patience: timedelta | None) -> Sequence[SyncResult]:
    """The results, once all are there; until then a bar on a terminal."""
    from rich.progress import Progress

    from worker import asks

    console = say.console_for_notes()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("syncing", total=len(wanted))
        results = await asks.sync_now(
            office, wanted, wait=True, give_up_after=patience, on_result=lambda _: progress.advance(task)
        )
    for result in results:
        say.line(in_words(result))
    return results


def in_words(result: SyncResult) -> str:
    if result.ok:
        return f"{result.address}: {result.new_emails} new emails"
    if result.state in RUNNING and result.code is None:
        return f"{result.address}: not tried in time; it is queued, and {result.state.value}"
    told = f"{result.address}: not synced, it is {result.state.value}" + (f" ({result.code})" if result.code else "")
    command = not_enabled.next_step(result.address, result.state)
    return f"{told}; next: {command}" if command else told
