"""Random Rust programs whose values print when they are dropped, run by burrow and by the installed rustc.

    python tests/conformance/drops.py [--count 200] [--seed 1] [--batch 10] [--burrow CMD] [--keep DIR]

In: nothing.  Out: one line for each program whose output differs, and how many are the same.  `program(seed)` makes
the text of one: owned values of several types, moved in branches, partially, into closures and out of patterns, with
early returns, breaks with values, panics, temporaries in conditions and tails, assignment, shadowing and struct update.
Which variables still own their value is tracked while generating, so that the programs are sound.  Programs of one
batch are modules of one file, as compiling is what takes time.
"""

from __future__ import annotations

import argparse
import random
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

PRELUDE = """\
#![allow(warnings)]
use std::cell::Cell;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::rc::Rc;
thread_local! { static STATE: Cell<u32> = Cell::new(1); }
fn seed(k: u32) { STATE.with(|s| s.set(k)); }
fn flip() -> bool {
    STATE.with(|s| { let n = s.get().wrapping_mul(1103515245).wrapping_add(12345); s.set(n); (n >> 16) & 1 == 1 })
}
trait T { fn id(&self) -> u32; }
struct D(u32);
fn d(n: u32) -> D { print!("+{} ", n); D(n) }
impl Drop for D { fn drop(&mut self) { print!("-{} ", self.0); } }
impl T for D { fn id(&self) -> u32 { self.0 } }
impl D {
    fn opt(&self) -> Option<u32> { if self.0 % 2 == 0 { Some(self.0) } else { None } }
    fn look(&self) -> Option<&D> { if self.0 % 3 == 0 { None } else { Some(self) } }
    fn pass(self) -> D { print!("p{} ", self.0); self }
}
struct P { a: D, b: D }
struct Q { d: D, p: P }
impl Drop for Q { fn drop(&mut self) { print!("-Q{} ", self.d.0); } }
enum E { A(D), B { x: D, y: D }, C }
fn take<X>(_x: X) { print!("take "); }
fn id<X>(x: X) -> X { x }
fn see(x: &D, y: &D) -> u32 { print!("see{},{} ", x.0, y.0); x.0 + y.0 }
"""

TYPES = ["D", "P", "Q", "Box<D>", "Vec<D>", "Option<D>", "Rc<D>", "(D, D)", "[D; 2]", "E", "Box<dyn T>", "Option<Box<P>>"]


class Var:
    """A variable: `here` while it certainly owns its whole value."""

    def __init__(self, name: str, ty: str, depth: int) -> None:
        self.name = name
        self.ty = ty
        self.here = True
        self.depth = depth  # of loops and closures: what is outside of the innermost one cannot be moved


