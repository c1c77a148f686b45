"""Gen/kill analyses: liveness backwards, "maybe assigned" forwards, both through a loop."""

from burrow.ir import nodes as n
from burrow.ir.dataflow import Analysis, reverse_postorder, solve
from burrow.ir.parse import parse_body

LOOP = """fn f(_1: i64) -> i64 { let _2: i64; let _3: bool;
    bb0: { _2 = const 0_i64; goto bb1; }
    bb1: { _3 = lt(copy _2, copy _1); switch(copy _3) [1: bb2, 0: bb3]; }
    bb2: { _2 = add(copy _2, const 1_i64); goto bb1; }
    bb3: { _0 = copy _2; return; }
}"""


def bits(*locals_: int) -> int:
    return sum(1 << i for i in locals_)


def test_maybe_assigned() -> None:
    body = parse_body(LOOP)
    a = Analysis(lambda b, i, s: (bits(s.place.local), 0) if isinstance(s, n.Assign) else (0, 0), lambda b, t: (0, 0),
                 entry=bits(1))
    at = solve(body, a).at
    assert at == [bits(1), bits(1, 2, 3), bits(1, 2, 3), bits(1, 2, 3)]
    assert list(solve(body, a).before(0)) == [bits(1), bits(1, 2)]


def used(s: object) -> int:
    out = 0
    r = s.rvalue if isinstance(s, n.Assign) else None
    for o in (getattr(r, "left", None), getattr(r, "right", None), getattr(r, "operand", None)):
        if isinstance(o, n.Copy):
            out |= bits(o.place.local)
    return out


def test_liveness() -> None:
    body = parse_body(LOOP)
    a = Analysis(lambda b, i, s: (used(s), bits(s.place.local)) if isinstance(s, n.Assign) else (0, 0),
                 lambda b, t: (bits(t.operand.place.local), 0) if isinstance(t, n.Switch) else
                 (bits(0), 0) if isinstance(t, n.Return) else (0, 0), backward=True)
    result = solve(body, a)
    assert list(result.before(0)) == [bits(1), bits(1, 2)]
    assert list(result.before(2)) == [bits(1, 2), bits(1, 2)]
    assert list(result.before(3)) == [bits(2), bits(0)]


def test_order() -> None:
    assert reverse_postorder(parse_body(LOOP))[0] == 0
