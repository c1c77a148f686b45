"""The program's address space, laid out before it starts: reserved in full, backed by memory only where it is touched.

The runtime record and the sampler's ring lie in memory that the parent shares, so that counters and samples survive
whatever becomes of the child.
"""

from __future__ import annotations

import os

from burrow.memory import layout
from burrow.run.load import MAP_ANONYMOUS, MAP_FIXED, MAP_FIXED_NOREPLACE, MAP_NORESERVE, MAP_PRIVATE, mmap

MAP_SHARED = 1
READ_WRITE = 3
RECORD_SIZE = 0x200000  # the runtime record, the tables, the first processors
RING_SIZE = layout.RING_ENTRY * layout.RING_ENTRIES + layout.RECORDS_SIZE  # and the records behind it


def shared() -> int:
    """A file descriptor of memory for the record and the ring, to be inherited by the child."""
    fd = os.memfd_create("burrow", 0)
    os.ftruncate(fd, RECORD_SIZE + RING_SIZE)
    return fd


def reserve(shared_fd: int | None) -> None:
    """Reserve metadata, heap and stacks; map what is shared with the parent."""
    flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE
    mmap(layout.META, layout.META_USED, READ_WRITE, flags)
    mmap(layout.ARENA, layout.ARENA_SIZE, READ_WRITE, flags)
    mmap(layout.STACKS, layout.STACK_SLOT * layout.MAX_STACKS, READ_WRITE, flags)
    if shared_fd is not None:
        mmap(layout.META, RECORD_SIZE, READ_WRITE, MAP_SHARED | MAP_FIXED, shared_fd, 0)
        mmap(layout.RING, RING_SIZE, READ_WRITE, MAP_SHARED | MAP_FIXED, shared_fd, RECORD_SIZE)
