"""The size classes of small objects: how large a slot is, how many pages a span of it has, which class a size falls
in.

The table of object sizes is Go's (`internal/runtime/gc/sizeclasses.go`): 67 classes from 8 to 32,768 bytes, chosen
there so that rounding up wastes at most an eighth. Class 0 is a large object with a span of its own; the lookup
tables and the magic numbers for division are derived here.

A *span class* is `class << 1 | noscan`: memory without pointers has spans of its own, which the collector never
scans. Plain tuples, usable without NumPy, by front ends and `native` as well.
"""

from __future__ import annotations

PAGE_SHIFT = 13
PAGE = 1 << PAGE_SHIFT
MAX_SMALL = 32768
NUM_CLASSES = 68
NUM_SPAN_CLASSES = NUM_CLASSES * 2

SIZES: tuple[int, ...] = (
    0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448,
    480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096,
    4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480,
    21760, 24576, 27264, 28672, 32768,
)  # fmt: skip


# pages of a span, by class, as Go has them (chosen so that little is wasted at the end of a span)
SPAN_PAGES: tuple[int, ...] = (
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 2,
    1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 4, 5, 6, 1, 7, 6, 5, 4, 3, 5, 7, 2, 9, 7, 5, 8, 3, 10, 7, 4,
)  # fmt: skip
SPAN_OBJECTS: tuple[int, ...] = (1, *(SPAN_PAGES[c] * PAGE // SIZES[c] for c in range(1, NUM_CLASSES)))
# offset * magic >> 32 is the object's index in its span, for every offset inside the largest span of the class
DIV_MAGIC: tuple[int, ...] = (0, *(0xFFFFFFFF // size + 1 for size in SIZES[1:]))


def _class_by_search(size: int) -> int:
    return next(c for c in range(1, NUM_CLASSES) if SIZES[c] >= size)


CLASS_OF_8: tuple[int, ...] = (0, *(_class_by_search(8 * i) for i in range(1, 129)))
CLASS_OF_128: tuple[int, ...] = tuple(_class_by_search(1024 + 128 * i) for i in range((MAX_SMALL - 1024) // 128 + 1))


def size_class(size: int) -> int:
    """The class whose slots hold `size` bytes (0 for what is larger than every class)."""
    if size <= 1024:
        return CLASS_OF_8[(size + 7) >> 3]
    if size <= MAX_SMALL:
        return CLASS_OF_128[(size - 1024 + 127) >> 7]
    return 0


def span_class(size: int, pointers: bool) -> int:
    """The span class of an object of `size` bytes, with or without pointers in it."""
    return size_class(size) << 1 | (not pointers)
