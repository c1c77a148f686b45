"""Several profiles added up: equal stacks become one sample, equal functions one function.

Reference: `profile/merge.go` of github.com/google/pprof.  Mappings are equal when size, offset and file are.
"""

from __future__ import annotations

from burrow.profile.model import Function, Line, Location, Mapping, Profile, ProfileError, Sample


def merge(profiles: list[Profile]) -> Profile:
    """The sum of `profiles`; they have to count the same things."""
    if not profiles:
        raise ProfileError("no profiles to merge")
    if len(profiles) == 1:
        return profiles[0]
    first = profiles[0]
    kinds = [(kind.type, kind.unit) for kind in first.sample_types]
    for other in profiles[1:]:
        if [(kind.type, kind.unit) for kind in other.sample_types] != kinds:
            raise ProfileError("incompatible profiles: they count different things")
    merger = _Merger()
    for profile in profiles:
        merger.add(profile)
    times = [profile.time_nanos for profile in profiles if profile.time_nanos]
    comments = list(dict.fromkeys(comment for profile in profiles for comment in profile.comments))
    return Profile(first.sample_types, [one for one in merger.samples.values() if any(one.values)],
                   list(merger.mappings.values()), list(merger.locations.values()),
                   list(merger.functions.values()), first.drop_frames,
                   first.keep_frames, min(times, default=0), sum(profile.duration_nanos for profile in profiles),
                   first.period_type, max(profile.period for profile in profiles), comments,
                   first.default_sample_type, first.doc_url)


class _Merger:
    """What was met so far, by what it is equal by."""

    def __init__(self) -> None:
        self.samples: dict[object, Sample] = {}
        self.locations: dict[object, Location] = {}
        self.functions: dict[object, Function] = {}
        self.mappings: dict[object, Mapping] = {}

    def add(self, profile: Profile) -> None:
        """Add one profile."""
        if profile.mappings:
            self.mapping(profile.mappings[0])  # the first is the program's own
        for sample in profile.samples:
            if not any(sample.values):
                continue
            locations = [self.location(at) for at in sample.locations]
            key = (tuple(map(id, locations)), tuple((k, tuple(v)) for k, v in sorted(sample.labels.items())),
                   tuple((k, tuple(v)) for k, v in sorted(sample.numbers.items())))
            known = self.samples.get(key)
            if known is None:
                self.samples[key] = Sample(locations, list(sample.values), sample.labels, sample.numbers)
            else:
                known.values = [a + b for a, b in zip(known.values, sample.values, strict=True)]

    def mapping(self, mapping: Mapping) -> Mapping:
        """The equal mapping met first."""
        key = (mapping.limit - mapping.start, mapping.offset, mapping.build_id or mapping.file)
        return self.mappings.setdefault(key, mapping)

    def function(self, function: Function) -> Function:
        """The equal function met first."""
        key = (function.name, function.system_name, function.filename, function.start_line)
        return self.functions.setdefault(key, function)

    def location(self, location: Location) -> Location:
        """The equal location met first."""
        mapping = self.mapping(location.mapping) if location.mapping else None
        base = location.mapping.start if location.mapping else 0
        lines = [Line(self.function(line.function) if line.function else None, line.line, line.column)
                 for line in location.lines]
        key = (location.address - base, id(mapping), tuple((id(one.function), one.line, one.column) for one in lines))
        known = self.locations.get(key)
        if known is None:
            address = location.address - base + mapping.start if mapping else location.address
            known = self.locations[key] = Location(address, mapping, lines, location.folded)
        return known
