"""What the runtime image exports: symbols, signatures, and what each promises. No Numba, no LLVM.

`native` makes declarations of this table, front ends check body-less functions against it. Every parameter and
result is an `i64` (an address is one too) unless the signature says otherwise; `void` returns nothing. Functions of
the *fast* group also exist as bitcode (`image.fast_bitcode()`), to be linked into a program's unit and inlined;
everything else is called in the image. The calling convention is C's; no function unwinds, except where `unwinds`
says so.

Three contracts that a signature cannot say:

* **Preemption.** A goroutine may be interrupted between any two instructions of the program, and go on on another
  thread (`preempt.py`): what depends on the thread (`gs:`) must be one instruction, or lie between stores of 1 and 0 to
  `gs:[layout.M_UNSAFE]` (i64).
* **Barrier.** Under `gc`, a store of a pointer to anything but a fresh object or the stack is: load the old pointer,
  store the new one, and `runtime.write_barrier(old)` if `gs:[layout.M_BARRIER]` (i32) is not 0 then. Copies call
  `runtime.bulk_barrier` before, and M_UNSAFE is set from then to the end of the copy. (A deletion barrier: a store
  whose old value is known to be nil needs none.)
* **Frames.** Program code is compiled with frame pointers and a 16-byte aligned stack, and never uses thread-locals.

How a program is started: map the image, fill a config record (`layout.C_…`), call `runtime.start(config)`; it
returns the exit status when the program ended by itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Export:
    """One exported function."""

    name: str
    result: str  # "i64", "void", "f64"
    args: tuple[str, ...]
    doc: str
    noreturn: bool = False
    unwinds: bool = False
    fast: bool = False
    parks: bool = False  # may switch to another goroutine (and come back on another thread)


def _e(name: str, signature: str, doc: str, *flags: str) -> Export:
    result, _, args = signature.partition("(")
    names = tuple(a for a in args.rstrip(")").replace(" ", "").split(",") if a)
    return Export(name, result, names, doc, "noreturn" in flags, "unwinds" in flags, "fast" in flags, "parks" in flags)


_ALL: tuple[Export, ...] = (
    # ---- entry
    _e("runtime.start", "i64(config)", "run a program to its end on this thread; its exit status", "parks"),
    # ---- collected memory
    _e(
        "runtime.mallocgc",
        "i64(size, type, flags)",
        "zeroed memory of `size` bytes (any size; ≤ 0 gives the zero base). type: 0 no pointers, 1 unknown (scanned "
        "conservatively), else address of a GcType, repeated over the object. flags: FLAG_NOZERO",
        "parks",
    ),
    _e(
        "runtime.alloc_fast",
        "i64(spanclass, elemsize)",
        "a free slot of the span class (sizeclasses.span_class) or 0: then call mallocgc. It is NOT zeroed, and for a "
        "class with pointers its pointer bits are not set: use runtime.new_fast unless you know better",
        "fast",
    ),
    _e(
        "runtime.new_fast",
        "i64(spanclass, elemsize, mask, size, type)",
        "zeroed object of `size` ≤ 512 bytes; all arguments constants; mask = its pointer words as bits (0 if noscan). "
        "Falls back to mallocgc(size, type, 0) by itself",
        "fast",
        "parks",
    ),
    _e(
        "runtime.new_noscan_fast",
        "i64(spanclass, elemsize, size)",
        "zeroed object of constant `size` ≤ 32768 bytes without pointers; falls back to mallocgc(size, 0, 0) by itself",
        "fast",
        "parks",
    ),
    _e("runtime.memclrNoHeapPointers", "void(p, n)", "zero n bytes"),
    _e("runtime.memmove", "void(to, from, n)", "copy n bytes, overlapping allowed"),
    _e("runtime.write_barrier", "void(old)", "call after a store over pointer `old`"),
    _e(
        "runtime.bulk_barrier",
        "void(to, from, n, type)",
        "barrier for a copy of n bytes with pointers (type as for mallocgc; from 0 = clearing); call before the copy",
    ),
    _e("runtime.wbMove", "void(to, from, n, type)", "bulk_barrier, and the copy (from 0 = clearing)"),
    _e("runtime.GC", "void()", "a full collection, swept", "parks"),
    _e("runtime.free_os_memory", "void()", "a full collection; all free pages go back to the kernel", "parks"),
    _e("runtime.readmemstats", "void(buf)", "fill memstats words (memory/stats.py names them)", "parks"),
    _e("runtime.setgcpercent", "i64(percent)", "set GOGC (-1 = off); the old value", "parks"),
    _e("runtime.setmemorylimit", "i64(bytes)", "set the memory limit (negative: only ask); the old value", "parks"),
    _e("runtime.heap_object", "i64(p)", "start of the live heap object that p points into, or 0"),
    _e("runtime.heap_object_size", "i64(p)", "size of the slot of the live heap object that p points into, or 0"),
    _e(
        "runtime.finalizer_set",
        "i64(p, record, cleanup)",
        "tell of p's end (finalizers.py; cleanup 1: without keeping p; record 0: take the finalizer away); "
        "1 = done, 0 = p is no start of a heap object, 2 = it has one already",
    ),
    _e("runtime.finalizer_next", "void(out)", "park until an object has ended: {object, record} at out", "parks"),
    # ---- explicit memory
    _e(
        "runtime.alloc",
        "i64(size, align)",
        "memory that lives until runtime.free (manager gc: until unreachable)",
        "fast",
    ),
    _e("runtime.alloc_zeroed", "i64(size, align)", "the same, zeroed"),
    _e("runtime.realloc", "i64(p, old, align, new)", "grown or shrunk, moved where needed"),
    _e("runtime.free", "void(p, size, align)", "end of its life (managers gc and none: nothing happens)", "fast"),
    # ---- goroutines
    _e("runtime.newproc", "i64(fn, ctx)", "start fn(ctx) as a goroutine; its g"),
    _e("runtime.gosched", "void()", "let others run", "parks"),
    _e(
        "runtime.gopark",
        "void(reason, lock)",
        "park (layout.wait_reason); releases `lock` (0 = none) once parked",
        "parks",
    ),
    _e("runtime.goready", "void(g)", "make a parked goroutine runnable"),
    _e("runtime.getg", "i64()", "the current goroutine", "fast"),
    _e("runtime.goexit", "void()", "end the current goroutine (its deferred calls have been run)", "noreturn"),
    _e("runtime.sleep", "void(ns)", "park for at least ns", "parks"),
    _e("runtime.block", "void()", "park for ever: select {}", "parks"),
    _e("runtime.lock", "void(addr)", "take the i64 spin lock at addr (never hold it over a park other than gopark's)"),
    _e("runtime.unlock", "void(addr)", "release it"),
    _e(
        "runtime.pollwait",
        "i64(fd, mode)",
        "park until fd is readable (mode 114 'r') or writable (119 'w'); 0, or -errno",
        "parks",
    ),
    _e("runtime.pollclose", "void(fd)", "forget fd and wake who waits for it; call before close"),
    _e("runtime.poll_slow", "void()", "let others run if somebody asked for it", "parks"),
    _e("runtime.gomaxprocs", "i64(n)", "set GOMAXPROCS (n ≤ 0: only ask); the old value", "parks"),
    _e("runtime.numgoroutine", "i64()", "goroutines that exist, the runtime's own aside"),
    _e(
        "runtime.timer_start",
        "i64(when, g)",
        "wake the parked g (goready) at `when`, in nanotime; 1, or 0 if it is set already",
    ),
    _e("runtime.timer_stop", "i64(g)", "cancel it: 1 = stopped before it fired"),
    # ---- threads (Rust)
    _e("runtime.thread_spawn", "i64(fn, ctx)", "a real thread that runs fn(ctx); its id (> 0), or -errno"),
    _e("runtime.thread_join", "i64(id)", "wait for its end; 0"),
    _e("runtime.thread_self", "i64()", "id of this thread (1 = main)"),
    _e("runtime.thread_local", "i64()", "address of one word that belongs to this thread"),
    _e("runtime.thread_yield", "void()", "sched_yield"),
    _e("runtime.thread_sleep", "void(ns)", "sleep at least ns"),
    _e(
        "runtime.futex_wait",
        "i64(addr, expected, ns)",
        "wait on an i32 (ns < 0: for ever); 0, or -errno (-110 timed out)",
    ),
    _e("runtime.futex_wake", "i64(addr, n)", "wake up to n waiters; how many"),
    # ---- system
    _e("runtime.syscall6", "i64(nr, a, b, c, d, e, f)", "a system call that does not block; result or -errno", "fast"),
    _e(
        "runtime.syscall_blocking",
        "i64(nr, a, b, c, d, e, f)",
        "one that may: the processor serves others meanwhile",
        "parks",
    ),
    _e("runtime.write", "i64(fd, p, n)", "write(2), all of it; n, or -errno", "parks"),
    _e("runtime.nanotime", "i64()", "monotonic clock, ns"),
    _e("runtime.walltime", "i64()", "ns since 1970"),
    _e("runtime.exit", "void(code)", "end the process at once", "noreturn"),
    _e("runtime.fatal", "void(p, n)", "print `fatal error: ` + text, end with status 2", "noreturn"),
    _e("runtime.args", "i64()", "address of {argc, char** argv, char** envp}"),
    _e("runtime.random", "i64()", "64 random bits"),
    _e("runtime.numcpu", "i64()", "processors this process may use"),
    # ---- control flow
    _e(
        "runtime.try",
        "i64(fn, ctx, frame)",
        "call fn(ctx); 0 = returned, 1 = left by runtime.jump(frame). *frame (one word) is the caller's",
        "unwinds",
        "parks",
    ),
    _e("runtime.jump", "void(frame)", "return 1 from the runtime.try that filled *frame (same stack)", "noreturn"),
    _e(
        "runtime.catch",
        "i64(fn, ctx)",
        "call fn(ctx); 0, or the payload of a runtime.raise that came out of it",
        "parks",
    ),
    _e("runtime.raise", "void(payload)", "unwind, running cleanups, to the innermost catch", "noreturn", "unwinds"),
    _e("runtime.panicking", "i64()", "how many raises of this thread are in flight"),
    # ---- profile, host
    _e("runtime.profile_start", "i64(hz)", "start sampling; 0, or -16 when it runs already"),
    _e("runtime.profile_stop", "i64()", "stop; number of samples taken so far (the ring is at layout.RING)"),
    _e("runtime.host_now", "i64(op, p, n)", "the same without parking, when the program is about to end"),
    _e("runtime.record_allocations", "void(rate)", "sample allocations: one every *rate bytes on average (0 = none)"),
    _e(
        "runtime.record_waits",
        "i64(kind, rate)",
        "kind 2: book one wait every `rate` ns; 3: one wait for a mutex in `rate`; 0 = none, negative: ask; the old",
    ),
    _e(
        "runtime.goroutine_stacks",
        "i64(buf, words)",
        "write {id, status, wait reason, since, n, n return addresses} of each goroutine; words needed",
    ),
    _e("runtime.host", "i64(op, p, n)", "hand a request to the Python service thread, wait for its answer", "parks"),
)

EXPORTS: dict[str, Export] = {e.name: e for e in _ALL}

# C functions that the runtime's object refers to: the linker resolves them in libc and libgcc_s
IMPORTS: tuple[str, ...] = (
    "_Unwind_ForcedUnwind",
    "_Unwind_GetCFA",
    "__gcc_personality_v0",
    "pthread_create",
    "pthread_detach",
)
