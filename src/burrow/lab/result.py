"""What was found out about a program: one `Run` for each time that it ran, and the medians of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from burrow.lab.statistics import interval

MS = 1_000_000


@dataclass(slots=True)
class Run:
    """One run.  Times are nanoseconds, memory is bytes; CPU, faults and memory are the kernel's account."""

    user_ns: int = 0
    system_ns: int = 0
    wall_ns: int = 0
    minor_faults: int = 0
    major_faults: int = 0
    peak_bytes: int = 0
    baseline_bytes: int = 0
    """Resident memory of the interpreter that the program was forked from; 0 for the real toolchains."""
    status: int = 0
    ended: str = "exit"
    """`exit`: by itself; `until`: its output matched; `seconds`: its time was over; `signal`: it was killed."""
    cycles: int | None = None
    pauses_ns: list[int] = field(default_factory=list)
    classes: dict[str, int] = field(default_factory=dict)
    """Samples of each class of work, in nanoseconds of CPU as the sampler counted them."""
    profile: str = ""
    output: str = ""
    """The last lines of what it printed."""

    @property
    def cpu_ns(self) -> int:
        """User and system time."""
        return self.user_ns + self.system_ns


@dataclass(slots=True)
class Measured:
    """A program and its runs."""

    name: str
    how: str
    """Under what it ran: `gc`, `drop`, `none`, or `go 1.27.3`, `rustc 1.95.0` for the real ones."""
    runs: list[Run] = field(default_factory=list)
    """What is timed; nothing looks on meanwhile where there are several."""
    sampled: list[Run] = field(default_factory=list)
    """Runs under the sampler, for the classes of work and the pictures; empty: `runs` were sampled."""
    program: str = ""
    """Which program it is: the same for all ways to run it."""
    same: str = ""
    """A digest of what all managers of one program have in common: the IR that front ends hand over."""

    def __post_init__(self) -> None:
        self.program = self.program or self.name

    @property
    def profile(self) -> str:
        """The profile to look at; empty where there is none."""
        return next((run.profile for run in reversed(self.sampled or self.runs) if run.profile), "")

    def middle(self, what: Callable[[Run], float]) -> float:
        """The median of something over all runs."""
        return float(median(what(run) for run in self.runs))

    def classes(self) -> dict[str, float]:
        """CPU by class, in nanoseconds: the kernel's system time as it is, user time shared out as the samples are.

        The samples of all runs count together: one run of a fast program has few.  A sample does not tell whether the
        processor was in the kernel, so a class that faults pages in (zeroing, most of all) is shown a little too large,
        and the others too small by as much.
        """
        sampled: dict[str, int] = {}
        for run in self.sampled or self.runs:
            for name, value in run.classes.items():
                sampled[name] = sampled.get(name, 0) + value
        total = sum(sampled.values())
        if not total:
            return {}
        system = self.middle(lambda run: run.system_ns)
        user = max(0.0, self.middle(lambda run: run.cpu_ns) - system)  # so that the classes add up to the median CPU
        shares = {name: user * value / total for name, value in sampled.items()}
        shares["kernel"] = shares.get("kernel", 0.0) + system
        return shares

    def cycles(self) -> float | None:
        """The median number of collector cycles; None where nobody counted."""
        counted = [run.cycles for run in self.runs if run.cycles is not None]
        return float(median(counted)) if counted else None

    def pauses(self) -> list[int]:
        """All pauses of all runs, the shortest first."""
        return sorted(pause for run in self.runs for pause in run.pauses_ns)

    def as_json(self) -> dict[str, Any]:
        """Everything."""
        low, high = interval([run.cpu_ns for run in self.runs])
        return {"name": self.name, "how": self.how, "program": self.program, "same": self.same,
                "cpu_interval_ms": [low / MS, high / MS],
                "pauses_ns": {"p50": quantile(self.pauses(), 0.5), "p99": quantile(self.pauses(), 0.99),
                              "longest": quantile(self.pauses(), 1.0)},
                "median": {"cpu_ms": self.middle(lambda run: run.cpu_ns) / MS,
                           "user_ms": self.middle(lambda run: run.user_ns) / MS,
                           "system_ms": self.middle(lambda run: run.system_ns) / MS,
                           "wall_ms": self.middle(lambda run: run.wall_ns) / MS,
                           "minor_faults": self.middle(lambda run: run.minor_faults),
                           "major_faults": self.middle(lambda run: run.major_faults),
                           "peak_bytes": self.middle(lambda run: run.peak_bytes),
                           "baseline_bytes": self.middle(lambda run: run.baseline_bytes),
                           "cycles": self.cycles(),
                           "classes_ms": {name: value / MS for name, value in self.classes().items()}},
                "runs": [asdict(run) for run in self.runs],
                "sampled": [asdict(run) for run in self.sampled]}


def quantile(sorted_values: Sequence[int], part: float) -> int:
    """The value below which `part` of them lie; 0 of none."""
    if not sorted_values:
        return 0
    return sorted_values[min(len(sorted_values) - 1, int(part * len(sorted_values)))]
