"""`burrow pprof`: read or fetch a profile; print what `go tool pprof` prints, or show it in a browser."""

from __future__ import annotations

import sys
from argparse import Action, ArgumentParser, Namespace
from typing import Any

from burrow.cli import front

SUMMARY = "Read a profile from a file or a server and print or show it, as `go tool pprof` does."
EXAMPLES = """\
  burrow pprof -http=:8080 cpu.pb
  burrow pprof -http=:8080 -base before.pb after.pb
  burrow pprof -top -focus 'mallocgc|gcBgMarkWorker' cpu.pb
  burrow pprof -list 'main\\.work' -class allocation cpu.pb
  burrow pprof -top -seconds 5 http://localhost:6060/debug/pprof/profile
  burrow pprof -speedscope -output cpu.speedscope.json cpu.pb
"""

REPORTS = {
    "top": "print the table (the default)", "text": "the same", "tree": "callers and callees of each function",
    "traces": "all stacks, one after another", "raw": "the profile as it is stored",
    "dot": "the call graph in Graphviz's language", "svg": "the call graph as a picture (no other program needed)",
    "proto": "the profile itself: what was fetched, added up or taken away",
    "collapsed": "a line for each stack: `root;…;leaf value`", "speedscope": "JSON for https://www.speedscope.app",
}
MATCHING = {"list": "source of the functions that match, samples beside the lines",
            "peek": "callers and callees of the functions that match"}


class Chosen(Action):
    """A report with an expression."""

    def __call__(self, parser: ArgumentParser, namespace: Namespace, values: Any, option: str | None = None) -> None:
        namespace.report, namespace.expression = (option or "").lstrip("-"), values


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments; one dash, as pprof has them."""

    def flag(name: str, text: str, **more: Any) -> None:
        parser.add_argument(f"-{name}", f"--{name}", help=text, **more)

    flag("http", "serve pages at ADDR and open them in a browser", metavar="ADDR")
    flag("no_browser", "with -http: open no browser", action="store_true")
    reports = parser.add_argument_group("reports")
    for name, text in REPORTS.items():
        reports.add_argument(f"-{name}", f"--{name}", dest="report", action="store_const", const=name, help=text)
    for name, text in MATCHING.items():
        reports.add_argument(f"-{name}", f"--{name}", metavar="RE", action=Chosen, dest="report", help=text)
    parser.set_defaults(expression="")
    flag("output", "write the report to FILE", metavar="FILE")
    flag("cum", "sort by what a function and its callees cost", action="store_true")
    flag("flat", "sort by what a function itself costs (default)", action="store_true")
    flag("focus", "only samples that go through RE", metavar="RE", default="")
    flag("ignore", "no samples that go through RE", metavar="RE", default="")
    flag("hide", "leave out frames that match RE", metavar="RE", default="")
    flag("show", "only frames that match RE", metavar="RE", default="")
    flag("class", "only samples of a class: collector, allocation, 'drop and free'", metavar="C", default="",
         dest="kind")
    flag("base", "take this profile away", metavar="FILE|URL", action="append", default=[])
    flag("diff_base", "the same, with percentages of it", metavar="FILE|URL", action="append", default=[])
    flag("normalize", "scale the profile to its base first", action="store_true")
    flag("seconds", "how long a server shall sample", metavar="N", type=int)
    flag("timeout", "how long to wait for a server", metavar="N", type=int)
    flag("nodecount", "at most N rows", metavar="N", type=int, default=-1)
    flag("nodefraction", "leave out functions below this part of the total (0.005)", metavar="F", type=float,
         default=0.005)
    flag("edgefraction", "leave out calls below this part of the total (0.001)", metavar="F", type=float,
         default=0.001)
    flag("sample_index", "which value of a sample", metavar="T", default="")
    for name in ("inuse_space", "inuse_objects", "alloc_space", "alloc_objects"):
        flag(name, f"the same as -sample_index={name}", action="store_true")
    flag("unit", "show numbers in this unit", metavar="U", default="minimum")
    flag("functions", "a row for each function (default)", action="store_true")
    flag("lines", "a row for each line", action="store_true")
    flag("files", "a row for each file", action="store_true")
    flag("addresses", "a row for each address", action="store_true")
    flag("noinlines", "count inlined functions as their callers", action="store_true")
    parser.add_argument("profiles", metavar="FILE|URL", nargs="+", help="profiles; several are added up")


def execute(options: Namespace) -> int:
    """Print the report, or serve the pages."""
    command = front.room("profile.command", "reading profiles")
    from burrow.profile.model import ProfileError

    try:
        if options.http is not None:
            status: int = front.room("profile.web.server", "serving profiles").serve(options)
            return status
        made: str | bytes = command.output(options)
    except ProfileError as problem:
        sys.stderr.write(f"burrow pprof: {problem}\n")
        return 1
    data = made.encode() if isinstance(made, str) else made
    if options.output:
        with open(options.output, "wb") as f:
            f.write(data)
    elif isinstance(made, bytes) and sys.stdout.isatty():
        sys.stderr.write("burrow pprof: -proto needs -output FILE on a terminal\n")
        return 2
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    return 0
