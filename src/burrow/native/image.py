"""The image: what is mapped and run.  One file: segments at page boundaries, then a description, then where that is.

The description is a `marshal`led dict, since reading it must not cost an import.  Symbols and the objects that debug
lines come from stand in a second block that only profiles read.
"""

from __future__ import annotations

import marshal
import struct
from typing import Any

PAGE = 4096
MAGIC = b"burrow1\n"
# an image's keys: segments [(file offset, address, bytes in file, bytes in memory, protection)], start (address of
# runtime.start), entry (address of the program's entry), imports [(name, address of the slot)], roots (address,
# entries), eh_frame (address, bytes), text (low, high), runtime (low, high), symbols {name: address} of what the loader
# asks for
Meta = dict[str, Any]


def pack(segments: list[tuple[int, bytes, int, int]], meta: Meta, debug: Any) -> bytes:
    """An image's bytes.  A segment is (address, bytes, size in memory, protection as for mmap)."""
    out = bytearray(MAGIC.ljust(PAGE, b"\0"))
    table = []
    for address, data, memory, protection in segments:
        table.append((len(out), address, len(data), memory, protection))
        out += data
        out += b"\0" * (-len(out) % PAGE)
    meta = {**meta, "segments": table}
    first, second = marshal.dumps(meta), marshal.dumps(debug)
    at = len(out)
    out += first + second
    out += struct.pack("<QQQ", at, len(first), len(second)) + MAGIC
    return bytes(out)


def read(path: str) -> Meta:
    """The description of the image at `path`; raises ValueError when it is none, OSError when it can't be read."""
    return _block(path, 0)  # type: ignore[no-any-return]


def read_debug(path: str) -> dict[str, Any]:
    """What profiles need: `symbols` [(address, size, name)], `objects` [(bytes, {section name: load address})]."""
    return _block(path, 1)  # type: ignore[no-any-return]


def _block(path: str, which: int) -> Any:
    with open(path, "rb") as f:
        f.seek(-32, 2)
        tail = f.read(32)
        if tail[24:] != MAGIC:
            raise ValueError(f"{path} is no image")
        at, first, second = struct.unpack("<QQQ", tail[:24])
        f.seek(at + (first if which else 0))
        return marshal.loads(f.read(second if which else first))
