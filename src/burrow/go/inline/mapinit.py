"""Large map literals of package variables are initialised in functions of their own.

In: the package's init function.  Out: the same with such assignments moved into `map.init.N`.  The reference is
OutlineMapInits in cmd/compile/internal/staticinit/sched.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.nodes import Func, Name, Node
from burrow.go.inline.staticinit import has_effects

if TYPE_CHECKING:
    from burrow.go.inline.world import World

THRESHOLD = 20  # nodes


def outline(world: World, init: Func) -> None:
    count = 0
    for i, s in enumerate(init.body):
        if s.op != N.OAS or s.x.__class__ is not Name or s.x.sym == "_" or s.x.type.underlying.__class__ is not T.Map:
            continue
        size = 0

        def add(n: Any) -> bool:
            nonlocal size
            size += 1
            return False

        N.any_node(s.y, add)
        if size < THRESHOLD or has_effects(s.y):
            continue
        name = Name(f"map.init.{count}", s.pos, T.Signature([], []), N.PFUNC)
        count += 1
        name.pkg = world.package
        fn = Func(name, s.pos)
        name.defn = fn
        fn.pkg = world.package
        fn.sig = name.type
        fn.can_inline_checked = True
        fn.body = [s]
        world.funcs.append(fn)
        init.body[i] = Node(N.OCALLFUNC, s.pos, None, None, name, a=[])
