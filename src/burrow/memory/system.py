"""The lowest services: locks, clocks, writing, ending; system calls directly to the kernel, no C library."""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory.intrinsics import (
    add,
    cas,
    gs64,
    gs64_set,
    imin,
    ld64,
    memmove,
    pause,
    popcnt,
    shl,
    shr,
    st8,
    st64,
    syscall,
    text,
    text_len,
    udiv,
    xadd,
    xchg,
)
from burrow.memory.registry import rt

SYS_READ, SYS_WRITE, SYS_SCHED_YIELD, SYS_FUTEX, SYS_EXIT_GROUP, SYS_CLOCK_GETTIME = 0, 1, 24, 202, 231, 228


@rt(inline="always")
def bits_in(x: int) -> int:
    """Ones in a word."""
    return popcnt(x)


# ---- locks --------------------------------------------------------------------------------------------------
@rt("runtime.lock", inline="never", export=True)
def lock(a: int) -> None:
    """Take the spin lock at `a`. Who holds one is not preempted: others spin on it without coming to rest."""
    gs64_set(L.M_LOCKS, gs64(L.M_LOCKS) + 1)
    if ld64(L.RT_MULTI) == 0 and ld64(a) == 0:
        st64(a, 1)
        return
    spins = 0
    while cas(a, 0, 1) == 0:
        spins += 1
        if spins < 50:
            pause()
        else:
            syscall(SYS_SCHED_YIELD, 0, 0, 0, 0, 0, 0)


@rt("runtime.unlock", inline="never", export=True)
def unlock(a: int) -> None:
    """Release it."""
    if ld64(L.RT_MULTI) == 0:
        st64(a, 0)
    else:
        xchg(a, 0)
    gs64_set(L.M_LOCKS, gs64(L.M_LOCKS) - 1)


@rt(inline="always")
def xadd_shared(a: int, v: int) -> None:
    """Add to a word that other threads add to."""
    if ld64(L.RT_MULTI) == 0:
        st64(a, ld64(a) + v)
    else:
        xadd(a, v)


@rt("runtime.futex_wait", inline="never", export=True)
def futex_wait(a: int, expected: int, ns: int) -> int:
    """Sleep while the i32 at `a` is `expected`, at most ns (negative: for ever)."""
    if ns < 0:
        return syscall(SYS_FUTEX, a, 128, expected, 0, 0, 0)
    ts = gs64(L.M_SELF) + 0x480
    st64(ts, udiv(ns, 1000000000))
    st64(ts + 8, ns - udiv(ns, 1000000000) * 1000000000)
    return syscall(SYS_FUTEX, a, 128, expected, ts, 0, 0)


@rt("runtime.futex_wake", inline="never", export=True)
def futex_wake(a: int, n: int) -> int:
    """Wake up to n sleepers."""
    return syscall(SYS_FUTEX, a, 129, n, 0, 0, 0)


# ---- clocks -------------------------------------------------------------------------------------------------
@rt(inline="never")
def clock(which: int) -> int:
    """A clock in nanoseconds."""
    ts = gs64(L.M_SELF) + 0x490
    syscall(SYS_CLOCK_GETTIME, which, ts, 0, 0, 0, 0)
    return ld64(ts) * 1000000000 + ld64(ts + 8)


@rt("runtime.nanotime", inline="never", export=True)
def nanotime() -> int:
    """The monotonic clock."""
    return clock(1)


@rt("runtime.walltime", inline="never", export=True)
def walltime() -> int:
    """Nanoseconds since 1970."""
    return clock(0)


# ---- writing ------------------------------------------------------------------------------------------------
@rt("runtime.write", inline="never", export=True)
def write(fd: int, p: int, n: int) -> int:
    """Write all of n bytes; n, or -errno."""
    done = 0
    while done < n:
        r = syscall(SYS_WRITE, fd, p + done, n - done, 0, 0, 0)
        if r == -4:
            continue
        if r == -11:
            syscall(SYS_SCHED_YIELD, 0, 0, 0, 0, 0, 0)
            continue
        if r < 0:
            return r
        done += r
    return n


@rt(cold=True)
def put_text(at: int, p: int, n: int) -> int:
    """Append n bytes at `at`; the new end."""
    memmove(at, p, n)
    return at + n


@rt(cold=True)
def put_int(at: int, v: int) -> int:
    """Append a decimal number."""
    if v < 0:
        st8(at, 45)
        at += 1
        v = -v
    digits = 1
    scale = 1
    while udiv(v, scale) >= 10:
        scale = scale * 10
        digits += 1
    while digits > 0:
        st8(at, 48 + udiv(v, scale) % 10)
        at += 1
        scale = udiv(scale, 10)
        digits -= 1
    return at


