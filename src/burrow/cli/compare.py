"""`burrow compare A B…`: programs side by side, what their memory costs each of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from burrow.cli import front, run

SUMMARY = "Run programs side by side and show CPU by class, collector cycles, page faults, peak memory and time."
EXAMPLES = """\
  burrow compare --until 'done, kept' examples/experiment/experiment.go examples/experiment/experiment-rs
  burrow compare --seconds 10 --runs 5 --json a.go b.rs
  burrow compare --release --managers gc,drop,none --native --runs 12 --html report.html a.go a.rs
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    run.common(parser)
    parser.add_argument("--until", metavar="RE", help="end a program when a line of its output matches")
    parser.add_argument("--seconds", metavar="N", type=float, help="end a program after this time")
    parser.add_argument("--runs", metavar="N", type=int, default=5,
                        help="run each so often; medians are shown (5; differences of 5%% need 12 or more)")
    parser.add_argument("--managers", metavar="M,M…", type=lambda text: text.split(","), default=[],
                        help="run each program under several managers (gc,drop,none): nothing else differs")
    parser.add_argument("--args", metavar="WORDS", default="", help="arguments for the programs")
    parser.add_argument("--html", metavar="FILE", help="write a report with plots and flame graphs, one file")
    parser.add_argument("--native", action="store_true", help="the installed go and cargo beside")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--keep", metavar="FOLDER", help="where the profiles go (a new folder under the cache)")
    parser.add_argument("paths", metavar="PATH", nargs="+", help="programs, each as for `burrow run`")


def execute(options: Namespace) -> int:
    """Run and print the comparison."""
    status: int = front.room("lab.compare", "comparing programs").command(options)
    return status
