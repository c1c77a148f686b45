"""`burrow explain PATH`: the source, annotated with where each value lives, who owns it and when it dies."""

from __future__ import annotations

import sys
from argparse import REMAINDER, ArgumentParser, Namespace

from burrow.cli import front
from burrow.cli.guard import UsageError
from burrow.options import Options

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
    run = options.args if options.run else None
    text: str = explainer.explain(options.path, Options(edition=options.edition), form=form, run=run)
    if options.html and options.html != "-":
        with open(options.html, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.write(text)
    return 0
