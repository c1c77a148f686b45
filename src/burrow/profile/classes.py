"""What CPU was spent on: which class of work a sample belongs to, by the functions on its stack.

The rules are data.  Those marked `anywhere` are asked about the whole stack first, assists before sweeping before
marking, because what the collector calls is the collector's work whatever it is called.  Of the others, the first
rule in the order of `RULES` that matches a frame decides, the frame nearest the leaf before those further up; the
scheduler's frames count only above other frames of the runtime, since every thread's own code is called from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from burrow.profile.model import Profile, Sample

PROGRAM, ALLOCATION, ZEROING, FAULTS = "program", "allocation", "zeroing", "kernel"
MARK, ASSIST, SWEEP, BARRIER = "mark", "assist", "sweep", "barrier"
FREE, SCHEDULER = "free and drop", "scheduler"

CLASSES = (PROGRAM, ALLOCATION, ZEROING, MARK, ASSIST, SWEEP, BARRIER, FREE, SCHEDULER, FAULTS)
"""In the order of the table; `kernel` is what the kernel charged beyond the samples, page faults first of all."""

VIEWS: dict[str, tuple[str, ...]] = {
    "collector": (MARK, ASSIST, SWEEP, BARRIER), "allocation": (ALLOCATION, ZEROING), "drop and free": (FREE,),
}
"""What people look at apart; the first two are the filtered views of the founding experiment."""


@dataclass(slots=True, frozen=True)
class Rule:
    """Frames that match belong to `kind`."""

    kind: str
    frame: str
    anywhere: bool = False


RULES = (
    Rule(ASSIST, r"^runtime\.(gcAssist\w*|deductAssistCredit|assist\w*)$", anywhere=True),
    Rule(SWEEP, r"^runtime\.(bgsweep|sweep\w*|gcSweep\w*|\(\*sweepLocked\)\.sweep|\(\*mspan\)\.sweep|deductSweepCredit"
                r"|\(\*mcentral\)\.uncacheSpan|bgscavenge\w*|\(\*pageAlloc\)\.scavenge\w*|scavenge\w*|free_os_memory)(\.|$)",
         anywhere=True),
    Rule(MARK, r"^runtime\.(gcBgMarkWorker|gcDrain\w*|gcMark\w*|gcStart|\(\*gcControllerState\)\.\w+|scan\w*|mark\w*"
               r"|greyobject|grey_\w+|tryDeferToSpanScan|\(\*gcWork\)\.\w+|collect\w*|maybe_collect|cycle_done"
               r"|worker_idle|flush_work|GC)(\.|$)", anywhere=True),
    Rule(BARRIER, r"^(gcWriteBarrier\d?|runtime\.(gcWriteBarrier\w*|wbBufFlush\w*|bulkBarrier\w*|bulk_barrier|wbMove"
                  r"|wbZero|typeBitsBulkBarrier|write_?[bB]arrier\w*|typedmemmove|shade))$"),
    Rule(ZEROING, r"^(runtime\.memclr\w*|memset|__memset\w*|runtime\.(memzero|zero)\w*)$"),
    Rule(FREE, r"^(core::ptr::drop_in_place|<.* as core::ops::drop::Drop>::drop|alloc::alloc::dealloc|__rust_dealloc"
               r"|__rdl_dealloc|free|cfree|_int_free\w*"
               r"|runtime\.(free|free_(large|slot|slow|pages)|freeSmall|freeLarge|dealloc\w*|\(\*mheap\)\.freeSpan))\b"),
    Rule(ALLOCATION, r"^(runtime\.(mallocgc\w*|newobject|new_(fast|noscan_fast|slot)|makeslice\w*|growslice|makechan\w*"
                     r"|makemap\w*|rawstring\w*|rawbyteslice|nextFree\w*|alloc\w*|\(\*m(cache|central|heap)\)\.\w+"
                     r"|persistentalloc\w*|malloc\w*|realloc|set_type\w*|tiny_block)"
                     r"|alloc::alloc::(alloc|alloc_zeroed|realloc|exchange_malloc|Global\w*)|__rust_alloc\w*"
                     r"|__rdl_alloc\w*|malloc|calloc|realloc|_int_malloc|alloc::raw_vec::.*)(\b|$)"),
    Rule(SCHEDULER, r"^runtime\.(schedule|findRunnable|park_m|gopark|goready|mcall|gosched\w*|goschedImpl|stealWork"
                    r"|startm|stopm|wakep|notesleep|notewakeup|futex\w*|usleep|osyield|mstart\w*|sysmon|netpoll\w*|ready"
                    r"|newproc\w*|sigpreempt|preemptM|goexit0|gcstopm|casgstatus|runq\w*|globrunq\w*|selectgo|switch\w*|execute|sleep\w*"
                    r"|wait_for_something|take_turn|poll_slow|runtimer|put_timer|wake|give_p|look_around|free_g"
                    r"|thread_(sleep|yield|join|timer|spawn|entry)\w*)(\.|$)"),
)


@lru_cache(maxsize=65536)
def class_of_frame(name: str, anywhere: bool) -> str | None:
    """The class that a function's name alone decides."""
    return next((rule.kind for rule, expression in compiled() if rule.anywhere == anywhere and expression.search(name)),
                None)


@lru_cache(maxsize=1)
def compiled() -> list[tuple[Rule, re.Pattern[str]]]:
    """The rules with their expressions."""
    return [(rule, re.compile(rule.frame)) for rule in RULES]


def class_of(names: Iterable[str]) -> str:
    """The class of a stack, given its functions from the leaf to the root."""
    stack = list(names)
    collecting = {class_of_frame(name, True) for name in stack}
    for collector in (ASSIST, SWEEP, MARK):
        if collector in collecting:
            return collector
    in_runtime = True
    for name in stack:
        in_runtime = in_runtime and name.startswith("runtime.")
        kind = class_of_frame(name, False)
        if kind is not None and (in_runtime or kind != SCHEDULER):
            return kind
    return PROGRAM


def functions_of(sample: Sample) -> list[str]:
    """The functions of a sample's stack, the leaf first."""
    return [line.function.name for at in sample.locations for line in at.lines if line.function is not None]


def split(profile: Profile, index: int | None = None) -> dict[str, int]:
    """The value of each class in a profile; classes without samples are left out."""
    which = profile.index_of() if index is None else index
    out: dict[str, int] = {}
    for sample in profile.samples:
        kind = class_of(functions_of(sample))
        out[kind] = out.get(kind, 0) + sample.values[which]
    return out
