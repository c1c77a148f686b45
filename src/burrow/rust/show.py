"""Types, regions and paths as text, as rustc prints them (`rustc_middle::ty::print`).

Comes in: any term or definition.  Goes out: the short form of diagnostics (`Vec<i32>`: a type's name without its
path), or with
`full=True` the one with paths from the crate on (`alloc::vec::Vec<i32>`), as symbols need it.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import types as t
from burrow.source import load_file


def show(x: Any, full: bool = False) -> str:
    """The text of a term."""
    return _Printer(full).term(x)


def def_path(d: Any, args: tuple[Any, ...] | None = None, full: bool = True) -> str:
    """The path of a definition: `core::option::Option`, `alloc::vec::Vec<T, A>::push`, `<X as
    core::fmt::Debug>::fmt`.  With `args`
    the parents' parameters are replaced (an instance's name)."""
    p = _Printer(full)
    return p.path(d, args)


def show_span(span: Any) -> str:
    """`src/main.rs:3:5: 3:8`, as closures' types have it."""
    f = load_file(span.path)
    (l1, c1), (l2, c2) = f.position(span.lo), f.position(span.hi)
    return f"{span.path}:{l1}:{c1}: {l2}:{c2}"


class _Printer:
    def __init__(self, full: bool) -> None:
        self.full = full

    def term(self, x: Any) -> str:
        return str(getattr(self, "p_" + type(x).__name__)(x))

    def list(self, xs: Any) -> str:
        return ", ".join(self.term(x) for x in xs)

    def p_Prim(self, x: t.Prim) -> str:
        return x.name

    def p_Error(self, x: t.Error) -> str:
        return "{type error}"

    def p_Infer(self, x: t.Infer) -> str:
        return {"ty": "_", "int": "{integer}", "float": "{float}"}[x.kind]

    def p_Param(self, x: t.Param) -> str:
        return x.name

    def p_Region(self, x: t.Region) -> str:
        if x.kind == "var":
            return f"'?{x.index}"
        return x.name or "'_"

    def p_Const(self, c: t.Const) -> str:
        if c.kind == "value":
            if c.ty is t.BOOL:
                return "true" if c.value else "false"
            if c.ty is t.CHAR:
                return "'" + chr(c.value) + "'"
            return str(c.value)
        return {"param": c.name, "infer": "_", "error": "{const error}"}.get(c.kind, "_")

    def p_Tuple(self, x: t.Tuple) -> str:
        return f"({self.term(x.elems[0])},)" if len(x.elems) == 1 else f"({self.list(x.elems)})"

    def p_Slice(self, x: t.Slice) -> str:
        return f"[{self.term(x.ty)}]"

    def p_Array(self, x: t.Array) -> str:
        return f"[{self.term(x.ty)}; {self.term(x.len)}]"

    def p_Ref(self, x: t.Ref) -> str:
        r = self.region(x.region)
        return f"&{r + ' ' if r else ''}{'mut ' if x.mut else ''}{self.boxed(x.ty)}"

    def p_RawPtr(self, x: t.RawPtr) -> str:
        return f"*{'mut' if x.mut else 'const'} {self.boxed(x.ty)}"

    def boxed(self, x: t.Ty) -> str:
        """A pointee: `dyn A + B` needs parentheses."""
        s = self.term(x)
        if isinstance(x, t.Dynamic) and (" + " in self.bounds(x)):
            return f"({s})"
        if isinstance(x, t.Alias) and x.kind == "opaque" and " + " in s:
            return f"({s})"
        return s

    def region(self, r: t.Region) -> str:
        """A region where leaving it out is possible: anonymous ones are."""
        if r.kind == "var" and self.full:
            return f"'?{r.index}"
        return "" if r.kind in ("erased", "var", "error") or r.name in ("'_", "") else r.name

    def args(self, params: list[t.GenericParam], args: Any) -> str:  # type: ignore[valid-type]
        """`<A, B>`; trailing arguments equal to their defaults and anonymous lifetimes are left out."""
        n = len(args)
        while n and n <= len(params):
            d = params[n - 1].default  # type: ignore[index]
            if isinstance(d, t.Term) and t.subst(d, args) is args[n - 1]:
                n -= 1
            else:
                break
        out = []
        lifetimes = [a for a in args[:n] if isinstance(a, t.Region)]
        named = any(self.region(a) for a in lifetimes)
        for a in args[:n]:
            if isinstance(a, t.Region):
                if named:
                    out.append(self.region(a) or "'_")
            else:
                out.append(self.term(a))
        return f"<{', '.join(out)}>" if out else ""

    def params_of(self, d: Any) -> list[t.GenericParam]:  # type: ignore[valid-type]
        try:
            return list(d.generics.all())
        except Exception:
            return []

    def p_Adt(self, x: t.Adt) -> str:
        name = self.path(x.def_) if self.full else x.def_.name
        return name + self.args(self.params_of(x.def_), x.args)

    def p_FnDef(self, x: t.FnDef) -> str:
        d = x.def_
        sig = d.ctor_sig if d.kind == "variant" else d.sig
        sig = t.FnSig(*[tuple(t.subst(i, x.args) for i in sig.inputs), t.subst(sig.output, x.args), *sig.fields[2:]])
        return f"{self.p_FnSig(sig)} {{{self.value_path(d, x.args)}}}"

    def value_path(self, d: Any, args: t.Args) -> str:
        """`Vec::<i32>::new`, `<T as Clone>::clone`, `f::<i32>`."""
        own = d.adt.generics.all() if d.kind == "variant" else d.generics.own if d.kind in ("fn", "const") else []
        container = getattr(d, "container", None)
        n = len(args) - len(own)
        head = d.name
        if container is not None and container.kind == "trait":
            head = f"<{self.term(args[0])} as {self.trait(container, args[1:n])}>::{d.name}" if args else d.name
        elif container is not None:
            st = t.subst(container.self_ty, args)
            text = self.term(st)
            if isinstance(st, t.Adt):
                g = self.args(self.params_of(st.def_), st.args)
                text = st.def_.name + ("::" + g if g else "")
            elif not isinstance(st, (t.Prim, t.Param)):
                text = f"<{text}>"
            head = f"{text}::{d.name}"
        elif d.kind == "variant":
            g = self.args(own, args)
            base = f"{d.adt.name}::{d.name}" if d.adt.is_enum else d.name
            return base + ("::" + g if g else "")
        g = self.args(own, args[n:]) if own else ""
        return head + ("::" + g if g else "")  # type: ignore[no-any-return]

    def trait(self, d: Any, args: Any) -> str:
        """`Trait<args>`, args without Self."""
        g = self.args(self.params_of(d)[1:], args)  # type: ignore[index]
        return (self.path(d) if self.full else d.name) + g

    def binder(self, bound: tuple[str, ...]) -> str:
        names = [b for b in bound if b not in ("'_", "")]
        return f"for<{', '.join(names)}> " if names else ""

    def p_FnSig(self, s: t.FnSig) -> str:
        out = self.binder(s.bound) + ("unsafe " if s.unsafe else "") + (f'extern "{s.abi}" ' if s.abi != "Rust" else "")
        out += f"fn({self.list(s.inputs)}{', ...' if s.variadic else ''})"
        return out + ("" if s.output is t.UNIT else f" -> {self.term(s.output)}")

    def p_FnPtr(self, x: t.FnPtr) -> str:
        return self.p_FnSig(x.sig)

    def p_Closure(self, x: t.Closure) -> str:
        return "{closure@" + show_span(x.def_.span) + "}"

    def bounds(self, x: t.Dynamic) -> str:
        parts = []
        if x.principal is not None:
            parts.append(self.binder(x.bound) + self.bound_trait(x.principal, x.args, list(x.projections)))
        parts += [(self.path(a) if self.full else a.name) for a in x.autos]
        if x.region.kind == "static" and not parts:
            parts.append("'static")
        elif (r := self.region(x.region)) and x.region.kind != "static":
            parts.append(r)
        return " + ".join(parts)

    def bound_trait(self, trait: Any, args: Any, projections: list[tuple[Any, Any]]) -> str:  # type: ignore[valid-type]
        if trait.lang in ("fn", "fn_mut", "fn_once", "Fn", "FnMut", "FnOnce") and args and isinstance(args[0], t.Tuple):
            out = f"{trait.name}({self.list(args[0].elems)})"
            for _, r in projections:  # type: ignore[attr-defined]
                if r is not t.UNIT:
                    out += f" -> {self.term(r)}"
            return out
        inner = [self.term(a) for a in args if not isinstance(a, t.Region) or self.region(a)]
        g = self.args(self.params_of(trait)[1:], args)  # type: ignore[index]
        inner = [g[1:-1]] if g else []
        inner += [f"{d.name} = {self.term(ty)}" for d, ty in projections]  # type: ignore[attr-defined]
        name = self.path(trait) if self.full else trait.name
        return name + (f"<{', '.join(inner)}>" if inner else "")

    def p_Dynamic(self, x: t.Dynamic) -> str:
        return "dyn " + self.bounds(x)

    def p_Alias(self, x: t.Alias) -> str:
        if x.kind == "opaque":
            parts = []
            projections = [p for p in x.def_.bounds if isinstance(p, t.ProjPred)]
            for p in x.def_.bounds:
                if (
                    isinstance(p, t.TraitPred)
                    and p.trait_ref.self_ty is not None
                    and not p.trait_ref.trait.lang == "sized"
                ):
                    tr = p.trait_ref
                    own = [
                        (q.alias.def_, t.subst(q.ty, x.args)) for q in projections if q.alias.def_.container is tr.trait
                    ]
                    parts.append(self.binder(p.bound) + self.bound_trait(tr.trait, t.subst(tr, x.args).args[1:], own))
            return "impl " + (" + ".join(parts) or "Sized")
        trait = x.def_.container
        n = trait.generics.count
        own = self.args(x.def_.generics.own, x.args[n:]) if len(x.args) > n else ""  # type: ignore[assignment]
        return f"<{self.term(x.args[0])} as {self.trait(trait, x.args[1:n])}>::{x.def_.name}{own}"

    def p_TraitRef(self, x: t.TraitRef) -> str:
        return f"<{self.term(x.args[0])} as {self.trait(x.trait, x.args[1:])}>"

    def p_TraitPred(self, x: t.TraitPred) -> str:
        tr = x.trait_ref
        return f"{self.binder(x.bound)}{self.term(tr.args[0])}: {self.bound_trait(tr.trait, tr.args[1:], [])}"

    def p_ProjPred(self, x: t.ProjPred) -> str:
        return f"{self.term(x.alias)} == {self.term(x.ty)}"

    def p_OutlivesPred(self, x: t.OutlivesPred) -> str:
        return f"{self.term(x.what)}: {self.term(x.region)}"

    def path(self, d: Any, args: tuple[Any, ...] | None = None) -> str:
        """The path of a definition from its crate on."""
        if d.parent is None:
            return str(d.crate.name)
        container = getattr(d, "container", None)
        if container is not None and container.kind == "impl":
            return f"{self.impl_path(container, args)}::{d.name}"
        if d.kind == "impl":
            return self.impl_path(d, args)
        if d.kind == "variant" and not d.adt.is_enum:
            return self.path(d.adt.parent) + "::" + d.name  # type: ignore[no-any-return]
        if d.kind == "mod" and d.block:
            return self.path(d.parent)
        parent = d.parent
        if container is not None and args is not None:
            return f"<{self.term(args[0])} as {self.trait(container, args[1 : container.generics.count])}>::{d.name}"
        return self.path(parent, args) + "::" + str(d.name)

    def impl_path(self, impl: Any, args: tuple[Any, ...] | None) -> str:
        st, tr = impl.self_ty, impl.trait_ref
        if args is not None:
            st = t.subst(st, args)
            tr = t.subst(tr, args) if tr is not None else None
        if tr is not None:
            return f"<{self.term(st)} as {self.trait(tr.trait, tr.args[1:])}>"
        if isinstance(st, t.Adt):
            return self.term(st)
        return f"<{self.term(st)}>" if not isinstance(st, (t.Prim, t.Param)) else self.term(st)
