"""`postroom errors list`."""

from __future__ import annotations

from cli import say
from cli.options import Json


def list_(as_json: Json = False) -> None:
    """List every error that Postroom can name."""
    from cli import shapes
    from errors.catalogue import CATALOGUE

    entries = list(CATALOGUE.values())
    if as_json:
        say.document([shapes.entry(one) for one in entries])
        return
    headers = ("code", "nature", "level", "who acts", "what")
    rows = (
        (
            one.code,
            one.nature.value if one.nature else None,
            one.level.value,
            one.who_acts.value.replace("_", " "),
            say.unnamed(one.headline),
        )
        for one in entries
    )
    say.table(headers, rows, "no errors")
