"""What the real standard library exports: to tell what burrow's own library lacks from what does not exist.

In: `std/api.txt`, written by `tools/go_api.py`.  Out: yes or no.  gc has no counterpart; the file is read only once an
error is about to be reported.
"""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).parent / "std" / "api.txt"

_known: dict[str, str] = {}


def has_package(path: str) -> bool:
    """Whether the real library has a package."""
    return path in _packages()


def has_name(path: str, name: str) -> bool:
    """Whether a package of the real library exports `name`, or (`T.M`) its type T has a method or field M."""
    return f" {name} " in _packages().get(path, "")


def _packages() -> dict[str, str]:
    if not _known:
        for line in FILE.read_text(encoding="utf-8").splitlines():
            path, _, names = line.partition(" ")
            _known[path] = f" {names} "
    return _known
