"""Which trait a type implements, and how: selection, projection, normalisation.

In: trait references over types that may hold inference variables, and an environment of where-clauses.  Out:
candidates with the obligations they
bring, and types with their projections replaced.  Reference: `rustc_trait_selection` (the old solver): where-clauses
come
before impls, several impls that could match leave a question open until more is known.

What differs: regions decide nothing here (the borrow checker proves what impls and bounds ask of them), so there is
no leak check and no specialisation.

The plain functions at the end (`param_env`, `normalize`, `select`, `is_copy`, …) are for the other rooms.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import collect, defs, lang
from burrow.rust import types as t
from burrow.rust.infer import Table
from burrow.source import Span


class Env:
    """The where-clauses in scope: `preds` elaborated with supertraits, opened (bound regions erased)."""

    __slots__ = ("by_trait", "cache", "owner", "preds", "projections", "reveal")

    def __init__(self, preds: list[Any], owner: Any = None, reveal: bool = False, exact: bool = False) -> None:
        """`exact`: the predicates are elaborated already."""
        self.owner = owner
        self.reveal = reveal  # see through `impl Trait`
        self.preds = preds
        self.by_trait: dict[Any, list[t.TraitRef]] = {}
        self.projections: dict[Any, list[t.ProjPred]] = {}
        self.cache: dict[Any, Any] = {}
        seen: set[Any] = set()
        todo = list(preds)
        while todo:
            p = todo.pop(0)
            if p in seen:
                continue
            seen.add(p)
            if isinstance(p, t.TraitPred):
                tr = t.erase_bound(p.trait_ref)
                refs = self.by_trait.setdefault(tr.trait, [])
                if tr not in refs:
                    refs.append(tr)
                for q in implied(tr.trait) if not exact else ():
                    todo.append(t.subst(q, tr.args))
            elif isinstance(p, t.ProjPred):
                q = t.ProjPred(t.erase_bound(p.alias), t.erase_bound(p.ty))
                self.projections.setdefault(q.alias.def_, []).append(q)


EMPTY = Env([])


def implied(trait: Any) -> list[Any]:
    """What holds wherever `trait` is known to hold: its supertraits and the projections written on them."""
    cached = defs.memo(trait, "implied")
    if cached is None:
        me = t.Param(0, "Self")
        cached = []
        try:
            preds = collect.own_predicates(trait)
        except defs.Cycle:
            return []
        for p in preds:
            if isinstance(p, t.TraitPred) and p.trait_ref.self_ty is me and p.trait_ref.trait is not trait:
                cached.append(p)
            elif isinstance(p, t.ProjPred) and p.alias.args[0] is me:
                cached.append(p)
        trait.__dict__["implied"] = cached
    return cached  # type: ignore[no-any-return]


# ---- the impls of a trait
# ---------------------------------------------------------------------------------------------------------


def simplify(ty: Any) -> Any:
    """A key that two types must share if they are to unify; None for what unifies with anything."""
    cls = type(ty)
    if cls is t.Adt:
        return ("adt", ty.def_)
    if cls is t.Prim:
        return ("prim", ty.name)
    if cls is t.Ref:
        return ("ref", ty.mut)
    if cls is t.RawPtr:
        return ("ptr", ty.mut)
    if cls is t.Tuple:
        return ("tuple", len(ty.elems))
    if cls is t.Dynamic:
        return ("dyn", ty.principal)
    if cls is t.Param or cls is t.Alias or cls is t.Infer or cls is t.Error:
        return None
    if cls is t.FnPtr:
        return ("fnptr", len(ty.sig.inputs))
    if cls is t.FnDef:
        return ("fndef",)
    return (cls.__name__,)


def impls_for(trait: Any, key: Any) -> list[Any]:
    """The impls of `trait` that could match a self type with this key (None: any)."""
    out: list[Any] = []
    for c in loaded():
        packed = c.__dict__.get("packed_impls")
        if packed is not None:
            by = packed.get((trait.crate.name, trait.index))
            if by is not None:
                out += unpack_impls(c, by, key)
            if not c.impls:
                continue
            # those inside the bodies of functions, which are collected with the bodies
        table = impl_table(c)
        by = table.get(trait)
        if by is None:
            continue
        if key is None:
            out += by["all"]
        else:
            out += by.get(key, ())
            out += by.get(None, ())
    return out


def plain_key(key: Any) -> Any:
    """A key without definitions in it, as a packed crate has them."""
    if key is not None and len(key) > 1 and isinstance(key[1], defs.Def):
        return (key[0], key[1].crate.name, key[1].index)
    return key


def unpack_impls(crate: Any, by: dict[Any, list[int]], key: Any) -> list[Any]:
    """The impls of a packed crate under a key (None: all)."""
    if key is None:
        return [crate.defs[i] for group in by.values() for i in group]
    return [crate.defs[i] for k in (plain_key(key), None) for i in by.get(k, ())]


def loaded() -> list[Any]:
    """The crates of the program being checked."""
    return list(defs.crates.values())


def impl_table(crate: Any) -> dict[Any, dict[Any, list[Any]]]:
    """A crate's impls by trait and simplified self type."""
    table = crate.__dict__.get("impl_table")
    done = crate.__dict__.get("impl_count", 0)
    if table is None:
        table = crate.__dict__["impl_table"] = {}
        crate.__dict__["inherent_table"] = {}
    while done < len(crate.impls):
        impl = crate.impls[done]
        done += 1
        crate.__dict__["impl_count"] = done
        if impl.of_trait:
            tr = trait_of(impl)
            if tr is None:
                continue
            by = table.setdefault(tr, {"all": []})
            by["all"].append(impl)
            by.setdefault(key_of(impl), []).append(impl)
        else:
            crate.__dict__["inherent_table"].setdefault(key_of(impl), []).append(impl)
    return table  # type: ignore[no-any-return]


def trait_of(impl: Any) -> Any:
    """The trait an impl is of, without lowering its header."""
    from burrow.rust.lower import Lower

    if "header" in impl.__dict__:
        tr = impl.trait_ref
        return tr.trait if tr is not None else None
    return Lower(impl, sink=[]).trait_def(impl.ast.data.trait_)


