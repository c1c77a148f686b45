"""What profiles are made of besides CPU samples: sampled allocations, waits, and the events of a time line.

All of it lies behind the sampler's ring (`layout.RECORDS`), where outsiders read it. Nothing is recorded unless it
was asked for; what programs inline never looks.

* **Allocations.** As in Go's `mprof.go`, one allocation is sampled every so many bytes on average (exponentially
  distributed; a rate of 1 samples all). A bucket counts objects and bytes allocated and freed for each stack and
  size. What differs: the distance to the next sample is not counted down at each allocation. When an allocation
  cache gets a window of slots, the next sample's place among them is drawn (the distribution has no memory), and the
  fast path is shown the slots before it only: the sampled one comes through the slow path. Sampled objects are kept
  in a table by address; the end of marking looks which of them died, an explicit free looks its object up. Under
  `drop` there are no free lists while allocations are recorded, so that every allocation and free comes by.
* **Waits.** `runtime.gopark` books how long a goroutine waited for a channel, a select or a semaphore (block
  profile); `runtime.goready` books to the goroutine that lets a mutex go how long the one it wakes had waited.
* **Events.** {time, kind and thread, two words}: phases of the collector, goroutines on processors.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import signals, spans, system
from burrow.memory.intrinsics import (
    blsr,
    clz,
    frame_address,
    gs64,
    ld64,
    memmove,
    mul,
    popcnt,
    shl,
    shr,
    st64,
    udiv,
    unlikely,
    xadd,
)
from burrow.memory.registry import rt

HEAP, BLOCK, MUTEX = 1, 2, 3
SCRATCH = 0x900  # in M: the frames of a stack
MAX_FRAMES = (L.BUCKET_SIZE - L.BUCKET_FRAMES) // 8
NEVER = 1 << 62


# ---- stacks -------------------------------------------------------------------------------------------------
@rt("runtime.walk_frames", inline="never", export=True)
def walk(bp: int, sp: int, to: int, n: int, most: int) -> int:
    """Return addresses from the frame pointer up, behind the n that are at `to`; how many there are then."""
    lo = ld64(L.CONFIG + L.C_TEXT_LO)
    hi = ld64(L.CONFIG + L.C_TEXT_HI)
    top = sp + (8 << 20)
    if sp >= L.STACKS and sp < L.STACKS + L.MAX_STACKS * L.STACK_SLOT:
        top = (sp | (L.STACK_SLOT - 1)) - L.G_SIZE
    low = sp
    while bp >= low and bp < top and bp & 7 == 0 and n < most:
        ret = ld64(bp + 8)
        if ret < lo or ret >= hi:
            break
        st64(to + n * 8, ret)
        n += 1
        low = bp + 16
        bp = ld64(bp)
    return n


# ---- buckets ------------------------------------------------------------------------------------------------
@rt("runtime.record_bucket")
def bucket(kind: int, size: int, frames: int, n: int) -> int:
    """The bucket of a stack, made when it is new; 0 when the table is full. The lock is held."""
    h = mul(kind * 31 + size, 0x9E3779B97F4A7C1)
    for k in range(n):
        h = mul(h ^ ld64(frames + k * 8), 0x100000001B3)
        h = h ^ shr(h, 29)
    h = h | 1
    i = shr(h, 17)
    for _ in range(L.BUCKETS):
        b = L.BUCKET_TABLE + (i & (L.BUCKETS - 1)) * L.BUCKET_SIZE
        if ld64(b + L.B_HASH) == 0:
            if ld64(L.REC_BUCKETS) >= L.BUCKETS - (L.BUCKETS >> 3):
                return 0
            st64(L.REC_BUCKETS, ld64(L.REC_BUCKETS) + 1)
            st64(b + L.B_KIND, kind)
            st64(b + L.B_SIZE, size)
            memmove(b + L.BUCKET_FRAMES, frames, n * 8)
            st64(b + L.B_N, n)
            st64(b + L.B_HASH, h)
            return b
        if ld64(b + L.B_HASH) == h and ld64(b + L.B_KIND) == kind and ld64(b + L.B_N) == n:
            return b
        i += 1
    return 0


@rt("runtime.record_stack", inline="never")
def book(kind: int, size: int, bp: int, count: int, amount: int) -> int:
    """Count something for the stack above a frame; its bucket. The lock is held."""
    frames = gs64(L.M_SELF) + SCRATCH
    n = walk(bp, bp, frames, 0, MAX_FRAMES)
    b = bucket(kind, size, frames, n)
    if b == 0:
        st64(L.REC_LOST, ld64(L.REC_LOST) + 1)
        return 0
    st64(b + L.B_COUNT, ld64(b + L.B_COUNT) + count)
    st64(b + L.B_AMOUNT, ld64(b + L.B_AMOUNT) + amount)
    return b


# ---- allocations --------------------------------------------------------------------------------------------
@rt("runtime.record_on", inline="always")
def on() -> int:
    """Not 0 while allocations are recorded."""
    return ld64(L.REC_RATE_AT)


@rt("runtime.record_rate")
def rate() -> int:
    """Bytes between samples on average; 0: none."""
    at = ld64(L.REC_RATE_AT)
    if at == 0:
        return 0
    return ld64(at)


@rt("runtime.record_allocations", inline="never", export=True)
def record_allocations(at: int) -> None:
    """From now on the word at `at` says how many bytes lie between samples; what the config says comes before it."""
    if ld64(L.REC_RATE) != 0:
        st64(at, ld64(L.REC_RATE))
    st64(L.REC_RATE_AT, at)


@rt("runtime.record_slots_before", inline="never")
def slots_before(size: int) -> int:
    """How many objects of a size are allocated before the next one that is sampled."""
    r = rate()
    if r <= 0:
        return NEVER
    if r == 1:
        return 0
    x = system.random() | 1
    z = clz(x)
    f = shr(shl(x, z + 1), 44)  # -log2(x / 2**64) = z + 1 - log2(1 + f / 2**20)
    one = 1 << 20
    bits = ((z + 1) << 20) - f - shr(mul(shr(mul(f, one - f), 20), 22715), 16)
    return udiv(mul(shr(mul(bits, r), 20), 45426) >> 16, size)


@rt("runtime.record_window", inline="never")
def window(e: int, spc: int, size: int) -> int:
    """Slots for an empty entry, up to the next one to be sampled: 1 if that is the first of them."""
    if ld64(L.RT_PHASE) != 0:  # every allocation comes by
        bits = ld64(e + L.E_HIDDEN)
        if bits != 0 and ld64(e + L.E_SPAN) != 0:
            st64(e + L.E_HIDDEN, 0)
            st64(e + L.E_BITS, bits)
        else:
            spans.refill(e, spc)
        if slots_before(size) == 0:
            return 1
        return 0
    sampled = 0
    if ld64(e + L.E_HIDDEN) != 0:
        st64(e + L.E_BITS, ld64(e + L.E_HIDDEN))
        st64(e + L.E_HIDDEN, 0)
        sampled = 1
    else:
        spans.refill(e, spc)
    n = slots_before(size)
    if sampled == 0 and n == 0:
        sampled = 1
        n = slots_before(size)
    show(e, n + sampled)
    return sampled


@rt("runtime.record_show")
def show(e: int, n: int) -> None:
    """Leave the fast path the first n slots of an entry; the others are kept for the slow path."""
    bits = ld64(e + L.E_BITS)
    if popcnt(bits) <= n:
        return
    rest = bits
    for _ in range(n):
        rest = blsr(rest)
    st64(e + L.E_BITS, bits ^ rest)
    st64(e + L.E_HIDDEN, rest)


@rt("runtime.record_alloc", inline="never")
def allocated(p: int, size: int) -> None:
    """Book a sampled object."""
    system.lock(L.REC_LOCK)
    b = book(HEAP, size, frame_address(), 1, size)
    if b != 0:
        x = ld64(L.REC_FREE_SAMPLES)
        if x != 0:
            st64(L.REC_FREE_SAMPLES, ld64(x + L.X_NEXT))
        elif ld64(L.REC_SAMPLES_MADE) < L.SAMPLES_MOST:
            x = L.SAMPLES + ld64(L.REC_SAMPLES_MADE) * L.SAMPLE_SIZE
            st64(L.REC_SAMPLES_MADE, ld64(L.REC_SAMPLES_MADE) + 1)
        else:
            st64(L.REC_LOST, ld64(L.REC_LOST) + 1)
        if x != 0:
            head = L.SAMPLE_HEADS + chain(p) * 8
            st64(x + L.X_OBJECT, p)
            st64(x + L.X_BUCKET, b)
            st64(x + L.X_SIZE, size)
            st64(x + L.X_NEXT, ld64(head))
            st64(head, x)
    system.unlock(L.REC_LOCK)


@rt("runtime.record_chain", inline="always")
def chain(p: int) -> int:
    """Which chain of the table an object is in."""
    return (shr(p, 4) ^ shr(p, 17)) & (L.SAMPLE_CHAINS - 1)


@rt("runtime.record_gone")
def gone(x: int, at: int) -> None:
    """Book the end of the sampled object that the word at `at` leads to."""
    b = ld64(x + L.X_BUCKET)
    st64(b + L.B_FREES, ld64(b + L.B_FREES) + 1)
    st64(b + L.B_FREED, ld64(b + L.B_FREED) + ld64(x + L.X_SIZE))
    st64(at, ld64(x + L.X_NEXT))
    st64(x + L.X_NEXT, ld64(L.REC_FREE_SAMPLES))
    st64(L.REC_FREE_SAMPLES, x)


@rt("runtime.record_free", inline="never")
def freed(p: int) -> None:
    """An explicit free: book it if the object was sampled."""
    system.lock(L.REC_LOCK)
    at = L.SAMPLE_HEADS + chain(p) * 8
    x = ld64(at)
    while x != 0 and ld64(x + L.X_OBJECT) != p:
        at = x + L.X_NEXT
        x = ld64(at)
    if x != 0:
        gone(x, at)
    system.unlock(L.REC_LOCK)


@rt("runtime.record_marked", inline="never")
def marked() -> None:
    """The end of marking, the world stopped: book the sampled objects that nothing reached."""
    if ld64(L.REC_SAMPLES_MADE) == 0:
        return
    for k in range(L.SAMPLE_CHAINS):
        at = L.SAMPLE_HEADS + k * 8
        x = ld64(at)
        while x != 0:
            if is_marked(ld64(x + L.X_OBJECT)) == 0:
                gone(x, at)
            else:
                at = x + L.X_NEXT
            x = ld64(at)


@rt("runtime.record_is_marked")
def is_marked(p: int) -> int:
    """Whether marking has reached an object."""
    s = spans.span_of(p)
    if s == 0:
        return 0
    i = spans.slot_of(s, p)
    return shr(ld64(s + L.S_BITS + 8 + (i >> 6) * 16), i & 63) & 1


# ---- waits --------------------------------------------------------------------------------------------------
@rt("runtime.record_waits", inline="never", export=True)
def record_waits(kind: int, rate_: int) -> int:
    """Block profile: one wait every `rate` ns is booked; mutex profile: one in `rate`. Negative: only ask. The old."""
    word = L.REC_BLOCK_RATE
    if kind == MUTEX:
        word = L.REC_MUTEX_RATE
    old = ld64(word)
    if rate_ >= 0:
        st64(word, rate_)
    return old


@rt("runtime.record_waited", inline="never")
def waited(reason: int, since: int, bp: int) -> None:
    """A goroutine goes on after it was parked."""
    r = ld64(L.REC_BLOCK_RATE)
    ns = system.nanotime() - since
    if is_block(reason) == 0 or ns <= 0:
        return
    count = 1
    if ns < r:
        x = system.random() & 0xFFFFFFFF
        if x - udiv(x, r) * r > ns:
            return
        count = udiv(r, ns)
        ns = r
    system.lock(L.REC_LOCK)
    book(BLOCK, 0, bp, count, ns)
    system.unlock(L.REC_LOCK)


@rt("runtime.record_is_block")
def is_block(reason: int) -> int:
    """Whether waiting for this counts: channels, select, semaphores of any kind."""
    if reason == L.WAIT_CHAN_RECV or reason == L.WAIT_CHAN_SEND or reason == L.WAIT_SELECT or reason == L.WAIT_SEM:
        return 1
    if reason >= L.WAIT_COND and reason <= L.WAIT_GROUP:
        return 1
    return 0


@rt("runtime.record_let_go", inline="never")
def let_go(g: int, bp: int) -> None:
    """A goroutine is woken: where it waited for a mutex, book its wait to whoever lets it go."""
    reason = ld64(g + L.G_WAIT)
    if reason < L.WAIT_MUTEX or reason > L.WAIT_RW_WRITE or ld64(g + L.G_WAITSINCE) == 0:
        return
    r = ld64(L.REC_MUTEX_RATE)
    x = system.random() & 0xFFFFFFFF
    if x - udiv(x, r) * r != 0:
        return
    ns = system.nanotime() - ld64(g + L.G_WAITSINCE)
    system.lock(L.REC_LOCK)
    book(MUTEX, 0, bp, r, ns * r)
    system.unlock(L.REC_LOCK)


# ---- goroutines ---------------------------------------------------------------------------------------------
@rt("runtime.record_stacks", inline="never")
def stacks(buf: int, words: int, bp: int) -> int:
    """Every goroutine of the program, the world stopped: {id, status, reason, wait since, n, frames…}; words used.

    A record that does not fit is counted all the same.
    """
    used = 0
    frames = gs64(L.M_SELF) + SCRATCH
    for k in range(ld64(L.RT_NGS)):
        g = L.STACKS + (k + 1) * L.STACK_SLOT - L.G_SIZE
        status = ld64(g + L.G_STATUS)
        if status == L.G_IDLE or status == L.G_DEAD or ld64(g + L.G_SYSTEM) != 0:
            continue
        n = 0
        if g == gs64(L.M_CURG):
            n = walk(bp, bp, frames, 0, MAX_FRAMES)
        elif status == L.G_SYSCALLING:
            n = walk(ld64(g + L.G_SPILL + 8), ld64(g + L.G_SP), frames, 0, MAX_FRAMES)
        elif ld64(g + L.G_ASYNC) != 0:  # preempted by a signal, whose frame the frame pointers do not lead through
            uc = ld64(g + L.G_ASYNC)
            st64(frames, ld64(uc + signals.RIP) + 1)
            n = walk(ld64(uc + signals.RBP), ld64(uc + signals.RSP), frames, 1, MAX_FRAMES)
        else:
            st64(frames, ld64(ld64(g + L.G_SP) + 48))
            n = walk(ld64(ld64(g + L.G_SP) + 40), ld64(g + L.G_SP), frames, 1, MAX_FRAMES)
        if used + 5 + n <= words:
            at = buf + used * 8
            st64(at, ld64(g + L.G_ID))
            st64(at + 8, status)
            st64(at + 16, ld64(g + L.G_WAIT))
            st64(at + 24, ld64(g + L.G_WAITSINCE))
            st64(at + 32, n)
            memmove(at + 40, frames, n * 8)
        used += 5 + n
    return used


# ---- events -------------------------------------------------------------------------------------------------
@rt("runtime.record_event", inline="always")
def event(kind: int, a: int, b: int) -> None:
    """Note an event, if anybody asked for a time line."""
    if unlikely(ld64(L.REC_EVENTS_ON) != 0):
        note(kind, a, b)


@rt("runtime.record_note", inline="never")
def note(kind: int, a: int, b: int) -> None:
    """Write an event into the ring."""
    k = xadd(L.REC_EVENTS, 1)
    x = L.EVENTS + (k & (L.EVENT_ENTRIES - 1)) * L.EVENT_SIZE
    st64(x, system.nanotime())
    st64(x + 8, kind | shl(ld64(gs64(L.M_SELF) + L.M_TID), 8))
    st64(x + 16, a)
    st64(x + 24, b)
