"""What `burrow pprof` does: fetch profiles, add them up, take the base away, print the report that was asked for."""

from __future__ import annotations

import sys
from argparse import Namespace

from burrow.profile.codec import encode
from burrow.profile.difference import difference, normalized
from burrow.profile.fetch import fetch
from burrow.profile.merge import merge
from burrow.profile.model import Profile
from burrow.profile.report import Options, Report

GRANULARITIES = ("functions", "lines", "files", "addresses")
DRAWN_NODES = 80


def loaded(options: Namespace) -> tuple[Profile, Profile | None]:
    """The profile of a command line, and its base."""
    profile = merge([fetch(source, options.seconds, options.timeout) for source in options.profiles])
    bases = [*options.base, *options.diff_base]
    if not bases:
        return profile, None
    base = merge([fetch(source, options.seconds, options.timeout) for source in bases])
    return (normalized(profile, base) if options.normalize else profile), base


def asked(options: Namespace) -> Options:
    """The flags as a report takes them."""
    granularity = next((name for name in GRANULARITIES if getattr(options, name)), "functions")
    index = options.sample_index or next((name for name in ("inuse_space", "inuse_objects", "alloc_space",
                                                            "alloc_objects") if getattr(options, name)), "")
    return Options(options.focus, options.ignore, options.hide, options.show, options.kind, options.cum,
                   options.nodecount, options.nodefraction, options.edgefraction, index, granularity,
                   not options.noinlines, options.unit)


def output(options: Namespace) -> str | bytes:
    """The report for the flags of a command line; warnings go to stderr."""
    profile, base = loaded(options)
    if base is not None:
        profile = difference(profile, base, bool(options.diff_base))
    how = options.report or "top"
    if how == "proto":
        return encode(profile)
    report, text = made(profile, asked(options), how, options)
    for warning in report.warnings:
        sys.stderr.write(warning + "\n")
    return text


def made(profile: Profile, flags: Options, how: str, options: Namespace) -> tuple[Report, str]:
    """One report; modules are imported when they are needed."""
    if how in ("raw", "traces", "collapsed", "speedscope"):
        flags.untrimmed()
        if how in ("raw", "speedscope"):
            flags.granularity = "addresses"
        report = Report(profile, flags)
        if how in ("raw", "traces"):
            from burrow.profile import traces

            return report, traces.raw(report.profile) if how == "raw" else traces.traces(report)
        from burrow.profile import export

        return report, export.collapsed(report) if how == "collapsed" else \
            export.speedscope(report, options.profiles[0])
    if how == "list":
        from burrow.profile.listing import listing

        flags.untrimmed().granularity = "lines"
        report = Report(profile, flags)
        return report, listing(report, options.expression)
    if how in ("tree", "peek"):
        from burrow.profile.tree import tree

        if how == "peek":
            flags.untrimmed()
        elif flags.nodecount < 0:
            flags.nodecount = DRAWN_NODES
        report = Report(profile, flags)
        return report, tree(report, options.expression if how == "peek" else "")
    if how in ("dot", "svg"):
        if flags.nodecount < 0:
            flags.nodecount = DRAWN_NODES
        report = Report(profile, flags, visual=True)
        if how == "dot":
            from burrow.profile.dot import dot

            return report, dot(report)
        from burrow.profile.drawing import drawing

        return report, drawing(report)
    from burrow.profile.table import top

    report = Report(profile, flags)
    return report, top(report)
