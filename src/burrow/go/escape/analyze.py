"""The placement of every value of a package: inlining, then escape analysis.

In: a checked package.  Out: an `Analysis`: the lines that `go build -gcflags=-m` prints, the plans for lowering, the
tags and inlining costs that importing packages need.  The order of steps is that of cmd/compile/internal/gc/main.go.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from burrow.go.inline.world import Facts, FuncFacts, World

if TYPE_CHECKING:
    from burrow.go.escape.result import Plan
    from burrow.go.inline.nodes import Func


class Analysis:
    """What was found about a package."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lines = world.lines  # (position, text), in the order that gc prints them
        self._plans: dict[Any, Plan] = {}

    def plan(self, obj: Any, targs: tuple[Any, ...] = ()) -> Plan | None:
        """The decisions about a declared function (of an instance: about its shape), if it was analysed."""
        from burrow.go.escape.collect import plan_of
        from burrow.go.inline.nodes import TAGGED

        fn = self.world.by_obj.get(obj) if not targs else self.world.generics.shape_of(obj, targs)
        if fn is None or fn.imported or fn.esc_state != TAGGED:
            return None
        found = self._plans.get(fn)
        if found is None:
            found = plan_of(fn)
            self._plans[fn] = found
        return found

    def init_plan(self) -> Plan | None:
        """The decisions about the package's variable initialisers."""
        from burrow.go.escape.collect import plan_of

        for fn in self.world.funcs:
            if fn.package_init:
                return plan_of(fn)
        return None


def analyze(
    package: Any,
    facts: Facts | None = None,
    no_inline: bool = False,
    verbosity: int = 0,
    recorder: Any = None,
    small_frames: bool = False,
) -> Analysis:
    """Inline and place everything in `package`; a `recorder` (see `reasons`) is told of every chain."""
    from burrow.go.escape.batch import Batch
    from burrow.go.escape.facts import library_facts
    from burrow.go.inline.deadlocals import remove_dead
    from burrow.go.inline.expand import inline_package
    from burrow.go.inline.format import set_local
    from burrow.go.inline.loopvar import per_iteration
    from burrow.go.inline.scc import visit_bottom_up
    from burrow.go.inline.static import Oracle
    from burrow.go.inline.staticinit import reduce

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 20000))
    try:
        package = with_trees(package)
        set_local(package, ambiguous_names(package))
        world = World(package, facts if facts is not None else library_facts(), no_inline, verbosity)
        if small_frames:
            world.limits = (64 * 1024, 16 * 1024)
        world.load()
        inline_package(world)
        for fn in world.funcs:
            per_iteration(world, fn)
        for fn in world.funcs:
            if fn.package_init:
                reduce(fn, package)
        world.dead = remove_dead(world.funcs)
        oracles: dict[Func, Oracle] = {}
        explain = recorder
        if verbosity > 1:
            from burrow.go.escape.explain import Explainer

            explain = Explainer

        def batch(group: list[Func], recursive: bool) -> None:
            Batch(world, group, oracles, explain).run()

        visit_bottom_up(world.funcs, batch)
        return Analysis(world)
    finally:
        sys.setrecursionlimit(limit)


def with_trees(package: Any) -> Any:
    """The package as its trees know it: one that came from a summary has trees with objects of their own."""
    for f in package.files:
        for d in f.decls:
            obj = getattr(d, "obj", None)
            if obj is not None and obj.pkg is not None:
                return obj.pkg
    return package


def ambiguous_names(package: Any) -> frozenset[str]:
    """Names that several imported packages have: those are printed by their path."""
    seen: dict[str, set[str]] = {}
    for p in package.imports:
        seen.setdefault(p.name, set()).add(p.path)
    return frozenset(name for name, paths in seen.items() if len(paths) > 1)


_ = FuncFacts