def key_of(impl: Any) -> Any:
    """The simplified self type of an impl."""
    return simplify(impl.self_ty)


def inherent_impls(ty: t.Ty) -> list[Any]:
    """The inherent impls that could apply to a type."""
    key = simplify(ty)
    out: list[Any] = []
    if key is None:
        return out
    for c in loaded():
        packed = c.__dict__.get("packed_inherent")
        if packed is not None:
            out += [c.defs[i] for i in packed.get(plain_key(key), ())]
            if not c.impls:
                continue
        impl_table(c)
        out += c.__dict__["inherent_table"].get(key, ())
    return out


# ---- selection
# --------------------------------------------------------------------------------------------------------------------


class Candidate:
    """How a trait reference holds.  `kind`: `param` (a where-clause `data`), `impl` (an ImplDef with `args`), `bound`
    (declared on an
    alias), `object`, `builtin`, `closure`, `fn` (item or pointer), `auto`, `unsize`.  `nested` are further
    obligations."""

    __slots__ = ("args", "data", "kind", "nested")

    def __init__(self, kind: str, data: Any = None, args: t.Args = (), nested: list[Any] | None = None) -> None:
        self.kind = kind
        self.data = data
        self.args = args
        self.nested = nested or []


AMBIGUOUS = Candidate("ambiguous")
YES, MAYBE, NO = 2, 1, 0


class Overflow(Exception):
    """Selection did not come to an end (E0275)."""

    def __init__(self, tr: t.TraitRef) -> None:
        super().__init__(repr(tr))
        self.trait_ref = tr


