"""The command line: `burrow VERB …`, one module a verb.

A verb module has `SUMMARY` (one line), `EXAMPLES` (shown by `--help`), `arguments(parser)` and `execute(options) ->
exit status`.  Only the verb that was asked for is imported, argparse only when a verb needs it, and anything heavier
only inside `execute`: the time from `burrow run` to the program's first instruction is a feature.

Exit statuses: 0 fine, 1 the program has errors, 2 wrong usage, 3 the source uses something that burrow does not
support yet, 70 an internal error.  `burrow run` otherwise ends with the program's own status.
"""

from __future__ import annotations

import sys

VERBS = {
    "run": "compile a Go or Rust program to machine code and run it",
    "build": "show where Go puts each value and why (-m), as go build prints it",
    "check": "report errors only, as rustc or the Go compiler would",
    "explain": "show the source with where each value lives, who owns it and when it dies",
    "pprof": "read or fetch a profile and print its table",
    "compare": "run programs side by side and show what their memory costs",
    "watch": "step through a program in the browser",
}

USAGE = """\
usage: burrow VERB [options] PATH …
       burrow --version

Where every Go and Rust value lives, when it dies, and what that costs.

{verbs}

burrow VERB --help describes a verb, with examples.
"""


def usage() -> str:
    """What `burrow --help` prints."""
    return USAGE.format(verbs="\n".join(f"  {name:<8} {summary}" for name, summary in VERBS.items()))


def main(argv: list[str] | None = None) -> int:
    """The entry of the `burrow` command; returns the exit status."""
    args = sys.argv[1:] if argv is None else argv
    from burrow.cli import guard

    return guard.guarded(args, dispatch)


def dispatch(args: list[str]) -> int:
    """Find the verb and run it."""
    if not args:
        sys.stderr.write(usage())
        return 2
    verb, rest = args[0], args[1:]
    if verb in ("--version", "-V"):
        import burrow

        print("burrow", burrow.__version__)
        return 0
    if verb in ("--help", "-h", "help"):
        if verb == "help" and rest[:1] and rest[0] in VERBS:
            return dispatch([rest[0], "--help"])
        sys.stdout.write(usage())
        return 0
    if verb not in VERBS:
        from burrow.cli.parser import unknown_verb

        return unknown_verb(verb)
    import gc

    from burrow.cli.parser import run_verb

    # trees and types live to the end of this short process: looking for garbage among them takes as long as making them
    gc.set_threshold(100_000, 20, 100)
    return run_verb(verb, rest)
