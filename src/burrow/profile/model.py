"""A profile in memory: samples of stacks, each stack a list of locations, each location one or more inlined lines.

The shape is that of pprof's `profile.proto`, with references instead of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Function:
    """A function as it is called in the profile (`name`) and in the symbol table (`system_name`)."""

    name: str
    system_name: str = ""
    filename: str = ""
    start_line: int = 0


@dataclass(slots=True)
class Line:
    """A line of a function; of a location with several, the innermost inlined call comes first."""

    function: Function | None
    line: int = 0
    column: int = 0


@dataclass(slots=True, eq=False)
class Mapping:
    """A stretch of the process that a file was mapped to."""

    start: int = 0
    limit: int = 0
    offset: int = 0
    file: str = ""
    build_id: str = ""
    has_functions: bool = False
    has_filenames: bool = False
    has_line_numbers: bool = False
    has_inline_frames: bool = False


@dataclass(slots=True, eq=False)
class Location:
    """An address, and the lines that stand there."""

    address: int = 0
    mapping: Mapping | None = None
    lines: list[Line] = field(default_factory=list)
    folded: bool = False


@dataclass(slots=True)
class ValueType:
    """What a number counts, and in which unit."""

    type: str
    unit: str


@dataclass(slots=True)
class Sample:
    """A stack, the leaf first, and a value for each sample type."""

    locations: list[Location]
    values: list[int]
    labels: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class Profile:
    """A whole profile."""

    sample_types: list[ValueType] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    mappings: list[Mapping] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    drop_frames: str = ""
    keep_frames: str = ""
    time_nanos: int = 0
    duration_nanos: int = 0
    period_type: ValueType | None = None
    period: int = 0
    comments: list[str] = field(default_factory=list)
    default_sample_type: str = ""
    doc_url: str = ""

    def index_of(self, name: str = "") -> int:
        """Which value of a sample is meant: by number, by type (`inuse_` and `total_` left out or not), or the default.

        Without a name it is the default sample type, or the last.
        """
        if not name:
            if self.default_sample_type:
                for index, kind in enumerate(self.sample_types):
                    if kind.type == self.default_sample_type:
                        return index
            return len(self.sample_types) - 1
        if name.lstrip("-").isdigit():
            index = int(name)
            if 0 <= index < len(self.sample_types):
                return index
            raise ProfileError(f"sample_index {name} is outside the range [0..{len(self.sample_types) - 1}]")
        bare = name.removeprefix("inuse_") if name.startswith("inuse_") else name
        for index, kind in enumerate(self.sample_types):
            if kind.type in (name, bare):
                return index
        known = " ".join(kind.type for kind in self.sample_types)
        raise ProfileError(f'sample_index "{name}" must be one of: [{known}]')


class ProfileError(Exception):
    """The profile cannot be read, or does not have what was asked for."""