@rt(cold=True)
def put_fixed(at: int, v: int, unit: int, places: int) -> int:
    """Append v/unit with some decimal places, rounded as C's %.nf does for exact halves up."""
    scale = 1
    for _ in range(places):
        scale = scale * 10
    q = udiv(v * scale + (unit >> 1), unit)
    at = put_int(at, udiv(q, scale))
    if places > 0:
        st8(at, 46)
        at += 1
        rest = q - udiv(q, scale) * scale
        while scale > 1:
            scale = udiv(scale, 10)
            st8(at, 48 + udiv(rest, scale) % 10)
            at += 1
    return at


# ---- ends ---------------------------------------------------------------------------------------------------
@rt("runtime.exit", inline="never", export=True)
def exit_process(code: int) -> None:
    """End the process."""
    syscall(SYS_EXIT_GROUP, code, 0, 0, 0, 0, 0)


@rt(cold=True, inline="never")
def fatal_text(p: int, n: int) -> None:
    """`fatal error: ` + text, status 2."""
    at = put_text(L.SCRATCH, text("fatal error: "), text_len("fatal error: "))
    at = put_text(at, p, imin(n, 4096))
    st8(at, 10)
    write(2, L.SCRATCH, at + 1 - L.SCRATCH)
    exit_process(2)


@rt("runtime.fatal", export=True, cold=True, inline="never")
def fatal(p: int, n: int) -> None:
    """The same, for programs."""
    fatal_text(p, n)


@rt(cold=True, inline="never")
def out_of_memory(size: int) -> None:
    """The heap cannot grow by that much: the languages' texts and ends."""
    if ld64(L.RT_LANGUAGE) != 0:
        at = put_text(L.SCRATCH, text("memory allocation of "), 21)
        at = put_int(at, size)
        at = put_text(at, text(" bytes failed\n"), 14)
        write(2, L.SCRATCH, at - L.SCRATCH)
        abort()
    at = put_text(L.SCRATCH, text("runtime: out of memory: cannot allocate "), 40)
    at = put_int(at, size)
    at = put_text(at, text("-byte block ("), 13)
    at = put_int(at, ld64(L.RT_PAGES_INUSE) << L.PAGE_SHIFT)
    at = put_text(at, text(" in use)\n"), 9)
    write(2, L.SCRATCH, at - L.SCRATCH)
    fatal_text(text("out of memory"), text_len("out of memory"))


@rt(cold=True, inline="never")
def abort() -> None:
    """End by SIGABRT, as C's abort does."""
    sa = gs64(L.M_SELF) + 0x4E0
    st64(sa, 0)
    st64(sa + 8, 0)
    st64(sa + 16, 0)
    st64(sa + 24, 0)
    syscall(13, 6, sa, 0, 8, 0, 0)  # the default action
    syscall(234, syscall(39, 0, 0, 0, 0, 0, 0), syscall(186, 0, 0, 0, 0, 0, 0), 6, 0, 0, 0)
    exit_process(134)


@rt("runtime.throw", cold=True, inline="never")
def throw_bad_span(s: int) -> None:
    """An inconsistency in the runtime itself."""
    at = put_text(L.SCRATCH, text("runtime: bad span "), text_len("runtime: bad span "))
    at = put_int(at, s)
    st8(at, 10)
    write(2, L.SCRATCH, at + 1 - L.SCRATCH)
    fatal_text(text("runtime: span is inconsistent"), text_len("runtime: span is inconsistent"))


@rt("runtime.memmove", asm=True)
def move(to: int, src: int, n: int) -> None:
    """Copy n bytes, overlapping allowed."""
    memmove(to, src, n)


@rt("runtime.random", export=True, inline="never")
def random() -> int:
    """64 random bits (xorshift, seeded at start)."""
    m = gs64(L.M_SELF)
    x = ld64(m + L.M_RAND)
    if x == 0:
        x = xadd(L.RT_RANDOM, 1)
        x = add(x * 2 + 1, 0x9E3779B97F4A7C1)
    x = x ^ shl(x, 13)
    x = x ^ shr(x, 7)
    x = x ^ shl(x, 17)
    st64(m + L.M_RAND, x)
    return x


@rt("runtime.args", export=True)
def args() -> int:
    """Address of {argc, argv, envp}."""
    return L.ARGS


@rt("runtime.numcpu", export=True)
def numcpu() -> int:
    """Processors this process may use."""
    return ld64(L.RT_NCPU)


@rt("runtime.syscall6", inline="always", fast=True)
def syscall6(nr: int, a: int, b: int, c: int, d: int, e: int, f: int) -> int:
    """A system call; result or -errno."""
    return syscall(nr, a, b, c, d, e, f)


