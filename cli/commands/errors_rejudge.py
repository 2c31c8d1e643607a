"""`postroom errors rejudge`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import desk, say
from cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.session import Tx
    from worker.office import Office
    from worker.rejudge import Found, Tried

Apply = Annotated[bool, typer.Option("--apply", help="Test those that would not have halted, and resume what passes.")]


def rejudge(apply: Apply = False, as_json: Json = False) -> None:
    """List the halted mailboxes that today's rules would not have halted."""
    if apply:
        raise typer.Exit(_take_back(as_json))
    found = desk.read_list(_doubtful, as_json)
    if as_json:
        from cli import shapes

        say.document([shapes.doubted(one) for one in found])
        return
    _show(found)


async def _doubtful(tx: Tx) -> list[Found]:
    from worker.rejudge import doubtful

    return [one async for one in doubtful(tx)]


def _show(found: Sequence[Found]) -> None:
    headers = ("mailbox", "direction", "halted since", "was", "rules of", "now", "nature")
    say.table(headers, map(_row, found), "every halted mailbox would be halted today too")
    if any(one.verdict.fault for one in found):
        say.note("`postroom errors rejudge --apply` tests them, and resumes those that pass")
    if any(one.verdict.fault is None for one in found):
        say.note("of some too little is known to tell: `postroom mailbox enable ADDRESS` tests one")


def _row(one: Found) -> tuple[object, ...]:
    halt, fault = one.halt, one.verdict.fault
    now = f"{fault.code} ({fault.rule})" if fault else "can't be told"
    nature = fault.entry.nature.value if fault and fault.entry.nature else None
    return (
        halt.address,
        halt.direction.value,
        halt.halted_at,
        f"{halt.code} ({halt.rule})" if halt.rule else halt.code,
        halt.catalogue or "before",
        now,
        nature,
    )


def _take_back(as_json: bool) -> int:
    """The exit code."""
    from worker.rejudge import take_back

    async def work(office: Office) -> list[Tried]:
        return await take_back(office, None if as_json else _tell)

    done = desk.listed(lambda: desk.at_office(work, redis=True), as_json)
    if as_json:
        from cli import shapes

        say.document([shapes.taken_back(one) for one in done])
    elif not done:
        say.note("nothing to take back")
    return 0 if all(one.ok for one in done) else 1


def _tell(tried: Tried) -> None:
    from errors.machine import State

    now = {State.RETRYING: "is tried again", State.SUSPENDED: "waits for its mail server"}
    how = "is enabled" if tried.ok else now.get(tried.state or State.HALTED, "stays halted")
    why = "" if tried.ok else f": {tried.why or tried.code or 'its test did not pass'}"
    say.line(f"{tried.found.halt.address} {how}{why}")
    say.flush()
