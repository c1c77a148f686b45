"""Profiles as the text that `?debug=1` of net/http/pprof gives, in the shapes that Go's runtime prints.

Comes in: a profile.  Goes out: bytes.  Reference: `printCountProfile`, `writeHeapInternal` and `writeProfileInternal`
of Go's `runtime/pprof`; the offset of an address in its function is not told.
"""

from __future__ import annotations

from burrow.profile.model import Profile, Sample


def text(profile: Profile, rate: int) -> bytes:
    """A block for each stack, the most first."""
    names = [kind.type for kind in profile.sample_types]
    rows = sorted(profile.samples, key=lambda sample: sample.values[-1], reverse=True)
    if names[0] == "alloc_objects":
        sums = [sum(row.values[index] for row in rows) for index in range(4)]
        out = [f"heap profile: {shape(sums)} @ heap/{2 * rate}"]
        out += [f"{shape(row.values)} @{addresses(row)}\n{stack(row)}" for row in rows]
    elif names[0] == "contentions":
        out = ["--- contention:\ncycles/second=1000000000"]
        out += [f"{row.values[1]} {row.values[0]} @{addresses(row)}\n{stack(row)}" for row in rows]
    else:
        out = [f"{names[0]} profile: total {sum(row.values[0] for row in rows)}"]
        out += [f"{row.values[0]} @{addresses(row)}\n{stack(row)}" for row in rows]
    return ("\n".join(out) + "\n").encode()


def shape(values: list[int]) -> str:
    """In use, and allocated in all."""
    return f"{values[2]}: {values[3]} [{values[0]}: {values[1]}]"


def addresses(sample: Sample) -> str:
    """The stack by addresses."""
    return "".join(f" {at.address:#x}" for at in sample.locations)


def stack(sample: Sample) -> str:
    """The stack by names and lines."""
    lines = []
    for at in sample.locations:
        for line in at.lines:
            if line.function is not None:
                lines.append(f"#\t{at.address:#x}\t{line.function.name}\t{line.function.filename}:{line.line}\n")
    return "".join(lines)

