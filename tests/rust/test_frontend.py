"""The front end on whole programs: what is accepted, and rustc's codes and lines for what is not."""

from __future__ import annotations

import pytest

from burrow.rust import driver, thir
from burrow.rust import types as t
from burrow.source import CompileErrors, load_file


def errors(text: str, edition: int = 2021) -> list[tuple[int, str | None]]:
    """(line, code) of each error in a program."""
    try:
        crate = driver.load("test.rs", edition=edition, text=text.encode())
        found = driver.check_crate(crate)
    except CompileErrors as e:
        found = e.diagnostics
    out = []
    for d in found:
        if d.level.value == "error":
            assert d.span is not None
            out.append((load_file("test.rs").position(d.span.lo)[0], d.code))
    return out


def body(text: str, name: str = "f", edition: int = 2021) -> thir.Body:
    """The typed body of a function in a program without errors."""
    crate = driver.load("test.rs", edition=edition, text=text.encode())
    assert driver.check_crate(crate) == []
    assert crate.root is not None
    made = crate.root.scope.values[name].def_.body
    assert made is not None
    return made  # type: ignore[no-any-return]


SOUND = {
    "closures": "fn f() -> i32 { let mut n = 0; let mut g = |x: i32| { n += x; n }; g(1); g(2) } fn main() { f(); }",
    "iterators": "fn main() { let v: Vec<i32> = (0..10).map(|x| x * 2).filter(|x| *x > 3).collect();"
    ' let s: i32 = v.iter().sum(); for (i, x) in v.iter().enumerate() { println!("{i} {x} {}", s); } }',
    "traits": "trait A { type T; fn a(&self) -> Self::T; } impl A for u8 { type T = String; fn a(&self) -> String"
    " { self.to_string() } } fn g<X: A<T = String>>(x: X) -> usize { x.a().len() } fn main() { g(3u8); }",
    "dyn": 'use std::fmt::Debug; fn main() { let v: Vec<Box<dyn Debug>> = vec![Box::new(1), Box::new("a")];'
    ' println!("{:?}", v); let f: &dyn Fn(i32) -> i32 = &|x| x + 1; f(2); }',
    "patterns": "enum E { A(i32, String), B { x: u8 }, C } fn main() { let e = E::B { x: 1 }; match &e {"
    " E::A(n @ 1..=5, s) if s.len() > 2 => drop(n), E::B { x, .. } => { let _: &u8 = x; } _ => {} }"
    " let [a, .., b] = [1, 2, 3, 4]; let Some(_c) = Some(a + b) else { return }; }",
    "question": "fn g(s: &str) -> Result<i32, Box<dyn std::error::Error>> { let n: i32 = s.parse()?; Ok(n) }"
    ' fn main() { g("1").unwrap(); }',
    "macros": "macro_rules! m { ($($k:ident => $v:expr),* $(,)?) => {{ let mut s = 0; $( let $k = $v; s += $k; )* s }} }"
    " fn main() { let x: i32 = m! { a => 1, b => 2, }; assert_eq!(x, 3); }",
    "derive": "#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)] struct P<T> { a: T, b: Option<T> }"
    " fn main() { let p = P { a: 1, b: None }; assert!(p.clone() >= p); let _: P<u8> = Default::default(); }",
    "impl trait": "fn g(n: u32) -> impl Iterator<Item = u32> + Clone { (0..n).rev() } fn h(f: impl Fn(u32) -> u32) -> u32"
    " { g(3).map(f).max().unwrap() } fn main() { h(|x| x + 1); }",
    "const": "const fn sq(n: usize) -> usize { let mut i = 0; let mut s = 0; while i < n { s += n; i += 1; } s }"
    " fn main() { let a = [0u8; sq(3)]; let _: [u8; 9] = a; }",
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name: str) -> None:
    assert errors(SOUND[name]) == []


