"""`burrow pprof`: read or fetch a profile and print the table that `go tool pprof` prints."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from burrow.cli import front

SUMMARY = "Read a profile from a file or a server and print its table, as `go tool pprof` does."
EXAMPLES = """\
  burrow pprof -top cpu.pb
  burrow pprof -top -focus 'mallocgc|gcBgMarkWorker' cpu.pb
  burrow pprof -top -seconds 5 http://localhost:6060/debug/pprof/profile
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments; one dash, as pprof has them."""
    parser.add_argument("-top", "--top", action="store_true", help="print the table (the default)")
    parser.add_argument("-cum", "--cum", action="store_true", help="sort by what a function and its callees cost")
    parser.add_argument("-flat", "--flat", action="store_true", help="sort by what a function itself costs (default)")
    parser.add_argument("-focus", "--focus", metavar="RE", default="", help="only samples that go through RE")
    parser.add_argument("-ignore", "--ignore", metavar="RE", default="", help="no samples that go through RE")
    parser.add_argument("-hide", "--hide", metavar="RE", default="", help="leave out frames that match RE")
    parser.add_argument("-show", "--show", metavar="RE", default="", help="only frames that match RE")
    parser.add_argument("-seconds", "--seconds", metavar="N", type=int, help="how long a server shall sample")
    parser.add_argument("-timeout", "--timeout", metavar="N", type=int, help="how long to wait for a server")
    parser.add_argument("-nodecount", "--nodecount", metavar="N", type=int, default=-1, help="at most N rows")
    parser.add_argument("-nodefraction", "--nodefraction", metavar="F", type=float, default=0.005,
                        help="leave out functions below this part of the total (0.005)")
    parser.add_argument("-sample_index", "--sample_index", metavar="T", default="", help="which value of a sample")
    parser.add_argument("-lines", "--lines", action="store_true", help="a row for each line")
    parser.add_argument("-files", "--files", action="store_true", help="a row for each file")
    parser.add_argument("-addresses", "--addresses", action="store_true", help="a row for each address")
    parser.add_argument("-noinlines", "--noinlines", action="store_true",
                        help="count inlined functions as their callers")
    parser.add_argument("-output", "--output", metavar="FILE", help="write the table to FILE")
    parser.add_argument("profiles", metavar="FILE|URL", nargs="+", help="profiles; several are added up")


def execute(options: Namespace) -> int:
    """Print the table."""
    table = front.room("profile.command", "reading profiles")
    from burrow.profile.model import ProfileError

    try:
        text: str = table.table(options)
    except ProfileError as problem:
        sys.stderr.write(f"burrow pprof: {problem}\n")
        return 1
    if options.output:
        with open(options.output, "w", encoding="utf-8") as f:
            f.write(text)
    else:
        sys.stdout.write(text)
    return 0
