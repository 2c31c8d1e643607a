"""A process that ends with the one that started it, however that ended."""

from __future__ import annotations

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """As on SIGTERM, once standard input closes: the parent holds its other end open as long as it lives, so that
    nobody's child works on after a `kill -9`. A thread, since a busy loop would not look."""
    threading.Thread(target=_watch, args=(sys.stdin.fileno(),), name="parent", daemon=True).start()


def _watch(descriptor: int) -> None:
    while os.read(descriptor, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
