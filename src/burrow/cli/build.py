"""`burrow build -m [-m] [-l] PATH`: Go's placement decisions, as `go build -gcflags=-m` prints them.

Like `go build`, everything goes to stderr, under a line with the package's import path; the files of a command line
are the package `command-line-arguments`.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from burrow.cli import front
from burrow.cli.guard import UsageError

SUMMARY = "Show where Go puts each value, word for word as `go build -gcflags=-m` prints it (on stderr)."
EXAMPLES = """\
  burrow build -m examples/placement/constructor.go
  burrow build -m -m prog.go        # the flow behind each decision
  burrow build -m -l .              # without inlining
  burrow build -m --fail-on-escape 'buf' .   # exit 1 where such a value is on the heap
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    parser.add_argument("-m", dest="m", action="count", default=0, help="print decisions; twice for the reasons")
    parser.add_argument("-l", dest="no_inline", action="store_true", help="inline nothing")
    parser.add_argument("-smallframes", dest="small_frames", action="store_true", help="as the compiler's flag")
    parser.add_argument("--fail-on-escape", metavar="RE", help="exit 1 where a value that matches goes to the heap")
    parser.add_argument("path", metavar="PATH", nargs="?", default=".", help="a .go file or a package's folder")


def execute(options: Namespace) -> int:
    """Print the lines of the package."""
    if front.language(options.path) != "go":
        raise UsageError("build -m shows Go's decisions; for Rust, use `burrow explain`")
    driver = front.driver(options.path)
    if not options.m:
        driver.check(options.path)
        return 0
    lines: list[str] = driver.placement(
        options.path, m=min(options.m, 2), no_inline=options.no_inline, small_frames=options.small_frames)
    if lines:
        sys.stderr.write("\n".join([f"# {driver.import_path(options.path)}", *lines]) + "\n")
    broken: list[str] = driver.broken_rules(options.path, options.fail_on_escape)
    if broken:
        sys.stderr.write("\n".join(broken) + "\n")
        return 1
    return 0
