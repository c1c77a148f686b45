"""Profiles to bytes and back: pprof's protobuf, gzipped."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

from burrow.profile.model import Function, Line, Location, Mapping, Profile, ProfileError, Sample, ValueType
from burrow.profile.proto import profile_class


def decode(data: bytes) -> Profile:
    """The profile in `data`, gzipped or not."""
    from google.protobuf.message import DecodeError

    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as problem:
            raise ProfileError(f"decompressing profile: {problem}") from None
    try:
        raw = profile_class().FromString(data)
    except DecodeError:
        raise ProfileError("unrecognized profile format") from None
    if not raw.string_table or raw.string_table[0] or not raw.sample_type:
        raise ProfileError("unrecognized profile format")
    try:
        return _decoded(raw)
    except (IndexError, KeyError):
        raise ProfileError("malformed profile: an index points nowhere") from None


def _decoded(raw: Any) -> Profile:
    """References for numbers."""
    text = raw.string_table
    mappings = {m.id: Mapping(m.memory_start, m.memory_limit, m.file_offset, text[m.filename], text[m.build_id],
                              m.has_functions, m.has_filenames, m.has_line_numbers, m.has_inline_frames)
                for m in raw.mapping}
    functions = {f.id: Function(text[f.name], text[f.system_name], text[f.filename], f.start_line)
                 for f in raw.function}
    locations = {
        at.id: Location(at.address, mappings[at.mapping_id] if at.mapping_id else None,
                        [Line(functions[one.function_id] if one.function_id else None, one.line, one.column)
                         for one in at.line], at.is_folded)
        for at in raw.location}
    samples = []
    for one in raw.sample:
        sample = Sample([locations[number] for number in one.location_id], list(one.value))
        for label in one.label:
            if label.str:
                sample.labels.setdefault(text[label.key], []).append(text[label.str])
            elif label.num or label.num_unit:
                sample.numbers.setdefault(text[label.key], []).append((label.num, text[label.num_unit]))
        samples.append(sample)
    period = raw.period_type if raw.HasField("period_type") else None
    return Profile(
        [ValueType(text[kind.type], text[kind.unit]) for kind in raw.sample_type], samples, list(mappings.values()),
        list(locations.values()), list(functions.values()), text[raw.drop_frames], text[raw.keep_frames],
        raw.time_nanos, raw.duration_nanos, ValueType(text[period.type], text[period.unit]) if period else None,
        raw.period, [text[number] for number in raw.comment], text[raw.default_sample_type], text[raw.doc_url])


def encode(profile: Profile, compress: bool = True) -> bytes:
    """The profile as pprof stores it; the lists of functions, locations and mappings are made from the samples."""
    raw = _Encoder(profile).raw
    data: bytes = raw.SerializeToString()
    return gzip.compress(data, compresslevel=1, mtime=0) if compress else data


class _Encoder:
    """Numbers for references."""

    def __init__(self, profile: Profile) -> None:
        self.raw: Any = profile_class()()
        self.texts: dict[str, int] = {}
        self.text("")
        self.mappings: dict[int, int] = {}
        self.functions: dict[int, int] = {}
        self.locations: dict[int, int] = {}
        raw = self.raw
        for kind in profile.sample_types:
            raw.sample_type.add(type=self.text(kind.type), unit=self.text(kind.unit))
        for mapping in profile.mappings:
            self.mapping(mapping)
        for sample in profile.samples:
            one = raw.sample.add(location_id=[self.location(at) for at in sample.locations], value=sample.values)
            for key, strings in sample.labels.items():
                for value in strings:
                    one.label.add(key=self.text(key), str=self.text(value))
            for key, numbers in sample.numbers.items():
                for number, unit in numbers:
                    one.label.add(key=self.text(key), num=number, num_unit=self.text(unit))
        raw.drop_frames, raw.keep_frames = self.text(profile.drop_frames), self.text(profile.keep_frames)
        raw.time_nanos, raw.duration_nanos = profile.time_nanos, profile.duration_nanos
        if profile.period_type is not None:
            raw.period_type.type = self.text(profile.period_type.type)
            raw.period_type.unit = self.text(profile.period_type.unit)
        raw.period = profile.period
        raw.comment.extend(self.text(comment) for comment in profile.comments)
        raw.default_sample_type, raw.doc_url = self.text(profile.default_sample_type), self.text(profile.doc_url)

    def text(self, value: str) -> int:
        """The number of a string."""
        number = self.texts.get(value)
        if number is None:
            number = self.texts[value] = len(self.texts)
            self.raw.string_table.append(value)
        return number

    def mapping(self, mapping: Mapping) -> int:
        """The number of a mapping."""
        number = self.mappings.get(id(mapping))
        if number is None:
            number = self.mappings[id(mapping)] = len(self.mappings) + 1
            self.raw.mapping.add(
                id=number, memory_start=mapping.start, memory_limit=mapping.limit, file_offset=mapping.offset,
                filename=self.text(mapping.file), build_id=self.text(mapping.build_id),
                has_functions=mapping.has_functions, has_filenames=mapping.has_filenames,
                has_line_numbers=mapping.has_line_numbers, has_inline_frames=mapping.has_inline_frames)
        return number

    def function(self, function: Function) -> int:
        """The number of a function."""
        number = self.functions.get(id(function))
        if number is None:
            number = self.functions[id(function)] = len(self.functions) + 1
            self.raw.function.add(id=number, name=self.text(function.name), system_name=self.text(function.system_name),
                                  filename=self.text(function.filename), start_line=function.start_line)
        return number

    def location(self, location: Location) -> int:
        """The number of a location."""
        number = self.locations.get(id(location))
        if number is None:
            number = self.locations[id(location)] = len(self.locations) + 1
            one = self.raw.location.add(id=number, address=location.address, is_folded=location.folded,
                                        mapping_id=self.mapping(location.mapping) if location.mapping else 0)
            for line in location.lines:
                one.line.add(function_id=self.function(line.function) if line.function else 0, line=line.line,
                             column=line.column)
        return number
