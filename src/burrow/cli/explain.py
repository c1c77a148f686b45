"""`burrow explain PATH`: the source, annotated with where each value lives, who owns it and when it dies."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from burrow.cli import front
from burrow.options import Options

SUMMARY = "Show the source with where each value lives and why, who owns it, where it is moved, borrowed and dropped."
EXAMPLES = """\
  burrow explain examples/placement/inner_block.go
  burrow explain --json examples/ownership/drop_order.rs
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--edition", choices=("2015", "2018", "2021", "2024"), help="Rust's edition (2015, as rustc)")
    parser.add_argument("path", metavar="PATH", help="a .go or .rs file, or a package")


def execute(options: Namespace) -> int:
    """Print the annotated source."""
    which = front.language(options.path)
    explainer = front.room(f"{which}.explain", f"explain for {which.capitalize()}")
    text: str = explainer.explain(options.path, Options(edition=options.edition), as_json=options.json)
    sys.stdout.write(text)
    return 0
