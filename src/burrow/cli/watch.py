"""`burrow watch PATH`: a program step by step in the browser."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from burrow.cli import front

SUMMARY = "Step through a program in the browser: stack frames, heap, pages, moves, borrows, drops, collector phases."
EXAMPLES = """\
  burrow watch examples/ownership/drop_order.rs
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    parser.add_argument("--port", metavar="N", type=int, default=8080, help="where the page is served (8080)")
    parser.add_argument("path", metavar="PATH", help="a .go or .rs file, or a package")


def execute(options: Namespace) -> int:
    """Serve the page."""
    status: int = front.room("watch.serve", "watch").serve(front.existing(options.path), options.port)
    return status
