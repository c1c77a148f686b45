"""Timers: a binary heap of {when, goroutine}, earliest first. Sleeping is a timer on oneself."""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import poll, sched, system
from burrow.memory.intrinsics import gs64, ld64, st64
from burrow.memory.registry import rt


@rt(inline="always")
def when_at(i: int) -> int:
    """Time of entry i."""
    return ld64(L.TIMERS + i * 16)


@rt()
def put_timer(i: int, when: int, g: int) -> None:
    """Store an entry, and in its goroutine where it is."""
    st64(L.TIMERS + i * 16, when)
    st64(L.TIMERS + i * 16 + 8, g)
    st64(g + L.G_TIMER, i + 1)


@rt()
def sift_up(i: int, when: int, g: int) -> None:
    """Place an entry at i or above."""
    while i > 0:
        up = (i - 1) >> 1
        if when_at(up) <= when:
            break
        put_timer(i, when_at(up), ld64(L.TIMERS + up * 16 + 8))
        i = up
    put_timer(i, when, g)


@rt()
def sift_down(i: int, n: int, when: int, g: int) -> None:
    """Place an entry at i or below."""
    while True:
        c = i * 2 + 1
        if c >= n:
            break
        if c + 1 < n and when_at(c + 1) < when_at(c):
            c += 1
        if when_at(c) >= when:
            break
        put_timer(i, when_at(c), ld64(L.TIMERS + c * 16 + 8))
        i = c
    put_timer(i, when, g)


@rt()
def insert(when: int, g: int) -> None:
    """Add an entry, under the lock."""
    n = ld64(L.RT_NTIMERS)
    st64(L.RT_NTIMERS, n + 1)
    sift_up(n, when, g)
    if ld64(L.RT_POLLING) != 0 and ld64(g + L.G_TIMER) == 1:
        poll.interrupt()  # a thread waits for a later one


@rt()
def remove(i: int) -> None:
    """Take entry i out, under the lock."""
    st64(ld64(L.TIMERS + i * 16 + 8) + L.G_TIMER, 0)
    n = ld64(L.RT_NTIMERS) - 1
    st64(L.RT_NTIMERS, n)
    if i == n:
        return
    when = when_at(n)
    g = ld64(L.TIMERS + n * 16 + 8)
    if i > 0 and when < when_at((i - 1) >> 1):
        sift_up(i, when, g)
    else:
        sift_down(i, n, when, g)


@rt("runtime.sleep", inline="never", export=True)
def sleep(ns: int) -> None:
    """Park for at least ns."""
    if ns <= 0:
        sched.gosched()
        return
    when = system.nanotime() + ns
    if when < 0:
        when = (1 << 62) - 1
    system.lock(L.RT_TIMER_LOCK)
    insert(when, gs64(L.M_CURG))
    sched.gopark(L.WAIT_SLEEP, L.RT_TIMER_LOCK)


@rt("runtime.timer_start", inline="never", export=True)
def timer_start(when: int, g: int) -> int:
    """Wake g at `when`."""
    system.lock(L.RT_TIMER_LOCK)
    r = 0
    if ld64(g + L.G_TIMER) == 0:
        insert(when, g)
        r = 1
    system.unlock(L.RT_TIMER_LOCK)
    return r


@rt("runtime.timer_stop", inline="never", export=True)
def timer_stop(g: int) -> int:
    """Cancel it."""
    system.lock(L.RT_TIMER_LOCK)
    r = 0
    i = ld64(g + L.G_TIMER)
    if i != 0:
        remove(i - 1)
        r = 1
    system.unlock(L.RT_TIMER_LOCK)
    return r


@rt("runtime.runtimer", inline="never")
def run_due() -> None:
    """Wake every goroutine whose time has come."""
    now = system.nanotime()
    while ld64(L.RT_NTIMERS) != 0 and when_at(0) <= now:
        system.lock(L.RT_TIMER_LOCK)
        g = 0
        if ld64(L.RT_NTIMERS) != 0 and when_at(0) <= now:
            g = ld64(L.TIMERS + 8)
            remove(0)
        system.unlock(L.RT_TIMER_LOCK)
        if g != 0:
            sched.ready_put(g)


@rt()
def next_when() -> int:
    """When the earliest timer is due; 0 = there is none."""
    if ld64(L.RT_NTIMERS) == 0:
        return 0
    return when_at(0)
