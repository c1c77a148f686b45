"""What a front end hands to `native`: units of functions and statics, and the entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from burrow.ir.nodes import Body, Type
from burrow.ir.types import Ty


@dataclass(slots=True)
class Reloc:
    """At byte `offset` of a static stands the address of `symbol` (function or static) plus `addend`."""

    offset: int
    symbol: str
    addend: int = 0


@dataclass(slots=True)
class Static:
    """A global.  `data` is its initial bytes (shorter than `ty`'s size: zero-filled) with `relocs` put in.

    `root`: the collector scans it by its type's pointers.  `merge`: other units may define the same symbol with the
    same content (type descriptors, vtables); the linker keeps one.
    """

    symbol: str
    ty: Ty
    data: bytes = b""
    relocs: list[Reloc] = field(default_factory=list)
    mutable: bool = True
    root: bool = True
    merge: bool = False


@dataclass(frozen=True, slots=True)
class FnSig:
    """What a caller must know of a function of another unit."""

    params: tuple[Ty, ...]
    ret: Ty
    attrs: frozenset[str] = frozenset()


@dataclass(slots=True)
class Unit:
    """What becomes one object: a Go package, a Rust crate's instances.

    `externs` are the functions and `extern_statics` the statics of other units that this one uses.  `merge` names the
    functions that other units may define too (generic instances): the linker keeps one.  `exports`
    are the functions that other units or the runtime may call; None: all (a library).  `copies` are functions that
    another unit defines: their bodies are here to be inlined, no code is made of them.  `weak`: other units may define
    this one's functions too, and each keeps all of its own.
    """

    name: str
    functions: dict[str, Body] = field(default_factory=dict)
    statics: dict[str, Static] = field(default_factory=dict)
    externs: dict[str, FnSig] = field(default_factory=dict)
    extern_statics: dict[str, Type] = field(default_factory=dict)
    merge: set[str] = field(default_factory=set)
    language: str = "go"
    exports: set[str] | None = None
    copies: set[str] = field(default_factory=set)
    weak: bool = False


@dataclass(slots=True)
class UnitPlan:
    """A unit that need not be built where the object of its `key` (a digest of all that goes into it) is at hand.
    `made` is called when its object has been made."""

    name: str
    key: str
    build: Callable[[], Unit]
    made: Callable[[], object] | None = None


@dataclass(slots=True)
class Program:
    """Units in dependency order, and the symbol of the function (no parameters, no result) that the runtime starts.

    `language` chooses the runtime's mode: go (goroutines, deadlock detection) or rust (threads).  `options` go to the
    runtime's configuration.  `sources` are all files and folders that were read: while they are unchanged, the image
    of this program is run without asking the front end again.
    """

    units: list[UnitPlan]
    entry: str
    language: str
    name: str = "main"
    options: dict[str, Any] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
