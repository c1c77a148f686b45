"""`burrow check PATH`: errors only, in the shape of the language's own compiler."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from burrow.cli import front
from burrow.options import Options
from burrow.source.diagnostics import CompileErrors, Unsupported

SUMMARY = "Report the errors in a program, without running it: rustc's codes, lines and shape, or Go's lines."
EXAMPLES = """\
  burrow check examples/ownership/use_after_move.rs
  burrow check --error-format json --edition 2021 --crate-type lib lib.rs
  burrow check prog.go
"""


def arguments(parser: ArgumentParser) -> None:
    """The verb's arguments."""
    parser.add_argument("--error-format", choices=("human", "short", "json"), default="human",
                        help="how Rust's diagnostics are written, as rustc's option of that name (human)")
    parser.add_argument("--edition", choices=("2015", "2018", "2021", "2024"), help="Rust's edition (2015, as rustc)")
    parser.add_argument("--crate-type", metavar="T", help="bin, lib, rlib, proc-macro… (bin)")
    parser.add_argument("--crate-name", metavar="NAME", help="the crate's name (the file's)")
    parser.add_argument("--cfg", metavar="X", action="append", default=[], help="set a cfg: NAME or NAME=\"VALUE\"")
    parser.add_argument("--test", action="store_true", help="check with cfg(test) and the test harness")
    parser.add_argument("--cap-lints", metavar="LEVEL", choices=("allow", "warn", "deny", "forbid"),
                        help="as rustc's option; burrow has no lints, so it changes nothing")
    parser.add_argument("path", metavar="PATH", nargs="?", default=".", help="a .go or .rs file, or a package")


def execute(options: Namespace) -> int:
    """Check, print, and end with 0, 1 or 3."""
    from burrow.cli.show import show, show_all

    driver = front.driver(options.path)
    try:
        if front.language(options.path) == "go":
            driver.check(options.path)
            return 0
        asked = Options(edition=options.edition, crate_type=options.crate_type, crate_name=options.crate_name,
                        cfg=tuple(options.cfg), test=options.test)
        return show_all(driver.check(options.path, asked), options.error_format)
    except (CompileErrors, Unsupported) as problem:
        return show(problem, options.error_format)
