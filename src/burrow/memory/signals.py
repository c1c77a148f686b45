"""Signals: a nil pointer becomes a call of the program's hook, the end of a stack a fatal error, SIGPROF a sample.

Handlers run on a stack of their own. The machine context that the kernel hands over is read and changed in place;
to turn a fault into a call, the handler returns into the hook instead, on the faulting goroutine's stack.
"""

from __future__ import annotations

from burrow.memory import last, preempt, sampler, system
from burrow.memory import layout as L
from burrow.memory.intrinsics import addr_of, gs64, gs64_set, ld64, st8, st64, syscall, text, text_len
from burrow.memory.registry import rt

SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGURG, SIGPROF = 6, 7, 8, 11, 23, 27
SYS_SIGACTION, SYS_SIGALTSTACK = 13, 131
ALTSTACK = 64 << 10
RSP, RBP, RIP, RDI = 160, 120, 168, 104  # offsets in the context (greg_t order of the kernel)


@rt()
def action(sig: int, handler: int, flags: int) -> None:
    """sigaction with our own return routine."""
    sa = gs64(L.M_SELF) + 0x4E0
    st64(sa, handler)
    st64(sa + 8, flags | 0x04000000)  # SA_RESTORER
    st64(sa + 16, addr_of("rt_sigreturn"))
    st64(sa + 24, 0)
    syscall(SYS_SIGACTION, sig, sa, 0, 8, 0, 0)


@rt(inline="never")
def install() -> None:
    """Handlers of the process."""
    flags = 4 | 0x08000000 | 0x10000000  # SA_SIGINFO | SA_ONSTACK | SA_RESTART
    action(SIGPROF, addr_of("runtime.sigprof"), flags)
    action(SIGSEGV, addr_of("runtime.sigfault"), 4 | 0x08000000 | 0x40000000)  # SA_NODEFER: a hook may fault again
    action(SIGBUS, addr_of("runtime.sigfault"), 4 | 0x08000000 | 0x40000000)
    action(SIGFPE, addr_of("runtime.sigfault"), 4 | 0x08000000 | 0x40000000)
    preempt.install_preemption()


@rt(inline="never")
def thread_signals(m: int) -> None:
    """The signal stack of a thread, and its sampling timer if sampling is on."""
    a = syscall(9, 0, ALTSTACK, 3, 0x22, -1, 0)
    st64(m + L.M_ALTSTACK, a)
    ss = m + 0x4E0
    st64(ss, a)
    st64(ss + 8, 0)
    st64(ss + 16, ALTSTACK)
    syscall(SYS_SIGALTSTACK, ss, 0, 0, 0, 0, 0)
    if ld64(L.RT_SAMPLE_HZ) != 0:
        sampler.thread_timer(m)


@rt(inline="never")
def thread_done(m: int) -> None:
    """Undo it."""
    sampler.thread_timer_off(m)
    ss = m + 0x4E0
    st64(ss, 0)
    st64(ss + 8, 2)
    st64(ss + 16, 0)
    syscall(SYS_SIGALTSTACK, ss, 0, 0, 0, 0, 0)
    syscall(11, ld64(m + L.M_ALTSTACK), ALTSTACK, 0, 0, 0, 0)


@rt(inline="always")
def ours(pc: int) -> int:
    """1 for code of the image."""
    if pc >= ld64(L.CONFIG + L.C_TEXT_LO) and pc < ld64(L.CONFIG + L.C_TEXT_HI):
        return 1
    return 0


@rt(inline="always")
def in_runtime(pc: int) -> int:
    """1 for code of the runtime."""
    if pc >= ld64(L.CONFIG + L.C_RUNTIME_LO) and pc < ld64(L.CONFIG + L.C_RUNTIME_HI):
        return 1
    return 0


