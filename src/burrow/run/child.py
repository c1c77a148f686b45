"""The child process: it becomes the program.  Python's part ends when the runtime starts; only `host` goes on."""

from __future__ import annotations

import ctypes
import os
import signal

from burrow.memory import layout
from burrow.run import host, space
from burrow.run.load import map_image

LANGUAGES = {"go": 0, "rust": 1}
MANAGERS = {"gc": 0, "drop": 1, "none": 2}


def become(image: str, argv: list[str], env: dict[str, str], language: str, manager: str, shared: int | None,
           sample_hz: int = 0, heap_rate: int = 0, events: bool = False) -> None:
    """Run the program at `image` in this process and end it; never returns."""
    status = 70
    try:
        for s in (signal.SIGINT, signal.SIGPIPE, signal.SIGTERM):
            signal.signal(s, signal.SIG_DFL)
        meta = map_image(image)
        space.reserve(shared)
        config, keep = configure(meta, argv, env, language, manager)
        requests, replies = host.start(image)
        _put(config, layout.C_REQUEST_FD, requests)
        _put(config, layout.C_REPLY_FD, replies)
        _put(config, layout.C_PROFILE_HZ, sample_hz)
        _put(config, layout.C_HEAP_RATE, heap_rate)
        _put(config, layout.C_EVENTS, events)
        start = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)(meta["start"])
        status = start(ctypes.addressof(config)) & 0xFF
        del keep
    except OSError as e:
        os.write(2, f"burrow: {e}\n".encode())
    finally:
        os._exit(status)


Config = ctypes.Array[ctypes.c_char]


def _put(config: Config, offset: int, value: int) -> None:
    ctypes.c_int64.from_buffer(config, offset).value = value


def configure(meta: dict[str, object], argv: list[str], env: dict[str, str], language: str,
              manager: str) -> tuple[Config, object]:
    """The record that `runtime.start` reads (`layout.C_…`), and what must stay alive beside it."""
    config = ctypes.create_string_buffer(layout.CONFIG_SIZE)
    text, runtime, roots = meta["text"], meta["runtime"], meta["roots"]
    assert isinstance(text, tuple) and isinstance(runtime, tuple) and isinstance(roots, tuple)
    symbols = meta["symbols"]
    assert isinstance(symbols, dict)
    block = args_block(argv, env)
    for offset, value in (
        (layout.C_LANGUAGE, LANGUAGES[language]), (layout.C_MANAGER, MANAGERS[manager]),
        (layout.C_ENTRY, meta["entry"]), (layout.C_PROCS, _number(env, "GOMAXPROCS", 0)),
        (layout.C_GOGC, gogc(env)), (layout.C_MEMLIMIT, memory_limit(env)),
        (layout.C_GCTRACE, debug_option(env, "gctrace")), (layout.C_TEXT_LO, text[0]), (layout.C_TEXT_HI, text[1]),
        (layout.C_RUNTIME_LO, runtime[0]), (layout.C_RUNTIME_HI, runtime[1]), (layout.C_ROOTS, roots[0]),
        (layout.C_NROOTS, roots[1]), (layout.C_ARGC, len(argv)), (layout.C_ARGV, ctypes.addressof(block)),
        (layout.C_ENVP, ctypes.addressof(block) + 8 * (len(argv) + 1)),
        (layout.C_SIGPANIC, symbols.get("runtime.sigpanic", 0)), (layout.C_SIGFPE, symbols.get("runtime.sigfpe", 0)),
        (layout.C_FATAL, symbols.get("runtime.fatalhook", 0)),
        (layout.C_TORTURE, _number(env, "BURROW_TORTURE", 0)), (layout.C_POISON, _number(env, "BURROW_POISON", 0)),
        (layout.C_VERIFY, _number(env, "BURROW_VERIFY_HEAP", 0)),
        (layout.C_MAXHEAP, heap_limit(env)),
        (layout.C_PREEMPT, _number(env, "BURROW_PREEMPT", 0)), (layout.C_SEED, _number(env, "BURROW_SEED", 0)),
    ):
        assert isinstance(value, int)
        _put(config, offset, value)
    return config, block


def args_block(argv: list[str], env: dict[str, str]) -> ctypes.Array[ctypes.c_char_p]:
    """argv and envp as the kernel lays them out: pointers, a null, pointers, a null."""
    strings = [os.fsencode(a) for a in argv]
    pairs = [os.fsencode(f"{k}={v}") for k, v in env.items()]
    return (ctypes.c_char_p * (len(strings) + len(pairs) + 2))(*strings, None, *pairs, None)


def _number(env: dict[str, str], name: str, default: int) -> int:
    try:
        return int(env[name])
    except (KeyError, ValueError):
        return default


def gogc(env: dict[str, str]) -> int:
    """GOGC as the runtime reads it: a percentage, or -1 for `off`."""
    value = env.get("GOGC", "")
    return -1 if value == "off" else _number(env, "GOGC", 100)


def heap_limit(env: dict[str, str]) -> int:
    """What the heap may take before the program ends as out of memory, so that no other process pays for an endless
    allocation: BURROW_MAX_HEAP in bytes, else nine tenths of what the machine (or the control group) has.
    """
    asked = _number(env, "BURROW_MAX_HEAP", 0)
    if asked > 0:
        return asked
    most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        with open("/sys/fs/cgroup/memory.max") as f:
            most = min(most, int(f.read()))
    except (OSError, ValueError):
        pass
    return most // 10 * 9


def memory_limit(env: dict[str, str]) -> int:
    """GOMEMLIMIT in bytes, 0 for none."""
    value = env.get("GOMEMLIMIT", "").strip()
    if value in ("", "off"):
        return 0
    for suffix, shift in (("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40), ("B", 0), ("", 0)):
        if suffix and not value.endswith(suffix):
            continue
        digits = value[:len(value) - len(suffix)] if suffix else value
        if digits.isdigit():
            return int(digits) << shift
    return 0


def debug_option(env: dict[str, str], name: str) -> int:
    """One of GODEBUG's `name=value` pairs."""
    for part in env.get("GODEBUG", "").split(","):
        key, _, value = part.partition("=")
        if key == name and value.isdigit():
            return int(value)
    return 0
