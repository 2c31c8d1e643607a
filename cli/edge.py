"""Where exceptions become words and exit codes: 0 done, 1 no, 2 bad usage or settings, 3 our bug, 130 interrupted."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import typer

DONE, NO, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
OF_THE_MACHINE = {  # what no program can help, and what to do
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room within the quota",
    errno.EROFS: "mount the disk for writing",
    errno.EACCES: "run postroom as the user whose it is, or set POSTROOM_HOME to a folder of your own",
}

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
ClickException: type[Exception] = UsageError.__bases__[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; its exit code."""
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return code
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_has_gone()
    except Exception as error:  # noqa: BLE001  # the edge: whatever is not expected is our bug
        return _told(_alone(error))


def _run(arguments: list[str]) -> int:
    from .app import program

    answer = program().main(arguments, prog_name="postroom", standalone_mode=False)
    return answer if isinstance(answer, int) else DONE


def _alone(error: Exception) -> Exception:
    """The one exception that a group of tasks ended with."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _told(error: Exception) -> int:
    if isinstance(error, ClickException):
        return _told_usage(error)
    if isinstance(error, ImportError) and (hidden := _hidden()):
        print(f"postroom: {hidden}", file=sys.stderr)
        return USAGE
    if isinstance(error, OSError) and error.errno in OF_THE_MACHINE:
        return _told_machine(error)
    code = _expected(error)
    if code is None:
        from .report import write

        print(f"This is a bug of ours, not yours. Please send us this report: {write(error)}", file=sys.stderr)
        return BUG
    words = [*str(error).splitlines(), *_next_step(error)]
    print("\n".join(f"postroom: {line}" for line in words), file=sys.stderr)
    return code


def _next_step(error: Exception) -> list[str]:
    """What to do, where the words themselves only say what is wrong."""
    if type(error).__name__ == "QueueUnavailable":
        return ["is it running, and is POSTROOM_REDIS_URL right? `postroom doctor` looks"]
    return []


def _told_usage(error: Exception) -> int:
    context = getattr(error, "ctx", None)
    text = getattr(error, "format_message", error.__str__)()
    if type(error).__name__ == "NoArgsIsHelpError":
        return USAGE  # the help has been shown
    if context is None:
        print(f"postroom: {text}", file=sys.stderr)
        return USAGE
    print(f"{context.get_usage()}\n\n{text}\n`{context.command_path} --help` says more.", file=sys.stderr)
    return USAGE


def _told_machine(error: OSError) -> int:
    where = f"{error.filename}: " if error.filename else ""
    print(f"postroom: {where}{error.strerror}: {OF_THE_MACHINE[error.errno or 0]}", file=sys.stderr)
    if error.filename is None:
        _let_go_of_output()  # it was to take what could not be written
    return NO


def _hidden() -> str | None:
    """What to do where a module of ours is hidden by another one; None where none is."""
    from .checkup import modules

    finding = modules()
    return None if finding.ok else f"{finding.found}: {finding.advice}"


def _expected(error: Exception) -> int | None:
    """The exit code of what is not our bug; None where it is."""
    from config.settings import BadSettings
    from store.faults import Refused, StaleLease, StoreError, WrongKey

    if isinstance(error, (BadSettings, WrongKey)):
        return USAGE
    if isinstance(error, (Refused, StaleLease, StoreError)) or type(error) in _of_the_queue():
        return NO
    return None


def _of_the_queue() -> set[type]:
    """The queue's own exceptions, where the queue was used at all (to import it takes a while)."""
    named = (("worker.unavailable", "QueueUnavailable"), ("worker.queue", "NoSuchJob"))
    return {getattr(sys.modules[module], name) for module, name in named if module in sys.modules}


def _reader_has_gone() -> int:
    """`postroom email list | head`: say nothing."""
    _let_go_of_output()
    return NO


def _let_go_of_output() -> None:
    """Else the interpreter complains when it flushes what is left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
