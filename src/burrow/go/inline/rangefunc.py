"""`for x := range f` over a function -> a call of f with the loop's body as a function literal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import syntax as S
from burrow.source import Unsupported

if TYPE_CHECKING:
    from burrow.go.inline.build import Builder


def build(b: Builder, s: Any, out: list[Any]) -> None:
    raise Unsupported(S.span(s.pos), "range over a function")
