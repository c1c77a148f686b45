"""`burrow compare A B…`: programs side by side, what their memory costs each of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from burrow.cli import front, run

SUMMARY = "Run programs side by side and show CPU by class, collector cycles, page faults, peak memory and time."
EXAMPLES = """\
  burrow compare --until 'done, kept' examples/experiment/experiment.go examples/experiment/experiment-rs
  burrow compare --seconds 10 --runs 5 --json a.go b.rs
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    run.common(parser)
    parser.add_argument("--until", metavar="RE", help="end a program when a line of its output matches")
    parser.add_argument("--seconds", metavar="N", type=float, help="end a program after this time")
    parser.add_argument("--runs", metavar="N", type=int, default=1, help="run each so often; medians are shown (1)")
    parser.add_argument("--native", action="store_true", help="the installed go and cargo beside")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--keep", metavar="FOLDER", help="where the profiles go (a new folder under the cache)")
    parser.add_argument("paths", metavar="PATH", nargs="+", help="programs, each as for `burrow run`")


def execute(options: Namespace) -> int:
    """Run and print the comparison."""
    status: int = front.room("lab.compare", "comparing programs").command(options)
    return status
