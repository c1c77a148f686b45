"""What is written when a program has ended: the CPU profile of its run, the runtime's counters."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from burrow.options import Options
from burrow.run import counters

if TYPE_CHECKING:
    from burrow.run.program import Process


def write(process: Process, options: Options) -> None:
    """Write the files that the options name."""
    assert process.shared is not None
    found = counters.read(process.shared)
    if options.stats is not None:
        with open(options.stats, "w") as f:
            json.dump(found, f, indent=1)
    if options.heap_profile is not None:
        from burrow.run import records

        records.write_heap_profile(process, options.heap_profile)
    if options.trace is not None:
        from burrow.run import timeline

        timeline.write(process, options.trace)
    if options.profile is not None:
        from burrow.run import samples

        hertz = found["sample_hz"]
        assert isinstance(hertz, int)
        data = samples.encode(process.image, samples.shared_ring(process.shared), hertz=hertz or 100,
                              start=process.started, duration=process.duration)
        part = f"{options.profile}.part"
        with open(part, "wb") as out:
            out.write(data)
        os.replace(part, options.profile)