class Selector:
    """Asks about traits over one inference table and environment."""

    def __init__(self, table: Table, env: Env, crate: Any) -> None:
        self.table = table
        self.env = env
        self.crate = crate
        self.stack: list[t.TraitRef] = []
        self.hidden: dict[Any, Any] = {}  # opaque types being defined by the body at hand: def -> type
        self.defining: Any = None
        self.closure_kinds: Any = None

    # -- helpers

    def is_lang(self, trait: Any, *names: str) -> bool:
        return trait.lang in names

    def select(self, tr: t.TraitRef) -> Candidate | None:
        """The candidate that makes `tr` hold; AMBIGUOUS; None when nothing does.  What is learned by matching stays."""
        table = self.table
        tr = table.resolve(tr)
        if tr.flags & t.HAS_ALIAS:
            self.norm_nested: list[Any] = []
        self_ty = tr.args[0]
        if type(self_ty) is t.Infer and self_ty.kind == "ty":
            if self.is_lang(tr.trait, "sized"):
                return AMBIGUOUS
            return AMBIGUOUS
        if type(self_ty) is t.Error or tr.flags & t.HAS_ERROR:
            return Candidate("builtin")
        key = None
        if (
            not tr.flags & (t.HAS_INFER | t.HAS_PARAM | t.HAS_CLOSURE | t.HAS_REGION | t.HAS_BOUND)
            and self.env.owner is None
        ):
            key = tr
        found = self.assemble(tr)
        del key
        return found

    def assemble(self, tr: t.TraitRef) -> Candidate | None:
        table = self.table
        trait = tr.trait
        self_ty = tr.args[0]
        # where-clauses
        refs = self.env.by_trait.get(trait)
        maybe: list[Any] = []
        if refs:
            for r in refs:
                at = table.snapshot()
                ok = table.eq(tr, r)
                table.rollback(at)
                if ok:
                    maybe.append(r)
            if len(maybe) > 1:
                exact = [r for r in maybe if same(table.resolve(r), tr)]
                if exact:
                    maybe = exact[:1]
                elif tr.flags & t.HAS_INFER:
                    # all say the same up to regions: one is as good as another
                    first = maybe[0]
                    if not all(same(r, first) for r in maybe[1:]):
                        return AMBIGUOUS
                    maybe = maybe[:1]
            if maybe:
                table.eq(tr, maybe[0])
                return Candidate("param", maybe[0])
        cls = type(self_ty)
        # bounds declared on aliases
        if cls is t.Alias:
            c = self.alias_bounds(self_ty, tr)  # type: ignore[arg-type]
            if c is not None:
                return c
            if self_ty.kind == "opaque":  # type: ignore[union-attr]
                hid = self.reveal(self_ty, trait.auto or trait.lang in ("freeze", "unpin"))  # type: ignore[arg-type]
                if hid is not None:
                    return Candidate("builtin", nested=[t.TraitRef(trait, (hid, *tr.args[1:]))])
        builtin = self.builtin(tr, self_ty, cls)
        if builtin is not False:
            return builtin  # type: ignore[no-any-return]
        if cls is t.Dynamic:
            c = self.object(self_ty, tr)  # type: ignore[arg-type]
            if c is not None:
                return c
        return self.impls(tr, self_ty)  # type: ignore[arg-type]

    def reveal(self, alias: t.Alias, auto: bool) -> Any:
        d = alias.def_
        if d in self.hidden:
            h = self.hidden[d]
            return t.subst(h, alias.args) if not h.flags & t.HAS_INFER else h
        if auto or self.env.reveal:
            if d.parent is self.defining:
                return None
            try:
                return t.subst(d.hidden, alias.args)
            except defs.Cycle:
                return None
        return None

    def alias_bounds(self, alias: t.Alias, tr: t.TraitRef) -> Candidate | None:
        for p in alias_preds(alias):
            if isinstance(p, t.TraitPred) and p.trait_ref.trait is tr.trait:
                r = t.erase_bound(p.trait_ref)
                nested: list[Any] = []
                if r.flags & t.HAS_ALIAS:
                    at = self.table.snapshot()
                    r, nested = self.normalize(r)
                    if not self.table.eq(tr, r):
                        self.table.rollback(at)
                        continue
                    return Candidate("bound", r, (), nested)
                if self.table.eq(tr, r):
                    return Candidate("bound", r)
        # bounds of the alias's own self type: <T::A as X>::B needs T::A's bounds only, found above
        return None

    def norm(self, x: Any) -> Any:
        """`x` normalised where that is certain."""
        if not x.flags & t.HAS_ALIAS:
            return x
        out, nested = self.normalize(x)
        if nested:
            self.holds_all(nested)
            out = self.table.resolve(out)
        return out

    def object(self, ty: t.Dynamic, tr: t.TraitRef) -> Candidate | None:
        if ty.principal is None:
            return None
        args = tuple(t.erase_bound(a) for a in ty.args)
        for sup in object_supers(ty, args):
            if sup.trait is tr.trait and self.table.eq(tr, t.TraitRef(sup.trait, (tr.args[0], *sup.args[1:]))):
                return Candidate("object", sup)
        return None

    def impls(self, tr: t.TraitRef, self_ty: t.Ty) -> Candidate | None:
        table = self.table
        key = simplify(self_ty)
        if type(self_ty) is t.Infer:
            keys = [("prim", n) for n in (t.INT_BITS if self_ty.kind == "int" else ("f32", "f64"))]
            impls = list(dict.fromkeys(i for k in keys for i in impls_for(tr.trait, k)))
        elif key is None:
            impls = impls_for(tr.trait, ("nothing",))
        else:
            impls = impls_for(tr.trait, key)
        matches: list[tuple[Any, t.Args]] = []
        for impl in impls:
            if impl.negative:
                continue
            at = table.snapshot()
            n = len(table.values)
            args = self.match_impl(impl, tr)
            table.rollback(at)
            del table.values[n:], table.kinds[n:], table.origins[n:]
            if args is not None:
                matches.append((impl, args))
        if not matches:
            return None
        if len(matches) > 1:
            matches = self.winnow(matches, tr)
            if not matches:
                return None
            if len(matches) > 1:
                return AMBIGUOUS
        impl = matches[0][0]
        matched = self.match_impl(impl, tr)
        if matched is None:
            return None
        args, nested = matched
        return Candidate("impl", impl, args, nested + instantiate(impl, args))

    def match_impl(self, impl: Any, tr: t.TraitRef) -> Any:
        """Bind an impl's header to `tr`: (arguments, obligations from projections in the header), or None."""
        itr = impl.trait_ref
        if itr is None:
            return None
        args = self.table.fresh(impl.generics)
        h = t.subst(itr, args)
        nested: list[Any] = []
        if h.flags & t.HAS_ALIAS:
            h, nested = self.lazy_alias(h)
        if not self.table.eq(h, tr):
            return None
        return args, nested

    def lazy_alias(self, x: Any) -> tuple[Any, list[Any]]:
        """`x` with each projection replaced by a variable that must equal it."""
        nested: list[Any] = []

        def go(a: Any, depth: int) -> Any:
            if type(a) is t.Alias and a.kind == "proj":
                v = self.table.new("ty")
                nested.append(t.ProjPred(a, v))
                return v
            return None

        return t.fold(x, go, t.HAS_ALIAS), nested

    def winnow(self, matches: list[Any], tr: t.TraitRef) -> list[Any]:
        """Drop the impls whose own conditions cannot hold."""
        out = []
        for impl, _ in matches:
            at = self.table.snapshot()
            n = len(self.table.values)
            m = self.match_impl(impl, tr)
            keep = False
            if m is not None:
                keep = self.holds_all(m[1] + instantiate(impl, m[0]), tr) != NO
            self.table.rollback(at)
            del self.table.values[n:], self.table.kinds[n:], self.table.origins[n:]
            if keep:
                out.append((impl, None))
        return out

    def holds_all(self, preds: list[Any], parent: t.TraitRef | None = None) -> int:
        """Whether all obligations hold, as far as can be seen (what is learned on the way stays for the later ones)."""
        if parent is not None:
            self.stack.append(parent)
        try:
            result = YES
            todo = list(preds)
            rounds = 0
            while todo:
                again = []
                progress = False
                for p in todo:
                    r = self.evaluate(p)
                    if r == NO:
                        return NO
                    if r == MAYBE:
                        again.append(p)
                    else:
                        progress = True
                rounds += 1
                if not again:
                    return result
                if not progress or rounds > 8:
                    return MAYBE
                todo = again
            return result
        finally:
            if parent is not None:
                self.stack.pop()

    def evaluate(self, p: Any) -> int:
        """Whether one obligation holds."""
        if isinstance(p, t.TraitPred):
            p = t.erase_bound(p.trait_ref)
        if isinstance(p, t.TraitRef):
            tr = self.table.resolve(p)
            if tr.flags & t.HAS_ALIAS:
                tr, nested = self.normalize(tr)
                r = self.holds_all(nested)
                if r == NO:
                    return NO
                tr = self.table.resolve(tr)
            return self.evaluate_trait(tr)
        if isinstance(p, t.ProjPred):
            got = self.project(t.erase_bound(p.alias))
            if got is None:
                return NO
            if got is AMBIGUOUS:
                return MAYBE
            ty, nested = got
            want = t.erase_bound(p.ty)
            if want.flags & t.HAS_ALIAS:
                want, more = self.normalize(want)
                nested = nested + more
            if not self.table.eq(ty, want):
                return NO
            return self.holds_all(nested) if nested else YES
        return YES

    def evaluate_trait(self, tr: t.TraitRef) -> int:
        for i, s in enumerate(self.stack):
            if s is tr or same(s, tr):
                coinductive = all(
                    x.trait.auto or x.trait.lang in ("sized", "unpin", "sync", "freeze") for x in self.stack[i:]
                )
                return YES if coinductive else NO
        if len(self.stack) > 64:
            return MAYBE
        cache = self.env.cache
        plain = not tr.flags & (t.HAS_INFER | t.HAS_CLOSURE | t.HAS_OPAQUE) and not self.stack
        if plain and tr in cache:
            return cache[tr]  # type: ignore[no-any-return]
        at = self.table.snapshot()
        n = len(self.table.values)
        c = self.select(tr)
        if c is None:
            r = NO
        elif c is AMBIGUOUS:
            r = MAYBE
        elif c.nested:
            r = self.holds_all(c.nested, tr)
        else:
            r = YES
        if plain:
            self.table.rollback(at)
            del self.table.values[n:], self.table.kinds[n:], self.table.origins[n:]
            cache[tr] = r
        return r

    def holds(self, trait: Any, *args: Any) -> bool:
        """Whether a trait certainly holds; nothing is learned."""
        if trait is None:
            return False
        at = self.table.snapshot()
        try:
            return self.evaluate(t.TraitRef(trait, tuple(args))) == YES
        finally:
            self.table.rollback(at)

    def may_hold(self, trait: Any, *args: Any) -> bool:
        if trait is None:
            return False
        at = self.table.snapshot()
        try:
            return self.evaluate(t.TraitRef(trait, tuple(args))) != NO
        finally:
            self.table.rollback(at)

    # ---- what the compiler implements itself
    # ----------------------------------------------------------------------------------------

    def builtin(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        """A Candidate, None (certainly not), AMBIGUOUS, or False: look at impls."""
        trait = tr.trait
        name = trait.lang
        if trait.alias:
            return Candidate("builtin", nested=[t.subst(t.erase_bound(p.trait_ref), tr.args) for p in trait.supers])
        if name is None:
            if trait.auto:
                return self.auto(tr, ty, cls)
            return False
        f = _BUILTIN.get(name)
        if f is not None:
            return f(self, tr, ty, cls)
        if trait.auto:
            return self.auto(tr, ty, cls)
        return False

    def nested(self, trait: Any, tys: Any) -> Candidate:
        return Candidate("builtin", nested=[t.TraitRef(trait, (x,)) for x in tys])

    def b_sized(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        if cls is t.Prim:
            return None if ty is t.STR else Candidate("builtin")
        if cls is t.Slice or cls is t.Dynamic:
            return None
        if cls is t.Param:
            return None
        if cls is t.Alias:
            return None if ty.kind == "proj" else Candidate("builtin")
        if cls is t.Tuple:
            return self.nested(tr.trait, ty.elems[-1:]) if ty.elems else Candidate("builtin")
        if cls is t.Adt:
            last = sized_tail(ty)
            return Candidate("builtin") if not last else self.nested(tr.trait, last)
        return Candidate("builtin")

    def b_meta_sized(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        return Candidate("builtin")

    def b_copy(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        if cls is t.Prim:
            return Candidate("builtin") if ty is not t.STR else None
        if cls is t.Infer or cls is t.RawPtr or cls is t.FnDef or cls is t.FnPtr:
            return Candidate("builtin")
        if cls is t.Ref:
            return Candidate("builtin") if not ty.mut else None
        if cls is t.Array:
            return self.nested(tr.trait, (ty.ty,))
        if cls is t.Tuple:
            return self.nested(tr.trait, ty.elems)
        if cls is t.Closure:
            if ty.sig is not None or ty.def_.closure_kind is not None and ty.upvars:
                return self.nested(tr.trait, ty.upvars)
            up = closure_upvars(ty)
            return AMBIGUOUS if up is None else self.nested(tr.trait, up)
        if cls in (t.Slice, t.Dynamic, t.Param, t.Alias):
            return None
        return False

    def b_clone(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        if cls is t.Prim or cls is t.Infer:
            return Candidate("builtin") if ty is not t.STR else None
        if cls in (t.RawPtr, t.FnDef, t.FnPtr, t.Closure, t.Tuple):
            return self.b_copy(tr, ty, cls)
        if cls is t.Array:
            return self.nested(tr.trait, (ty.ty,))
        if cls is t.Ref:
            return Candidate("builtin") if not ty.mut else None
        return False

    def b_fn(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        sig = self.callable(ty)
        if sig is None:
            return False
        if cls is t.Closure:
            kind = ty.def_.closure_kind
            want = {"fn": "Fn", "fn_mut": "FnMut", "fn_once": "FnOnce"}[tr.trait.lang or ""]
            if kind is not None and _KIND[kind] < _KIND[want]:
                return None
            if kind is None and self.closure_kinds is not None:
                self.closure_kinds(ty, want)
        elif sig.unsafe:
            return None
        if not self.table.eq(tr.args[1], t.Tuple(sig.inputs)):
            return None
        return Candidate("closure" if cls is t.Closure else "fn", ty)

    def callable(self, ty: Any) -> t.FnSig | None:
        """The signature (opened) of a closure, function item or function pointer."""
        sig = signature(ty)
        if sig is None:
            return None
        out = t.FnSig(
            tuple(t.erase_bound(i) for i in sig.inputs),
            t.erase_bound(sig.output),
            (),
            sig.unsafe,
            sig.abi,
            sig.variadic,
        )
        return self.norm(out)  # type: ignore[no-any-return]

    def b_tuple(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        return Candidate("builtin") if cls is t.Tuple else None if cls is not t.Infer else AMBIGUOUS

    def b_yes(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        return Candidate("builtin")

    def b_fn_ptr(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        return Candidate("builtin") if cls is t.FnPtr else None

    def b_unsize(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        to = self.table.shallow(tr.args[1])
        ct = type(to)
        if ct is t.Infer:
            return AMBIGUOUS
        if cls is t.Array and ct is t.Slice:
            return Candidate("unsize") if self.table.eq(ty.ty, to.ty) else None
        if ct is t.Dynamic:
            if cls is t.Dynamic:
                return self.upcast(ty, to)
            if cls is t.Infer and ty.kind == "ty":
                return AMBIGUOUS
            nested: list[Any] = []
            sized = lang.item(self.crate, "sized")
            if sized is not None:
                nested.append(t.TraitRef(sized, (ty,)))
            if to.principal is not None:
                args = (ty, *(t.erase_bound(a) for a in to.args))
                nested.append(t.TraitRef(to.principal, args))
                supers = {s.trait: s for s in collect.super_closure(t.TraitRef(to.principal, args))}
                for a, x in to.projections:
                    s = supers.get(a.container)
                    if s is not None:
                        nested.append(t.ProjPred(t.Alias("proj", a, s.args), t.erase_bound(x)))
            nested += [t.TraitRef(a, (ty,)) for a in to.autos]
            return Candidate("unsize", nested=nested)
        if (
            cls is t.Adt
            and ct is t.Adt
            and ty.def_ is to.def_
            and ty.def_.adt_kind == "struct"
            and ty.def_.variant.fields
        ):
            return self.unsize_struct(tr, ty, to)
        return None

    def unsize_struct(self, tr: t.TraitRef, a: t.Adt, b: t.Adt) -> Any:
        """`S<.., T> -> S<.., U>` where only the last field mentions T."""
        last = a.def_.variant.fields[-1].ty
        used = {x.index for x in t.walk(last) if isinstance(x, t.Param)}
        for f in a.def_.variant.fields[:-1]:
            used -= {x.index for x in t.walk(f.ty) if isinstance(x, t.Param)}
        if not used:
            return None
        for i, (x, y) in enumerate(zip(a.args, b.args, strict=False)):
            if i not in used and not self.table.eq(x, y):
                return None
        args = tuple(y if i in used else x for i, (x, y) in enumerate(zip(a.args, b.args, strict=False)))
        return Candidate(
            "unsize", nested=[t.TraitRef(tr.trait, (self.norm(t.subst(last, a.args)), self.norm(t.subst(last, args))))]
        )

    def upcast(self, a: t.Dynamic, b: t.Dynamic) -> Any:
        if not set(b.autos) <= set(a.autos):
            return None
        if b.principal is None:
            return Candidate("unsize")
        if a.principal is None:
            return None
        args = tuple(t.erase_bound(x) for x in a.args)
        for s in object_supers(a, args):
            if s.trait is b.principal and all(
                self.table.eq(x, t.erase_bound(y)) for x, y in zip(s.args[1:], b.args, strict=False)
            ):
                have = dict(a.projections)
                for d, x in b.projections:
                    if d in have and not self.table.eq(t.erase_bound(have[d]), t.erase_bound(x)):
                        return None
                return Candidate("unsize")
        return None

    def auto(self, tr: t.TraitRef, ty: Any, cls: Any) -> Any:
        """An auto trait: an impl that says so, otherwise all parts must have it."""
        trait = tr.trait
        for impl in impls_for(trait, simplify(ty)):
            at = self.table.snapshot()
            m = self.match_impl(impl, tr)
            if m is not None:
                if impl.negative:
                    self.table.rollback(at)
                    return None
                return Candidate("impl", impl, m[0], m[1] + instantiate(impl, m[0]))
            self.table.rollback(at)
        parts = constituents(ty)
        if parts is None:
            if cls is t.Dynamic:
                if trait in ty.autos:
                    return Candidate("builtin")
                if ty.principal is not None and any(
                    s.trait is trait for s in object_supers(ty, tuple(t.erase_bound(a) for a in ty.args))
                ):
                    return Candidate("builtin")
                return None
            if cls is t.Closure:
                return AMBIGUOUS
            return None
        return Candidate("auto", nested=[t.TraitRef(trait, (x,)) for x in parts])

    # ---- projection ------------------------------------------------------------------------------------------------
    # -----------------

    def project(self, alias: t.Alias) -> Any:
        """What an associated type is (see `project_now`), remembered where nothing is open in it."""
        alias = self.table.resolve(alias)
        if alias.flags & (t.HAS_INFER | t.HAS_CLOSURE | t.HAS_OPAQUE | t.HAS_ERROR):
            return self.project_now(alias)
        cache = self.env.cache
        got = cache.get(alias)
        if got is not None:
            return got
        got = self.project_now(alias)
        if type(got) is tuple:
            ty, nested = got
            r = self.holds_all(nested) if nested else YES
            ty = self.table.resolve(ty)
            if not ty.flags & t.HAS_INFER or not any(type(x) is t.Infer for x in t.walk(ty)):
                if r == YES:
                    got = (unregion(ty), [])
                    cache[alias] = got
                else:
                    got = (ty, nested)
        return got

    def project_now(self, alias: t.Alias) -> Any:
        """What an associated type is: (type, obligations), AMBIGUOUS, or None when the trait does not hold.  A rigid
        projection is itself."""
        table = self.table
        alias = table.resolve(alias)
        trait = alias.def_.container
        n = trait.generics.count
        # its own arguments first
        args, nested = self.normalize_args(alias.args)
        if args is not alias.args:
            alias = t.Alias("proj", alias.def_, args)
        self_ty = table.shallow(alias.args[0])
        if type(self_ty) is t.Error:
            return t.ERROR, nested
        if type(self_ty) is t.Infer and self_ty.kind == "ty" and nested:
            # what a closure returns, say, is known only from the obligations of the projection inside
            self.holds_all(nested)
            self_ty = table.shallow(self_ty)
        if type(self_ty) is t.Infer and self_ty.kind == "ty":
            return AMBIGUOUS
        # where-clauses
        for p in self.env.projections.get(alias.def_, ()):
            q = p.alias
            if q is alias or table.eq(q, alias):
                ty = p.ty
                if ty is alias:
                    continue
                if ty.flags & t.HAS_ALIAS and not any(x is alias for x in t.walk(ty)):
                    ty, more = self.normalize(ty)
                    nested = nested + more
                return ty, nested
        if type(self_ty) is t.Alias:
            for p in alias_preds(self_ty):
                if isinstance(p, t.ProjPred) and p.alias.def_ is alias.def_:
                    q = t.erase_bound(p.alias)
                    if table.eq(t.Alias("proj", q.def_, self.normalize_args(q.args)[0]), alias):
                        return self.norm(t.erase_bound(p.ty)), nested
        if type(self_ty) is t.Dynamic and self_ty.principal is not None:
            for d, ty in self_ty.projections:
                if d is alias.def_:
                    return t.erase_bound(ty), nested
        name = trait.lang
        special = self.project_builtin(alias, trait, name, self_ty)
        if special is not None:
            return (special, nested) if special is not AMBIGUOUS else AMBIGUOUS
        tr = t.TraitRef(trait, alias.args[:n])
        at = table.snapshot()
        c = self.select(tr)
        if c is None:
            table.rollback(at)
            return None
        if c is AMBIGUOUS:
            return AMBIGUOUS
        if c.kind in ("param", "bound", "object"):
            return table.resolve(alias), nested
        if c.kind != "impl":
            if c.nested and len(c.nested) == 1 and isinstance(c.nested[0], t.TraitRef) and c.nested[0].trait is trait:
                return self.project(t.Alias("proj", alias.def_, (*c.nested[0].args, *alias.args[n:])))
            if alias.def_.ty is not None:
                return self.norm(t.subst(alias.def_.ty, alias.args)), nested
            return None
        impl = c.data
        own = alias.args[n:]
        a = impl.items.get(alias.def_.name)
        if a is not None and a.kind != "assoc type":
            a = impl.items.get(alias.def_.name + "#assoc type")
        if a is None:
            if alias.def_.ty is None:
                return t.ERROR, nested
            ty = t.subst(alias.def_.ty, alias.args)
        else:
            ty = t.subst(a.ty, (*c.args, *own)) if a.ty is not None else t.ERROR
        # what the impl asks for also says what its parameters are
        nested = nested + c.nested
        ty = table.resolve(ty)
        if ty.flags & t.HAS_ALIAS:
            self.depth += 1
            if self.depth > 100:
                self.depth = 0
                raise Overflow(tr)
            ty, more = self.normalize(ty)
            self.depth -= 1
            nested = nested + more
        return ty, nested

    depth = 0

    def project_builtin(self, alias: t.Alias, trait: Any, name: str | None, ty: Any) -> Any:
        if name == "fn_once":
            sig = self.callable(ty)
            if sig is not None:
                self.table.eq(alias.args[1], t.Tuple(sig.inputs))
                return sig.output
        elif name == "discriminant_kind":
            if isinstance(ty, t.Adt) and ty.def_.is_enum:
                r = ty.def_.repr.int
                return t.PRIMS[r] if r else t.ISIZE
            if not isinstance(ty, (t.Param, t.Alias)):
                return t.U8
        elif name == "pointee_trait":
            tail = struct_tail(ty, self.norm)
            if isinstance(tail, t.Slice) or tail is t.STR:
                return t.USIZE
            if isinstance(tail, t.Dynamic):
                d = lang.item(self.crate, "dyn_metadata")
                return t.Adt(d, (tail,)) if d is not None else t.USIZE
            if isinstance(tail, (t.Param, t.Alias)):
                sized = lang.item(self.crate, "sized")
                return t.UNIT if self.holds(sized, tail) else t.Alias("proj", alias.def_, (tail, *alias.args[1:]))
            return t.UNIT if not isinstance(tail, t.Infer) else AMBIGUOUS
        return None

    def normalize_args(self, args: t.Args) -> tuple[t.Args, list[Any]]:
        nested: list[Any] = []
        out = []
        changed = False
        for a in args:
            if a.flags & t.HAS_ALIAS:
                b, more = self.normalize(a)
                nested += more
                changed = changed or b is not a
                out.append(b)
            else:
                out.append(a)
        return (tuple(out) if changed else args), nested

    def normalize(self, x: Any) -> tuple[Any, list[Any]]:
        """`x` with its projections replaced; those that are not known yet become variables with an obligation."""
        nested: list[Any] = []

        def go(a: Any, depth: int) -> Any:
            if type(a) is t.Const:
                if a.kind == "uneval":
                    from burrow.rust import consteval

                    return consteval.reduce(a, self)
                return None
            if type(a) is not t.Alias or a.kind != "proj":
                return None
            if a.outer:
                # under a binder: only where that makes nothing escape
                inner = t.map_terms(a, lambda c, d: t.fold(c, go, t.HAS_ALIAS, d), depth)
                if inner is not a and not inner.outer:
                    return go(inner, depth)
                return self.project_bound(inner)
            got = self.project(a)
            if got is AMBIGUOUS:
                v = self.table.new("ty")
                nested.append(t.ProjPred(self.table.resolve(a), v))
                return v
            if got is None:
                nested.append(t.TraitRef(a.def_.container, a.args[: a.def_.container.generics.count]))
                return t.ERROR
            ty, more = got
            nested.extend(more)
            return ty

        return t.fold(x, go, t.HAS_ALIAS), nested

    def project_bound(self, a: Any) -> Any:
        """A projection that mentions bound regions: projected as it is, its regions taking part as they stand."""
        if not isinstance(a, t.Alias):
            return a
        at = self.table.snapshot()
        got = self.project(a)
        if got is None or got is AMBIGUOUS:
            self.table.rollback(at)
            return a
        return self.table.resolve(got[0])


_KIND = {"Fn": 2, "FnMut": 1, "FnOnce": 0}

_BUILTIN = {
    "sized": Selector.b_sized,
    "meta_sized": Selector.b_meta_sized,
    "pointee_sized": Selector.b_yes,
    "copy": Selector.b_copy,
    "clone": Selector.b_clone,
    "fn": Selector.b_fn,
    "fn_mut": Selector.b_fn,
    "fn_once": Selector.b_fn,
    "tuple_trait": Selector.b_tuple,
    "unsize": Selector.b_unsize,
    "pointee_trait": Selector.b_yes,
    "discriminant_kind": Selector.b_yes,
    "destruct": Selector.b_yes,
    "fn_ptr_trait": Selector.b_fn_ptr,
    "bikeshed_guaranteed_no_drop": Selector.b_copy,
}


def same(a: Any, b: Any) -> bool:
    """Whether two terms without open questions are equal up to free regions."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if type(a) is t.Region:
        return True
    fa, fb = a.fields, b.fields
    if len(fa) != len(fb):
        return False
    for x, y in zip(fa, fb, strict=False):
        if x is y:
            continue
        if isinstance(x, t.Term):
            if not isinstance(y, t.Term) or not same(x, y):
                return False
        elif type(x) is tuple and type(y) is tuple:
            if len(x) != len(y) or not all(
                p is q or isinstance(p, t.Term) and isinstance(q, t.Term) and same(p, q) or p == q
                for p, q in zip(x, y, strict=False)
            ):
                return False
        elif x != y:
            return False
    return True


def instantiate(d: Any, args: t.Args) -> list[Any]:
    """A definition's predicates with arguments put in, regions' aside."""
    return [t.subst(p, args) for p in d.predicates if not isinstance(p, t.OutlivesPred)]


def alias_preds(alias: t.Alias) -> list[Any]:
    """The bounds declared on an alias, instantiated."""
    out = [t.subst(p, alias.args) for p in alias.def_.bounds]
    # supertraits of each
    seen = set(out)
    for p in out:
        if isinstance(p, t.TraitPred):
            for q in implied(p.trait_ref.trait):
                r = t.subst(q, tuple(t.erase_bound(a) for a in p.trait_ref.args))
                if r not in seen:
                    seen.add(r)
                    out.append(r)
    return out


def object_supers(ty: t.Dynamic, args: t.Args) -> list[t.TraitRef]:
    """The trait references that a `dyn` type implements, with itself as Self."""
    return (
        [t.TraitRef(s.trait, s.args) for s in collect.super_closure(t.TraitRef(ty.principal, (ty, *args)))]
        if ty.principal is not None
        else []
    )


def closure_upvars(ty: t.Closure) -> Any:
    """The types a closure captures; None while they are not known."""
    if ty.upvars or ty.sig is not None:
        return ty.upvars
    if ty.def_.closure_kind is None or getattr(ty.def_, "open", False):
        return None
    return tuple(c.upvar_ty(t.ERASED) for c in ty.def_.captures)


def signature(ty: Any) -> t.FnSig | None:
    """The signature of anything callable without the Fn traits, its binder closed."""
    cls = type(ty)
    if cls is t.FnPtr:
        return ty.sig  # type: ignore[no-any-return]
    if cls is t.FnDef:
        d = ty.def_
        return t.subst(d.ctor_sig if d.kind == "variant" else d.sig, ty.args)  # type: ignore[no-any-return]
    if cls is t.Closure:
        if ty.sig is not None:
            return ty.sig  # type: ignore[no-any-return]
        return ty.def_.sig  # type: ignore[no-any-return]
    return None


def sized_tail(ty: t.Adt) -> list[t.Ty]:
    """The types that must be Sized for an ADT to be: the last field of a struct if it can be unsized."""
    d = ty.def_
    if d.adt_kind != "struct" or not d.variant.fields:
        return []
    last = d.variant.fields[-1].ty
    if (
        isinstance(last, (t.Slice, t.Dynamic, t.Param, t.Alias))
        or last is t.STR
        or isinstance(last, (t.Adt, t.Tuple))
        and last.flags & (t.HAS_PARAM | t.HAS_ALIAS)
        or isinstance(last, t.Adt)
    ):
        if isinstance(last, t.Adt) and not any(
            isinstance(x, (t.Param, t.Slice, t.Dynamic, t.Alias)) or x is t.STR for x in t.walk(last)
        ):
            return []
        return [t.subst(last, ty.args)]
    return []


def struct_tail(ty: Any, norm: Any) -> Any:
    """The innermost last field: what decides the pointer's metadata."""
    for _ in range(64):
        if isinstance(ty, t.Adt) and ty.def_.adt_kind == "struct" and ty.def_.variant.fields:
            ty = norm(t.subst(ty.def_.variant.fields[-1].ty, ty.args))
        elif isinstance(ty, t.Tuple) and ty.elems:
            ty = ty.elems[-1]
        else:
            return ty
    return ty


def constituents(ty: Any) -> Any:
    """The parts whose auto traits a type inherits; None where there is no answer."""
    cls = type(ty)
    if cls in (t.Prim, t.FnDef, t.FnPtr, t.Error) or cls is t.Infer and ty.kind != "ty":
        return ()
    if cls in (t.Ref, t.RawPtr, t.Slice, t.Array):
        return (ty.ty,)
    if cls is t.Tuple:
        return ty.elems
    if cls is t.Closure:
        return closure_upvars(ty)
    if cls is t.Adt:
        if ty.def_.is_phantom:
            return ty.args
        return tuple(dict.fromkeys(t.subst(f.ty, ty.args) for v in ty.def_.variants for f in v.fields))
    return None


def is_dyn_compatible(trait: Any) -> bool:
    """Whether `dyn Trait` may exist."""
    return violation(trait) is None


def violation(trait: Any) -> str | None:
    """Why a trait is not dyn compatible."""
    for s in collect.super_closure(t.TraitRef(trait, trait.generics.identity())):
        if s.trait.lang == "sized":
            return "it requires `Self: Sized`"
        for d in s.trait.items.values():
            if d.kind == "const":
                return f"it contains the associated `const` `{d.name}`"
            if d.kind == "assoc type" and d.generics.own and not collect.where_self_sized(d):
                return f"it contains the generic associated type `{d.name}`"
            if d.kind != "fn" or collect.where_self_sized(d):
                continue
            if not d.has_self:  # type: ignore[attr-defined]
                return f"associated function `{d.name}` has no `self` parameter"
            if any(p.kind != "lifetime" for p in d.generics.own):
                return f"method `{d.name}` has generic type parameters"
            me = t.Param(0, "Self")
            for i in d.sig.inputs[1:]:  # type: ignore[attr-defined]
                if _bare_self(i, me):
                    return f"method `{d.name}` references the `Self` type in its parameters"
            if _bare_self(d.sig.output, me):  # type: ignore[attr-defined]
                return f"method `{d.name}` references the `Self` type in its return type"
    return None


def _bare_self(x: Any, me: t.Ty) -> bool:
    if x is me:
        return True
    if isinstance(x, t.Alias) and x.kind == "proj":
        return any(_bare_self(c, me) for c in x.args[1:])
    return any(_bare_self(c, me) for c in t.children(x))


# ---- for the other rooms
# ------------------------------------------------------------------------------------------------------------


def param_env(d: Any) -> Env:
    """The where-clauses in scope inside a definition."""
    while d.kind == "closure":
        d = d.owner
    env = d.__dict__.get("env")
    if env is None:
        if d.kind == "anon const":
            from burrow.rust import consteval

            if not consteval.mentions_params(d):
                env = d.__dict__["env"] = Env([], d)
                return env
        env = Env(list(d.predicates), d)
        if env.projections or any(r.flags & t.HAS_ALIAS for refs in env.by_trait.values() for r in refs):
            env = _normalized(d, env)
        d.__dict__["env"] = env
    return env  # type: ignore[no-any-return]


def _normalized(d: Any, env: Env) -> Env:
    """The environment with the projections in its own predicates replaced."""
    sel = Selector(Table(), env, d.crate)
    out: list[Any] = []
    preds: list[Any] = [t.TraitPred(r) for refs in env.by_trait.values() for r in refs]
    preds += [p for ps in env.projections.values() for p in ps]
    for p in preds:
        if isinstance(p, t.TraitPred) and p.trait_ref.flags & t.HAS_ALIAS:
            tr = t.erase_bound(p.trait_ref)
            try:
                new = sel.norm(tr)
                if not new.flags & (t.HAS_INFER | t.HAS_ERROR) and new is not tr:
                    out.append(t.TraitPred(new))
                    continue
            except (Overflow, defs.Cycle):
                pass
        elif isinstance(p, t.ProjPred):
            try:
                alias = t.erase_bound(p.alias)
                args, more = sel.normalize_args(alias.args)
                sel.holds_all(more)
                new = sel.norm(t.erase_bound(p.ty)) if p.ty is not alias else p.ty
                q = sel.table.resolve(t.ProjPred(t.Alias("proj", alias.def_, args), new))
                if not q.flags & (t.HAS_INFER | t.HAS_ERROR) and q is not p:
                    out.append(q)
                    if args is not alias.args:
                        out.append(p)
                    continue
            except (Overflow, defs.Cycle):
                pass
        out.append(p)
    return Env(out, d, exact=True)


def _selector(env: Env | None, reveal: bool) -> Selector:
    if env is None:
        env = _CONCRETE
    crate = env.owner.crate if env.owner is not None else _any_crate()
    return Selector(Table(), env, crate)


_CONCRETE = Env([], None, True)


def _any_crate() -> Any:
    for c in reversed(list(defs.crates.values())):
        return c
    return None


def normalize(ty: Any, env: Env | None = None) -> Any:
    """`ty` with every projection replaced; regions are kept where the terms carry them.  `env` None: everything is
    concrete and
    `impl Trait` types are seen through."""
    if env is None:
        ty = reveal_all(ty)
    if not ty.flags & t.HAS_ALIAS:
        return ty
    sel = _selector(env, False)
    out, nested = sel.normalize(ty)
    if nested:
        sel.holds_all(nested)
    out = sel.table.resolve(out)
    if env is None:
        out = reveal_all(out)
    return unregion(out)


def unregion(x: Any) -> Any:
    """Left-over region variables of impls, erased."""
    if not x.flags & t.HAS_INFER:
        return x
    return t.fold(x, lambda y, d: t.ERASED if type(y) is t.Region and y.kind == "infer" else None, t.HAS_INFER)


def reveal_all(ty: Any) -> Any:
    """`impl Trait` types replaced by what they stand for."""

    def go(x: Any, d: int) -> Any:
        if type(x) is t.Alias and x.kind == "opaque":
            return reveal_all(t.subst(x.def_.hidden, x.args))
        return None

    return t.fold(ty, go, t.HAS_OPAQUE) if ty.flags & t.HAS_OPAQUE else ty


def select(tr: t.TraitRef, env: Env | None = None) -> Any:
    """How a trait reference holds: (kind, definition or data, arguments, nested obligations); None when it does not."""
    sel = _selector(env, env is None)
    if env is None:
        tr = reveal_all(tr)
    if tr.flags & t.HAS_ALIAS:
        tr, _ = sel.normalize(tr)
    c = sel.select(sel.table.resolve(tr))
    if c is None or c is AMBIGUOUS:
        return None
    if c.kind == "impl":
        if any(a.flags & t.HAS_INFER for a in c.args) or any(sel.table.resolve(a).flags & t.HAS_INFER for a in c.args):
            sel.holds_all(c.nested)
    args = tuple(unregion(sel.table.resolve(a)) for a in c.args)
    nested = [unregion(sel.table.resolve(p)) for p in c.nested]
    return c.kind, c.data, args, nested


def holds(trait: Any, ty: t.Ty, env: Env | None = None, *args: Any) -> bool:
    """Whether `ty: trait<args>` certainly holds."""
    if env is None:
        ty = reveal_all(ty)
    return _selector(env, env is None).holds(trait, ty, *args)


def is_copy(ty: t.Ty, env: Env | None = None) -> bool:
    """Whether a value of the type is copied when used."""
    cls = type(ty)
    if cls is t.Prim:
        return ty is not t.STR
    if cls is t.Ref:
        return not ty.mut  # type: ignore[attr-defined]
    if cls in (t.RawPtr, t.FnDef, t.FnPtr, t.Error):
        return True
    return holds(lang.item(_any_crate(), "copy"), ty, env)


def is_sized(ty: t.Ty, env: Env | None = None) -> bool:
    return holds(lang.item(_any_crate(), "sized"), ty, env)


def resolve_instance(fn: Any, args: t.Args) -> Any:
    """The function that a trait's function is for concrete arguments: ("fn", FnDef, args), or ("builtin" | "closure"
    | "fn_ptr" |
    "dyn", data, args) where the compiler supplies it; the same function for one that is not a trait's."""
    trait = getattr(fn, "container", None)
    if trait is None or trait.kind != "trait":
        return "fn", fn, args
    n = trait.generics.count
    tr = t.TraitRef(trait, tuple(args[:n]))
    got = select(tr)
    if got is None:
        return None
    kind, data, iargs, _ = got
    if kind == "impl":
        m = data.items.get(fn.name)
        if m is None or m.kind != "fn":
            return "fn", fn, args  # the trait's own default
        return "fn", m, (*iargs, *args[n:])
    if kind == "object":
        return "dyn", tr.args[0], args
    if kind in ("closure", "fn"):
        return ("closure" if kind == "closure" else "fn_ptr"), tr.args[0], args
    return "builtin", tr.args[0], args


def span_of(x: Any) -> Span:
    return x.span  # type: ignore[no-any-return]
