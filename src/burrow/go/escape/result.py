"""Where every value lives, asked by the checked tree.

In: analysed functions (`nodes.Func`).  Out: a `Plan` for each function, which `go/lower` reads while it walks the
*checked* tree (`go/syntax`), and `burrow explain` shows.  gc has no counterpart: there, later passes read the marks
on the very nodes that were analysed.  Here lowering walks the checked tree, so the marks are looked up by (tree node,
role).

How lowering uses it
--------------------
`plan_of(func, targs)` is the plan of a declared function's body, `plan.closure(lit)` of a function literal in it (of
a range-over-func body: the RangeStmt).  While a body is lowered under a plan `p`:

* a local, parameter or result `v` (types.Var): `p.var_on_heap(v)` (then allocate where it is declared);
* an expression that allocates: `p.on_heap(node, role)`.  Roles:
    VALUE   `new(T)`, `make`, `&T{}`, a slice or map literal, a FuncLit, a method value, `string(b)`, `[]byte(s)`,
            `a + b` of strings, `append` (its new backing store), `&` of a call's result...
    IFACE   the data word of `node` converted to an interface, explicitly (node is the conversion's Call) or implicitly
            (node is the operand).  For the i-th result of a call with several (`f(g())`): role `IFACE + str(i)`
    DOTS    the `... argument` slice of a Call of a variadic function
    WRAP    the closure of a go or defer statement
  A place that is not known answers True (heap), which is always safe;
* a Call: `p.inlined(call)` is None, or an `InlinedCall`: lower the arguments (receiver first) to fresh variables for
  `callee.params`, then the body of `callee.tree` (FuncDecl or FuncLit) under `inlined.plan`; its `return`s assign to
  fresh variables for the results and jump behind it.  Captured variables of an inlined FuncLit are those of
  `inlined.outer`, the plan that it was evaluated under. For DWARF and tracebacks the call's position is the call
  node's.  If lowering prefers not to inline a body (LLVM may), it must then treat every value in that body by the
  callee's own plan, and every value of the caller that is passed as on the heap;
* a Call of an interface method: `p.devirtualized(call)` is None or the concrete type that the interface value is
  known to have;
* a closure captures `v` by value when `p.by_value(v)`, else by reference;
* `make([]T, n)`: `p.constant_cap(node)` is the capacity where it is known to be constant though it is not written so.
  A non-constant `make` that is not on the heap: a 32-byte buffer on the stack when it fits, else the heap at run time;
* `p.zero_copy(node)`: `[]byte(s)` whose bytes are never written: share the string's;
* `p.dead(node)`: an expression whose value is never used (assigned to a variable that nobody reads): need not be
  evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from burrow.go import types
    from burrow.go.inline.nodes import Func

VALUE: Final = ""
IFACE: Final = "iface"
DOTS: Final = "dots"
WRAP: Final = "wrap"


class InlinedCall:
    """A call that is replaced by the callee's body."""

    __slots__ = ("call", "callee", "outer", "plan", "tree")

    def __init__(self, call: Any, callee: Func, tree: Any, plan: Plan, outer: Plan | None) -> None:
        self.call = call  # the syntax.Call
        self.callee = callee
        self.tree = tree  # FuncDecl or FuncLit
        self.plan = plan
        self.outer = outer  # for a FuncLit that captures: the plan whose variables it sees


class Plan:
    """The decisions about one function body, or about one inlined copy of it."""

    __slots__ = (
        "_by_value",
        "_calls",
        "_caps",
        "_closures",
        "_dead",
        "_devirtualized",
        "_places",
        "_vars",
        "_zero_copy",
        "func",
    )

    def __init__(self, func: Func) -> None:
        self.func = func
        self._vars: dict[types.Var, bool] = {}
        self._places: dict[tuple[Any, str], bool] = {}
        self._calls: dict[Any, InlinedCall] = {}
        self._devirtualized: dict[Any, types.Type] = {}
        self._closures: dict[Any, Plan] = {}
        self._by_value: set[types.Var] = set()
        self._caps: dict[Any, int] = {}
        self._zero_copy: set[Any] = set()
        self._dead: set[Any] = set()

    def var_on_heap(self, v: types.Var) -> bool:
        """Whether `v` must be allocated on the heap.  A variable that is unknown here was never used in the live part
        of the body."""
        return self._vars.get(v, False)

    def knows(self, v: types.Var) -> bool:
        """Whether the analysis met `v` in the live part of the body."""
        return v in self._vars

    def on_heap(self, node: Any, role: str = VALUE) -> bool:
        """Whether what `node` allocates (see the roles) must be on the heap."""
        return self._places.get((node, role), True)

    def inlined(self, call: Any) -> InlinedCall | None:
        """What the call is replaced by, if anything."""
        return self._calls.get(call)

    def devirtualized(self, call: Any) -> types.Type | None:
        """The concrete type of the interface that the called method belongs to, where it is known."""
        return self._devirtualized.get(call)

    def closure(self, node: Any) -> Plan | None:
        """The plan for the body of a FuncLit (or of a RangeStmt over a function)."""
        return self._closures.get(node)

    def by_value(self, v: types.Var) -> bool:
        """Whether closures capture `v` by value."""
        return v in self._by_value

    def constant_cap(self, node: Any) -> int | None:
        """The constant capacity of a `make` of a slice, where analysis found one."""
        return self._caps.get(node)

    def zero_copy(self, node: Any) -> bool:
        """Whether a conversion from string to []byte may share the string's bytes."""
        return node in self._zero_copy

    def dead(self, node: Any) -> bool:
        """Whether the value of `node` is never used, so that it need not be evaluated (it has no effects)."""
        return node in self._dead
