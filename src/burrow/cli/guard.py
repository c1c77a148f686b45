"""What stands between a failure and the person: no traceback reaches the terminal.

Comes in: the arguments and the function that serves them.  Goes out: an exit status.  Errors in the program (1) and
unsupported source (3) are shown as diagnostics; a closed pipe ends quietly; Ctrl-C ends as a signal would; a full disk
is named; anything else is a defect of burrow, saved as a report (70).
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # the name that type checkers know, without importing typing at start-up
if TYPE_CHECKING:
    from collections.abc import Callable

INTERNAL = 70
UNSUPPORTED = 3
USAGE = 2
ERRORS = 1


class UsageError(Exception):
    """The command line asks for something that makes no sense (exit status 2)."""


class NotThere(Exception):
    """A part of burrow that a verb needs does not exist yet (exit status 3)."""


def guarded(args: list[str], work: Callable[[list[str]], int]) -> int:
    """`work(args)`, every failure turned into words and a status."""
    try:
        status = work(args)
        sys.stdout.flush()
        return status
    except SystemExit as stop:
        return flushed(stop.code if isinstance(stop.code, int) else int(stop.code is not None))
    except KeyboardInterrupt:
        return interrupted()
    except BrokenPipeError:
        return closed_pipe()
    except (UsageError, NotThere) as mistake:
        sys.stderr.write(f"burrow: {mistake}\n")
        return USAGE if isinstance(mistake, UsageError) else UNSUPPORTED
    except Exception as problem:
        return explained(problem, args)


def flushed(status: int) -> int:
    """`status`, unless what was printed cannot be delivered."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return closed_pipe()
    except OSError as problem:
        return os_error(problem)
    return status


def interrupted() -> int:
    """End as a process does that SIGINT ended, so that a shell's loop stops too."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
    return 130


def closed_pipe() -> int:
    """Whoever read our output has gone (`burrow … | head`): nothing to say, nothing lost."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())  # the interpreter flushes once more at its end
    return 128 + 13


def os_error(problem: OSError) -> int:
    """A file that cannot be read or written, in the words of the system."""
    where = f"{problem.filename}: " if problem.filename else ""
    silence_stdout()
    sys.stderr.write(f"burrow: {where}{(problem.strerror or str(problem)).lower()}\n")
    return ERRORS


def silence_stdout() -> None:
    """Drop what stdout still holds, so that the interpreter does not fail again on its way out."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def circumstances() -> set[int]:
    """The system's errors that are nobody's defect: a missing file, a full disk."""
    import errno

    return {errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EDQUOT, errno.EROFS,
            errno.EPERM, errno.EMFILE, errno.ENAMETOOLONG, errno.ELOOP}


def explained(problem: Exception, args: list[str]) -> int:
    """Errors of the program as diagnostics, those of the system in its words, the rest as a saved report."""
    from burrow.source.diagnostics import CompileErrors, Unsupported

    if isinstance(problem, CompileErrors | Unsupported):
        from burrow.cli.show import show

        return show(problem)
    if isinstance(problem, OSError) and problem.errno in circumstances():
        return os_error(problem)
    from burrow.cli.report import save

    where = save(problem, args)
    kept = f"report saved in {where}" if where else "its report could not be saved"
    first = (str(problem).splitlines() or [""])[0][:200]
    sys.stderr.write(f"burrow: internal error: {type(problem).__name__}: {first} ({kept})\n")
    return INTERNAL
