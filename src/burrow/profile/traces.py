"""All samples as text: `-traces`, stack by stack, and `-raw`, the profile as it is stored.

Comes in: a `Report` or a `Profile`.  Goes out: the text.  Reference: `printTraces` in `internal/report` and
`Profile.String` in `profile` of github.com/google/pprof.
"""

from __future__ import annotations

import time

from burrow.profile import units
from burrow.profile.graph import info_of
from burrow.profile.model import Line, Location, Mapping, Profile, Sample
from burrow.profile.report import Report

SEPARATOR = "-----------+-------------------------------------------------------"


def traces(report: Report) -> str:
    """A block for each sample: its labels, its value, its stack from the leaf."""
    lines = report.about()
    for sample in report.profile.samples:
        stack = [(info_of(at, line).printed, number != len(at.lines) - 1 and bool(at.lines))
                 for at in sample.locations for number, line in enumerate(rows(at))]
        if not stack:
            continue
        lines.append(SEPARATOR)
        lines += sorted(f"{key:>10}:  {' '.join(values)}" for key, values in sample.labels.items())
        lines += sorted(f"{key:>10}:  {' '.join(units.label(n, unit or unit_of(key)) for n, unit in numbers)}"
                        for key, numbers in sample.numbers.items())
        value = report.value(sample.values[report.index])
        for number, (name, inline) in enumerate(stack):
            lines.append(f"{'' if number else value:>10}   {name}{' (inline)' if inline else ''}")
    lines.append(SEPARATOR)
    return "\n".join(lines) + "\n"


def unit_of(label: str) -> str:
    """What the numbers of a label count when the profile does not say: bytes, or what the label's name says."""
    return "bytes" if label in ("alignment", "request") else label


def rows(location: Location) -> list[Line] | list[None]:
    """The lines of a location, or one that is unknown."""
    return location.lines or [None]


def raw(profile: Profile) -> str:
    """Everything that the profile holds."""
    lines = [f"Comment: {comment}" for comment in profile.comments]
    if profile.doc_url:
        lines.append(f"Doc: {profile.doc_url}")
    if profile.period_type is not None:
        lines.append(f"PeriodType: {profile.period_type.type} {profile.period_type.unit}")
    lines.append(f"Period: {profile.period}")
    if profile.time_nanos:
        seconds, nanos = divmod(profile.time_nanos, 1_000_000_000)
        fraction = f".{nanos:09}".rstrip("0") if nanos else ""
        when = time.localtime(seconds)
        lines.append("Time: " + time.strftime("%Y-%m-%d %H:%M:%S", when) + fraction
                     + time.strftime(" %z %Z", when))
    if profile.duration_nanos:
        lines.append(f"Duration: {go_duration(profile.duration_nanos)}")
    lines.append("Samples:")
    lines.append(" ".join(f"{kind.type}/{kind.unit}{'[dflt]' * (kind.type == profile.default_sample_type)}"
                          for kind in profile.sample_types))
    numbers = {id(location): number for number, location in enumerate(profile.locations, 1)}
    mappings = {id(mapping): number for number, mapping in enumerate(profile.mappings, 1)}
    for sample in profile.samples:
        lines += sample_lines(sample, numbers)
    lines.append("Locations")
    for location in profile.locations:
        lines += location_lines(location, numbers[id(location)], mappings)
    lines.append("Mappings")
    lines += [mapping_line(mapping, mappings[id(mapping)]) for mapping in profile.mappings]
    return "\n".join(lines) + "\n"


def sample_lines(sample: Sample, numbers: dict[int, int]) -> list[str]:
    """Values, locations by number, labels."""
    values = "".join(f" {value:>10}" for value in sample.values)
    lines = [values + ": " + "".join(f"{numbers[id(at)]} " for at in sample.locations)]
    if sample.labels:
        lines.append(" " * 16 + " ".join(sorted(f"{key}:[{' '.join(one)}]" for key, one in sample.labels.items())))
    if sample.numbers:
        lines.append(" " * 16 + " ".join(sorted(
            f"{key}:[{' '.join(f'{number} {unit}' if unit else str(number) for number, unit in one)}]"
            for key, one in sample.numbers.items())))
    return lines


def location_lines(location: Location, number: int, mappings: dict[int, int]) -> list[str]:
    """An address and its lines."""
    head = f"{number:>6}: {location.address:#x} "
    if location.mapping is not None:
        head += f"M={mappings[id(location.mapping)]} "
    if location.folded:
        head += "[F] "
    lines = []
    for line in location.lines:
        said, function = "??", line.function
        if function is not None:
            said = f"{function.name} {function.filename}:{line.line}:{line.column} s={function.start_line}"
            if function.name != function.system_name:
                said += f"({function.system_name})"
        lines.append(head + said)
        head = " " * 13
    return lines or [head]


def mapping_line(mapping: Mapping, number: int) -> str:
    """Addresses, file, what is known of it."""
    known = "".join(text for text, has in (("[FN]", mapping.has_functions), ("[FL]", mapping.has_filenames),
                                           ("[LN]", mapping.has_line_numbers), ("[IN]", mapping.has_inline_frames))
                    if has)
    where = f"{mapping.start:#x}/{mapping.limit:#x}/{mapping.offset:#x}"
    return f"{number}: {where} {mapping.file} {mapping.build_id} {known}"


def go_duration(nanos: int) -> str:
    """A duration as pprof's `%.4v` prints it: at most four characters of what Go would say."""
    seconds = nanos / 1e9
    if seconds >= 1:
        minutes, rest = divmod(seconds, 60)
        said = f"{int(minutes)}m{rest:.9f}".rstrip("0").rstrip(".") + "s" if minutes else \
            f"{rest:.9f}".rstrip("0").rstrip(".") + "s"
    elif nanos >= 1_000_000:
        said = f"{nanos / 1e6:.6f}".rstrip("0").rstrip(".") + "ms"
    else:
        said = f"{nanos / 1e3:.3f}".rstrip("0").rstrip(".") + "µs"
    return said[:4]
