"""What checking leaves on the tree, summaries, packages of a module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from burrow.go import build, syntax, types
from burrow.go.load import load
from burrow.go.lookup import lookup
from burrow.source import CompileErrors


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of the test's own, and no GOROOT."""
    monkeypatch.setenv("BURROW_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("GOROOT", raising=False)


def program(folder: Path, text: str) -> types.Package:
    file = folder / "p.go"
    file.write_text(text)
    return load(str(file))[-1]


def body(pkg: types.Package, name: str) -> list[Any]:
    func = pkg.scope.names[name]
    assert isinstance(func, types.Func) and func.decl is not None and func.decl.body is not None
    return list(func.decl.body.stmts)


def test_types_and_constants(tmp_path: Path) -> None:
    pkg = program(
        tmp_path,
        """package p
const Big = 1 << 100
const F = Big >> 98 / 2.0
func f(x []int, m map[string]*T) {
	a := x[1] + Big>>98
	b, ok := m["k"]
	c := b.n
	var d any = 'x'
	_, _, _, _ = a, ok, c, d
}
type T struct{ *E }
type E struct{ n float32 }
""",
    )
    assert pkg.scope.names["F"].value == 2
    stmts = body(pkg, "f")
    assert str(stmts[0].lhs[0].type) == "int" and stmts[0].rhs[0].y.const == 4
    assert stmts[1].rhs[0].comma_ok and str(stmts[1].rhs[0].type) == "*p.T"
    sel = stmts[2].rhs[0].selection
    assert sel.kind == syntax.FIELD and sel.path == (0, 0) and sel.indirect
    assert str(stmts[3].decls[0].values[0].type) == "rune"


def test_closures_and_captures(tmp_path: Path) -> None:
    pkg = program(
        tmp_path,
        """package main
func main() {
	n := 0
	f := func() func() { return func() { n++ } }
	f()()
	for i := range 3 { _ = func() int { return i } }
}
""",
    )
    main = pkg.scope.names["main"]
    assert isinstance(main, types.Func) and main.decl is not None
    info = main.decl.info
    assert [c.info.name for c in info.closures] == ["main.main.func1", "main.main.func2"]
    inner = info.closures[0].info.closures[0].info
    assert inner.name == "main.main.func1.1"
    assert [v.name for v in inner.captures] == ["n"] and inner.captures[0].captured and inner.captures[0].reassigned
    assert [v.name for v in info.locals] == ["n", "f", "i"]


def test_generics(tmp_path: Path) -> None:
    pkg = program(
        tmp_path,
        """package p
type List[T any] struct { head *node[T] }
type node[T any] struct { v T; next *node[T] }
func (l *List[T]) Push(v T) { l.head = &node[T]{v, l.head} }
func Map[A, B any](xs []A, f func(A) B) []B { var out []B; for _, x := range xs { out = append(out, f(x)) }; return out }
func g() { var l List[string]; l.Push("a"); _ = Map([]int{1}, func(i int) string { return "" }) }
""",
    )
    stmts = body(pkg, "g")
    call = stmts[2].rhs[0]
    assert [str(t) for t in call.fun.targs] == ["int", "string"] and str(call.type) == "[]string"
    push = stmts[1].x.fun.selection
    assert push.addr and str(push.obj.type) == "func(v string)" and push.obj.origin is not None
    inst = stmts[0].decls[0].names[0].type
    assert inst.key == "p.List[string]" and lookup(inst, pkg, "Push").obj is not None


def test_init_order(tmp_path: Path) -> None:
    pkg = program(tmp_path, "package p\nvar a = f()\nvar b, c = 1, d\nvar d = 2\nfunc f() int { return c }\n")
    assert [v.name for vars, _ in pkg.init_order for v in vars] == ["b", "d", "c", "a"]


def test_summary_gives_the_same(tmp_path: Path) -> None:
    text = 'package main\nimport ("fmt"; "sort")\nfunc main() { fmt.Println(sort.SearchInts(nil, 1)) }\n'
    program(tmp_path, text)
    pkg = program(tmp_path, text)
    fmt = next(p for p in pkg.imports if p.path == "fmt")
    assert fmt.cached
    func = fmt.scope.names["Println"]
    assert isinstance(func, types.Func) and str(func.type) == "func(a ...any) (n int, err error)"
    assert func.decl is not None and func.decl.info.name == "fmt.Println" and not fmt.cached
    assert all(f.decl is not None for f in fmt.funcs)


def test_module(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/m\n\ngo 1.21\n")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.go").write_text("package inner\n\nfunc A() int { return b }\n")
    (tmp_path / "inner" / "b_linux.go").write_text("package inner\n\nconst b = 1\n")
    (tmp_path / "inner" / "b_windows.go").write_text("package inner\n\nconst b = 2\n")
    (tmp_path / "inner" / "c.go").write_text("//go:build ignore\n\npackage other\n")
    (tmp_path / "main.go").write_text(
        'package main\n\nimport "example.com/m/inner"\n\nfunc main() {\n\tfor i := 0; i < 3; i++ {\n'
        "\t\tprintln(inner.A(), i)\n\t}\n}\n"
    )
    pkgs = load(str(tmp_path))
    assert [p.path for p in pkgs] == ["example.com/m/inner", "main"]
    loop = body(pkgs[-1], "main")[0]
    assert not loop.per_iteration  # go 1.21: one variable for the whole loop


def test_import_errors(tmp_path: Path) -> None:
    with pytest.raises(CompileErrors) as e:
        program(tmp_path, 'package main\nimport "no/such"\nfunc main() {}\n')
    assert e.value.diagnostics[0].message == "package no/such is not in std"


def test_build_constraints() -> None:
    assert (
        build.holds("linux && !cgo || windows")
        and not build.holds("!unix")
        and build.holds("go1.27 && (amd64 || arm64)")
    )
    assert build.name_fits("x_linux_amd64.go", False) and not build.name_fits("x_test.go", False)
    assert not build.name_fits("x_arm64.go", False) and build.name_fits("linux.go", False)


def test_trees_of_a_summary(tmp_path: Path) -> None:
    """A generic package of a summary, whose own instances are known elsewhere, is read again without errors."""
    (tmp_path / "go.mod").write_text("module m\n\ngo 1.27\n")
    for name in ("box", "use"):
        (tmp_path / name).mkdir()
    (tmp_path / "box" / "a.go").write_text(
        "package box\n\ntype Box[T any] struct{ p *T }\n\nfunc (b *Box[T]) Set(p *T) { b.p = p }\n"
    )
    (tmp_path / "use" / "a.go").write_text("""package use

import "m/box"

type node[K comparable] struct { key K; next box.Box[node[K]] }

type List[K comparable] struct { head box.Box[node[K]] }

func (l *List[K]) Add(key K) { n := &node[K]{key: key}; l.head.Set(n) }

type Plain struct { Head box.Box[int] }

func (p *Plain) F() { p.Head.Set(nil) }
""")
    (tmp_path / "main.go").write_text(
        'package main\n\nimport "m/use"\n\nfunc main() { var l use.List[string]; l.Add("a") }\n'
    )
    load(str(tmp_path))
    again = load(str(tmp_path))
    assert [p.cached for p in again] == [True, True, False]
    box, use = (p.scope.names[n].type for p, n in zip(again, ("Box", "List"), strict=False))
    assert isinstance(box, types.Named) and isinstance(use, types.Named)
    plain = again[1].scope.names["Plain"].type.underlying
    for head in use.underlying.fields[0].type, plain.fields[0].type:  # type: ignore[attr-defined]
        assert head.origin is box and head.methods()[0].origin is box.methods()[0]
    for pkg in again:
        pkg.complete()
        assert all(f.decl is not None for f in pkg.funcs)