UNSOUND = [
    ('fn main() {\n let x: i32 = "a";\n}', [(2, "E0308")]),
    ("fn main() {\n y;\n}", [(2, "E0425")]),
    ("fn main() {\n foo::bar();\n}", [(2, "E0433")]),
    ("struct S;\nfn main() {\n S.go();\n}", [(3, "E0599")]),
    ("fn f<T: Copy>(_: T) {}\nfn main() {\n f(String::new());\n}", [(3, "E0277")]),
    ("fn f(a: &str, b: &str) -> &str { a }\nfn main() {}", [(1, "E0106")]),
    ("fn f(a: &'a str) {}\nfn main() {}", [(1, "E0261")]),
    ("use std::nothing;\nfn main() {}", [(1, "E0432")]),
    ("fn main() {\n let v = Vec::new();\n}", [(2, "E0282")]),
    ("trait T { fn a(&self); }\nimpl T for u8 {}\nfn main() {}", [(2, "E0046")]),
    ("fn f() -> i32 {\n 1;\n}\nfn main() {}", [(1, "E0308")]),
    ("fn main() {\n let p: *const i32 = &1;\n *p;\n}", [(3, "E0133")]),
    ("struct P { a: u8 }\nfn main() {\n let _ = P { b: 1, a: 2 };\n}", [(3, "E0560")]),
    ("fn f(a: u8) {}\nfn main() {\n f(1, 2);\n}", [(3, "E0061")]),
    ("fn main() {\n let x = 5\n let y = 6;\n}", [(3, None)]),
]


@pytest.mark.parametrize("text, want", UNSOUND, ids=[str(w[0][1]) + str(i) for i, (_, w) in enumerate(UNSOUND)])
def test_codes_and_lines(text: str, want: list[tuple[int, str | None]]) -> None:
    assert errors(text) == want


def test_one_bad_body_leaves_the_others() -> None:
    crate = driver.load(
        "test.rs", edition=2021, text=b"fn a() { let x: u8 = true; } fn b() { let y: u8 = 1; } fn main() {}"
    )
    driver.check_crate(crate)
    assert crate.root is not None
    values = crate.root.scope.values
    assert values["a"].def_.body.tainted
    assert not values["b"].def_.body.tainted


def test_captures_are_places_from_2021_on() -> None:
    text = "fn f() { let mut p = (String::new(), 1); let c = || { p.1 += 1; }; let mut c = c; c(); } fn main() {}"
    new = body(text, edition=2021).closures[0]
    assert [(c.var.name, c.proj, c.by) for c in new.captures] == [("p", (("field", 1, 0),), "mut")]
    assert new.closure_kind == "FnMut"
    old = body(text, edition=2018).closures[0]
    assert [(c.var.name, c.proj, c.by) for c in old.captures] == [("p", (), "mut")]


def test_macro_hygiene_of_locals() -> None:
    text = "macro_rules! m { ($e:expr) => {{ let x = 10; $e + x }} } fn f() -> i32 { let x = 1; m!(x) } fn main() {}"
    b = body(text)
    names = [v.name for v in b.locals]
    assert names.count("x") == 2


def test_autoref_is_explicit_and_two_phase() -> None:
    b = body("fn f(mut v: Vec<usize>) { v.push(v.len()); } fn main() {}")
    assert isinstance(b.value, thir.Block)
    st = b.value.stmts[0]
    assert isinstance(st, thir.ExprStmt) and isinstance(st.expr, thir.Call)
    recv = st.expr.args[0]
    assert isinstance(recv, thir.Borrow) and recv.adj and recv.mut and recv.two_phase


def test_types_are_interned_and_pickle() -> None:
    import pickle

    a = t.Ref(t.STATIC, t.Tuple((t.I32, t.BOOL)))
    assert t.Ref(t.STATIC, t.Tuple((t.I32, t.BOOL))) is a
    assert pickle.loads(pickle.dumps(a)) is a
    assert str(a) == "&'static (i32, bool)"
