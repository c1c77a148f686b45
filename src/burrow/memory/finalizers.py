"""Finalizers and cleanups: what is told when an object has become unreachable.

In: an object and a record of the language library (what to call); out: at the end of the cycle that finds the object
unreachable, the two are handed to the library's goroutine, which calls it. As Go's `mfinal.go` and `mcleanup.go`: what
the object of a finalizer points to counts as reachable, so of two that have finalizers the outer one goes first and
a ring is never told of; the object itself is kept until its finalizer has run. An object with a cleanup is not kept.

Entries lie in one table, chained by a hash of the object's address; those that are ready in a ring of their own.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import malloc, mark, sched, spans, system
from burrow.memory.intrinsics import gs64, ld64, shr, st64, text, text_len
from burrow.memory.registry import rt

E_OBJECT, E_RECORD, E_NEXT, E_CLEANUP = L.offsets(4)
FINALIZER, CLEANUP = 0, 1


@rt("runtime.finalizer_set", inline="never", export=True)
def finalizer_set(p: int, record: int, cleanup: int) -> int:
    """1: the object has it (record 0: its finalizer is taken away); 0: no start of a heap object; 2: it has one."""
    if malloc.heap_object(p) != p:
        return 0
    system.lock(L.RT_FIN_LOCK)
    found = find_entry(p)
    r = 1
    if record == 0:
        if found != 0:
            remove_entry(found)
    elif found != 0 and cleanup == FINALIZER:
        r = 2
    else:
        insert_entry(p, record, cleanup)
    system.unlock(L.RT_FIN_LOCK)
    return r


@rt("runtime.finalizer_next", inline="never", export=True)
def finalizer_next(out: int) -> None:
    """Park until an object is ready; {object (0 after a cleanup), record} at `out`. For one goroutine, which does not
    count as the program's.
    """
    g = gs64(L.M_CURG)
    if ld64(g + L.G_SYSTEM) == 0:
        st64(g + L.G_SYSTEM, 1)
        system.xadd_shared(L.RT_LIVE_GS, -1)
    while True:
        system.lock(L.RT_FIN_LOCK)
        n = ld64(L.RT_FIN_READY)
        if n != 0:
            st64(L.RT_FIN_READY, n - 1)
            at = L.FIN_QUEUE + (n - 1) * 16
            st64(out, ld64(at))
            st64(out + 8, ld64(at + 8))
            st64(at, 0)
            st64(at + 8, 0)
            system.unlock(L.RT_FIN_LOCK)
            return
        st64(L.RT_FIN_G, g)
        sched.gopark(L.WAIT_FINALIZER, L.RT_FIN_LOCK)


@rt()
def wake_finalizers() -> None:
    """After a cycle: let the goroutine go on if something is ready."""
    if ld64(L.RT_FIN_READY) == 0:
        return
    system.lock(L.RT_FIN_LOCK)
    g = ld64(L.RT_FIN_G)
    st64(L.RT_FIN_G, 0)
    system.unlock(L.RT_FIN_LOCK)
    if g != 0:
        sched.goready(g)


# ---- for the collector ----------------------------------------------------------------------------------------
@rt(inline="never")
def mark_finalizers() -> None:
    """Roots: the records, what is ready, and what the objects of finalizers point to."""
    if ld64(L.RT_FIN_USED) == 0:
        return
    system.lock(L.RT_FIN_LOCK)
    for k in range(ld64(L.RT_FIN_USED)):
        e = L.FIN_TABLE + k * 32
        p = ld64(e + E_OBJECT)
        if p != 0:
            mark.grey_word(ld64(e + E_RECORD))
            s = spans.span_of(p)
            if ld64(e + E_CLEANUP) == FINALIZER and s != 0 and ld64(s + L.S_CLASS) & 1 == 0:
                mark.scanobject(p)
    for k in range(ld64(L.RT_FIN_READY)):
        mark.grey_word(ld64(L.FIN_QUEUE + k * 16))
        mark.grey_word(ld64(L.FIN_QUEUE + k * 16 + 8))
    system.unlock(L.RT_FIN_LOCK)


@rt(inline="never")
def find_unreachable() -> None:
    """Everything is marked and the world is stopped: objects that are not marked are ready."""
    if ld64(L.RT_FIN_USED) == 0:
        return
    for k in range(ld64(L.RT_FIN_USED)):
        e = L.FIN_TABLE + k * 32
        p = ld64(e + E_OBJECT)
        if p != 0 and is_marked(p) == 0:
            at = L.FIN_QUEUE + ld64(L.RT_FIN_READY) * 16
            st64(L.RT_FIN_READY, ld64(L.RT_FIN_READY) + 1)
            st64(at + 8, ld64(e + E_RECORD))
            st64(at, 0)
            if ld64(e + E_CLEANUP) == FINALIZER:
                st64(at, p)
            remove_entry(e)
    for k in range(ld64(L.RT_FIN_READY)):
        mark.grey_word(ld64(L.FIN_QUEUE + k * 16))
    mark.drain(1 << 60)


@rt()
def is_marked(p: int) -> int:
    """Is the slot of the address marked?"""
    s = spans.span_of(p)
    if s == 0:
        return 1
    i = spans.slot_of(s, p)
    return shr(ld64(s + (L.S_BITS + 8) + ((i >> 6) << 4)), i & 63) & 1


# ---- the table, under the lock --------------------------------------------------------------------------------
@rt(inline="always")
def bucket(p: int) -> int:
    """Head of the chain for an address."""
    return L.FIN_BUCKETS + ((shr(p, 3) ^ shr(p, 19)) & (L.FIN_HEADS - 1)) * 8


@rt()
def find_entry(p: int) -> int:
    """The entry with the object's finalizer, or 0."""
    e = ld64(bucket(p))
    while e != 0 and (ld64(e + E_OBJECT) != p or ld64(e + E_CLEANUP) != FINALIZER):
        e = ld64(e + E_NEXT)
    return e


@rt()
def insert_entry(p: int, record: int, cleanup: int) -> None:
    """A new entry, at a place that was given back if there is one."""
    e = ld64(L.RT_FIN_FREE)
    if e != 0:
        st64(L.RT_FIN_FREE, ld64(e + E_NEXT))
    else:
        k = ld64(L.RT_FIN_USED)
        if k >= L.MAX_FINS:
            system.fatal_text(text("too many finalizers"), text_len("too many finalizers"))
        st64(L.RT_FIN_USED, k + 1)
        e = L.FIN_TABLE + k * 32
    head = bucket(p)
    st64(e + E_RECORD, record)
    st64(e + E_CLEANUP, cleanup)
    st64(e + E_NEXT, ld64(head))
    st64(e + E_OBJECT, p)
    st64(head, e)


@rt()
def remove_entry(e: int) -> None:
    """Take an entry out of its chain."""
    at = bucket(ld64(e + E_OBJECT))
    while ld64(at) != e:
        at = ld64(at) + E_NEXT
    st64(at, ld64(e + E_NEXT))
    st64(e + E_OBJECT, 0)
    st64(e + E_RECORD, 0)
    st64(e + E_NEXT, ld64(L.RT_FIN_FREE))
    st64(L.RT_FIN_FREE, e)
