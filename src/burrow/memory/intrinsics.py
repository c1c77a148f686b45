"""What the runtime's source uses beyond arithmetic: memory, bits, atomics, the machine. This is the interpreter's
side.

Each function here has a twin in `codegen` that emits LLVM for it; the source of the runtime reads the same for
both. All integers are signed 64-bit words; bit operations on a word with the top bit set work because Python's
integers behave as infinitely long two's complement, and because `shl` and `shr` wrap and shift in zeros as machine
words do.

In the interpreter there is one thread; `gs` is a variable of this module. What cannot be (a context switch, a
signal) raises NotImplementedError: the allocator, collector, pacer and queues run interpreted, the switch does not.
"""

from __future__ import annotations

import ctypes

_libc = ctypes.CDLL(None, use_errno=True)
_syscall = _libc.syscall
_syscall.restype = ctypes.c_long
_I64 = ctypes.c_int64
_U32 = ctypes.c_uint32
_U8 = ctypes.c_uint8
_MASK = (1 << 64) - 1

gs = 0  # base address of the current thread's record
fn_addresses: dict[object, int] = {}


def signed(x: int) -> int:
    """The word `x` as a signed integer."""
    x &= _MASK
    return x - (1 << 64) if x >> 63 else x


# ---- memory -------------------------------------------------------------------------------------------------
def ld64(a: int) -> int:
    """The word at `a`."""
    return _I64.from_address(a).value


def st64(a: int, v: int) -> None:
    """Store a word."""
    _I64.from_address(a).value = v


def ld32(a: int) -> int:
    """The 32 bits at `a`, zero-extended."""
    return _U32.from_address(a).value


def st32(a: int, v: int) -> None:
    """Store 32 bits."""
    _U32.from_address(a).value = v


def ld8(a: int) -> int:
    """The byte at `a`."""
    return _U8.from_address(a).value


def st8(a: int, v: int) -> None:
    """Store a byte."""
    _U8.from_address(a).value = v


def memset(p: int, byte: int, n: int) -> None:
    """Fill n bytes."""
    ctypes.memset(p, byte, n)


def memmove(to: int, src: int, n: int) -> None:
    """Copy n bytes, overlapping allowed."""
    ctypes.memmove(to, src, n)


def prefetch(p: int) -> None:
    """Ask for the cache line of `p`."""


# ---- atomics ------------------------------------------------------------------------------------------------
def aload(a: int) -> int:
    """Atomic load (acquire)."""
    return ld64(a)


def astore(a: int, v: int) -> None:
    """Atomic store (sequentially consistent)."""
    st64(a, v)


def aload32(a: int) -> int:
    """Atomic 32-bit load (acquire), zero-extended."""
    return ld32(a)


def astore32(a: int, v: int) -> None:
    """Atomic 32-bit store (sequentially consistent)."""
    st32(a, v)


def cas(a: int, old: int, new: int) -> int:
    """1 if the word was `old` and is `new` now."""
    if ld64(a) != old:
        return 0
    st64(a, new)
    return 1


def cas32(a: int, old: int, new: int) -> int:
    """1 if the 32 bits were `old` and are `new` now."""
    if ld32(a) != old:
        return 0
    st32(a, new)
    return 1


def xadd(a: int, v: int) -> int:
    """Add atomically; the old value."""
    old = ld64(a)
    st64(a, signed(old + v))
    return old


def xchg(a: int, v: int) -> int:
    """Exchange atomically; the old value."""
    old = ld64(a)
    st64(a, v)
    return old


def aor(a: int, v: int) -> int:
    """Or atomically; the old value."""
    old = ld64(a)
    st64(a, old | v)
    return old


def aand(a: int, v: int) -> int:
    """And atomically; the old value."""
    old = ld64(a)
    st64(a, old & v)
    return old


def pause() -> None:
    """A hint for spin loops."""


# ---- bits ---------------------------------------------------------------------------------------------------
def ctz(x: int) -> int:
    """Trailing zeros of a word that is not 0."""
    return (x & -x).bit_length() - 1


def clz(x: int) -> int:
    """Leading zeros of a word that is not 0."""
    return 64 - (x & _MASK).bit_length()


def popcnt(x: int) -> int:
    """Ones in the word."""
    return (x & _MASK).bit_count()


def shl(x: int, n: int) -> int:
    """x << n, for n < 64."""
    return signed(x << n)


def shr(x: int, n: int) -> int:
    """x >> n with zeros shifted in, for n < 64."""
    return (x & _MASK) >> n if n else x


def mul(x: int, y: int) -> int:
    """x * y, wrapping."""
    return signed(x * y)


def add(x: int, y: int) -> int:
    """x + y, wrapping (a plain + must not overflow)."""
    return signed(x + y)


