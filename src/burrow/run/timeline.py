"""A run as a time line: phases and pauses of the collector, goroutines on threads and why they wait, what each thread
works at (drops and frees among it), page faults, the heap.

Comes in: a child's events (`memory/records.py`) and timed CPU samples.  Goes out: JSON in Chrome's Trace Event Format
("Trace Event Format", Google, 2016), which https://ui.perfetto.dev and chrome://tracing open.  Times are microseconds
since the first event.  Complete events (`X`) of one thread never overlap; counters are `C`, names of tracks `M`.
"""

from __future__ import annotations

import json
import mmap
from typing import TYPE_CHECKING, Any

from burrow.memory import layout as L
from burrow.run import records
from burrow.run.records import Event
from burrow.run.space import RECORD_SIZE, RING_SIZE

if TYPE_CHECKING:
    from burrow.run.program import Process

THREADS, GOROUTINES, COLLECTOR, WORK, MEMORY = 1, 2, 3, 4, 5
NAMES = {THREADS: "threads", GOROUTINES: "goroutines", COLLECTOR: "collector", WORK: "what threads work at (samples)",
         MEMORY: "memory"}
PHASES = {L.EV_STOP1: ("pause: sweep termination", L.EV_MARK), L.EV_MARK: ("concurrent mark", L.EV_STOP2),
          L.EV_STOP2: ("pause: mark termination", L.EV_SWEEP)}

Trace = list[dict[str, Any]]
Timed = tuple[int, int, tuple[int, ...]]
"""A sample: time, thread, stack."""


