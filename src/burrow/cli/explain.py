"""`burrow explain PATH`: the source, annotated with where each value lives, who owns it and when it dies."""

from __future__ import annotations

import os
import sys
from argparse import REMAINDER, ArgumentParser, Namespace
from typing import TYPE_CHECKING

from burrow.cli import front
from burrow.cli.guard import UsageError
from burrow.options import Options

if TYPE_CHECKING:
    from burrow.profile.symbols import Frame

SUMMARY = "Show the source with where each value lives and why, who owns it, where it is moved, borrowed and dropped."
EXAMPLES = """\
  burrow explain examples/placement/inner_block.go
  burrow explain --run prog.go input.txt     # and how much each line allocated in a run (its output is on stderr)
  burrow explain --html prog.html prog.go
  burrow explain --json examples/ownership/drop_order.rs
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--html", metavar="FILE", help="write a page to FILE (- is stdout)")
    parser.add_argument("--run", action="store_true",
                        help="run the program too, and say how many objects and bytes each line allocated")
    parser.add_argument("--edition", choices=("2015", "2018", "2021", "2024"), help="Rust's edition (2015, as rustc)")
    parser.add_argument("path", metavar="PATH", help="a .go or .rs file, or a package")
    parser.add_argument("args", nargs=REMAINDER, help="arguments of the program, with --run")


def execute(options: Namespace) -> int:
    """Print the annotated source."""
    if options.args and not options.run:
        raise UsageError("arguments of the program need --run")
    which = front.language(options.path)
    explainer = front.room(f"{which}.explain", f"explain for {which.capitalize()}")
    form = "json" if options.json else "html" if options.html else "text"
    compiled = Options(edition=options.edition)
    sites = allocations(options.path, compiled, options.args) if options.run else None
    text: str = explainer.explain(options.path, compiled, form=form, sites=sites)
    if options.html and options.html != "-":
        with open(options.html, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.write(text)
    return 0


def allocations(path: str, options: Options, args: list[str]) -> list[tuple[list[Frame], int, int]]:
    """Run the program with every allocation recorded, its output on stderr: frames, objects and bytes of each site."""
    from burrow.cli.run import program_name
    from burrow.run import program
    from burrow.run.records import heap_sites

    made = front.driver(path).compile(path, options)
    image, manager = program.build(made, path, options)
    process = program.start(image, [program_name(path), *args], os.environ, language=made.language, manager=manager,
                            share=True, heap_rate=1, stdout=2)
    process.wait()
    return heap_sites(process)
