"""Type arguments for type parameters; instances of generic types.

In: a type and a map from TypeParams to types.  Out: the type with those replaced (the same object where there is
nothing to replace). An instance of a generic type exists once (kept in the generic type by its arguments' keys), its
underlying type and methods are made when they are asked for.  The reference is cmd/compile/internal/types2/subst.go,
named.go and context.go.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from burrow.go.types import (
    Array,
    Basic,
    Chan,
    Func,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Tuple,
    Type,
    TypeParam,
    Union,
    Var,
)

Env = Mapping[TypeParam, Type]
# parameters renamed for inference are nobody else's: their keys are counted
_serial = itertools.count()


def subst(typ: Type, env: Env) -> Type:
    """`typ` with the parameters in `env` replaced."""
    cls = typ.__class__
    if cls is Basic or not env:
        return typ
    if cls is TypeParam:
        return env.get(typ, typ)  # type: ignore[call-overload, no-any-return]
    if isinstance(typ, Named):
        if not typ.targs:
            return typ
        args = [subst(a, env) for a in typ.targs]
        if all(a is b for a, b in zip(args, typ.targs, strict=True)):
            return typ
        return instantiate(typ.origin, args)
    if isinstance(typ, Pointer):
        elem = subst(typ.elem, env)
        return typ if elem is typ.elem else Pointer(elem)
    if isinstance(typ, Slice):
        elem = subst(typ.elem, env)
        return typ if elem is typ.elem else Slice(elem)
    if isinstance(typ, Array):
        elem = subst(typ.elem, env)
        return typ if elem is typ.elem else Array(elem, typ.len)
    if isinstance(typ, Map):
        key, elem = subst(typ.map_key, env), subst(typ.elem, env)
        return typ if key is typ.map_key and elem is typ.elem else Map(key, elem)
    if isinstance(typ, Chan):
        elem = subst(typ.elem, env)
        return typ if elem is typ.elem else Chan(typ.dir, elem)
    if isinstance(typ, Signature):
        params, results = _vars(typ.params, env), _vars(typ.results, env)
        if params is typ.params and results is typ.results:
            return typ
        return Signature(params, results, typ.variadic, typ.recv, typ.tparams)
    if isinstance(typ, Struct):
        fields = _vars(typ.fields, env)
        return typ if fields is typ.fields else Struct(fields, typ.tags)
    if isinstance(typ, Tuple):
        vars = _vars(typ.vars, env)
        return typ if vars is typ.vars else Tuple(vars)
    if isinstance(typ, Interface):
        return _interface(typ, env)
    if isinstance(typ, Union):
        terms = [(tilde, subst(t, env)) for tilde, t in typ.terms]
        if all(a[1] is b[1] for a, b in zip(terms, typ.terms, strict=True)):
            return typ
        return Union(terms)
    return typ


def _interface(typ: Interface, env: Env) -> Interface:
    changed = False
    methods: list[Func] = []
    for m in typ.methods:
        sig = subst(m.type, env) if m.type is not None else m.type
        if sig is not m.type:
            changed = True
            copy = Func(m.name, sig, m.pkg, m.pos)
            copy.origin = m.origin or m
            m = copy
        methods.append(m)
    embeds = [subst(e, env) for e in typ.embeds]
    if not changed and all(a is b for a, b in zip(embeds, typ.embeds, strict=True)):
        return typ
    return Interface(methods, embeds, typ.embed_pos, typ.implicit, typ.name, typ.pos)


def _vars(vars: list[Var], env: Env) -> list[Var]:
    out: list[Var] | None = None
    for i, v in enumerate(vars):
        t = subst(v.type, env)
        if t is not v.type:
            if out is None:
                out = list(vars)
            w = Var(v.name, t, v.pkg, v.pos, v.kind, v.embedded)
            w.origin = v.origin or v
            out[i] = w
    return vars if out is None else out


def instantiate(origin: Named, targs: list[Type]) -> Named:
    """The instance of a generic type with these arguments."""
    instances = origin._instances
    if instances is None:
        instances = origin._instances = {}
    key = targs[0].key if len(targs) == 1 else ",".join([a.key for a in targs])
    found = instances.get(key)
    if found is None:
        found = Named(origin.obj)
        found.origin = origin
        found.targs = list(targs)
        found.tparams = origin.tparams
        instances[key] = found
    return found


def expand(named: Named) -> Type:
    """The underlying type of an instance; of a type whose declaration is not done (an error, or too early) the invalid
    type."""
    from burrow.go.universe import INVALID

    origin = named.origin
    if origin is named:
        if named.resolver is not None and not named.expanding:
            named.expanding = True
            named.resolver(named)
            named.expanding = False
            if named._under is not None:
                return named.underlying
        return INVALID
    if origin._under is None and (origin.resolver is None or origin.underlying is INVALID):
        return INVALID
    if len(named.targs) != len(origin.tparams):
        return INVALID
    under = subst(origin.underlying, dict(zip(origin.tparams, named.targs, strict=True)))
    named._under = under
    return under


def instance_methods(named: Named) -> list[Func]:
    """The methods of an instance, their signatures substituted."""
    methods = named.origin.methods()
    if len(named._methods) != len(methods):
        named._methods = [_method(m, named) for m in methods]
    else:
        for f in named._methods:
            if f.type is None and f.origin is not None and f.origin.type is not None:
                f.type = method_signature(f.origin, named.targs)
    return named._methods


def _method(m: Func, named: Named) -> Func:
    f = Func(m.name, None, m.pkg, m.pos)
    f.origin = m
    f.recv_named = m.recv_named
    f.recv_ptr = m.recv_ptr
    f.directives = m.directives
    f.has_body = m.has_body
    f.file = m.file
    if m.type is not None:
        f.type = method_signature(m, named.targs)
    return f


def method_signature(m: Func, targs: list[Type]) -> Signature:
    """The signature of the generic method `m` for a receiver with these type arguments."""
    sig = m.signature
    env = dict(zip(sig.recv_tparams, targs, strict=False))
    out = subst(sig, env)
    assert isinstance(out, Signature)
    recv = sig.recv
    if recv is not None:
        t = subst(recv.type, env)
        recv = Var(recv.name, t, recv.pkg, recv.pos, recv.kind)
    tparams = sig.tparams
    if tparams:
        tparams, out = rename(tparams, out, env)
    return Signature(out.params, out.results, out.variadic, recv, tparams)


def rename(tparams: list[TypeParam], typ: Signature, env: Env | None = None) -> tuple[list[TypeParam], Signature]:
    """Fresh type parameters in place of `tparams`, and the signature with them; bounds also substituted by `env`."""
    fresh = [TypeParam(p.obj, p.index) for p in tparams]
    for p in fresh:
        p._key = f"${p.obj.name}{p.obj.pos}'{next(_serial)}"
    names: dict[TypeParam, Type] = dict(zip(tparams, fresh, strict=True))
    full = {**(env or {}), **names}
    for p, q in zip(tparams, fresh, strict=True):
        q.bound = subst(p.bound, full) if p.bound is not None else None
    out = subst(typ, names)
    assert isinstance(out, Signature)
    return fresh, out
