"""Reads what a program prints until it ends, until a line matches, or until its time is over.

Comes in: the read ends of its stdout and stderr, what ends it, and a function that says whether it still runs.  Goes
out: why reading ended and the last lines.  The program is never held up by a full pipe.
"""

from __future__ import annotations

import os
import re
import selectors
import time
from collections.abc import Callable

KEPT = 4096
PATIENCE = 0.2


class Output:
    """The output of one program."""

    def __init__(self, descriptors: list[int], until: str | None, seconds: float | None) -> None:
        self.selector = selectors.DefaultSelector()
        self.partial: dict[int, bytes] = {}
        for descriptor in descriptors:
            os.set_blocking(descriptor, False)
            self.selector.register(descriptor, selectors.EVENT_READ)
            self.partial[descriptor] = b""
        self.until = re.compile(until.encode()) if until else None
        self.deadline = time.monotonic() + seconds if seconds is not None else None
        self.tail = b""
        self.lines = 0
        self.seen: Callable[[bytes], None] | None = None

    def follow(self, running: Callable[[], bool]) -> str:
        """Read; `exit`, `until` or `seconds`."""
        while True:
            wait = PATIENCE
            if self.deadline is not None:
                wait = min(wait, self.deadline - time.monotonic())
                if wait <= 0:
                    return "seconds"
            events = self.selector.select(wait) if self.selector.get_map() else []
            for key, _ in events:
                if self.read(key.fd):
                    return "until"
            if not events and not running():
                return "until" if self.drain() else "exit"

    def read(self, descriptor: int) -> bool:
        """Take what is there; whether a line of it matches."""
        try:
            data = os.read(descriptor, 65536)
        except BlockingIOError:
            return False
        if not data:
            self.selector.unregister(descriptor)
            return self.line(self.partial.pop(descriptor))
        self.tail = (self.tail + data)[-KEPT:]
        *whole, rest = (self.partial[descriptor] + data).split(b"\n")
        self.partial[descriptor] = rest[-KEPT:]
        matched = False
        for line in whole:
            matched = self.line(line) or matched
        return matched

    def line(self, line: bytes) -> bool:
        """Whether a line ends the program."""
        self.lines += 1
        if self.seen is not None:
            self.seen(line)
        return self.until is not None and self.until.search(line) is not None

    def drain(self) -> bool:
        """Read to the end of what an ended program has left in its pipes."""
        matched = False
        while self.selector.get_map():
            ready = self.selector.select(0)
            if not ready:
                break
            for key, _ in ready:
                matched = self.read(key.fd) or matched
        return matched

    def text(self) -> str:
        """The last lines."""
        return self.tail.decode("utf-8", "replace")
