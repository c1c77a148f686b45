"""Any bytes give errors, never a traceback and never a hang."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from burrow.go import load as loading
from burrow.go.load import load
from burrow.source import CompileErrors, Unsupported

SOURCE = Path(loading.__file__).parent / "std"
SEEDS = [p.read_bytes() for p in sorted(SOURCE.rglob("*.go")) if 500 < p.stat().st_size < 6000][:40]
PIECES = [
    b"(",
    b")",
    b"{",
    b"}",
    b"[",
    b"]",
    b":=",
    b"=",
    b"func",
    b"type",
    b"~",
    b"<-",
    b"chan ",
    b"struct{",
    b"1<<s",
    b"...",
    b"\x00",
    b"\xff",
    b"interface{",
    b"goto L",
    b"0x",
    b"'",
    b'"',
    b"`",
    b"/*",
    b"\n",
    b"[T any]",
    b"x.(type)",
    b"return",
    b"*",
    b"nil",
    b"iota",
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            data = data[:at]
        elif kind == 1:
            data = data[:at] + draw(st.sampled_from(PIECES)) + data[at:]
        elif kind == 2:
            data = data[:at] + data[at + draw(st.integers(1, 40)) :]
        else:
            end = min(len(data), at + draw(st.integers(1, 200)))
            to = draw(st.integers(0, len(data)))
            data = data[:to] + data[at:end] + data[to:]
    return data


def check(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        load(str(path))
    except CompileErrors as e:
        assert e.diagnostics and all(d.span is not None for d in e.diagnostics)
    except Unsupported:
        pass


@settings(max_examples=150, deadline=5000, suppress_health_check=list(HealthCheck))
@given(data=mutated())
def test_mutated(tmp_path: Path, data: bytes) -> None:
    check(tmp_path / "m.go", data)


@settings(max_examples=150, deadline=5000, suppress_health_check=list(HealthCheck))
@given(
    data=st.one_of(
        st.binary(max_size=200), st.lists(st.sampled_from(PIECES + [b"package p\n", b" "]), max_size=40).map(b"".join)
    )
)
def test_noise(tmp_path: Path, data: bytes) -> None:
    check(tmp_path / "n.go", data)
    check(tmp_path / "n.go", b"package p\n" + data)


@pytest.mark.parametrize("piece", [b"(", b"[", b"{", b"-", b"func(){", b"[]", b"*", b"1+(", b"x.f(", b"if x {"])
def test_deep(tmp_path: Path, piece: bytes) -> None:
    """Nesting without end is an error (or fine), not a crash."""
    check(tmp_path / "d.go", b"package p\n\nfunc f() {\n\t_ = " + piece * 20000)


def test_what_is_right_can_be_placed_and_explained(tmp_path: Path) -> None:
    """Mutated programs that the checker takes go through placement, rules and explanations too."""
    from burrow.go import driver
    from burrow.go.explain import explain

    went = 0

    @settings(max_examples=250, deadline=5000, suppress_health_check=list(HealthCheck))
    @given(data=mutated(), way=st.integers(0, 3))
    def one(data: bytes, way: int) -> None:
        nonlocal went
        path = tmp_path / "m.go"
        path.write_bytes(data)
        try:
            if way == 0:
                driver.placement(str(path), 2)
            elif way == 1:
                driver.placement(str(path), 1, True)
            elif way == 2:
                explain(str(path))
            else:
                driver.rules(str(path), "x")
            went += 1
        except (CompileErrors, Unsupported):
            pass

    one()
    assert went > 0
