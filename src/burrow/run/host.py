"""The program's requests to Python, served by a thread of the child that sleeps until one comes.

The runtime writes the address of a request record (op, pointer, length, result: four words) to the request pipe; the
thread does what is asked, stores the result and writes the address back.  The goroutine or thread that asked is parked
meanwhile; the others go on.
"""

from __future__ import annotations

import ctypes
import os

PROFILE = 1  # encode samples: see `profile_request`
TRACE, FRAMES, STACK = 2, 3, 4  # see `trace_request`; also in go/std/runtime/symtab.go, memory/last.py
RECORDS = 5  # encode what else is recorded: see `records_request`


def start(image: str) -> tuple[int, int]:
    """Start the service; the runtime's ends of the two pipes (to write requests to, to read replies from)."""
    import _thread

    request_r, request_w = os.pipe()
    reply_r, reply_w = os.pipe()
    _thread.start_new_thread(_serve, (image, request_r, reply_w))
    return request_w, reply_r


def _serve(image: str, requests: int, replies: int) -> None:
    while True:
        data = os.read(requests, 8)
        if len(data) < 8:
            return
        record = (ctypes.c_int64 * 4).from_address(int.from_bytes(data, "little"))
        try:
            record[3] = handle(image, record[0], record[1], record[2])
        except Exception as e:  # the program must get an answer whatever happens here
            os.write(2, f"burrow: request {record[0]}: {e}\n".encode())
            record[3] = 0
        os.write(replies, data)


_kept: list[object] = []  # answers stay alive until the program has copied them


def handle(image: str, op: int, pointer: int, length: int) -> int:
    """One request; its result word."""
    if op == PROFILE:
        return profile_request(image, pointer, length)
    if op in (TRACE, FRAMES, STACK):
        return trace_request(image, op, pointer)
    if op == RECORDS:
        return records_request(image, pointer)
    return 0


def trace_request(image: str, op: int, pointer: int) -> int:
    """A trace or the names of an address: to standard error, or as text in the request's last two words (address and
    length); the first four are g, frame pointer, address, whether all goroutines are wanted."""
    from burrow.run import trace

    words = (ctypes.c_uint64 * 6).from_address(pointer)
    if op == FRAMES:
        text = trace.names(image, words[2])
    else:
        text = trace.goroutines(image, words[0], words[1], words[2], bool(words[3]))
    data = text.encode("utf-8", "surrogateescape")
    if op == TRACE:
        while data:
            data = data[os.write(2, data):]
        return 1
    buffer = ctypes.create_string_buffer(data, max(len(data), 1))
    _kept[:] = [buffer]
    words[4], words[5] = ctypes.addressof(buffer), len(data)
    return max(len(data), 1)


def records_request(image: str, pointer: int) -> int:
    """Encode a profile of the runtime's records.

    The request's memory holds words: which profile (`ASKED`), how (0: for pprof, 1 or 2: as text, -1: only count its
    stacks), bytes between sampled allocations, address and length of the goroutines' stacks, one unused, and two for
    the answer: address and length.
    """
    from burrow.run import records

    words = (ctypes.c_int64 * 8).from_address(pointer)
    stacks = memoryview((ctypes.c_char * (8 * words[4])).from_address(words[3] or pointer)).cast("B").cast("q")
    data = records.asked(image, words[0], words[1], words[2], stacks)
    if isinstance(data, int):
        return data
    buffer = ctypes.create_string_buffer(data, len(data))
    _kept[:] = [buffer]
    words[6], words[7] = ctypes.addressof(buffer), len(data)
    return len(data)


def profile_request(image: str, pointer: int, length: int) -> int:
    """Encode the CPU samples first…last of the ring as a pprof profile.

    The request's memory holds words: first and last sample, hertz, start (ns since 1970), duration (ns), and two for
    the answer: address and length of the encoded bytes, which stay valid until the next request.
    """
    from burrow.run import samples

    words = (ctypes.c_int64 * 7).from_address(pointer)
    ring = samples.own_ring(words[0], words[1])
    data = samples.encode(image, ring, hertz=words[2], start=words[3], duration=words[4])
    buffer = ctypes.create_string_buffer(data, len(data))
    _kept[:] = [buffer]
    words[5], words[6] = ctypes.addressof(buffer), len(data)
    del length
    return len(data)
