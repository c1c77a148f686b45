"""What change would keep a value on the stack, where there is a common one.

In: a `reasons.Value` on the heap with its chain, and the location that it reaches.  Out: words, or "".  gc has no
counterpart; each piece of advice is tested by following it (tests/go/test_explain.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from burrow.go.escape.graph import ESCAPES
from burrow.go.inline import nodes as N
from burrow.go.inline.nodes import Name

if TYPE_CHECKING:
    from burrow.go.escape.batch import Batch
    from burrow.go.escape.graph import Location
    from burrow.go.escape.reasons import Value

_SIZES = {
    "variable": "128 KiB for variables",
    "": "64 KiB for what make, new and literals allocate",
}
_RETURNED = {
    "closure": "the function literal is returned: take what it would do as a parameter instead",
    "make": "let the caller pass what is to be filled, or return an array by value",
    "append": "let the caller pass a slice with room for it, and append to that",
    "string": "append to a slice that the caller passes, as strconv.AppendInt does",
    "interface": "return the value itself (or make the function generic) instead of an interface",
}
# what depends on numbers known at run time (the reasons of `allocs.py`)
_VARIES = {
    "its size is not constant": "give it a constant capacity (up to 64 KiB), or make it once and reuse it",
    "it may have to grow the slice": "make the slice with room for everything before the first append",
    "the map may have to grow": "make the map once, outside, or use a slice or an array if the keys are small numbers",
    "the new string may be longer than 32 bytes": "append to a buffer that is reused",
    "the copy may be longer than 32 bytes": "work on the one form, string or []byte, all the way",
    "it defers in a loop": "move the body of the loop into a function of its own",
}
_MAP = frozenset(("key of map put", "map literal value", "map literal key"))


def advice(b: Batch, value: Value, root: Location) -> str:
    """The advice for `value`, which is on the heap because of `root`."""
    whys = {s.why for s in value.steps}
    kind = value.kind
    if "too large for stack" in whys:
        limit = _SIZES.get(kind, _SIZES[""])
        return f"it is over the limit ({limit}): make it smaller, or allocate it once and reuse it"
    if "zero-sized element" in whys:
        return "a make of elements without size is always on the heap, where it costs nothing"
    if value.go:
        return "what a go statement starts is on the heap: start fewer goroutines, or hand work to those that run"
    if root.param_out:
        return returned(value)
    if kind == "interface":
        return "avoid the interface: a function of the concrete type (strconv, generics) needs no copy on the heap"
    if whys & _MAP or value.in_map:
        return "what is put into a map is on the heap: keep values instead of pointers in it"
    if "send" in whys:
        return "what is sent through a channel outlives the sender: send the value instead of a pointer"
    if "panic" in whys:
        return ""
    if kind == "append":
        return "preallocate with make and a constant capacity, so that append need not grow the slice"
    if kind == "closure":
        return "shorten the literal's reach: call it where it is made, or pass what it captures as arguments"
    if "captured by a closure" in whys or "reference" in whys:
        return f"pass {value.what} to the literal as an argument, or copy it into a variable that is assigned once"
    node = root.node
    if node.__class__ is Name and not root.attrs & ESCAPES and node.cls != N.PEXTERN:
        return f"declare {node.sym} inside of the loop too, or copy the value instead of taking its address"
    if kind == "string":
        return "keep the bytes in a buffer that is reused instead of a new string each time"
    if "interface-converted" in whys:
        return "avoid the interface that it is put into: a function of the concrete type need not keep it"
    if any(s.why == "call parameter" and s.what.startswith("append(") for s in value.steps):
        return "append the value itself instead of its address"
    if "call parameter" in whys:
        return "the callee keeps it (or is not known): pass a value, or call a function whose parameter does not leak"
    if kind in ("make", "new", "literal", "variable") and ("assign" in whys or "slice-literal-element" in whys):
        if value.type.startswith(("[]", "map[")):
            return "what outlives the function keeps it: fill a slice or map that is already there instead"
        return "keep the value itself instead of its address"
    return ""


def for_size(why: str) -> str:
    """Advice for what may need the heap for this reason."""
    return _VARIES.get(why, "")


def returned(value: Value) -> str:
    """Advice for a value that leaves through a result."""
    known = _RETURNED.get(value.kind)
    if known is not None:
        return known
    if value.kind == "literal" and value.type.startswith(("[]", "map[")):
        return _RETURNED["make"]
    if value.kind == "variable" and any(s.why == "slice" for s in value.steps):
        return f"return {value.type} by value instead of a slice of it"
    if any(s.why == "interface-converted" for s in value.steps):
        return f"return {value.type} by value: a pointer in an interface keeps what it points to on the heap"
    return f"return {value.type} by value instead of a pointer to it"
