"""The stacks of a profile as one tree, from the root: what flame graphs show.

Comes in: a profile as `report` leaves it (and, for a difference, a second one).  Goes out: a `Frame` tree, and its
JSON for the page: names once in a table, each frame as a list, so that large profiles stay small.
"""

from __future__ import annotations

from typing import Any

from burrow.profile.classes import CLASSES, PROGRAM, class_of_frame
from burrow.profile.graph import info_of
from burrow.profile.model import Profile


class Frame:
    """A call: what all stacks through it cost, in the profile and in the base."""

    __slots__ = ("base", "callees", "name", "own", "value")

    def __init__(self, name: str) -> None:
        self.name = name
        self.value = self.own = self.base = 0
        self.callees: dict[str, Frame] = {}

    def at(self, name: str) -> Frame:
        """The callee of this name."""
        found = self.callees.get(name)
        if found is None:
            found = self.callees[name] = Frame(name)
        return found


def tree(profile: Profile, index: int, base: Profile | None = None) -> Frame:
    """The tree of a profile; `base` is what a difference is taken from."""
    root = Frame("root")
    for one, is_base in ((profile, False), (base, True)):
        if one is None:
            continue
        for sample in one.samples:
            value = sample.values[index]
            if not value:
                continue
            frame = root
            add(frame, value, is_base)
            for location in reversed(sample.locations):
                for line in reversed(location.lines or [None]):  # type: ignore[list-item]
                    frame = frame.at(info_of(location, line).printed)
                    add(frame, value, is_base)
            if not is_base:
                frame.own += value
    return root


def add(frame: Frame, value: int, is_base: bool) -> None:
    """Count a stack."""
    if is_base:
        frame.base += value
    else:
        frame.value += value


def as_json(root: Frame, compared: bool = False) -> dict[str, Any]:
    """`names`, `kinds` (the class of each name), and `root`: [name, value, own, [base,] callees]."""
    names: dict[str, int] = {}

    def shape(frame: Frame) -> list[Any]:
        number = names.setdefault(frame.name, len(names))
        ordered = sorted(frame.callees.values(), key=lambda one: one.name)
        numbers = [number, frame.value, frame.own, *([frame.base] if compared else [])]
        return [*numbers, [shape(one) for one in ordered]]

    made = shape(root)
    return {"names": list(names), "kinds": [CLASSES.index(kind_of(name)) for name in names], "classes": list(CLASSES),
            "root": made, "compared": compared}


def kind_of(name: str) -> str:
    """The class that a frame's name alone says."""
    return class_of_frame(name, True) or class_of_frame(name, False) or PROGRAM
