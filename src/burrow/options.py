"""What the command line says about how to compile and run: one plain object that every driver takes.

A class with slots rather than a dataclass: importing `dataclasses` takes longer than everything else that
`burrow run` does before the program starts.
"""

from __future__ import annotations


class Options:
    """How to compile and run a program; every field has the default of the tool that people know."""

    __slots__ = ("cfg", "crate_name", "crate_type", "debug_assertions", "edition", "heap_profile", "heap_rate",
                 "manager", "no_inline", "profile", "release", "stats", "test", "trace")

    def __init__(self, *, release: bool = False, edition: str | None = None, manager: str | None = None,
                 crate_type: str | None = None, crate_name: str | None = None, cfg: tuple[str, ...] = (),
                 test: bool = False, no_inline: bool = False, profile: str | None = None,
                 stats: str | None = None, heap_profile: str | None = None, heap_rate: int = 0,
                 trace: str | None = None) -> None:
        self.release = release
        """Optimise, and leave out debug assertions (Rust); Go is always optimised."""
        self.edition = edition
        """Rust's edition; None is rustc's default, 2015, for a file and the manifest's for a Cargo package."""
        self.manager = manager
        """`gc`, `drop` or `none`; None is the language's own: `gc` for Go, `drop` for Rust."""
        self.crate_type = crate_type
        """`bin`, `lib`, …; None is `bin` unless the crate's own attribute says otherwise."""
        self.crate_name = crate_name
        """None is the file's name."""
        self.cfg = cfg
        """Each `--cfg`, as written: `name` or `name="value"`."""
        self.test = test
        """Compile with `cfg(test)`, and a `main` that runs the tests."""
        self.no_inline = no_inline
        """Go's `-l`: no function is inlined."""
        self.profile = profile
        """Where the child writes the CPU profile of its whole run; None is nowhere."""
        self.stats = stats
        """Where the child writes the runtime's counters at its end, as JSON; None is nowhere."""
        self.heap_profile = heap_profile
        """Where a heap profile of the whole run is written; None is nowhere."""
        self.heap_rate = heap_rate
        """Bytes between sampled allocations, on average; 1 samples all, 0 none (unless the program asks itself)."""
        self.trace = trace
        """Where a time line of the run is written; None is nowhere."""
        self.debug_assertions = not release
