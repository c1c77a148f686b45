"""Requests to the Python service thread: written to a pipe as the address of a record, answered through another.

A record is four words: operation, pointer, length, result. The service thread reads 8 bytes (the record's address),
does what is asked, stores the result into the fourth word and writes the same 8 bytes to the reply pipe. One
request is under way at a time; a goroutine that waits lets others run.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import poll, sched, system
from burrow.memory.intrinsics import gs64, ld64, st64, syscall
from burrow.memory.registry import rt


@rt("runtime.host", inline="never", export=True)
def host(op: int, p: int, n: int) -> int:
    """Ask and wait; -ENOSYS without a host."""
    if ld64(L.CONFIG + L.C_REQUEST_FD) <= 0:
        return -38
    take_turn()
    g = gs64(L.M_CURG)
    r = g + L.G_HOST
    st64(r, op)
    st64(r + 8, p)
    st64(r + 16, n)
    st64(r + 24, 0)
    word = g + L.G_PARAM
    st64(word, r)
    system.write(ld64(L.CONFIG + L.C_REQUEST_FD), word, 8)
    fd = ld64(L.CONFIG + L.C_REPLY_FD)
    if ld64(L.RT_LANGUAGE) == 0:
        poll.pollwait(fd, 114)
    st64(word, 0)
    while syscall(system.SYS_READ, fd, word, 8, 0, 0, 0) == -4:
        pass
    system.xadd_shared(L.RT_HOST_BUSY, -1)
    return ld64(r + 24)


@rt()
def take_turn() -> None:
    """One request at a time."""
    while True:
        system.lock(L.RT_HOST_LOCK)
        mine = ld64(L.RT_HOST_BUSY) == 0
        if mine:
            st64(L.RT_HOST_BUSY, 1)
        system.unlock(L.RT_HOST_LOCK)
        if mine:
            return
        if ld64(L.RT_LANGUAGE) == 0:
            sched.gosched()
        else:
            syscall(system.SYS_SCHED_YIELD, 0, 0, 0, 0, 0, 0)