class Program:
    """The text of one program."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)
        self.number = 0
        self.names = 0
        self.vars: list[Var] = []
        self.depth = 0
        self.budget = 16
        self.loops: list[str] = []
        self.result = ""

    # ---- pieces

    def fresh(self) -> str:
        self.number += 1
        return f"d({self.number})"

    def name(self) -> str:
        if self.names and self.r.random() < 0.15:  # shadowing
            return f"v{self.r.randrange(self.names)}"
        self.names += 1
        return f"v{self.names - 1}"

    def visible(self) -> list[Var]:
        """Variables that no other hides."""
        seen: dict[str, Var] = {}
        for v in self.vars:
            seen[v.name] = v
        return list(seen.values())

    def movable(self, ty: str | None = None) -> Var | None:
        found = [v for v in self.visible() if v.here and v.depth == self.depth and (ty is None or v.ty == ty)]
        return self.r.choice(found) if found else None

    def seen(self, ty: str) -> Var | None:
        found = [v for v in self.visible() if v.here and v.ty == ty]
        return self.r.choice(found) if found else None

    def declare(self, ty: str, name: str | None = None) -> Var:
        v = Var(name or self.name(), ty, self.depth)
        self.vars.append(v)
        return v

    # ---- expressions

    def expr(self, ty: str, deep: int = 0) -> str:
        r = self.r.random()
        v = self.movable(ty)
        if v is not None and r < 0.35:
            v.here = False
            return v.name
        if deep < 2 and self.budget > 0:
            if r < 0.45:
                return self.if_value(ty, deep)
            if r < 0.50:
                self.budget -= 1
                mark = len(self.vars)
                body = self.stmts(1, 2)
                tail = self.expr(ty, deep + 1)
                del self.vars[mark:]
                return "{ " + body + tail + " }"
            if r < 0.54:
                return f"id({self.expr(ty, deep + 1)})"
            if r < 0.58:
                self.budget -= 1
                return self.loop_value(ty, deep)
            if r < 0.61:
                return f"(|| {self.inside(lambda: self.make(ty, deep + 1))})()"
            if r < 0.64:
                w = self.fresh()
                return f"match {w}.look() {{ Some(x) => {{ x.id(); {self.make(ty, 3)} }} None => {self.make(ty, 3)} }}"
        return self.make(ty, deep)

    def inside(self, make: object) -> str:
        """In a closure or loop: what is outside stays there."""
        self.depth += 1
        mark = len(self.vars)
        text = make()  # type: ignore[operator]
        del self.vars[mark:]
        self.depth -= 1
        return str(text)

    def branches(self, *parts: object) -> list[str]:
        """Alternatives: what one of them moves is gone after all of them."""
        before = [(v, v.here) for v in self.vars]
        gone: set[Var] = set()
        texts = []
        for make in parts:
            for v, here in before:
                v.here = here
            mark = len(self.vars)
            texts.append(str(make()))  # type: ignore[operator]
            del self.vars[mark:]
            gone |= {v for v, here in before if not v.here}
        for v, here in before:
            v.here = here and v not in gone
        return texts

    def if_value(self, ty: str, deep: int) -> str:
        self.budget -= 1
        a, b = self.branches(lambda: self.expr(ty, deep + 1), lambda: self.expr(ty, deep + 1))
        return f"if {self.condition()} {{ {a} }} else {{ {b} }}"

    def loop_value(self, ty: str, deep: int) -> str:
        def body() -> str:
            first = self.stmts(1, 2)
            return f"{first} if flip() {{ break {self.make(ty, 2)}; }} {self.stmts(0, 1)}"

        self.loops.append("value")
        text = self.inside(body)
        self.loops.pop()
        return f"loop {{ {text} }}"

    def make(self, ty: str, deep: int) -> str:
        def e(t: str) -> str:
            return self.expr(t, deep + 1) if deep < 3 else self.plain(t)

        if ty == "D":
            return self.fresh() + (".pass()" if self.r.random() < 0.2 else "")
        if ty == "P":
            p = self.movable("P")
            if p is not None and self.r.random() < 0.5:
                p.here = False
                return f"P {{ {self.r.choice('ab')}: {self.fresh()}, ..{p.name} }}"
            if self.r.random() < 0.2:
                return f"P {{ a: {e('D')}, ..P {{ a: {self.fresh()}, b: {self.fresh()} }} }}"
            return f"P {{ b: {e('D')}, a: {e('D')} }}"
        if ty == "Q":
            return f"Q {{ d: {e('D')}, p: {e('P')} }}"
        if ty == "Box<D>":
            return f"Box::new({e('D')})"
        if ty == "Box<dyn T>":
            return f"(Box::new({e('D')}) as Box<dyn T>)"
        if ty == "Vec<D>":
            return f"vec![{', '.join(e('D') for _ in range(n))}]" if (n := self.r.randrange(4)) else "Vec::<D>::new()"
        if ty == "Option<D>":
            return f"Some({e('D')})" if self.r.random() < 0.75 else "None::<D>"
        if ty == "Option<Box<P>>":
            return f"Some(Box::new({e('P')}))"
        if ty == "Rc<D>":
            v = self.seen("Rc<D>")
            return f"Rc::clone(&{v.name})" if v is not None and self.r.random() < 0.5 else f"Rc::new({e('D')})"
        if ty == "(D, D)":
            return f"({e('D')}, {e('D')})"
        if ty == "[D; 2]":
            return f"[{e('D')}, {e('D')}]"
        return self.r.choice([f"E::A({e('D')})", f"E::B {{ y: {e('D')}, x: {self.fresh()} }}", "E::C"])

    def plain(self, ty: str) -> str:
        return self.fresh() if ty == "D" else f"P {{ a: {self.fresh()}, b: {self.fresh()} }}"

    def condition(self) -> str:
        return self.r.choice([
            "flip()", "flip()", f"{self.fresh()}.id() % 2 == 0", f"{self.fresh()}.opt().is_some() && flip()",
            f"see(&{self.fresh()}, &{self.fresh()}) > 9 || {self.fresh()}.look().is_none()",
        ])

    # ---- statements

    def stmts(self, low: int, high: int) -> str:
        return "".join(self.stmt() + "\n" for _ in range(self.r.randint(low, high)))

    def block(self) -> str:
        mark = len(self.vars)
        text = self.stmts(1, 3)
        if self.r.random() < 0.15:
            text += f"{self.fresh()}.id();"
        del self.vars[mark:]
        return text

    def leave(self) -> str:
        """Something that diverges."""
        what = ["return " + self.plain("D"), "return " + self.plain("D"), 'panic!("x")']
        if self.loops and self.loops[-1] == "plain":
            what += ["break", "continue"] * 2
        return self.r.choice(what)

    def stmt(self) -> str:
        self.budget -= 1
        if self.budget < 0:
            return f"{self.fresh()}.id();"
        kinds = [self.let, self.let, self.let, self.assign, self.drop_, self.if_, self.match, self.if_let, self.while_let,
                 self.loop, self.early, self.partial, self.destructure, self.let_else, self.closure, self.temporaries,
                 self.underscore, self.field, self.change, self.scope, self.for_]  # fmt: skip
        return self.r.choice(kinds)()

    def let(self) -> str:
        ty = self.r.choice(TYPES)
        value = self.expr(ty)
        if self.r.random() < 0.1:
            v = self.declare(ty)
            return f"let mut {v.name}: {ty}; {v.name} = {value};"
        v = self.declare(ty)
        return f"let mut {v.name}: {ty} = {value};"

    def assign(self) -> str:
        found = [v for v in self.visible() if v.depth == self.depth]
        if not found:
            return self.let()
        v = self.r.choice(found)
        value = self.expr(v.ty)
        if v not in self.visible():
            return f"take({value});"
        v.here = True
        return f"{v.name} = {value};"

    def drop_(self) -> str:
        v = self.movable()
        if v is None:
            return self.let()
        v.here = False
        return self.r.choice([f"drop({v.name});", f"take({v.name});", f"{v.name};", f"let _x = {v.name};"])

    def if_(self) -> str:
        a, b = self.branches(self.block, self.block)
        return f"if {self.condition()} {{ {a} }} else {{ {b} }}" if self.r.random() < 0.6 else self._if_only(a)

    def _if_only(self, a: str) -> str:
        return f"if {self.condition()} {{ {a} }}"

    def match(self) -> str:
        if self.r.random() < 0.5:
            value = self.expr("E")
            a, b, c = self.branches(self.block, self.block, self.block)
            first = self.r.choice(["E::A(m)", "E::A(_)", "E::A(ref m)", "E::A(m) if flip()"])
            second = self.r.choice(["E::B { x, .. }", "E::B { x, y }", "E::B { ref x, .. }", "E::B { y: _, x }"])
            return f"match ({value}) {{ {first} => {{ {a} }} {second} => {{ {b} }} _ => {{ {c} }} }}"
        value = self.expr("Option<D>")
        a, b = self.branches(self.block, self.block)
        return f"match ({value}) {{ Some({self.r.choice(['m', '_', 'ref m', '_m'])}) => {{ {a} }} None => {{ {b} }} }}"

    def if_let(self) -> str:
        a, b = self.branches(self.block, self.block)
        head = self.r.choice([
            f"Some(t) = {self.fresh()}.look()", f"Some(t) = {self.fresh()}.opt()", f"Some(t) = Some({self.fresh()})",
            f"Some(_) = Some({self.fresh()})", f"(Some(t), _) = (Some({self.fresh()}), {self.fresh()})",
            f"Some(2) = {self.fresh()}.pass().opt()",
        ])
        return f"if let {head} {{ {a} }} else {{ {b} }}"

    def while_let(self) -> str:
        v = self.movable("Vec<D>")
        self.loops.append("plain")
        body = self.inside(self.block)
        self.loops.pop()
        if v is None:
            return f"let mut n = 0; while let Some(_) = D(n).look().filter(|_| n < 3) {{ n += 1; {body} }}".replace("D(n)", "d(100 + n * 3 + 1)")
        if v.here:
            return f"while let Some(w) = {v.name}.pop() {{ {body} }}"
        return ""

    def loop(self) -> str:
        self.loops.append("plain")
        body = self.inside(self.block)
        self.loops.pop()
        return f"let mut n = 0; while n < 2 && see(&{self.fresh()}, &{self.fresh()}) > 0 {{ n += 1; {body} }}"

    def for_(self) -> str:
        value = self.expr("Vec<D>")
        self.loops.append("plain")
        body = self.inside(self.block)
        self.loops.pop()
        leave = self.r.choice(["", "if flip() { break; }", "if flip() { continue; }"])
        return f"for w in ({value}) {{ {leave} {body} }}"

    def early(self) -> str:
        mark = [(v, v.here) for v in self.vars]
        extra = self.r.choice(["", self.drop_()])
        for v, here in mark:
            v.here = here
        del self.vars[len(mark):]
        return f"if {self.condition()} && flip() {{ {extra} {self.leave()}; }}"

    def partial(self) -> str:
        v = self.movable(self.r.choice(["P", "(D, D)", "Q"]))
        if v is None:
            return self.let()
        if v.ty == "Q":
            return f"let _q = &{v.name}.p;"
        v.here = False
        fields = ["a", "b"] if v.ty == "P" else ["0", "1"]
        f = self.r.choice(fields)
        out = f"let _y = {v.name}.{f};"
        if self.r.random() < 0.4:
            v.here = True
            out += f" {v.name}.{f} = {self.fresh()};"
        elif self.r.random() < 0.3:
            out = f"if flip() {{ take({v.name}.{f}); }}"
        return out

    def destructure(self) -> str:
        which = self.r.choice(["(D, D)", "P", "[D; 2]"])
        value = self.expr(which)
        a = self.declare("D")
        pattern = {
            "(D, D)": f"({a.name}, _)", "P": f"P {{ b: {a.name}, .. }}", "[D; 2]": f"[_, {a.name}]",
        }[which]
        if self.r.random() < 0.5:
            return f"let {pattern} = {value};".replace(a.name, f"mut {a.name}", 1) if False else self._mut(pattern, a, value)
        b = self.declare("D")
        if a.name == b.name:
            self.vars.pop()
            return self._mut(pattern, a, value)
        pattern = {
            "(D, D)": f"(mut {a.name}, mut {b.name})", "P": f"P {{ b: mut {a.name}, a: mut {b.name} }}",
            "[D; 2]": f"[mut {a.name}, mut {b.name}]",
        }[which]
        return f"let {pattern} = {value};"

    @staticmethod
    def _mut(pattern: str, a: Var, value: str) -> str:
        return f"let {pattern.replace(a.name, 'mut ' + a.name)} = {value};"

    def let_else(self) -> str:
        value = self.expr(self.r.choice(["Option<D>"]))
        otherwise = self.fresh()
        leave = self.leave()
        v = self.declare("D")
        return f"let Some(mut {v.name}) = ({value}) else {{ {otherwise}.id(); {leave} }};"

    def closure(self) -> str:
        v = self.movable("D")
        if v is None:
            v = self.declare("D")
            made = f"let mut {v.name} = {self.fresh()};"
        else:
            made = ""
        v.here = False
        n = self.r.randrange(1000)
        body = self.r.choice([f"{v.name}.id()", f"{{ let x = {v.name}; x.id() }}", f"{{ {self.fresh()}.id() + {v.name}.id() }}"])
        use = self.r.choice([f"c{n}();", "", f"take(c{n});", f"let b: Box<dyn FnOnce() -> u32> = Box::new(c{n}); if flip() {{ b(); }}",
                             f"if flip() {{ c{n}(); }}"])
        return f"{made} let c{n} = move || {body}; {use}"

    def temporaries(self) -> str:
        return self.r.choice([
            f"see(&{self.fresh()}, &{self.fresh()}.pass());", f"let _n = {self.fresh()}.id() + {self.fresh()}.id();",
            f"let _r = &{self.fresh()};", f"let _r = {self.fresh()}.look().map(|x| x.id());",
            f"let _n = {{ let z = {self.fresh()}; {self.fresh()}.id() + z.id() }};",
            f"let _t = ({self.fresh()}, {self.fresh()}.id(), &{self.fresh()});",
            f"match {self.fresh()}.opt() {{ Some(_) => {{ {self.fresh()}; }} None => {{ {self.fresh()}.id(); }} }}",
        ])

    def underscore(self) -> str:
        return f"let _ = {self.expr(self.r.choice(TYPES))};"

    def field(self) -> str:
        v = self.seen(self.r.choice(["P", "Q", "(D, D)", "[D; 2]"]))
        if v is None:
            return self.let()
        place = {"P": ["a", "b"], "Q": ["d", "p.a"], "(D, D)": ["0", "1"], "[D; 2]": ["[0]", "[1]"]}[v.ty]
        f = self.r.choice(place)
        return f"{v.name}{'' if f[0] == '[' else '.'}{f} = {self.fresh()};"

    def change(self) -> str:
        v = self.seen(self.r.choice(["Vec<D>", "Option<D>", "D"]))
        if v is None:
            return self.let()
        if v.ty == "Vec<D>":
            return self.r.choice([f"{v.name}.push({self.fresh()});", f"{v.name}.pop();", f"{v.name}.truncate(1);",
                                  f"{v.name}.insert(0, {self.fresh()});", f"{v.name}.clear();",
                                  f"let _f = {v.name}.drain(..).next();", f"{v.name}.retain(|x| x.id() % 2 == 0);"])
        if v.ty == "Option<D>":
            return self.r.choice([f"{v.name}.take();", f"let _o = {v.name}.replace({self.fresh()});",
                                  f"{v.name}.get_or_insert_with(|| {self.fresh()}).id();"])
        return self.r.choice([f"let _o = std::mem::replace(&mut {v.name}, {self.fresh()});",
                              f"std::mem::swap(&mut {v.name}, &mut {self.fresh()});"])

    def scope(self) -> str:
        return f"{{ {self.block()} }}"

    def text(self) -> str:
        body = self.stmts(4, 9)
        return f"pub fn run() -> D {{\n{body}{self.expr('D')}\n}}\n"


def program(seed: int) -> str:
    """The function `run` of one program."""
    return Program(seed).text()


def file(seeds: list[int]) -> str:
    """Programs as one file."""
    parts = [PRELUDE]
    for s in seeds:
        parts.append(f"mod p{s} {{ use super::*;\n{program(s)}}}\n")
    calls = "".join(
        f"for k in 0..6 {{ seed(k * 7919 + 3); print!(\"p{s}/{{}}: \", k); "
        f"let r = catch_unwind(|| {{ let r = p{s}::run(); print!(\"= \"); r.id() }}); println!(\"{{:?}}\", r.ok()); }}\n"
        for s in seeds
    )
    parts.append(f"fn main() {{ std::panic::set_hook(Box::new(|_| {{}}));\n{calls}}}\n")
    return "".join(parts)


def real(source: Path, edition: str) -> tuple[str | None, str]:
    """What the program prints as rustc compiles it; None where it does not compile."""
    out = source.with_suffix(".real")
    made = subprocess.run(["rustc", "--edition", edition, "-A", "warnings", str(source), "-o", str(out)],
                          capture_output=True, text=True)
    if made.returncode:
        return None, made.stderr
    return subprocess.run([out], capture_output=True, text=True, timeout=60).stdout, ""


def main() -> int:
    p = argparse.ArgumentParser()
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--batch", type=int, default=10)
    p.add_argument("--burrow", default=f"{sys.executable} -m burrow")
    p.add_argument("--keep", type=Path)
    o = p.parse_args()
    folder = o.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    same = differs = 0
    seed = o.seed
    while same + differs < o.count:
        edition = ("2021", "2024")[seed // o.batch % 2]
        seeds: list[int] = []
        while len(seeds) < min(o.batch, o.count - same - differs):  # only what rustc accepts
            seeds.append(seed)
            seed += 1
        source = folder / f"drops{seeds[0]}.rs"
        while True:
            source.write_text(file(seeds))
            want, why = real(source, edition)
            if want is not None:
                break
            lines = source.read_text().splitlines()
            bad = set()
            for line in why.splitlines():
                if line.strip().startswith("--> "):
                    n = int(line.split(":")[-2])
                    bad.add(next(x for x in reversed(lines[:n]) if x.startswith("mod p")).split()[1][1:])
            if not bad:
                print(why)
                return 1
            seeds = [s for s in seeds if str(s) not in bad]
        try:
            got = subprocess.run([*shlex.split(o.burrow), "run", "--edition", edition, str(source)],
                                 capture_output=True, text=True, timeout=600)
        except subprocess.TimeoutExpired:
            print(f"{source}: no end")
            differs += len(seeds)
            continue
        if got.returncode:
            print(f"{source} ({edition}): exit {got.returncode}: {got.stderr[:1500]}")
        a = {x.split("/")[0]: [] for x in want.splitlines()}
        for x in want.splitlines():
            a[x.split("/")[0]].append(x)
        b: dict[str, list[str]] = {}
        for x in got.stdout.splitlines():
            b.setdefault(x.split("/")[0], []).append(x)
        for key, lines in a.items():
            if b.get(key) == lines:
                same += 1
            else:
                differs += 1
                theirs = b.get(key, [])
                first = next(((x, y) for x, y in zip(lines, [*theirs, *[""] * 9], strict=False) if x != y), ("", ""))
                print(f"{source} ({edition}):\n  real {first[0]}\n  ours {first[1]}")
        print(f"{same} the same, {differs} differ", flush=True)
    return int(differs > 0)


if __name__ == "__main__":
    sys.exit(main())
