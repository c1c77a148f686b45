"""Mapping an image into this process: segments to their addresses, C functions into their slots, unwind tables."""

from __future__ import annotations

import ctypes
import os

from burrow.native.image import Meta, read

MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS, MAP_NORESERVE, MAP_FIXED_NOREPLACE = 2, 0x10, 0x20, 0x4000, 0x100000
PAGE = 4096

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]


def mmap(address: int, size: int, protection: int, flags: int, fd: int = -1, offset: int = 0) -> int:
    """mmap(2); raises OSError."""
    got = libc.mmap(address, size, protection, flags, fd, offset)
    if got is None or got == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), f"mmap of {size:#x} bytes at {address:#x}: {os.strerror(ctypes.get_errno())}")
    return int(got)


def map_image(path: str) -> Meta:
    """Map the image at `path`; its description."""
    meta = read(path)
    fd = os.open(path, os.O_RDONLY)
    try:
        for offset, address, in_file, in_memory, protection in meta["segments"]:
            size = (in_memory + PAGE - 1) & -PAGE
            mmap(address, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE)
            if in_file:
                mmap(address, in_file, protection, MAP_PRIVATE | MAP_FIXED, fd, offset)
                tail = -in_file % PAGE
                if tail and protection & 2:  # what follows in the file's last page must read as zero
                    ctypes.memset(address + in_file, 0, tail)
    finally:
        os.close(fd)
    bind(meta)
    return meta


def bind(meta: Meta) -> None:
    """Fill the slots of C's functions and register the unwind tables."""
    libraries: list[ctypes.CDLL] = [libc]
    for name, slot in meta["imports"]:
        ctypes.c_uint64.from_address(slot).value = _find(name, libraries)
    at, size = meta["eh_frame"]
    if size:
        gcc = _library("libgcc_s.so.1", libraries)
        gcc.__register_frame(ctypes.c_void_p(at))


def _library(name: str, libraries: list[ctypes.CDLL]) -> ctypes.CDLL:
    for lib in libraries:
        if lib._name == name:
            return lib
    lib = ctypes.CDLL(name, use_errno=True)
    libraries.append(lib)
    return lib


def _find(name: str, libraries: list[ctypes.CDLL]) -> int:
    for where in (None, "libm.so.6", "libgcc_s.so.1"):
        lib = libraries[0] if where is None else _library(where, libraries)
        try:
            function = getattr(lib, name)
        except AttributeError:
            continue
        address = ctypes.cast(function, ctypes.c_void_p).value
        assert address is not None
        return address
    raise OSError(f"this system's C library has no {name}")
