"""Whether matches are exhaustive and patterns of `let` and parameters irrefutable (E0004, E0005)."""

from __future__ import annotations

from typing import Any


def check_body(check: Any) -> None:
    """The matches of a checked body."""