@rt("runtime.sigfault", inline="never", export=True)
def sigfault(sig: int, info: int, uc: int) -> None:
    """SIGSEGV, SIGBUS, SIGFPE."""
    sig = sig & 0xFF
    pc = ld64(uc + RIP)
    addr = ld64(info + 16)
    jumped = pc < 4096  # a call of a nil function: the return address says who
    if ours(pc) == 0 and not jumped:
        default(sig)
        return
    if addr >= L.STACKS and addr < L.STACKS + L.MAX_STACKS * L.STACK_SLOT and sig == SIGSEGV:
        if addr & (L.STACK_SLOT - 1) < L.STACK_GUARD:
            stack_overflow(ld64(uc + RBP), pc)
    if ld64(L.RT_LANGUAGE) != 0:
        default(sig)
        return
    hook = ld64(L.CONFIG + L.C_SIGPANIC)
    if sig == SIGFPE:
        hook = ld64(L.CONFIG + L.C_SIGFPE)
    g = gs64(L.M_CURG)
    sp = ld64(uc + RSP)
    bp = ld64(uc + RBP)
    if gs64(L.M_LOCKS) == 0:
        while in_runtime(pc) != 0 and bp >= sp and bp < g:  # memmove for the program: the fault is its caller's
            pc = ld64(bp + 8)
            sp = bp + 16
            bp = ld64(bp)
    if hook == 0 or in_runtime(pc) != 0 or g == 0 or (addr >= 4096 and sig != SIGFPE):
        report(sig, addr, ld64(uc + RIP))
        return
    gs64_set(L.M_UNSAFE, 0)  # it may have been set for a copy that faults
    if jumped:
        pc = ld64(sp)
    st64(g + L.G_SIGPC, pc)
    st64(g + L.G_SIGADDR, addr)
    sp = ((sp - 128) & -16) - 8
    st64(sp, pc)
    st64(uc + RSP, sp)
    st64(uc + RDI, addr)
    st64(uc + RIP, hook)


@rt(cold=True)
def default(sig: int) -> None:
    """Let the signal do what it does to any process: the fault repeats."""
    action(sig, 0, 0)


@rt(cold=True, inline="never")
def stack_overflow(fp: int, pc: int) -> None:
    """The languages' texts."""
    if ld64(L.RT_LANGUAGE) == 0:
        t = text("runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n")
        n = text_len("runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n")
        system.write(2, t, n)
        last.trace(gs64(L.M_CURG), fp, pc)
        system.exit_process(2)
    at = system.put_text(L.SCRATCH, text("\nthread '"), 9)
    if ld64(gs64(L.M_SELF) + L.M_ID) == 1:
        at = system.put_text(at, text("main"), 4)
    else:
        at = system.put_text(at, text("<unknown>"), 9)
    at = system.put_text(at, text("' ("), 3)
    at = system.put_int(at, ld64(gs64(L.M_SELF) + L.M_TID))
    t = text(") has overflowed its stack\nfatal runtime error: stack overflow, aborting\n")
    n = text_len(") has overflowed its stack\nfatal runtime error: stack overflow, aborting\n")
    at = system.put_text(at, t, n)
    system.write(2, L.SCRATCH, at - L.SCRATCH)
    system.abort()


@rt(cold=True)
def put_hex(at: int, v: int) -> int:
    """Append 0x… ."""
    at = system.put_text(at, text("0x"), 2)
    k = 60
    while k > 0 and (v >> k) & 15 == 0:
        k -= 4
    while k >= 0:
        d = (v >> k) & 15
        if d > 9:
            st8(at, 87 + d)
        else:
            st8(at, 48 + d)
        at += 1
        k -= 4
    return at


@rt(cold=True, inline="never")
def report(sig: int, addr: int, pc: int) -> None:
    """A fault that nobody takes: Go's text for it."""
    at = L.SCRATCH
    if sig == SIGFPE:
        t = "panic: runtime error: integer divide by zero\n[signal SIGFPE: floating-point exception code=0x1 addr="
        at = system.put_text(at, text(t), text_len(t))
    elif addr < 4096:
        t2 = "panic: runtime error: invalid memory address or nil pointer dereference\n"
        at = system.put_text(at, text(t2), text_len(t2))
        t3 = "[signal SIGSEGV: segmentation violation code=0x1 addr="
        at = system.put_text(at, text(t3), text_len(t3))
    else:
        at = system.put_text(at, text("unexpected fault address "), 25)
        at = put_hex(at, addr)
        t4 = "\nfatal error: fault\n[signal SIGSEGV: segmentation violation code=0x1 addr="
        at = system.put_text(at, text(t4), text_len(t4))
    at = put_hex(at, addr)
    at = system.put_text(at, text(" pc="), 4)
    at = put_hex(at, pc)
    at = system.put_text(at, text("]\n"), 2)
    system.write(2, L.SCRATCH, at - L.SCRATCH)
    system.exit_process(2)


