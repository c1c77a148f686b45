"""`burrow build -m [-m] [-l] PATH`: Go's placement decisions, as `go build -gcflags=-m` prints them.

Like `go build`, everything goes to stderr, under a line with the package's import path; the files of a command line
are the package `command-line-arguments`.
"""

from __future__ import annotations

import re
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

decisions as checks (exit 1, with the chain behind each line; without -m nothing else is printed):
  --fail-on-escape RE   no `moved to heap: …` or `… escapes to heap` line matches RE
  //burrow:noescape     on a function: none of its variables is moved to the heap, no parameter (nor what it
                        points to) leaks there
  //burrow:noalloc      on a function: it never allocates, nor what is inlined into it, literals in it, and the
                        functions that it calls: no value on the heap that takes memory, no append, no make or map of
                        a size that is not constant, no assignment to a map's element, no new string (+, string(b),
                        []byte(s)), no channel, no go, no defer in a loop. Calls of functions that are not known
                        (through interfaces and function values) are noted and do not fail. The value of a panic
                        does not count, nor does a line that ends in //burrow:mayalloc
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
    if options.fail_on_escape is not None:
        try:
            re.compile(options.fail_on_escape)
        except re.error as e:
            raise UsageError(f"--fail-on-escape: {e}") from e
    if options.m:
        lines: list[str] = driver.placement(
            options.path, m=min(options.m, 2), no_inline=options.no_inline, small_frames=options.small_frames)
        if lines:
            sys.stderr.write("\n".join([f"# {driver.import_path(options.path)}", *lines]) + "\n")
    else:
        driver.check(options.path)
    checked = driver.rules(options.path, options.fail_on_escape, options.no_inline, options.small_frames)
    if checked is None:
        return 0
    for line in [*checked.notes, *checked.broken]:
        sys.stderr.write(line + "\n")
    return 1 if checked.broken else 0
