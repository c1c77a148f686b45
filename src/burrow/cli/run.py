"""`burrow run PATH [args]`: compile to machine code, and run in a child process."""

from __future__ import annotations

import os
from argparse import REMAINDER, ArgumentParser, Namespace

from burrow.cli import front
from burrow.options import Options

SUMMARY = "Compile a Go or Rust program to machine code and run it; its output and exit status are the program's."
EXAMPLES = """\
  burrow run examples/experiment/experiment.go
  burrow run --release examples/experiment/experiment-rs
  burrow run --profile cpu.pb --heap-profile heap.pb --trace run.json prog.go
  GODEBUG=gctrace=1 GOGC=50 burrow run prog.go -v input.txt
  burrow run --edition 2021 --manager none prog.rs
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    common(parser)
    parser.add_argument("--profile", metavar="FILE", help="write a CPU profile of the whole run to FILE")
    parser.add_argument("--heap-profile", metavar="FILE", help="write a profile of its allocations to FILE")
    parser.add_argument("--heap-rate", metavar="BYTES", type=int, default=512 << 10,
                        help="sample an allocation every so many bytes (524288; 1: all of them)")
    parser.add_argument("--trace", metavar="FILE", help="write a time line of the run to FILE, for ui.perfetto.dev")
    parser.add_argument("path", metavar="PATH", help="a .go or .rs file, a Go package or a Cargo package")
    parser.add_argument("args", nargs=REMAINDER, help="arguments of the program")


def common(parser: ArgumentParser) -> None:
    """What every verb that runs programs takes."""
    parser.add_argument("--release", action="store_true", help="optimise Rust as cargo run --release does")
    parser.add_argument("--edition", choices=("2015", "2018", "2021", "2024"), help="Rust's edition (2015, as rustc)")
    parser.add_argument("--manager", choices=("gc", "drop", "none"),
                        help="who reclaims memory: gc (Go's own), drop (Rust's own), or nobody")


def execute(options: Namespace) -> int:
    """Compile, run, and end as the program ended."""
    compiled = Options(release=options.release, edition=options.edition, manager=options.manager,
                       profile=options.profile, heap_profile=options.heap_profile,
                       heap_rate=options.heap_rate if options.heap_profile else 0, trace=options.trace)
    argv = [program_name(options.path), *options.args]
    return run_path(options.path, argv, compiled)


def run_path(path: str, argv: list[str], options: Options) -> int:
    """Run the program at `path`: at once where its image is at hand, else compiled first."""
    from burrow.run import program, warm

    found = warm.find(path, options)
    if found is not None:
        return program.run_image(found.image, argv, os.environ, options, found.language, found.manager)
    made = front.driver(path).compile(path, options)
    image, manager = program.build(made, path, options)
    return program.run_image(image, argv, os.environ, options, made.language, manager)


def program_name(path: str) -> str:
    """What the program finds as its own name: the path without its ending."""
    root, ending = os.path.splitext(path.rstrip("/"))
    return root if ending in (".go", ".rs") else path
