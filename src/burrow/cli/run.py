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
  GODEBUG=gctrace=1 GOGC=50 burrow run prog.go -v input.txt
  burrow run --edition 2021 --manager none prog.rs
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    common(parser)
    parser.add_argument("--profile", metavar="FILE", help="write a CPU profile of the whole run to FILE")
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
                       profile=options.profile)
    program = front.driver(options.path).compile(options.path, compiled)
    runner = front.room("run.program", "running programs")
    status: int = runner.run(program, [program_name(options.path), *options.args], dict(os.environ), compiled)
    return status


def program_name(path: str) -> str:
    """What the program finds as its own name: the path without its ending."""
    root, ending = os.path.splitext(path.rstrip("/"))
    return root if ending in (".go", ".rs") else path
