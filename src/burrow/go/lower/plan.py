"""What lowering asks of escape analysis, and the answers where there is none: everything whose address is taken is on
the heap.
"""

from __future__ import annotations

from typing import Any, Protocol

from burrow.go import types as g


class PlanLike(Protocol):
    """The part of `go/escape/result.Plan` that lowering uses."""

    def var_on_heap(self, v: g.Var) -> bool: ...
    def on_heap(self, node: Any, role: str = "") -> bool: ...
    def inlined(self, call: Any) -> Any: ...
    def devirtualized(self, call: Any) -> g.Type | None: ...
    def closure(self, node: Any) -> Any: ...
    def by_value(self, v: g.Var) -> bool: ...
    def constant_cap(self, node: Any) -> int | None: ...
    def zero_copy(self, node: Any) -> bool: ...
    def dead(self, node: Any) -> bool: ...


class Conservative:
    """Safe answers without any analysis."""

    def var_on_heap(self, v: g.Var) -> bool:
        return v.addrtaken or (v.captured and not self.by_value(v))

    def on_heap(self, node: Any, role: str = "") -> bool:
        return True

    def inlined(self, call: Any) -> None:
        return None

    def devirtualized(self, call: Any) -> None:
        return None

    def closure(self, node: Any) -> Conservative:
        return self

    def by_value(self, v: g.Var) -> bool:
        return not v.addrtaken and not v.reassigned

    def constant_cap(self, node: Any) -> None:
        return None

    def zero_copy(self, node: Any) -> bool:
        return False

    def dead(self, node: Any) -> bool:
        return False


CONSERVATIVE = Conservative()
