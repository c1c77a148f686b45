"""ARCHITECTURE.md is the map: it names every room of the tree, and no room that is not there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "burrow"
NAMED = re.compile(r"^\| `(src/burrow/[\w/]+)` \|", re.M)


def mapped() -> set[str]:
    """The rooms in the table of ARCHITECTURE.md."""
    return set(NAMED.findall((ROOT / "ARCHITECTURE.md").read_text()))


def rooms() -> set[str]:
    """The folders directly in the package."""
    return {f"src/burrow/{path.name}" for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}


def test_every_named_room_exists() -> None:
    """A room on the map is a folder with something in it."""
    assert mapped()
    missing = [room for room in mapped() if not (ROOT / room).is_dir() or not any((ROOT / room).iterdir())]
    assert not missing


def test_every_room_is_named() -> None:
    """A folder of the package is on the map."""
    assert rooms() - mapped() == set()


def test_front_ends_know_no_llvm_and_native_no_syntax() -> None:
    """One direction only: front ends never import the machine's side, and the machine's side never a front end."""
    forbidden = {
        "go": ("native", "memory", "run", "rust", "cli"), "rust": ("native", "memory", "run", "go", "cli"),
        "native": ("go", "rust", "cli"), "memory": ("go", "rust", "cli", "native.emit"),
        "ir": ("go", "rust", "native", "memory", "run", "cli"), "source": ("go", "rust", "native", "cli"),
    }
    wrong = []
    for room, others in forbidden.items():
        for path in (SOURCE / room).rglob("*.py"):
            text = path.read_text()
            for other in others:
                if re.search(rf"^\s*(from|import) burrow\.{re.escape(other)}\b", text, re.M):
                    wrong.append(f"{path.relative_to(ROOT)} imports burrow.{other}")
    assert not wrong
