"""The interpreted and the compiled runtime leave the same heap behind, to the address and to the bit."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.memory import histories

SLOTS = st.integers(0, histories.ROOTS - 1)
SIZES = st.one_of(st.integers(1, 64), st.integers(1, 1200), st.integers(1, 33000), st.integers(32000, 200_000))


@st.composite
def collected(draw: st.DrawFn) -> list[histories.Op]:
    ops: list[histories.Op] = []
    for _ in range(draw(st.integers(1, 60))):
        kind = draw(st.sampled_from(("new", "new", "new", "burst", "link", "drop", "gc")))
        slot = draw(SLOTS)
        if kind in ("new", "burst"):
            typ = draw(st.sampled_from((0, 0, -1, *histories.TYPES)))
            size = draw(SIZES) if typ <= 0 else histories.TYPES[typ][0] * 8 * draw(st.integers(1, 9))
            for k in range(draw(st.integers(2, 80)) if kind == "burst" else 1):
                ops.append(("new", (slot + k) % histories.ROOTS, size, typ))
        else:
            ops.append((kind, slot, draw(SLOTS), draw(st.sampled_from(tuple(histories.TYPES)))))
    return ops


@st.composite
def explicit(draw: st.DrawFn) -> list[histories.Op]:
    ops: list[histories.Op] = []
    for _ in range(draw(st.integers(1, 60))):
        kind = draw(st.sampled_from(("alloc", "alloc", "burst", "realloc", "free")))
        slot, size, zeroed = draw(SLOTS), draw(SIZES), draw(st.integers(0, 1))
        if kind == "burst":
            ops += [("alloc", k, size, zeroed) for k in range(draw(st.integers(2, histories.ROOTS)))]
            ops += [("free", k, 0, 0) for k in range(draw(st.integers(2, histories.ROOTS)))]
        else:
            ops.append((kind, slot, size, zeroed))
    return ops


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(collected(), st.booleans())
def test_collected(ops: list[histories.Op], poison: bool) -> None:
    one = histories.run(ops, False, 0, poison)
    assert "error" not in one
    assert one == histories.run(ops, True, 0, poison)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(explicit(), st.booleans())
def test_explicit(ops: list[histories.Op], poison: bool) -> None:
    one = histories.run(ops, False, 1, poison)
    assert "error" not in one
    assert one == histories.run(ops, True, 1, poison)


def test_never_reclaimed() -> None:
    ops: list[histories.Op] = [("alloc", k % 64, 100 + k, 1) for k in range(300)]
    one = histories.run(ops, False, 2)
    assert one == histories.run(ops, True, 2)
    assert len(set(one["addresses"])) == 300  # type: ignore[call-overload]
