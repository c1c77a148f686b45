"""A CPU profile from raw samples: stacks of addresses as the sampler counted them.

Comes in: each stack (leaf first; callers are return addresses) with its count, and a function from address to
frames.  Goes out: a `Profile` with two values a sample, `samples/count` and `cpu/nanoseconds`, as Go's runtime and
Rust's `pprof` crate write them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from burrow.profile.model import Function, Line, Location, Mapping, Profile, Sample, ValueType
from burrow.profile.symbols import Frame

Stacks = Iterable[tuple[Sequence[int], int]]
Frames = Callable[[int], list[Frame]]


def cpu_profile(stacks: Stacks, frames: Frames, mapping: Mapping, period: int, time_nanos: int = 0,
                duration_nanos: int = 0) -> Profile:
    """The profile of samples taken every `period` nanoseconds of CPU."""
    kinds = [ValueType("samples", "count"), ValueType("cpu", "nanoseconds")]
    return build(stacks, frames, mapping, kinds, lambda count: [count, count * period], period, kinds[1], time_nanos,
                 duration_nanos)


def build(stacks: Stacks, frames: Frames, mapping: Mapping, kinds: list[ValueType],
          values: Callable[[int], list[int]], period: int, period_type: ValueType, time_nanos: int,
          duration_nanos: int) -> Profile:
    """A profile of any kind; `values` makes a sample's values from its count."""
    places = Places(frames, mapping)
    samples: dict[tuple[int, ...], Sample] = {}
    for stack, count in stacks:
        # a return address is one past the call: the instruction before it is the one that was running
        locations = [places.at(address - (depth > 0)) for depth, address in enumerate(stack) if address]
        key = tuple(map(id, locations))
        known = samples.get(key)
        if known is None:
            samples[key] = Sample(locations, values(count))
        else:
            known.values = [a + b for a, b in zip(known.values, values(count), strict=True)]
    return Profile(kinds, list(samples.values()), [mapping], list(places.locations.values()),
                   list(places.functions.values()), time_nanos=time_nanos, duration_nanos=duration_nanos,
                   period_type=period_type, period=period)


class Places:
    """Locations and functions, made once each."""

    def __init__(self, frames: Frames, mapping: Mapping) -> None:
        self.frames = frames
        self.mapping = mapping
        mapping.has_functions = mapping.has_filenames = mapping.has_line_numbers = mapping.has_inline_frames = True
        self.locations: dict[int, Location] = {}
        self.functions: dict[tuple[str, str], Function] = {}

    def at(self, address: int) -> Location:
        """The location of an address."""
        location = self.locations.get(address)
        if location is None:
            inside = self.mapping.start <= address < self.mapping.limit
            lines = [Line(self.function(frame), frame.line) for frame in self.frames(address)]
            location = self.locations[address] = Location(address, self.mapping if inside else None, lines)
        return location

    def outside(self, stack: list[Location], hidden: str | tuple[str, ...]) -> list[Location]:
        """A stack without the frames at its leaf whose names begin so; all of it where nothing else is there."""
        for number, location in enumerate(stack):
            for line, frame in enumerate(location.lines):
                if frame.function is not None and not frame.function.name.startswith(hidden):
                    return ([self.below(location, line)] if line else [location]) + stack[number + 1:]
        return stack

    def below(self, location: Location, line: int) -> Location:
        """A location without its innermost inlined calls."""
        key = -location.address - (line << 48)
        found = self.locations.get(key)
        if found is None:
            found = self.locations[key] = Location(location.address, location.mapping, location.lines[line:])
        return found

    def function(self, frame: Frame) -> Function:
        """The function of a frame.

        pprof cuts what looks like C++ arguments off a name that equals the system's name; with another system name a
        name is shown as it is, `core::ptr::drop_in_place<…>` included.
        """
        key = (frame.name, frame.file)
        function = self.functions.get(key)
        if function is None:
            system = frame.symbol
            if system == frame.name and ("::" in system or "<" in system):
                system = f"_{system}"
            function = self.functions[key] = Function(frame.name, system, frame.file, frame.start_line)
        return function
