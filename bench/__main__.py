"""`python -m bench [NAME ...]`: all figures, or the named ones (startup, classification, watchers, walls,
second-pass, first-sync)."""

from __future__ import annotations

import asyncio
import logging
import sys

import structlog

from bench.classification import classification
from bench.startup import startup
from bench.syncing import first_sync, second_pass
from bench.walls import walls
from bench.watchers import watchers
from tests.kit.dovecot import Dovecot

ALONE = {"startup": startup, "classification": classification, "watchers": watchers, "walls": walls}
SYNCING = {"second-pass": second_pass, "first-sync": first_sync}


def main(wanted: list[str]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    wanted = wanted or [*ALONE, *SYNCING]
    for name in wanted:
        if name in ALONE:
            for figure in ALONE[name]():
                print(figure, flush=True)
    if not SYNCING.keys().isdisjoint(wanted):
        _syncing([name for name in wanted if name in SYNCING])


def _syncing(wanted: list[str]) -> None:
    server = Dovecot()
    try:
        server.start()
        for name in wanted:
            print(asyncio.run(SYNCING[name](server)), flush=True)
    finally:
        server.remove()


if __name__ == "__main__":
    main(sys.argv[1:])
