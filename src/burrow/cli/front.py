"""Which front end a path belongs to, and the front end itself, imported as late as can be."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

from burrow.cli.guard import NotThere, UsageError


def language(path: str) -> str:
    """`go` or `rust`, by the file's ending or by what the folder holds."""
    existing(path)
    if path.endswith(".go"):
        return "go"
    if path.endswith(".rs") or os.path.basename(path) == "Cargo.toml":
        return "rust"
    if os.path.isdir(path):
        names = os.listdir(path)
        if "Cargo.toml" in names:
            return "rust"
        if "go.mod" in names or any(name.endswith(".go") for name in names):
            return "go"
        raise UsageError(f"{path}: holds neither Go files nor a Cargo.toml")
    raise UsageError(f"{path}: neither Go nor Rust (expected .go, .rs, or a folder with go.mod or Cargo.toml)")


def room(name: str, what: str) -> ModuleType:
    """The module `burrow.NAME`; where it does not exist yet, status 3 and a sentence that says so."""
    full = f"burrow.{name}"
    try:
        return import_module(full)
    except ModuleNotFoundError as missing:
        if missing.name is not None and (full == missing.name or full.startswith(missing.name + ".")):
            raise NotThere(f"{what} is not there yet") from None
        raise


def driver(path: str) -> ModuleType:
    """The driver of the front end that `path` belongs to."""
    which = language(path)
    return room(f"{which}.driver", "the Go front end" if which == "go" else "the Rust front end")


def existing(path: str) -> str:
    """`path`, if something is there."""
    if not os.path.exists(path):
        raise UsageError(f"{path}: no such file or directory")
    return path
