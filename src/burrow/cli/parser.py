"""argparse set up the same way for every verb, and the verb called."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from burrow.cli import VERBS


class VerbParser(argparse.ArgumentParser):
    """A parser whose mistakes are one line and a pointer to the help."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong in one line; exit status 2."""
        self.exit(2, f"{self.prog}: {message}\nTry `{self.prog} --help`.\n")


def formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal, within reason; argparse's own way to ask imports shutil on every start."""
    try:
        width = os.get_terminal_size().columns - 2
    except OSError:
        width = 98
    return argparse.RawDescriptionHelpFormatter(prog, width=max(40, min(width, 118)))


def parser_for(verb: str) -> VerbParser:
    """The parser of one verb, arguments added."""
    module = import_module(f"burrow.cli.{verb}")
    # pprof's and go build's long flags have one dash, so an abbreviation would be ambiguous with them
    parser = VerbParser(prog=f"burrow {verb}", description=module.SUMMARY, epilog="examples:\n" + module.EXAMPLES,
                        formatter_class=formatter, allow_abbrev=False)
    module.arguments(parser)
    return parser


def run_verb(verb: str, args: list[str]) -> int:
    """Parse `args` and execute the verb."""
    options = parser_for(verb).parse_args(args)
    status: int = import_module(f"burrow.cli.{verb}").execute(options)
    return status


def unknown_verb(verb: str) -> int:
    """Say that there is no such verb, and what is near it."""
    import difflib

    near = difflib.get_close_matches(verb, VERBS, n=1, cutoff=0.5)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    if verb.endswith((".go", ".rs")):
        hint = f"; did you mean `burrow run {verb}`?"
    sys.stderr.write(f"burrow: no verb `{verb}`{hint}\nTry `burrow --help`.\n")
    return 2
