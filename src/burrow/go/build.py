"""Which files of a folder belong to a build for linux/amd64 with go1.27, cgo off.

In: a file's name and its first lines.  Out: yes or no.  The reference is go/build (matchFile, shouldBuild) and
go/build/constraint.
"""

from __future__ import annotations

import re

VERSION = 27
_SYSTEMS = frozenset(
    "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 "
    "solaris wasip1 windows zos".split()
)
_MACHINES = frozenset(
    "386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 "
    "ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm".split()
)
_TAGS = frozenset(
    ["linux", "amd64", "unix", "gc", "amd64.v1", *[f"go1.{n}" for n in range(1, VERSION + 1)]]
    + [
        "goexperiment." + name
        for name in (
            "regabiwrappers",
            "regabiargs",
            "dwarf5",
            "randomizedheapbase64",
            "greenteagc",
            "jsonv2",
            "sizespecializedmalloc",
        )
    ]
)
_HEADER = re.compile(rb"\A(?:\s+|//[^\n]*\n|/\*.*?\*/)*", re.DOTALL)
_BUILD = re.compile(rb"^//go:build\s+(.*?)\s*$", re.MULTILINE)
_WORD = re.compile(r"\s*(\|\||&&|!|\(|\)|[\w.]+)")


def name_fits(name: str, tests: bool) -> bool:
    """Whether a file's name alone lets it in."""
    if not name.endswith(".go") or name[0] in "_.":
        return False
    stem = name[:-3]
    if stem.endswith("_test"):
        if not tests:
            return False
        stem = stem[:-5]
    parts = stem.split("_")[1:]
    if len(parts) >= 2 and parts[-2] in _SYSTEMS and parts[-1] in _MACHINES:
        return parts[-2] == "linux" and parts[-1] == "amd64"
    if parts and parts[-1] in _SYSTEMS:
        return parts[-1] == "linux"
    if parts and parts[-1] in _MACHINES:
        return parts[-1] == "amd64"
    return True


def text_fits(data: bytes) -> bool:
    """Whether a file's `//go:build` line, if it has one, holds."""
    if b"//go:build" not in data:
        return True
    m = _HEADER.match(data)
    header = data[: m.end()] if m else b""
    line = _BUILD.search(header)
    return line is None or holds(line.group(1).decode("utf-8", "replace"))


def holds(expression: str) -> bool:
    """The value of a build constraint; one that cannot be read does not hold."""
    words = _WORD.findall(expression)
    at = 0

    def alternatives() -> bool:
        nonlocal at
        value = factors()
        while at < len(words) and words[at] == "||":
            at += 1
            value = factors() or value
        return value

    def factors() -> bool:
        nonlocal at
        value = factor()
        while at < len(words) and words[at] == "&&":
            at += 1
            value = factor() and value
        return value

    def factor() -> bool:
        nonlocal at
        if at >= len(words):
            return False
        word = words[at]
        at += 1
        if word == "!":
            return not factor()
        if word == "(":
            value = alternatives()
            at += 1
            return value
        return word in _TAGS

    return alternatives()


__all__ = ["VERSION", "holds", "name_fits", "text_fits"]
