"""Type expressions, and the declarations inside them: fields, methods, parameters, type parameters.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/typexpr.go, struct.go, interface.go,
signature.go, union.go, instantiate.go.
"""

from __future__ import annotations

from burrow.go import constants, predicates, types, typeset
from burrow.go import syntax as s
from burrow.go.check.base import Base
from burrow.go.lookup import is_interface_pointer, lookup
from burrow.go.parse.literals import string_value
from burrow.go.printer import expr_list, expr_string
from burrow.go.substitution import instantiate, method_signature, subst
from burrow.go.types import (
    Array,
    Basic,
    Chan,
    Func,
    Interface,
    Map,
    Named,
    Pointer,
    Scope,
    Signature,
    Slice,
    Struct,
    Type,
    TypeName,
    TypeParam,
    Union,
    Var,
)
from burrow.go.universe import COMPARABLE, INVALID, UNSAFE_POINTER


class TypeExprs(Base):
    """From syntax to types."""

    def typ(self, e: s.Expr) -> Type:
        """The type that `e` denotes; INVALID after an error."""
        t = self._typ(e)
        if t.__class__ is Named and t.tparams and not t.targs:
            self.error(e, f"cannot use generic type {self.ts(t)} without instantiation")
            t = INVALID
        elif self._generic_alias(e):
            self.error(e, f"cannot use generic type {expr_string(e)} without instantiation")
            t = INVALID
        e.mode = s.TYPE
        e.type = t
        e.const = None
        return t

    @staticmethod
    def _generic_alias(e: s.Expr) -> bool:
        ident = e.sel if isinstance(e, s.Selector) else e
        return (
            isinstance(ident, s.Ident)
            and isinstance(ident.obj, TypeName)
            and ident.obj.alias
            and bool(ident.obj.tparams)
        )

    def var_type(self, e: s.Expr) -> Type:
        """A type that variables may have: no constraint."""
        t = self.typ(e)
        self.valid_var_type(e, t)
        return t

    def valid_var_type(self, e: s.Expr, t: Type) -> None:
        """Check later that `t` is no constraint interface."""
        cls = t.__class__
        if cls is not Named and cls is not Interface:
            return

        def check() -> None:
            u = t.underlying
            if isinstance(u, Interface) and not u.type_set.is_method_set:
                why = "is (or embeds) comparable" if u.type_set.comparable else "contains type constraints"
                self.error(e, f"cannot use type {self.ts(t)} outside a type constraint: interface {why}")

        if cls is Named and t._under is not None:  # type: ignore[attr-defined]
            if t.underlying.__class__ is not Interface:
                return
        self.later(check)

    def _typ(self, e: s.Expr) -> Type:
        cls = e.__class__
        if isinstance(e, s.Ident):
            return self._type_name(e)
        if isinstance(e, s.Star):
            elem = self.var_type(e.x)
            return INVALID if elem is INVALID else Pointer(elem)
        if isinstance(e, s.Selector):
            self.selector(e, True)
            return self._as_type(e)
        if isinstance(e, s.SliceType):
            return Slice(self.var_type(e.elem))
        if isinstance(e, s.ArrayType):
            if e.len is None:
                self.error(e, "invalid use of [...] array (outside a composite literal)")
                n = -1
            else:
                n = self.array_length(e.len)
            elem = self.var_type(e.elem)
            return Array(elem, n) if n >= 0 else INVALID
        if isinstance(e, s.MapType):
            key = self.var_type(e.key)
            m = Map(key, self.var_type(e.value))
            if key.__class__ is not Basic:
                self.later(lambda: self._map_key(m, e.key))
            return m
        if isinstance(e, s.FuncType):
            return self.func_type(e, None, [])[0]
        if isinstance(e, s.StructType):
            return self._struct(e)
        if isinstance(e, s.InterfaceType):
            return self._interface(e)
        if isinstance(e, s.ChanType):
            return Chan(e.dir, self.var_type(e.elem))
        if isinstance(e, s.Index):
            return self.instantiated(e)
        if isinstance(e, s.Paren):
            return self.typ(e.x)
        if cls is s.BadExpr:
            return INVALID
        if cls is s.Ellipsis:
            self.error(e, "invalid syntax tree: invalid use of ...")
            return INVALID
        self.error(e, f"{expr_string(e)} is not a type")
        self.use(e)
        return INVALID

    def _type_name(self, e: s.Ident) -> Type:
        self.ident(e, True)
        return self._as_type(e)

    def _as_type(self, e: s.Expr) -> Type:
        if e.mode == s.TYPE:
            return e.type
        if e.mode:
            self.error(e, f"{self.operand(e)} {'used as' if e.mode == s.NOVALUE else 'is not a'} type")
        return INVALID

    def _map_key(self, m: Map, e: s.Expr) -> None:
        if not predicates.comparable(m.map_key):
            why = " (missing comparable constraint)" if m.map_key.__class__ is TypeParam else ""
            self.error(e, f"invalid map key type {self.ts(m.map_key)}{why}")

    def array_length(self, e: s.Expr) -> int:
        """The length of an array type, -1 after an error."""
        if isinstance(e, s.Ident):
            obj = self.lookup(e.name)
            if obj is None:
                self.error(e, f"undefined array length {e.name} or missing type constraint")
                return -1
            if not isinstance(obj, types.Const):
                self.error(e, f"invalid array length {e.name}")
                return -1
        if not self.expr(e):
            return -1
        if e.mode != s.CONST:
            self.error(e, f"array length {self.operand(e)} must be constant")
            return -1
        integer = predicates.is_basic(e.type, types.IS_INTEGER)
        if predicates.is_untyped(e.type) or integer:
            value = e.const
            if value.__class__ is int and 0 <= value < 1 << 63:
                if predicates.is_untyped(e.type):
                    from burrow.go.universe import INT

                    self.convert_untyped(e, INT)
                return value
        what = "invalid array length {}" if integer else "array length {} must be integer"
        self.error(e, what.format(self.operand(e)))
        return -1

    def type_list(self, items: list[s.Expr]) -> list[Type] | None:
        """Type arguments; None after an error."""
        out: list[Type] = [self.var_type(x) for x in items]
        return None if any(t is INVALID for t in out) else out

    # instances

    def instantiated(self, e: s.Index) -> Type:
        """`G[A, B]` as a type."""
        x = e.x
        self.allow(18, e, "type instantiation")
        generic = self._typ(x)
        x.mode, x.type, x.const = s.TYPE, generic, None
        if generic is INVALID and not self._generic_alias(x):
            for a in e.indices:
                self.use_type(a)
            return INVALID
        ident: s.Ident | None = x.sel if isinstance(x, s.Selector) else x if isinstance(x, s.Ident) else None
        obj = ident.obj if ident is not None else None
        alias = isinstance(obj, TypeName) and obj.alias and bool(obj.tparams)
        if not alias and not predicates.is_generic(generic):
            self.error(
                x,
                f"invalid operation: {expr_string(x)}[{expr_list(e.indices)}] ({self.ts(generic)} is "
                f"not a generic type)",
            )
            for a in e.indices:
                self.use_type(a)
            return INVALID
        targs = self.type_list(e.indices)
        if targs is None:
            return INVALID
        e.generic = True
        tparams = obj.tparams if alias else generic.tparams  # type: ignore[union-attr, attr-defined]
        assert isinstance(obj, TypeName)
        if ident is not None:
            ident.targs = targs
        if alias or generic.__class__ is Named and not isinstance(generic, Named):
            if not self._count_targs(x, obj.name, len(tparams), len(targs)):
                return INVALID
            self.later(lambda: self._verify(x, e.indices, tparams, targs))
            return subst(obj.type, dict(zip(tparams, targs, strict=True)))
        assert isinstance(generic, Named)
        inst = instantiate(generic, targs)

        def check() -> None:
            if self._count_targs(x, obj.name, len(generic.tparams), len(targs)):
                self._verify(x, e.indices, generic.tparams, targs)

        self.later(check)
        return inst

    def _count_targs(self, at: s.Node, name: str, want: int, got: int) -> bool:
        if want == got:
            return True
        few = "not enough" if got < want else "too many"
        self.error(at.pos, f"{few} type arguments for type {name}: have {got}, want {want}")
        return False

    def _verify(self, at: s.Node | int, exprs: list[s.Expr], tparams: list[TypeParam], targs: list[Type]) -> None:
        """Check that type arguments satisfy their constraints."""
        self.note_instance(at, exprs, tparams, targs)
        found = self.unsatisfied(tparams, targs)
        if found is not None:
            i, why = found
            pos = at if isinstance(at, int) else at.pos
            self.error(s.start(exprs[i]) if i < len(exprs) else pos, why)

    def note_instance(
        self, at: s.Node | int, exprs: list[s.Expr], tparams: list[TypeParam], targs: list[Type]
    ) -> None:
        """Remember an instantiation for `mono`."""
        pos = at if isinstance(at, int) else at.pos
        self.mono.add(tparams, targs, lambda i: s.start(exprs[i]) if i < len(exprs) else pos)

    def unsatisfied(self, tparams: list[TypeParam], targs: list[Type]) -> tuple[int, str] | None:
        """The first argument that does not satisfy its constraint, and why."""
        env = dict(zip(tparams, targs, strict=True))
        for i, p in enumerate(tparams):
            _ = p.iface  # makes an interface of a bound that is none
            bound = p.bound
            if bound is None or bound.__class__ is Interface and bound.name == "any":
                continue
            cause = self.implements(targs[i], subst(bound, env), True)
            if cause is not None:
                return i, cause
        return None

    # struct types

    def _struct(self, e: s.StructType) -> Struct:
        fields: list[Var] = []
        tags: list[str] | None = None
        seen: dict[str, Var] = {}
        previous: s.Expr | None = None
        t: Type = INVALID
        for f in e.fields:
            if f.type_expr is not previous:
                previous = f.type_expr
                t = self.var_type(previous)
            tag = (
                string_value(f.tag.value).decode("utf-8", "replace")
                if f.tag is not None and f.tag.kind == "string"
                else ""
            )
            if f.name is not None:
                v = Var(f.name.name, t, self.pkg, f.name.pos, types.FIELD)
                f.name.obj = v
            else:
                name = _embedded_name(f.type_expr)
                pos = s.start(f.type_expr)
                if name is None:
                    self.error(pos, f"invalid syntax tree: invalid embedded field type {expr_string(f.type_expr)}")
                    continue
                v = Var(name.name, t, self.pkg, name.pos, types.FIELD, embedded=True)
                self._check_embedded(t, pos)
            if v.name != "_":
                old = seen.get(v.name)
                if old is not None:
                    self.error(v.pos, f"{v.name} redeclared" + self.other(old))
                    continue
                seen[v.name] = v
            if tag and tags is None:
                tags = [""] * len(fields)
            fields.append(v)
            if tags is not None:
                tags.append(tag)
        return Struct(fields, tags)

    def _check_embedded(self, typ: Type, pos: int) -> None:
        def check() -> None:
            t, pointer = predicates.deref(typ)
            u = t.underlying
            if t.__class__ is TypeParam:
                self.error(pos, "embedded field type cannot be a (pointer to a) type parameter")
            elif u is UNSAFE_POINTER:
                self.error(pos, "embedded field type cannot be unsafe.Pointer")
            elif u.__class__ is Pointer:
                self.error(pos, "embedded field type cannot be a pointer")
            elif u.__class__ is Interface and pointer:
                self.error(pos, "embedded field type cannot be a pointer to an interface")

        self.later(check)

    # interface types

    def _interface(self, e: s.InterfaceType) -> Interface:
        iface = Interface([], [], pos=e.pos)
        for f in e.methods:
            if f.name is None:
                iface.embed_pos.append(s.start(f.type_expr))
                iface.embeds.append(self._union(f.type_expr))
                continue
            if f.name.name == "_":
                self.error(f.name, "methods must have a unique non-blank name")
                continue
            sig = self.typ(f.type_expr)
            if not isinstance(sig, Signature):
                continue
            m = Func(f.name.name, sig, self.pkg, f.name.pos)
            sig.recv = Var("", iface, self.pkg, f.name.pos, types.RECV)
            f.name.obj = m
            iface.methods.append(m)
        if iface.methods or iface.embeds:
            self.later(lambda: self._check_interface(iface))
        return iface

    def _check_interface(self, iface: Interface) -> None:
        """Report methods that are there twice."""
        seen: dict[str, tuple[Func, int]] = {}
        for m in iface.methods:
            old = seen.get(m.unique_name)
            if old is not None:
                self.error(
                    m.pos, f"duplicate method {m.name}\n\t{self.place(old[1])}: other declaration of method {m.name}"
                )
            else:
                seen[m.unique_name] = (m, m.pos)
        for typ, pos in zip(iface.embeds, iface.embed_pos, strict=False):
            u = typ.underlying
            if not isinstance(u, Interface):
                if u is not INVALID:
                    what = "interface element" if isinstance(u, Union) else "non-interface type"
                    self.allow(18, pos, f"embedding {what} {self.ts(typ)}")
                continue
            for m in u.type_set.methods:
                old = seen.setdefault(m.unique_name, (m, pos))
                if old[0] is not m and not types.identical(old[0].type, m.type):
                    self.error(
                        pos, f"duplicate method {m.name}\n\t{self.place(old[1])}: other declaration of method {m.name}"
                    )

    def _union(self, e: s.Expr) -> Type:
        """An embedded element: a type, or a union of terms."""
        parts: list[s.Expr] = []
        x = e
        while isinstance(x, s.Binary) and x.op == "|":
            parts.append(x.y)
            x = x.x
        parts.append(x)
        parts.reverse()
        terms: list[tuple[bool, Type]] = []
        for part in parts:
            tilde = isinstance(part, s.Unary) and part.op == "~"
            inner = part.x if isinstance(part, s.Unary) and tilde else part
            t = self.typ(inner)
            if t.__class__ is TypeParam:
                if tilde:
                    self.error(inner, f"type in term {expr_string(part)} cannot be a type parameter")
                else:
                    self.error(inner, "term cannot be a type parameter")
                t = INVALID
            if len(parts) == 1 and not tilde:
                return t
            terms.append((tilde, t))
        union = Union(terms)
        e.mode, e.type, e.const = s.TYPE, union, None
        if len(terms) > 100:
            self.error(parts[100], "cannot handle more than 100 union terms (implementation limitation)")
            return INVALID
        self.later(lambda: self._check_union(terms, parts))
        return union

    def _check_union(self, terms: list[tuple[bool, Type]], parts: list[s.Expr]) -> None:
        for i, (tilde, t) in enumerate(terms):
            if t is INVALID:
                continue
            u = t.underlying
            if tilde:
                if isinstance(u, Interface):
                    self.error(parts[i], f"invalid use of ~ ({self.ts(t)} is an interface)")
                    continue
                if not types.identical(t, u):
                    self.error(parts[i], f"invalid use of ~ (underlying type of {self.ts(t)} is {self.ts(u)})")
                    continue
            if isinstance(u, Interface):
                if u.type_set.methods:
                    self.error(parts[i], f"cannot use {self.ts(t)} in union ({self.ts(t)} contains methods)")
                elif t is COMPARABLE:
                    self.error(parts[i], "cannot use comparable in union")
                elif u.type_set.comparable:
                    self.error(parts[i], f"cannot use {self.ts(t)} in union ({self.ts(t)} embeds comparable)")
                continue
            for other in terms[:i]:
                if other[1].underlying.__class__ is not Interface and not typeset.disjoint(other, (tilde, t)):
                    a, b = ("~" if tilde else "") + self.ts(t), ("~" if other[0] else "") + self.ts(other[1])
                    self.error(parts[i], f"overlapping terms {a} and {b}")
                    break

    # functions

    def func_type(self, e: s.FuncType, recv: s.Field | None, tparams: list[s.Field]) -> tuple[Signature, Scope]:
        """A signature and the scope of its parameters, for the body."""
        outer = self.scope
        self.scope = scope = Scope(outer, is_func=True)
        recv_var: Var | None = None
        recv_tparams: list[TypeParam] = []
        if recv is not None:
            recv_var, recv_tparams = self._receiver(recv)
        own: list[TypeParam] = []
        if tparams:
            own = self.type_params(tparams)
        params, variadic = self._params(e.params, types.PARAM)
        results, _ = self._params(e.results, types.RESULT)
        if recv_var is not None and recv_var.name:
            self.declare(scope, recv_var)
        for v in params:
            if v.name:
                self.declare(scope, v)
        for v in results:
            if v.name:
                self.declare(scope, v)
        self.scope = outer
        sig = Signature(params, results, variadic, recv_var, own, recv_tparams)
        e.mode, e.type, e.const = s.TYPE, sig, None
        return sig, scope

    def _params(self, fields: list[s.Field], kind: str) -> tuple[list[Var], bool]:
        out: list[Var] = []
        variadic = False
        previous: s.Expr | None = None
        t: Type = INVALID
        pkg = self.pkg
        for f in fields:
            e = f.type_expr
            if e is not previous:
                previous = e
                if isinstance(e, s.Ellipsis):
                    variadic = True
                    t = Slice(self.var_type(e.elem))
                    e.mode, e.type, e.const = s.TYPE, t, None
                else:
                    t = self.var_type(e)
            if f.name is not None:
                v = Var(f.name.name, t, pkg, f.name.pos, kind)
                f.name.obj = v
            else:
                v = Var("", t, pkg, f.pos, kind)
            out.append(v)
        return out, variadic

    def type_params(self, fields: list[s.Field]) -> list[TypeParam]:
        """Declare type parameters in the current scope and check their constraints."""
        out: list[TypeParam] = []
        for i, f in enumerate(fields):
            assert f.name is not None
            out.append(self._type_param(f.name, i))
        self.bind(fields, out)
        return out

    def bind(self, fields: list[s.Field], out: list[TypeParam]) -> None:
        """Check the constraints of declared type parameters."""
        self.in_tparams, outer = True, self.in_tparams
        previous: s.Expr | None = None
        bound: Type = INVALID
        for f, p in zip(fields, out, strict=True):
            if f.type_expr is not previous:
                previous = f.type_expr
                bound = self._bound(previous)
                if bound.__class__ is TypeParam:
                    self.error(previous, "cannot use a type parameter as constraint")
                    bound = INVALID
            p.bound = bound
        self.in_tparams = outer

    def _type_param(self, name: s.Ident, index: int) -> TypeParam:
        obj = TypeName(name.name, None, self.pkg, name.pos)
        p = TypeParam(obj, index)
        obj.type = p
        obj.parent_func = True
        name.obj = obj
        name.mode, name.type, name.const = s.TYPE, p, None
        self.declare(self.scope, obj)
        return p

    def _bound(self, e: s.Expr) -> Type:
        if isinstance(e, s.Unary) and e.op == "~" or isinstance(e, s.Binary) and e.op == "|":
            u = self._union(e)
            return Interface([], [u], [s.start(e)], implicit=True) if u is not INVALID else INVALID
        return self.typ(e)

    def _receiver(self, f: s.Field) -> tuple[Var, list[TypeParam]]:
        base = s.unparen(f.type_expr)
        pointer = isinstance(base, s.Star)
        if isinstance(base, s.Star):
            base = s.unparen(base.x)
        recv_type: Type
        tparams: list[TypeParam] = []
        if isinstance(base, s.Index):
            recv_type = self._generic_receiver(base, pointer, tparams)
            f.type_expr.mode, f.type_expr.type, f.type_expr.const = s.TYPE, recv_type, None
            base.mode, base.type, base.const = s.TYPE, predicates.deref(recv_type)[0], None
            base = base.x
        else:
            recv_type = self.var_type(f.type_expr)
        if f.name is not None:
            v = Var(f.name.name, recv_type, self.pkg, f.name.pos, types.RECV)
            f.name.obj = v
        else:
            v = Var("", recv_type, self.pkg, f.pos, types.RECV)
        self.later(lambda: self._check_receiver(base, v))
        return v, tparams

    def _generic_receiver(self, e: s.Index, pointer: bool, tparams: list[TypeParam]) -> Type:
        generic = self._typ(e.x)
        e.x.mode, e.x.type, e.x.const = s.TYPE, generic, None
        e.generic = True
        if generic is not INVALID and not predicates.is_generic(generic):
            if self._generic_alias(e.x):
                self.error(e.x, f"cannot define new methods on generic alias type {expr_string(e.x)}")
            else:
                self.error(e.x, f"{self.ts(generic)} is not a generic type")
            generic = INVALID
        for i, arg in enumerate(e.indices):
            if isinstance(arg, s.Ident):
                name = arg
            else:
                if arg.__class__ is not s.BadExpr:
                    self.error(arg, f"receiver type parameter {expr_string(arg)} must be an identifier")
                name = s.Ident(arg.pos, "_")
            tparams.append(self._type_param(name, i))
        if not isinstance(generic, Named):
            for p in tparams:
                p.bound = INVALID
            return INVALID
        if len(tparams) != len(generic.tparams):
            got = f"{len(tparams)} type parameter{'s' if len(tparams) != 1 else ''}"
            self.error(e.x, f"receiver declares {got}, but receiver base type declares {len(generic.tparams)}")
            return INVALID
        env: dict[TypeParam, Type] = dict(zip(generic.tparams, tparams, strict=True))
        for p, q in zip(tparams, generic.tparams, strict=True):
            p.bound = subst(q.bound, env) if q.bound is not None else None
            self.mono.same[p] = q
        recv: Type = instantiate(generic, list(tparams))
        if isinstance(e.x, s.Ident):
            e.x.targs = list(tparams)
        return Pointer(recv) if pointer else recv

    def _check_receiver(self, at: s.Expr, recv: Var) -> None:
        t, _ = predicates.deref(recv.type)
        if t is INVALID:
            return
        if isinstance(t, Named):
            if t.obj.pkg is not self.pkg:
                self.error(at, f"cannot define new methods on non-local type {self.ts(t)}")
                return
            u = t.underlying
            cause = ""
            if u is UNSAFE_POINTER:
                cause = "unsafe.Pointer"
            elif u.__class__ is Pointer or u.__class__ is Interface:
                cause = "pointer or interface type"
            if cause:
                self.error(at, f"invalid receiver type {self.ts(t)} ({cause})")
        elif t.__class__ is Basic:
            self.error(at, f"cannot define new methods on non-local type {self.ts(t)}")
        else:
            self.error(at, f"invalid receiver type {self.ts(recv.type)}")

    # what implements what

    def implements(self, v: Type, target: Type, constraint: bool) -> str | None:
        """Why `v` does not implement the interface `target` (for a `constraint`: satisfy); None where it does."""
        vu, tu = v.underlying, target.underlying
        if vu is INVALID or tu is INVALID:
            return None
        if isinstance(vu, Pointer) and vu.elem.underlying is INVALID:
            return None
        verb = "satisfy" if constraint else "implement"
        if not isinstance(tu, Interface):
            if is_interface_pointer(tu):
                detail = self.interface_pointer_error(target)
            else:
                detail = f"{self.ts(target)} is not an interface"
            return f"{self.ts(v)} does not {verb} {self.ts(target)} ({detail})"
        tset = tu.type_set
        if tset.is_all:
            return None
        vset = vu.type_set if isinstance(vu, Interface) else None
        if vset is not None and vset.is_empty:
            return None
        if tset.is_empty:
            return f"cannot {verb} {self.ts(target)} (empty type set)"
        missing = self.missing_method(v, tu, True)
        if missing is not None:
            return f"{self.ts(v)} does not {verb} {self.ts(target)} {missing}"
        if tset.terms is not None:
            if vset is not None:
                if not typeset.subset_of(vset.terms, tset.terms):
                    return f"{self.ts(v)} does not {verb} {self.ts(target)}"
            elif not any(typeset.includes(term, v) for term in tset.terms):
                return f"{self.ts(v)} does not {verb} {self.ts(target)} ({self._not_in(v, target, tu)})"
        if not tset.is_comparable(None) or predicates.incomparable(v, False) is None:
            return None
        if constraint and predicates.incomparable(v, True) is None:
            if self.version >= 20:
                return None
            return f"{self.ts(v)} to {verb} comparable requires go1.20 or later"
        return f"{self.ts(v)} does not {verb} comparable"

    def _not_in(self, v: Type, target: Type, tu: Interface) -> str:
        for tilde, t in tu.type_set.terms:
            if not tilde and types.identical(t, t.underlying) and typeset.includes((True, t), v):
                return f"possibly missing ~ for {self.ts(t)} in {self.ts(target)}"
        if _mentions(tu, v):
            return (
                f"{self.ts(target)} mentions {self.ts(v)}, but {self.ts(v)} is not in the type set of {self.ts(target)}"
            )
        terms = " | ".join(("~" if tilde else "") + self.ts(t) for tilde, t in tu.type_set.terms)
        return f"{self.ts(v)} missing in {terms}"

    def complete_method(self, f: Func) -> None:
        """Make sure that a method's signature is known."""
        if f.type is None:
            origin = f.origin
            if origin is None:
                self.obj_decl(f)
            else:
                if origin.type is None:
                    self.obj_decl(origin)
                recv = f.recv_named
                assert recv is not None
                for inst in (recv._instances or {}).values():
                    if f in inst._methods:
                        f.type = method_signature(origin, inst.targs)
                        return
                f.type = origin.type

    def missing_method(self, v: Type, iface: Interface, static: bool) -> str | None:
        """Why `v` lacks a method of the interface, in parentheses; None where it has all.  Not `static`: `v` may be an
        interface that has not all of them, as long as those it has agree."""
        methods = iface.type_set.methods
        if not methods:
            return None
        vu = v.underlying
        f: Func | None
        if isinstance(vu, Interface):
            vset = vu.type_set
            for m in methods:
                f = vset.method(m.unique_name)
                if f is None:
                    if static:
                        return self._missing(v, iface, m)
                elif not self.same_signature(f, m):
                    return self._wrong(f, m)
            return None
        for m in methods:
            found = lookup(v, m.pkg, m.name, addressable=False)
            obj = found.obj
            if obj is None:
                if found.path:
                    return f"(ambiguous selector {self.ts(v)}.{m.name})"
                if found.indirect:
                    return f"(method {m.name} has pointer receiver)"
                if predicates.deref(v)[0].underlying is INVALID:
                    return None
                return self._missing(v, iface, m)
            if not isinstance(obj, Func):
                return f"({self.ts(v)}.{m.name} is a field, not a method)"
            if obj.type is None:
                self.complete_method(obj)
            if obj.type is not m.type and not self.same_signature(obj, m):
                return self._wrong(obj, m)
        return None

    def same_signature(self, f: Func, m: Func) -> bool:
        """Whether two methods have the same type (inference replaces this by unification)."""
        if f.type is None:
            self.complete_method(f)
        return types.identical(f.type, m.type)

    def _missing(self, v: Type, iface: Interface, m: Func) -> str:
        if is_interface_pointer(v):
            return f"({self.interface_pointer_error(v)})"
        found = lookup(v, m.pkg, m.name, addressable=False, fold=True).obj
        if isinstance(found, Func) and v.underlying.__class__ is not Interface:
            if found.name == m.name:
                return f"(unexported method {m.name})"
            self.complete_method(found)
            return f"(missing method {m.name})\n\t\thave {self.func_text(found)}\n\t\twant {self.func_text(m)}"
        return f"(missing method {m.name})"

    def _wrong(self, f: Func, m: Func) -> str:
        have, want = self.func_text(f), self.func_text(m)
        if have == want:
            return f"(wrong type for method {m.name})"
        return f"(wrong type for method {m.name})\n\t\thave {have}\n\t\twant {want}"

    def func_text(self, f: Func) -> str:
        """A method's name and signature, without the names of parameters."""
        sig = f.signature
        bare = Signature(
            [Var("", v.type, None, 0) for v in sig.params],
            [Var("", v.type, None, 0) for v in sig.results],
            sig.variadic,
            None,
            sig.tparams,
        )
        out: list[str] = [f.name]
        types.write_signature(out, bare, self.qualifier)
        return "".join(out)

    def interface_pointer_error(self, typ: Type) -> str:
        """Why a pointer to an interface has no methods."""
        u = typ.underlying
        if isinstance(u, Pointer) and u.elem.__class__ is TypeParam:
            return f"type {self.ts(typ)} is pointer to type parameter, not type parameter"
        return f"type {self.ts(typ)} is pointer to interface, not interface"

    # provided by other parts

    def ident(self, e: s.Ident, want_type: bool) -> None:
        """A name (exprs.py)."""
        raise NotImplementedError

    def selector(self, e: s.Selector, want_type: bool) -> None:
        """`x.f` (selectors.py)."""
        raise NotImplementedError

    def convert_untyped(self, x: s.Expr, target: Type) -> bool:
        """Give an untyped operand a type (untyped.py)."""
        raise NotImplementedError

    def use(self, *exprs: s.Expr) -> bool:
        """Check expressions for their uses of variables alone (exprs.py)."""
        raise NotImplementedError

    def use_type(self, e: s.Expr) -> None:
        """The same for what should be a type."""
        self.use(e)


def _embedded_name(e: s.Expr) -> s.Ident | None:
    if isinstance(e, s.Ident):
        return e
    if isinstance(e, s.Star):
        return None if isinstance(e.x, s.Star) else _embedded_name(e.x)
    if isinstance(e, s.Selector):
        return e.sel
    if isinstance(e, s.Index):
        return _embedded_name(e.x)
    if isinstance(e, s.Paren):
        return _embedded_name(e.x)
    return None


def _mentions(t: Type, typ: Type) -> bool:
    if isinstance(t, Interface):
        return any(_mentions(e, typ) for e in t.embeds)
    if isinstance(t, Union):
        return any(_mentions(u, typ) for _, u in t.terms)
    return types.identical(t, typ)


__all__ = ["TypeExprs", "constants"]