def write(process: Process, path: str) -> None:
    """The time line of a child that has ended."""
    from burrow.run import counters

    assert process.shared is not None
    hertz = counters.read(process.shared)["sample_hz"] or 100
    assert isinstance(hertz, int)
    made = timeline(records.events(records.shared(process)), samples(process.shared), process.image,
                    1_000_000_000 // hertz)
    records.put(path, json.dumps(made).encode())


def samples(shared: int) -> list[Timed]:
    """The samples of a child, by time."""
    with mmap.mmap(shared, RECORD_SIZE + RING_SIZE, prot=mmap.PROT_READ) as m:
        at = L.RT_SAMPLES - L.META
        last = int.from_bytes(m[at:at + 8], "little")
        ring = memoryview(m)[RECORD_SIZE:].cast("q")
        out = []
        for k in range(max(0, last - L.RING_ENTRIES), last):
            entry = k % L.RING_ENTRIES * L.RING_ENTRY // 8
            n = ring[entry]
            if n:
                start = entry + L.R_PC // 8
                out.append((ring[entry + L.R_TIME // 8], ring[entry + L.R_TID // 8], tuple(ring[start:start + n])))
        ring.release()
    return sorted(out)


def timeline(events: list[Event], taken: list[Timed], image: str, period: int) -> dict[str, Any]:
    """The whole trace."""
    start = min([event.time for event in events[:1]] + [one[0] - period for one in taken[:1]], default=0)
    out: Trace = [{"ph": "M", "name": "process_name", "pid": pid, "tid": 0, "ts": 0, "args": {"name": name}}
                  for pid, name in NAMES.items()]
    end = max([event.time for event in events[-1:]] + [one[0] for one in taken[-1:]], default=start)
    out += goroutines(events, start, end)
    out += collections(events, start)
    out += counters_of(events, start)
    out += work(taken, image, period, start)
    return {"traceEvents": out, "displayTimeUnit": "ms", "otherData": {"exporter": "burrow", "image": image}}


def span(name: str, pid: int, tid: int, since: int, until: int, start: int, **args: Any) -> dict[str, Any]:
    """A complete event."""
    return {"ph": "X", "name": name, "pid": pid, "tid": tid, "ts": (since - start) / 1000,
            "dur": max(0, until - since) / 1000, "args": args}


def named(pid: int, tid: int, name: str) -> dict[str, Any]:
    """The name of a track."""
    return {"ph": "M", "name": "thread_name", "pid": pid, "tid": tid, "ts": 0, "args": {"name": name}}


def goroutines(events: list[Event], start: int, end: int) -> Trace:
    """Which goroutine runs on which thread, and what each goroutine does: runs, or waits for something."""
    out: Trace = []
    running: dict[int, tuple[int, int]] = {}  # thread: goroutine, since
    waits: dict[int, tuple[int, str]] = {}  # goroutine: since, why
    names: dict[int, str] = {}
    threads: set[int] = set()

    def stop(thread: int, now: int) -> None:
        found = running.pop(thread, None)
        if found is None:
            return
        out.append(span(names[found[0]], THREADS, thread, found[1], now, start))
        out.append(span("running", GOROUTINES, found[0], found[1], now, start, thread=thread))

    for event in events:
        if event.kind == L.EV_RUN:
            threads.add(event.thread)
            names[event.a] = f"runtime ({event.a})" if event.b else f"goroutine {event.a}"
            stop(event.thread, event.time)
            since = waits.pop(event.a, None)
            if since is not None:
                out.append(span(since[1], GOROUTINES, event.a, since[0], event.time, start))
            running[event.thread] = event.a, event.time
        elif event.kind == L.EV_PARK:
            stop(event.thread, event.time)
            if event.b >= 0:
                why = L.WAIT_REASONS[event.b] if event.b < len(L.WAIT_REASONS) else ""
                waits[event.a] = event.time, why or "runnable"
    for thread in list(running):
        stop(thread, end)
    out += [span(why, GOROUTINES, goroutine, since, end, start) for goroutine, (since, why) in waits.items()]
    out += [named(THREADS, thread, f"thread {thread}") for thread in sorted(threads)]
    out += [named(GOROUTINES, goroutine, name) for goroutine, name in sorted(names.items())]
    return out


def collections(events: list[Event], start: int) -> Trace:
    """Phases of the collector, one after another; the pauses are those in which the program stands."""
    out: Trace = []
    begun: tuple[str, int, int] | None = None  # phase, what ends it, since
    cycle = 0
    for event in events:
        if event.kind not in (L.EV_STOP1, L.EV_MARK, L.EV_STOP2, L.EV_SWEEP):
            continue
        if begun is not None and event.kind == begun[1]:
            out.append(span(begun[0], COLLECTOR, 1, begun[2], event.time, start, cycle=cycle, heap=event.a,
                            goal=event.b))
        cycle += event.kind == L.EV_STOP1
        begun = (*PHASES[event.kind], event.time) if event.kind in PHASES else None
        out.append({"ph": "C", "name": "heap", "pid": MEMORY, "tid": 0, "ts": (event.time - start) / 1000,
                    "args": {"live bytes": event.a}})
        out.append({"ph": "C", "name": "heap goal", "pid": MEMORY, "tid": 0, "ts": (event.time - start) / 1000,
                    "args": {"bytes": event.b}})
    return [named(COLLECTOR, 1, "cycles"), *out] if out else []


def counters_of(events: list[Event], start: int) -> Trace:
    """Page faults so far and pages in use, at each sample."""
    out: Trace = []
    for event in events:
        if event.kind == L.EV_TICK:
            at = (event.time - start) / 1000
            out.append({"ph": "C", "name": "page faults", "pid": MEMORY, "tid": 0, "ts": at,
                        "args": {"minor": event.a}})
            out.append({"ph": "C", "name": "heap pages", "pid": MEMORY, "tid": 0, "ts": at,
                        "args": {"in use": event.b}})
    return out


def work(taken: list[Timed], image: str, period: int, start: int) -> Trace:
    """What each thread's samples say that it works at; neighbours of one class are one span."""
    from burrow.profile.classes import class_of

    frames = records.symbolizer(image).frames if taken else None
    kinds: dict[tuple[int, ...], tuple[str, str]] = {}
    out: Trace = []
    open_: dict[int, dict[str, Any]] = {}
    for time, thread, stack in taken:
        assert frames is not None
        if stack not in kinds:
            names = [frame.name for depth, address in enumerate(stack) for frame in frames(address - (depth > 0))]
            kinds[stack] = class_of(names), next(iter(names), "")
        kind, leaf = kinds[stack]
        last = open_.get(thread)
        since, until = (time - period - start) / 1000, (time - start) / 1000
        if last is not None:
            ended = last["ts"] + last["dur"]
            since = max(since, ended)
            if last["name"] == kind and since - ended < period / 2000:
                last["dur"] = until - last["ts"]
                last["args"]["samples"] += 1
                continue
        made = {"ph": "X", "name": kind, "pid": WORK, "tid": thread, "ts": since, "dur": max(0.0, until - since),
                "args": {"samples": 1, "function": leaf}}
        open_[thread] = made
        out.append(made)
    return out + [named(WORK, thread, f"thread {thread}") for thread in sorted(open_)]
