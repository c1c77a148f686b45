"""Asynchronous preemption: a signal takes a goroutine off its thread between any two instructions.

In: a thread that is to come to rest; out: its goroutine is in a run queue, as if it had called the scheduler. Go does
the same since 1.14 (`preempt.go`, `signal_unix.go`), with tables that say where its precise stack maps hold. Here
stacks are scanned conservatively, so every instruction of a program is a safe point except the few that work on the
processor's own memory: those of the runtime (told by the address), those between setting and clearing M_UNSAFE
(allocation that was inlined, copies with their barrier), and all while a runtime lock is held. Whoever wants the
thread stopped asks again until it is somewhere else.

The handler runs on the goroutine's own stack and switches to the scheduler from there. So all registers, the vector
ones too, lie on that stack, where the collector finds them, and going on is returning from the handler, perhaps on
another thread; the kernel would give that thread the signal stack of the first one, hence the correction. Programs
thus need no polls, and their loops cost what they do.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import mark, signals, system
from burrow.memory.intrinsics import addr_of, asm1, gs64, imin, ld32, ld64, st32, st64, syscall
from burrow.memory.registry import rt

SYS_GETPID, SYS_TGKILL = 39, 234
SI_TKILL = 0xFFFFFFFA
SLACK = 128
TOP_FRAME = 4096
UC_STACK, UC_REGISTERS = 16, 40


@rt(inline="never")
def install_preemption() -> None:
    """The handler: not on the signal stack, and open to the next one at once."""
    signals.action(signals.SIGURG, addr_of("runtime.sigpreempt"), 4 | 0x10000000 | 0x40000000)


@rt("runtime.preemptM", inline="never")
def ask(m: int) -> None:
    """Have the goroutine that runs on a thread stop soon."""
    st32(m + L.M_POLL, 1)
    tid = ld64(m + L.M_TID)
    if tid != 0 and ld64(L.RT_LANGUAGE) == 0:
        syscall(SYS_TGKILL, syscall(SYS_GETPID, 0, 0, 0, 0, 0, 0), tid, signals.SIGURG, 0, 0, 0)


@rt("runtime.sigpreempt", inline="never", export=True)
def sigpreempt(sig: int, info: int, uc: int) -> None:
    """SIGURG: switch to the scheduler, if that can be done here."""
    if ld32(info + 8) != SI_TKILL:
        return
    g = gs64(L.M_CURG)
    pc = ld64(uc + signals.RIP)
    if g == 0 or gs64(L.M_LOCKS) != 0 or gs64(L.M_UNSAFE) != 0 or signals.ours(pc) == 0:
        return
    if signals.in_runtime(pc) != 0:
        return
    if (ld64(uc + signals.RSP) | (L.STACK_SLOT - 1)) + 1 - L.G_SIZE != g:
        return
    st64(g + L.G_ASYNC, uc)
    system.xadd_shared(L.RT_ASYNC, 1)
    asm1("runtime.mcall", addr_of("runtime.gopreempt_m"))
    system.xadd_shared(L.RT_ASYNC, -1)
    st64(g + L.G_ASYNC, 0)
    st64(uc + UC_STACK, ld64(gs64(L.M_SELF) + L.M_ALTSTACK))


@rt()
def mark_near_registers(g: int) -> None:
    """Optimised loops keep pointers a little before or after what they will access next."""
    uc = ld64(g + L.G_ASYNC)
    for k in range(16):
        w = ld64(uc + UC_REGISTERS + k * 8)
        if w >= L.ARENA and w < L.ARENA_END:
            mark.grey_word(w - SLACK)
            mark.grey_word(w + SLACK)


@rt(inline="never")
def mark_unshaded() -> None:
    """At the end of marking: what stopped goroutines were about to shade.

    A program stores a pointer first and then shades what it has overwritten; between the two the old pointer is in a
    register or in the frame of the function that runs.
    """
    if ld64(L.RT_ASYNC) == 0:
        return
    for k in range(ld64(L.RT_NGS)):
        g = L.STACKS + (k + 1) * L.STACK_SLOT - L.G_SIZE
        if ld64(g + L.G_ASYNC) != 0:
            mark.scanstack(ld64(g + L.G_SP), imin(ld64(ld64(g + L.G_ASYNC) + signals.RSP) + TOP_FRAME, g))