def sub(x: int, y: int) -> int:
    """x - y, wrapping."""
    return signed(x - y)


def blsr(x: int) -> int:
    """x without its lowest one bit."""
    return signed(x & (x - 1))


def lowmask(n: int) -> int:
    """A word with its n lowest bits set, n in 0…64."""
    return -1 if n >= 64 else signed((1 << n) - 1)


def udiv(x: int, y: int) -> int:
    """x / y of non-negative words, y > 0."""
    return x // y


def f2i(x: float) -> int:
    """x truncated to a word."""
    return int(x)


def i2f(x: int) -> float:
    """The word as a float."""
    return float(x)


def imax(x: int, y: int) -> int:
    """The larger one."""
    return x if x > y else y


def imin(x: int, y: int) -> int:
    """The smaller one."""
    return x if x < y else y


def table8(which: int, i: int) -> int:
    """Entry i of a constant table of bytes: 0 = CLASS_OF_8, 1 = CLASS_OF_128."""
    return _TABLES8[which][i]


def class_size(c: int) -> int:
    """Slot size of a size class, a constant table."""
    return _SIZES[c]


def class_magic(c: int) -> int:
    """Magic number for division by a class's slot size, a constant table."""
    return _MAGIC[c]


def class_pages(c: int) -> int:
    """Pages of a span of a class, a constant table."""
    return _PAGES[c]


def class_objects(c: int) -> int:
    """Slots in a span of a class, a constant table."""
    return _OBJECTS[c]


# ---- the machine --------------------------------------------------------------------------------------------
def gs64(off: int) -> int:
    """The word at gs:off."""
    return ld64(gs + off)


def gs64_set(off: int, v: int) -> None:
    """Store a word at gs:off."""
    st64(gs + off, v)


def gs32(off: int) -> int:
    """The 32 bits at gs:off."""
    return ld32(gs + off)


def syscall(nr: int, a: int, b: int, c: int, d: int, e: int, f: int) -> int:
    """A system call: its result, or -errno."""
    ctypes.set_errno(0)
    r: int = _syscall(_I64(nr), _I64(a), _I64(b), _I64(c), _I64(d), _I64(e), _I64(f))
    return -ctypes.get_errno() if r == -1 else r


def likely(x: bool) -> bool:
    """x, expected to be true."""
    return x


def unlikely(x: bool) -> bool:
    """x, expected to be false."""
    return x


def call1(fn: int, a: int) -> int:
    """Call the function at an address."""
    r: int = ctypes.CFUNCTYPE(_I64, _I64)(fn)(a)
    return r


def asm0(symbol: str) -> int:
    """Call an assembly routine without arguments."""
    raise NotImplementedError(symbol)


def asm1(symbol: str, a: int) -> int:
    """Call an assembly routine with one argument."""
    raise NotImplementedError(symbol)


def asm2(symbol: str, a: int, b: int) -> int:
    """Call an assembly routine with two arguments."""
    raise NotImplementedError(symbol)


def asm3(symbol: str, a: int, b: int, c: int) -> int:
    """Call an assembly routine (or imported C function) with three arguments."""
    raise NotImplementedError(symbol)


def asm4(symbol: str, a: int, b: int, c: int, d: int) -> int:
    """Call an assembly routine (or imported C function) with four arguments."""
    raise NotImplementedError(symbol)


def addr_of(symbol: str) -> int:
    """The address of a function by its symbol (a constant of the image)."""
    return fn_addresses.get(symbol, 0)


def frame_address() -> int:
    """The current frame pointer."""
    raise NotImplementedError("frame_address")


def text(s: str) -> int:
    """The address of a constant text (NUL-terminated)."""
    b = _TEXTS.get(s)
    if b is None:
        b = _TEXTS[s] = ctypes.create_string_buffer(s.encode())
    return ctypes.addressof(b)


def text_len(s: str) -> int:
    """Its length in bytes."""
    return len(s.encode())


_TEXTS: dict[str, ctypes.Array[ctypes.c_char]] = {}


def _tables() -> None:
    from burrow.memory import sizeclasses

    global _TABLES8, _SIZES, _MAGIC, _PAGES, _OBJECTS
    _OBJECTS = sizeclasses.SPAN_OBJECTS
    _TABLES8 = (sizeclasses.CLASS_OF_8, sizeclasses.CLASS_OF_128)
    _SIZES, _MAGIC, _PAGES = sizeclasses.SIZES, sizeclasses.DIV_MAGIC, sizeclasses.SPAN_PAGES


_TABLES8: tuple[tuple[int, ...], ...] = ()
_SIZES: tuple[int, ...] = ()
_MAGIC: tuple[int, ...] = ()
_PAGES: tuple[int, ...] = ()
_OBJECTS: tuple[int, ...] = ()
_tables()
