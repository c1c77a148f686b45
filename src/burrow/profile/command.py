"""What `burrow pprof -top` does: fetch, add up, print."""

from __future__ import annotations

import sys
from argparse import Namespace

from burrow.profile.fetch import fetch
from burrow.profile.merge import merge
from burrow.profile.table import TopOptions, top


def table(options: Namespace) -> str:
    """The table for the flags of a command line; warnings go to stderr."""
    profile = merge([fetch(source, options.seconds, options.timeout) for source in options.profiles])
    granularity = next((name for name in ("lines", "files", "addresses") if getattr(options, name)), "functions")
    text, warnings = top(profile, TopOptions(
        options.focus, options.ignore, options.hide, options.show, options.cum, options.nodecount,
        options.nodefraction, sample_index=options.sample_index, granularity=granularity,
        inlines=not options.noinlines))
    for warning in warnings:
        sys.stderr.write(warning + "\n")
    return text
