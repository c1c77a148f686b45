"""The solver on graphs made by hand: what outlives what, leaks, tags."""

from __future__ import annotations

from typing import Any

import pytest

from burrow.go import types as T
from burrow.go.escape import leaks as L
from burrow.go.escape.batch import Batch
from burrow.go.escape.graph import CALLS, ESCAPES, MUTATES, PERSISTS, Location
from burrow.go.escape.leaks import Leaks
from burrow.go.escape.solve import walk_all
from burrow.go.inline import nodes as N
from burrow.go.inline.nodes import Func, Name, Node


class FakeWorld:
    verbosity = 0


def function(name: str = "f") -> Func:
    return Func(Name(name, 0, T.Signature([], []), N.PFUNC), 0)


@pytest.fixture
def batch() -> Batch:
    return Batch(FakeWorld(), [], {}, None)  # type: ignore[arg-type]


def location(batch: Batch, fn: Func, name: str, depth: int = 1, cls: int = N.PAUTO, node: Any = None) -> Location:
    loc = Location(node or Name(name, 0, None, cls, fn), fn, depth)
    if cls == N.PPARAM:
        loc.param = True
        loc.leaks = Leaks()
    if cls == N.PPARAMOUT:
        loc.param_out = True
        loc.result_index = 1
    batch.locations.append(loc)
    return loc


def flow(batch: Batch, dst: Location, derefs: int, src: Location) -> None:
    batch.flow((dst, derefs, None, derefs < 0), src)


def test_the_address_of_a_local_in_a_local_stays(batch: Batch) -> None:
    f = function()
    p, x = location(batch, f, "p"), location(batch, f, "x")
    flow(batch, p, -1, x)
    walk_all(batch)
    assert not x.attrs & ESCAPES


def test_the_address_in_a_variable_outside_of_the_loop_escapes(batch: Batch) -> None:
    f = function()
    p, x = location(batch, f, "p"), location(batch, f, "x", depth=2)
    flow(batch, p, -1, x)
    walk_all(batch)
    assert x.attrs & ESCAPES


def test_a_returned_address_escapes_through_other_variables(batch: Batch) -> None:
    f = function()
    r = location(batch, f, "~r0", cls=N.PPARAMOUT)
    p, q, x = location(batch, f, "p"), location(batch, f, "q"), location(batch, f, "x")
    flow(batch, r, 0, p)
    flow(batch, p, 0, q)
    flow(batch, q, -1, x)
    walk_all(batch)
    assert x.attrs & ESCAPES and not p.attrs & ESCAPES


def test_dereferences_below_zero_are_cut_off(batch: Batch) -> None:
    """`r = &p; p = x`: the address of p is returned, that of x not."""
    f = function()
    r, p, x = location(batch, f, "~r0", cls=N.PPARAMOUT), location(batch, f, "p"), location(batch, f, "x")
    flow(batch, r, -1, p)
    flow(batch, p, 0, x)
    walk_all(batch)
    assert p.attrs & ESCAPES and not x.attrs & ESCAPES


def test_a_cycle_ends(batch: Batch) -> None:
    f = function()
    p, q, x = location(batch, f, "p"), location(batch, f, "q"), location(batch, f, "x")
    flow(batch, p, -1, q)
    flow(batch, q, -1, p)
    flow(batch, p, 1, x)
    flow(batch, x, -1, p)
    walk_all(batch)
    assert not (p.attrs | q.attrs | x.attrs) & ESCAPES


@pytest.mark.parametrize(("derefs", "tag"), [(0, b"\x00\x00\x00\x01"), (1, b"\x00\x00\x00\x02"), (2, b"\x00\x00\x00\x03")])
def test_a_parameter_leaks_to_a_result(batch: Batch, derefs: int, tag: bytes) -> None:
    f = function()
    r, p = location(batch, f, "~r0", cls=N.PPARAMOUT), location(batch, f, "p", cls=N.PPARAM)
    flow(batch, r, derefs, p)
    walk_all(batch)
    assert p.leaks is not None and p.leaks.encode() == tag


def test_what_flows_to_the_heap_makes_the_rest_needless(batch: Batch) -> None:
    f = function()
    r, p = location(batch, f, "~r0", cls=N.PPARAMOUT), location(batch, f, "p", cls=N.PPARAM)
    flow(batch, r, 1, p)
    flow(batch, batch.heap, 1, p)
    walk_all(batch)
    assert p.leaks is not None
    p.leaks.optimize()
    assert p.leaks.encode() == b"\x02"


def test_a_parameter_of_a_moved_result_leaks_to_the_heap(batch: Batch) -> None:
    f = function()
    r, p = location(batch, f, "r", cls=N.PPARAMOUT), location(batch, f, "p", cls=N.PPARAM)
    flow(batch, r, 0, p)
    flow(batch, batch.heap, -1, r)
    walk_all(batch)
    assert r.attrs & ESCAPES and p.leaks is not None and p.leaks.encode() == b""


def test_mutation_and_calls_reach_parameters(batch: Batch) -> None:
    f = function()
    p = location(batch, f, "p", cls=N.PPARAM)
    flow(batch, batch.mutator, 0, p)
    flow(batch, batch.callee, 1, p)
    walk_all(batch)
    assert p.leaks is not None and p.leaks.get(L.MUTATOR) == 0 and p.leaks.get(L.CALLEE) == 1
    assert p.attrs & MUTATES and not p.attrs & CALLS


def test_a_closure_may_return_what_lives_around_it_while_its_callers_are_known(batch: Batch) -> None:
    outer, inner = function("outer"), function("inner")
    inner.parent = outer
    inner.closure = Node(N.OCLOSURE, 0, None, aux=inner)
    r, x = location(batch, inner, "~r0", cls=N.PPARAMOUT), location(batch, outer, "x")
    r.node.opt = r
    inner.results = [r.node]
    flow(batch, r, -1, x)
    closure = location(batch, outer, "", node=inner.closure)
    walk_all(batch)
    assert not x.attrs & ESCAPES
    flow(batch, batch.heap, -1, closure)
    closure.attrs |= CALLS
    walk_all(batch)
    assert inner.results_lost and x.attrs & ESCAPES


def test_storage_of_a_persistent_variable_persists(batch: Batch) -> None:
    f = function()
    p, x = location(batch, f, "p"), location(batch, f, "x")
    p.attrs = PERSISTS
    flow(batch, p, -1, x)
    walk_all(batch)
    assert x.attrs & PERSISTS


@pytest.mark.parametrize("tag", [b"", b"\x00", b"\x02", b"\x00\x01", b"\x00\x00\x00\x01\x00\x05"])
def test_tags_read_back(tag: bytes) -> None:
    assert Leaks(tag).encode() == tag
