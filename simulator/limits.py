"""How many connections one process may hold."""

from __future__ import annotations

import resource


def allow_many_files() -> int:
    """Raise this process's soft limit of open files to the hard one; what it is now. Each connection takes one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard
