"""Waiting for file descriptors: epoll, one shot an arming.

`pollwait` registers what it waits for and parks; `netpoll`, called by the scheduler, wakes whose descriptor is
ready. A descriptor that epoll does not take (a regular file) is always ready.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import sched, system
from burrow.memory.intrinsics import gs64, ld32, ld64, st32, st64, syscall, udiv
from burrow.memory.registry import rt

SYS_EPOLL_CTL, SYS_EPOLL_CREATE1, SYS_EPOLL_PWAIT2 = 233, 291, 441
EVENTS = 64


@rt()
def slot(fd: int, mode: int) -> int:
    """Where the goroutine is written down that waits for the descriptor to be readable ('r') or writable."""
    if mode == 119:
        return L.POLLFDS + fd * 16 + 8
    return L.POLLFDS + fd * 16


@rt("runtime.pollwait", inline="never", export=True)
def pollwait(fd: int, mode: int) -> int:
    """Park until the descriptor is ready; 0, or -errno."""
    if fd < 0 or fd >= L.MAX_FDS:
        return -9
    init()
    system.lock(L.RT_POLL_LOCK)
    g = gs64(L.M_CURG)
    st64(slot(fd, mode), g)
    r = arm(fd)
    if r < 0:
        st64(slot(fd, mode), 0)
        system.unlock(L.RT_POLL_LOCK)
        if r == -1:
            return 0  # EPERM: a regular file
        return r
    st64(L.RT_POLLERS, ld64(L.RT_POLLERS) + 1)
    st64(g + L.G_PARAM, 0)
    sched.gopark(L.WAIT_IO, L.RT_POLL_LOCK)
    return ld64(g + L.G_PARAM)


@rt(inline="never")
def init() -> None:
    """Make the epoll descriptor and the one that interrupts a wait."""
    if ld64(L.RT_EPFD) != 0:
        return
    system.lock(L.RT_POLL_LOCK)
    if ld64(L.RT_EPFD) == 0:
        st64(L.RT_WAKEFD, syscall(290, 0, 0x80800, 0, 0, 0, 0))  # eventfd2(0, CLOEXEC | NONBLOCK)
        ep = syscall(SYS_EPOLL_CREATE1, 0x80000, 0, 0, 0, 0, 0)
        ev = gs64(L.M_SELF) + 0x4C0
        st32(ev, 1)
        st32(ev + 4, ld64(L.RT_WAKEFD))
        st32(ev + 8, 0)
        syscall(SYS_EPOLL_CTL, ep, 1, ld64(L.RT_WAKEFD), ev, 0, 0)
        st64(L.RT_EPFD, ep)
    system.unlock(L.RT_POLL_LOCK)


@rt("runtime.netpollBreak", inline="never")
def interrupt() -> None:
    """End a wait that is under way."""
    at = gs64(L.M_SELF) + 0x4D0
    st64(at, 1)
    syscall(1, ld64(L.RT_WAKEFD), at, 8, 0, 0, 0)


@rt()
def arm(fd: int) -> int:
    """Tell epoll what is waited for on the descriptor."""
    ev = gs64(L.M_SELF) + 0x4C0
    want = 0x40000000  # EPOLLONESHOT
    if ld64(slot(fd, 114)) != 0:
        want |= 1 | 0x2000
    if ld64(slot(fd, 119)) != 0:
        want |= 4
    st32(ev, want)
    st32(ev + 4, fd)
    st32(ev + 8, 0)
    r = syscall(SYS_EPOLL_CTL, ld64(L.RT_EPFD), 3, fd, ev, 0, 0)
    if r == -2:
        r = syscall(SYS_EPOLL_CTL, ld64(L.RT_EPFD), 1, fd, ev, 0, 0)
    return r


@rt("runtime.netpoll", inline="never")
def netpoll(ns: int) -> None:
    """Wake whose descriptors are ready; wait up to ns for one (negative: for ever)."""
    buf = gs64(L.M_SELF) + 0x800
    ts = gs64(L.M_SELF) + 0x4B0
    at = 0
    if ns >= 0:
        st64(ts, udiv(ns, 1000000000))
        st64(ts + 8, ns - udiv(ns, 1000000000) * 1000000000)
        at = ts
    n = syscall(SYS_EPOLL_PWAIT2, ld64(L.RT_EPFD), buf, EVENTS, at, 0, 0)
    for k in range(n):
        what = ld32(buf + k * 12)
        fd = ld32(buf + k * 12 + 4)
        if fd == ld64(L.RT_WAKEFD):
            syscall(0, fd, gs64(L.M_SELF) + 0x4D8, 8, 0, 0, 0)
            continue
        system.lock(L.RT_POLL_LOCK)
        if what & (1 | 0x2000 | 8 | 16) != 0:
            wake(slot(fd, 114), 0)
        if what & (4 | 8 | 16) != 0:
            wake(slot(fd, 119), 0)
        if ld64(slot(fd, 114)) != 0 or ld64(slot(fd, 119)) != 0:
            arm(fd)
        system.unlock(L.RT_POLL_LOCK)


@rt()
def wake(at: int, result: int) -> None:
    """Make the goroutine of a slot runnable."""
    g = ld64(at)
    if g == 0:
        return
    st64(at, 0)
    st64(g + L.G_PARAM, result)
    st64(L.RT_POLLERS, ld64(L.RT_POLLERS) - 1)
    sched.ready_put(g)


@rt("runtime.pollclose", inline="never", export=True)
def pollclose(fd: int) -> None:
    """Forget a descriptor; who waits for it is told EBADF."""
    if fd < 0 or fd >= L.MAX_FDS or ld64(L.RT_EPFD) == 0:
        return
    system.lock(L.RT_POLL_LOCK)
    wake(slot(fd, 114), -9)
    wake(slot(fd, 119), -9)
    syscall(SYS_EPOLL_CTL, ld64(L.RT_EPFD), 2, fd, gs64(L.M_SELF) + 0x4C0, 0, 0)
    system.unlock(L.RT_POLL_LOCK)
