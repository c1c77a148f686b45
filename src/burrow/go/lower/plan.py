"""What lowering asks of escape analysis, and the answers where there is none: everything whose address is taken is on
the heap.

The machine code follows the decisions without inlining: LLVM inlines later, when an object's place is fixed. What
analysis has not met (code that is never reached) gets the safe answers.
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

    def constant_cap(self, node: Any) -> int | None:
        return None

    def zero_copy(self, node: Any) -> bool:
        return False

    def dead(self, node: Any) -> bool:
        return False


class Placed(Conservative):
    """The answers of a `go/escape/result.Plan`; safe ones for what it does not know."""

    __slots__ = ("plan",)

    def __init__(self, plan: Any) -> None:
        self.plan = plan

    def var_on_heap(self, v: g.Var) -> bool:
        return bool(self.plan.var_on_heap(v)) if self.plan.knows(v) else super().var_on_heap(v)

    def on_heap(self, node: Any, role: str = "") -> bool:
        return bool(self.plan.on_heap(node, role))

    def closure(self, node: Any) -> Conservative:
        inner = self.plan.closure(node)
        return CONSERVATIVE if inner is None else Placed(inner)

    def by_value(self, v: g.Var) -> bool:
        return bool(self.plan.by_value(v)) if self.plan.knows(v) else super().by_value(v)

    def constant_cap(self, node: Any) -> int | None:
        return self.plan.constant_cap(node)  # type: ignore[no-any-return]

    def zero_copy(self, node: Any) -> bool:
        return bool(self.plan.zero_copy(node))


CONSERVATIVE = Conservative()


class _Nothing:
    """The analysis of a package that cannot be analysed."""

    def plan(self, obj: Any, targs: tuple[Any, ...] = ()) -> None:
        return None

    def init_plan(self) -> None:
        return None


class Plans:
    """The plans of one package, found when the first one is asked for."""

    def __init__(self, package: g.Package) -> None:
        self.package = package
        self._analysis: Any = None

    def _get(self) -> Any:
        if self._analysis is None:
            from burrow.go.escape.analyze import analyze
            from burrow.go.escape.facts import sound_facts
            from burrow.source import Unsupported

            try:
                self._analysis = analyze(self.package, no_inline=True, verbosity=0, facts=sound_facts())
            except Unsupported:  # what cannot be analysed runs all the same, with everything on the heap
                self._analysis = _Nothing()
        return self._analysis

    def of(self, func: g.Func, targs: tuple[g.Type, ...] = ()) -> PlanLike:
        """The plan of a function's body (of an instance)."""
        found = self._get().plan(func, targs)
        return CONSERVATIVE if found is None else Placed(found)

    def of_init(self) -> PlanLike:
        """The plan of the initialisers of the package's variables."""
        found = self._get().init_plan()
        return CONSERVATIVE if found is None else Placed(found)
