"""pprof's `profile.proto` as message classes, built when they are needed.

The protobuf library makes the classes from a descriptor that is written below as a table, field by field with its
number; no generated code, and no compiler for it, is needed.  Reference: `proto/profile.proto` of
github.com/google/pprof.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

SCHEMA: dict[str, list[tuple[str, int, str]]] = {
    "ValueType": [("type", 1, "int64"), ("unit", 2, "int64")],
    "Label": [("key", 1, "int64"), ("str", 2, "int64"), ("num", 3, "int64"), ("num_unit", 4, "int64")],
    "Sample": [("location_id", 1, "*uint64"), ("value", 2, "*int64"), ("label", 3, "*Label")],
    "Mapping": [("id", 1, "uint64"), ("memory_start", 2, "uint64"), ("memory_limit", 3, "uint64"),
                ("file_offset", 4, "uint64"), ("filename", 5, "int64"), ("build_id", 6, "int64"),
                ("has_functions", 7, "bool"), ("has_filenames", 8, "bool"), ("has_line_numbers", 9, "bool"),
                ("has_inline_frames", 10, "bool")],
    "Line": [("function_id", 1, "uint64"), ("line", 2, "int64"), ("column", 3, "int64")],
    "Location": [("id", 1, "uint64"), ("mapping_id", 2, "uint64"), ("address", 3, "uint64"), ("line", 4, "*Line"),
                 ("is_folded", 5, "bool")],
    "Function": [("id", 1, "uint64"), ("name", 2, "int64"), ("system_name", 3, "int64"), ("filename", 4, "int64"),
                 ("start_line", 5, "int64")],
    "Profile": [("sample_type", 1, "*ValueType"), ("sample", 2, "*Sample"), ("mapping", 3, "*Mapping"),
                ("location", 4, "*Location"), ("function", 5, "*Function"), ("string_table", 6, "*string"),
                ("drop_frames", 7, "int64"), ("keep_frames", 8, "int64"), ("time_nanos", 9, "int64"),
                ("duration_nanos", 10, "int64"), ("period_type", 11, "ValueType"), ("period", 12, "int64"),
                ("comment", 13, "*int64"), ("default_sample_type", 14, "int64"), ("doc_url", 15, "int64")],
}
"""Each message's fields: name, number, type; `*` is repeated."""

SCALARS = {"int64": 3, "uint64": 4, "bool": 8, "string": 9}
MESSAGE, OPTIONAL, REPEATED = 11, 1, 3
PACKAGE = "perftools.profiles"


@lru_cache(maxsize=1)
def profile_class() -> Any:
    """The class of the message `Profile`."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(name="burrow/profile.proto", package=PACKAGE, syntax="proto3")
    for name, fields in SCHEMA.items():
        message = file.message_type.add(name=name)
        for field, number, kind in fields:
            bare = kind.lstrip("*")
            one = message.field.add(name=field, number=number, label=REPEATED if kind.startswith("*") else OPTIONAL,
                                    type=SCALARS.get(bare, MESSAGE))
            if bare not in SCALARS:
                one.type_name = f".{PACKAGE}.{bare}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.Profile"))
