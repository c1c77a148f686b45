"""Start a program in a child process, wait for it, tell how it ended.

The parent forks and the child becomes the program (`child`): nothing is executed anew, so that a cached program starts
in the time that mapping its image takes.  The child's crash, endless loop or exhausted heap is only ever the child's.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from burrow.options import Options

if TYPE_CHECKING:
    import resource

    from burrow.ir.program import Program


SAMPLE_HZ, TRACE_HZ = 100, 250
"""How often a whole run is sampled, in CPU time: as often as Go's profiles are, and as often as the kernel can."""


class Outcome:
    """How a program ended: `status` as a shell shows it, `signal` if one ended it, what it used."""

    __slots__ = ("rusage", "signal", "status")

    def __init__(self, wait_status: int, rusage: resource.struct_rusage) -> None:
        code = os.waitstatus_to_exitcode(wait_status)
        self.signal = -code if code < 0 else 0
        self.status = 128 - code if code < 0 else code
        self.rusage = rusage


class Process:
    """A started program."""

    __slots__ = ("duration", "image", "outcome", "pid", "shared", "started")

    def __init__(self, pid: int, image: str, shared: int | None) -> None:
        self.pid = pid
        self.image = image
        self.shared = shared
        self.outcome: Outcome | None = None
        self.started = time.time_ns()  # since 1970
        self.duration = 0  # nanoseconds, once it has ended

    def wait(self) -> Outcome:
        """Wait for its end; signals that arrive meanwhile are passed on."""
        while self.outcome is None:
            try:
                _, status, rusage = os.wait4(self.pid, 0)
            except InterruptedError:
                continue
            except ChildProcessError:  # a signal's handler has seen the end first
                if self.outcome is None:
                    raise
                break
            self.ended(Outcome(status, rusage))
        assert self.outcome is not None
        return self.outcome

    def ended(self, outcome: Outcome) -> None:
        """Note its end."""
        self.outcome = outcome
        self.duration = time.time_ns() - self.started

    def poll(self) -> Outcome | None:
        """Its outcome, if it has ended."""
        if self.outcome is None:
            pid, status, rusage = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self.ended(Outcome(status, rusage))
        return self.outcome

    def kill(self, sig: int = signal.SIGKILL) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, sig)


def start(image: str, argv: list[str], env: Mapping[str, str], *, language: str, manager: str, share: bool = False,
          sample_hz: int = 0, heap_rate: int = 0, events: bool = False, stdin: int | None = None,
          stdout: int | None = None, stderr: int | None = None) -> Process:
    """Start the program at `image`; the descriptors given become its standard ones.

    With `share`, counters and samples of the child can be read from `Process.shared` (see `run.space`); with
    `sample_hz`, the whole run is sampled at this rate; with `heap_rate`, one allocation every so many bytes (1 is all);
    with `events`, what a time line is made of is kept.
    """
    shared = None
    if share:
        from burrow.run import space

        shared = space.shared()
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return Process(pid, image, shared)
    try:
        _die_with(parent)
        for fd, own in ((stdin, 0), (stdout, 1), (stderr, 2)):
            if fd is not None:
                os.dup2(fd, own)
        from burrow.run.child import become

        become(image, argv, dict(env), language, manager, shared, sample_hz, heap_rate, events)
    finally:
        os._exit(70)
    raise AssertionError


def _die_with(parent: int) -> None:
    """Let the kernel end this process when its parent is gone."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(70)


def build(program: Program, path: str, options: Options) -> tuple[str, str]:
    """Compile what is not compiled yet, and note it for the next time; the image and the manager."""
    from burrow.native.compile import compile_program
    from burrow.run import warm

    manager = options.manager or ("drop" if program.language == "rust" else "gc")
    image = compile_program(program, manager, release=options.release or program.language == "go")
    warm.remember(path, options, image, program.language, manager, program.sources)
    return image, manager


def run_image(image: str, argv: list[str], env: Mapping[str, str], options: Options, language: str,
              manager: str) -> int:
    """Run an image to its end; its exit status."""
    sampled = options.profile is not None or options.trace is not None
    share = sampled or options.stats is not None or bool(options.heap_rate)
    # Ctrl-C reaches the child too (it is in the same group): the parent waits for what the child makes of it
    kept = [(s, signal.signal(s, signal.SIG_IGN)) for s in (signal.SIGINT, signal.SIGQUIT)]
    process = start(image, argv, env, language=language, manager=manager, share=share,
                    sample_hz=(TRACE_HZ if options.trace else SAMPLE_HZ) if sampled else 0,
                    heap_rate=options.heap_rate, events=options.trace is not None)
    kept.append((signal.SIGTERM, signal.signal(signal.SIGTERM, lambda s, _: process.kill(s))))
    try:
        outcome = process.wait()
    finally:
        for s, handler in kept:
            signal.signal(s, handler)
    if share:
        from burrow.run import after

        after.write(process, options)
    if outcome.signal and outcome.signal not in (signal.SIGINT, signal.SIGPIPE, signal.SIGTERM):
        name = signal.strsignal(outcome.signal) or ""
        print(f"burrow: the program was ended by signal {outcome.signal} ({name})", file=sys.stderr)
    return outcome.status
