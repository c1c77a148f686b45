"""Allocation histories, executed by the interpreted and by the compiled runtime, each in a child of its own.

Both start from the same bytes (the records are initialised by the interpreter), then run the same operations. What is
compared is everything: addresses, span records, page map and bitmaps, pointer bits, counters.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import os
import pickle
from collections.abc import Callable

from burrow.memory import abi, intrinsics
from burrow.memory import layout as L
from burrow.memory.image import MODULES
from burrow.memory.registry import MARKED
from burrow.native.compile import LIBC, assemble, code_stamp, runtime_object
from burrow.native.link import link

SCRATCH = 0x50000000  # roots (64 words), types, masks
ROOTS = 64
TYPES = {  # words, mask
    1: (1, 0b1), 2: (2, 0b11), 3: (3, 0b101), 6: (6, 0b100001), 70: (70, (1 << 69) | 0b11), 129: (129, 1 << 128),
}  # fmt: skip
CALLS = ("runtime.mallocgc", "runtime.gcStart", "runtime.alloc", "runtime.alloc_zeroed", "runtime.free",
         "runtime.realloc")
Op = tuple[str, int, int, int]


def image() -> str:
    """An image of the runtime alone."""
    from burrow import cache

    for name in MODULES:
        importlib.import_module(f"burrow.memory.{name}")
    key = cache.digest("history", code_stamp(), *CALLS)
    path = cache.path("image", key)
    if not os.path.exists(path):
        text = 'target triple = "x86_64-unknown-linux-gnu"\ndefine i64 @main(i64 %c) {\n ret i64 0\n}\n'
        objects = [("runtime", runtime_object(code_stamp())), ("main", assemble(text, 1))]
        cache.put("image", key, link(objects, "main", (*LIBC, *abi.IMPORTS), CALLS))
    return str(path)


def run(ops: list[Op], compiled: bool, manager: int, poison: bool = False) -> dict[str, object]:
    """Execute a history in a child; what it left behind."""
    path = image()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            result = _child(ops, path if compiled else None, manager, poison)
        except BaseException as e:  # noqa: B036
            result = {"error": repr(e)}
        with os.fdopen(writing, "wb") as f:
            pickle.dump(result, f)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as f:
        data = f.read()
    _, status = os.waitpid(pid, 0)
    return pickle.loads(data) if data else {"error": f"died with status {status}"}


def _child(ops: list[Op], path: str | None, manager: int, poison: bool) -> dict[str, object]:
    from burrow.memory import pacer, start, threads
    from burrow.run import space
    from burrow.run.load import map_image, mmap

    space.reserve(None)
    mmap(SCRATCH, 1 << 16, 3, 0x22 | 0x100000)
    word = intrinsics.st64
    at = SCRATCH + ROOTS * 8
    types = {0: 0, -1: 1}
    for key, (words, mask) in TYPES.items():
        word(at, words * 8)
        word(at + 8, mask.bit_length() * 8)
        word(at + 16, at + 24)
        for k in range((words + 63) // 64):
            word(at + 24 + 8 * k, intrinsics.signed(mask >> (64 * k)))
        types[key] = at
        at += 24 + 8 * ((words + 63) // 64)
    table = at
    for k, v in enumerate((SCRATCH, 1, ROOTS * 8)):
        word(table + 8 * k, v)
    config = ctypes.create_string_buffer(L.CONFIG_SIZE)
    base = ctypes.addressof(config)
    for off, v in ((L.C_LANGUAGE, 1), (L.C_MANAGER, manager), (L.C_GOGC, 100), (L.C_ROOTS, table), (L.C_NROOTS, 1),
                   (L.C_POISON, int(poison)), (L.C_VERIFY, 0)):
        word(base + off, v)
    ctypes.memmove(L.CONFIG, config, L.CONFIG_SIZE)
    intrinsics.gs = L.MS + L.M_SIZE
    start.init_heap()
    m = threads.new_m()
    intrinsics.gs = m
    ctypes.CDLL(None).syscall(158, 0x1001, ctypes.c_long(m))
    threads.give_p(m, threads.new_p())
    call: Callable[..., int]
    if path is None:
        by_symbol = {x.symbol: x.function for x in MARKED.values()}
        call = lambda name, *args: by_symbol[name](*args)  # noqa: E731
    else:
        symbols = map_image(path)["symbols"]
        functions = {n: ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * 3)(symbols[n]) for n in CALLS}
        functions["runtime.realloc"] = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * 4)(
            symbols["runtime.realloc"])
        call = lambda name, *args: functions[name](*(args + (0,) * (3 - len(args))))  # noqa: E731
    pacer.set_goal()
    word(L.RT_TRIGGER, 1 << 62)
    addresses: list[int] = []
    sizes = [0] * ROOTS
    for op, slot, size, typ in ops:
        root = SCRATCH + slot * 8
        if op == "new":
            p = call("runtime.mallocgc", size, types[typ], 0)
            addresses.append(p)
            word(root, p)
        elif op == "link":  # the object in `slot` points to the one in slot `size`, if it has a pointer word first
            p = intrinsics.ld64(root)
            if p > 1 and typ in TYPES and TYPES[typ][1] & 1:
                word(p, intrinsics.ld64(SCRATCH + (size % ROOTS) * 8))
        elif op == "drop":
            word(root, 0)
        elif op == "gc":
            call("runtime.gcStart", 0)
            word(L.RT_TRIGGER, 1 << 62)
        elif op == "alloc":
            if sizes[slot]:
                call("runtime.free", intrinsics.ld64(root), sizes[slot], 8)
            p = call("runtime.alloc_zeroed" if typ else "runtime.alloc", size, 8)
            addresses.append(p)
            word(root, p)
            sizes[slot] = size
        elif op == "realloc" and sizes[slot]:
            p = call("runtime.realloc", intrinsics.ld64(root), sizes[slot], 8, size)
            addresses.append(p)
            word(root, p)
            sizes[slot] = size
        elif op == "free" and sizes[slot]:
            call("runtime.free", intrinsics.ld64(root), sizes[slot], 8)
            sizes[slot] = 0
            word(root, 0)
    return _left(addresses)


def _left(addresses: list[int]) -> dict[str, object]:
    def digest(at: int, n: int) -> str:
        return hashlib.sha1(ctypes.string_at(at, n)).hexdigest()

    pages = intrinsics.ld64(L.RT_PAGES_HIGH)
    spans = intrinsics.ld64(L.RT_SPAN_NEXT) - L.SPANS
    counters = ("LIVE", "MARKED", "HEAPSCAN", "PAGES_HIGH", "PAGES_INUSE", "PAGES_DIRTY", "SPANS_INUSE", "SWEEPGEN",
                "GOAL", "NUMGC")
    return {
        "addresses": addresses,
        "spans": digest(L.SPANS, spans),
        "pagemap": digest(L.PAGEMAP, (pages + 1) * 8),
        "page bits": digest(L.PAGE_BITS, pages // 8 + 8),
        "dirty": digest(L.DIRTY_BITS, pages // 8 + 8),
        "pointer bits": digest(L.HEAP_BITS, pages * 128),
        "cache": digest(L.PS + L.P_CACHE, L.P_CACHE_SIZE),
        "lists": digest(L.CENTRAL, L.NUM_SPAN_CLASSES * L.CENTRAL_SIZE),
        "heap": digest(L.ARENA, min(pages << L.PAGE_SHIFT, 8 << 20)),
        **{c: intrinsics.ld64(getattr(L, "RT_" + c)) for c in counters},
    }
