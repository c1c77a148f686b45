"""`#[derive(…)]` of the standard traits: an item in, impls out, with the calls that rustc's derives make
(`rustc_builtin_macros::deriving`).  Fields are compared and shown in the same order, so drops and output agree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burrow.rust import syntax as s
from burrow.rust.lexer import Tok, error
from burrow.rust.parse import Parser
from burrow.rust.quote import Str, quote
from burrow.source import Span

_TRAITS = {
    "Clone": "clone::Clone",
    "Copy": "marker::Copy",
    "Debug": "fmt::Debug",
    "PartialEq": "cmp::PartialEq",
    "Eq": "cmp::Eq",
    "PartialOrd": "cmp::PartialOrd",
    "Ord": "cmp::Ord",
    "Hash": "hash::Hash",
    "Default": "default::Default",
}
NAMES = frozenset(_TRAITS)


class Shape:
    """What a derive sees of an item: its name, generics and variants."""

    def __init__(self, item: Any, names: list[str]) -> None:
        self.item = item
        self.names = names  # all that are derived together
        self.name = item.ident.name
        self.generics = item.data.generics
        self.is_enum = item.kind == "enum"
        self.packed = any(a.name == "repr" and any(t.text == "packed" for t in a.tokens) for a in item.attrs)
        if self.is_enum:
            self.variants = item.data.variants
        else:
            self.variants = [s.VariantAst(item.span, item.ident, item.data.ctor, item.data.fields, None, [])]

    def fields(self) -> list[Any]:
        return [f for v in self.variants for f in v.fields]


def derive(name: str, item: Any, names: list[str], span: Span) -> list[Any]:
    """The impls (as items) of one derived trait."""
    if item.kind == "union" and name not in ("Clone", "Copy"):
        raise error(span, "this trait cannot be derived for unions")
    if item.kind not in ("struct", "enum", "union"):
        raise error(
            span, "`derive` may only be applied to `struct`s, `enum`s and `union`s", "not applicable here", "E0774"
        )
    shape = Shape(item, names)
    out = [_impl(shape, span, _TRAITS[name], _MAKERS[name](shape, span) if name in _MAKERS else [], name)]
    if name == "PartialEq":
        out.append(_impl(shape, span, "marker::StructuralPartialEq", [], None))
    return out


def _path(text: str, span: Span) -> Any:
    toks = quote("$core::" + text, span)
    return Parser(toks).path("type")


def _self_ty(shape: Shape, span: Span) -> Any:
    args: list[Any] = []
    for p in shape.generics.params:
        if p.kind == "lifetime":
            args.append(s.Lifetime(span, p.ident.name, p.ident.ctxt))
        else:
            args.append(s.TPath(span, None, s.Path(span, [s.Seg(span, p.ident, None)], False)))
    g = s.GArgs(span, args, [], None) if args else None
    return s.TPath(span, None, s.Path(span, [s.Seg(span, s.Ident(shape.name, span, shape.item.ident.ctxt), g)], False))


def _impl(shape: Shape, span: Span, trait: str, items: list[Tok], bound: str | None) -> Any:
    path = _path(trait, span)
    params = []
    names = set()
    for p in shape.generics.params:
        b = list(p.bounds)
        if p.kind == "type":
            names.add(p.ident.name)
            if bound is not None:
                b.append(s.TraitBound(span, [], path, None))
                if bound == "Copy" or bound == "Clone" and shape.item.kind == "union":
                    b[-1] = s.TraitBound(span, [], _path("marker::Copy", span), None)
        params.append(s.GParam(p.span, p.kind, p.ident, b, None, p.ty, []))
    where = list(shape.generics.where)
    if bound is not None and names:
        for f in shape.fields():
            for t in _assoc_types(f.ty, names):
                where.append(s.WherePred(span, [], t, None, [s.TraitBound(span, [], path, None)]))
    g = s.Generics(span, params, where)
    body = []
    if items:
        p = Parser(items)
        while p.tok.kind != "eof":
            body.append(p.item("impl"))
    data = s.ImplData(span, g, path, _self_ty(shape, span), body, False, False, False, True)
    return s.Item(
        span, "impl", [s.Attr(span, "automatically_derived", None, [], False)], s.Vis(span, None, None), None, data
    )


def _assoc_types(t: Any, names: set[str]) -> list[Any]:
    """`T::Item` inside a field's type, for a type parameter T."""
    out: list[Any] = []
    if isinstance(t, s.TPath):
        if t.qself is None and len(t.path.segments) > 1 and t.path.segments[0].ident.name in names:
            out.append(t)
        for g in t.path.segments:
            if g.args is not None:
                for a in g.args.args:
                    out += _assoc_types(a, names)
        if t.qself is not None:
            out += [t] if _mentions(t.qself.ty, names) else []
    elif isinstance(t, (s.TRef, s.TPtr, s.TSlice, s.TArray, s.TParen)):
        out += _assoc_types(t.ty, names)
    elif isinstance(t, s.TTuple):
        for e in t.elems:
            out += _assoc_types(e, names)
    return out


def _mentions(t: Any, names: set[str]) -> bool:
    return isinstance(t, s.TPath) and t.qself is None and t.path.segments[0].ident.name in names


def _type(shape: Shape) -> list[Any]:
    return [s.Ident(shape.name, shape.item.ident.span, shape.item.ident.ctxt)]


def _ctor(shape: Shape, v: Any) -> str:
    return f"{shape.name}::{_raw(v.ident.name)}" if shape.is_enum else _raw(shape.name)


def _raw(name: str) -> str:
    from burrow.rust.parse import STRICT

    return "r#" + name if name in STRICT and name not in ("self", "Self") else name


def _pat(shape: Shape, v: Any, prefix: str) -> str:
    """A pattern that binds every field to `prefix0`, `prefix1`, …"""
    c = _ctor(shape, v)
    if v.ctor == "const":
        return c
    if v.ctor == "fn":
        return f"{c}({', '.join(f'{prefix}{i}' for i in range(len(v.fields)))})"
    return f"{c} {{ {', '.join(f'{_raw(f.ident.name)}: {prefix}{i}' for i, f in enumerate(v.fields))} }}"


def _build(shape: Shape, v: Any, values: list[str]) -> str:
    c = _ctor(shape, v)
    if v.ctor == "const":
        return c
    if v.ctor == "fn":
        return f"{c}({', '.join(values)})"
    return f"{c} {{ {', '.join(f'{_raw(f.ident.name)}: {x}' for f, x in zip(v.fields, values, strict=False))} }}"


def _field(shape: Shape, base: str, f: Any) -> str:
    """A field of `self` or `other` as a place: a copy of it where the struct is packed."""
    e = f"{base}.{_raw(f.ident.name)}"
    return f"{{ {e} }}" if shape.packed else e


def _clone(shape: Shape, span: Span) -> list[Tok]:
    plain = not any(p.kind == "type" for p in shape.generics.params)
    if shape.item.kind == "union" or "Copy" in shape.names and plain:
        checks = ""
        parts: dict[str, Any] = {}
        if shape.item.kind != "union":
            for i, f in enumerate(shape.fields()):
                checks += f"let _: $core::clone::AssertParamIsClone<$t{i}>;"
                parts[f"t{i}"] = f.ty
        else:
            checks = "let _: $core::clone::AssertParamIsCopy<Self>;"
        return quote(f"#[inline] fn clone(&self) -> Self {{ {checks} *self }}", span, **parts)
    if not shape.is_enum:
        v = shape.variants[0]
        values = [f"$core::clone::Clone::clone(&{_field(shape, 'self', f)})" for f in v.fields]
        return quote(f"#[inline] fn clone(&self) -> Self {{ {_build(shape, v, values)} }}", span)
    if not shape.variants:
        return quote("#[inline] fn clone(&self) -> Self { match *self {} }", span)
    arms = []
    for v in shape.variants:
        values = [f"$core::clone::Clone::clone(__self_{i})" for i in range(len(v.fields))]
        arms.append(f"{_pat(shape, v, '__self_')} => {_build(shape, v, values)},")
    return quote(f"#[inline] fn clone(&self) -> Self {{ match self {{ {' '.join(arms)} }} }}", span)


def _debug(shape: Shape, span: Span) -> list[Tok]:
    head = "#[inline] fn fmt(&self, f: &mut $core::fmt::Formatter) -> $core::fmt::Result"
    parts: dict[str, Any] = {}

    def name(text: str) -> str:
        key = f"s{len(parts)}"
        parts[key] = Str(text)
        return "$" + key

    def show(v: Any, exprs: list[str]) -> str:
        n = len(exprs)
        title = name(v.ident.name)
        if v.ctor == "const":
            return f"$core::fmt::Formatter::write_str(f, {title})"
        if n == 0:
            return f"$core::fmt::Formatter::write_str(f, {title})"
        values = [e if i < n - 1 else "&" + e for i, e in enumerate(exprs)]
        if v.ctor == "fn":
            if n <= 5:
                return f"$core::fmt::Formatter::debug_tuple_field{n}_finish(f, {title}, {', '.join(values)})"
            return (
                f"{{ let values: &[&dyn $core::fmt::Debug] = &[{', '.join(values)}]; "
                f"$core::fmt::Formatter::debug_tuple_fields_finish(f, {title}, values) }}"
            )
        names = [name(f.ident.name) for f in v.fields]
        if n <= 5:
            inner = ", ".join(f"{a}, {b}" for a, b in zip(names, values, strict=False))
            return f"$core::fmt::Formatter::debug_struct_field{n}_finish(f, {title}, {inner})"
        return (
            f"{{ let names: &'static _ = &[{', '.join(names)}]; let values: &[&dyn $core::fmt::Debug] = &[{', '.join(values)}]; "  # noqa: E501
            f"$core::fmt::Formatter::debug_struct_fields_finish(f, {title}, names, values) }}"
        )

    if not shape.is_enum:
        v = shape.variants[0]
        body = show(v, [f"&{_field(shape, 'self', f)}" for f in v.fields])
    elif not shape.variants:
        body = "match *self {}"
    else:
        arms = [
            f"{_pat(shape, v, '__self_')} => {show(v, [f'__self_{i}' for i in range(len(v.fields))])},"
            for v in shape.variants
        ]
        body = f"match self {{ {' '.join(arms)} }}"
    return quote(f"{head} {{ {body} }}", span, **parts)


def _eq(shape: Shape, span: Span) -> list[Tok]:
    head = "#[inline] fn eq(&self, other: &Self) -> bool"
    if not shape.is_enum:
        parts = [f"{_field(shape, 'self', f)} == {_field(shape, 'other', f)}" for f in shape.variants[0].fields]
        return quote(f"{head} {{ {' && '.join(parts) or 'true'} }}", span)
    if not shape.variants:
        return quote(f"{head} {{ match *self {{}} }}", span)
    arms = []
    for v in shape.variants:
        if v.fields:
            cmp = " && ".join(f"__self_{i} == __arg1_{i}" for i in range(len(v.fields)))
            arms.append(f"({_pat(shape, v, '__self_')}, {_pat(shape, v, '__arg1_')}) => {cmp},")
    one = len(shape.variants) == 1
    tests = []
    lets = ""
    if not one:
        lets = (
            "let __self_discr = $core::intrinsics::discriminant_value(self); "
            "let __arg1_discr = $core::intrinsics::discriminant_value(other);"
        )
        tests.append("__self_discr == __arg1_discr")
    if arms:
        rest = "" if one else "_ => true,"
        tests.append(f"match (self, other) {{ {' '.join(arms)} {rest} }}")
    return quote(f"{head} {{ {lets} {' && '.join(tests) or 'true'} }}", span)


def _assert_eq(shape: Shape, span: Span) -> list[Tok]:
    parts = {f"t{i}": f.ty for i, f in enumerate(shape.fields())}
    lets = "".join(f"let _: $core::cmp::AssertParamIsEq<$t{i}>;" for i in range(len(parts)))
    return quote(f"#[doc(hidden)] fn assert_fields_are_eq(&self) {{ {lets} }}", span, **parts)


def _chain(pairs: list[tuple[str, str]], method: str, equal: str) -> str:
    """Compare pairs one after the other, stopping at the first that differs."""
    if not pairs:
        return equal
    a, b = pairs[0]
    call = f"{method}({a}, {b})"
    if len(pairs) == 1:
        return call
    return f"match {call} {{ {equal} => {_chain(pairs[1:], method, equal)}, cmp => cmp, }}"


def _ordering(shape: Shape, span: Span, partial: bool) -> list[Tok]:
    method = "$core::cmp::PartialOrd::partial_cmp" if partial else "$core::cmp::Ord::cmp"
    equal = "$core::cmp::Ordering::Equal"
    out = "$core::cmp::Ordering"
    if partial:
        equal = f"$core::option::Option::Some({equal})"
        out = f"$core::option::Option<{out}>"
    head = f"#[inline] fn {'partial_cmp' if partial else 'cmp'}(&self, other: &Self) -> {out}"
    if not shape.is_enum:
        pairs = [(f"&{_field(shape, 'self', f)}", f"&{_field(shape, 'other', f)}") for f in shape.variants[0].fields]
        return quote(f"{head} {{ {_chain(pairs, method, equal)} }}", span)
    if not shape.variants:
        return quote(f"{head} {{ match *self {{}} }}", span)
    one = len(shape.variants) == 1
    lets = (
        ""
        if one
        else (
            "let __self_discr = $core::intrinsics::discriminant_value(self); "
            "let __arg1_discr = $core::intrinsics::discriminant_value(other);"
        )
    )
    arms = []
    for v in shape.variants:
        if v.fields:
            pairs = [(f"__self_{i}", f"__arg1_{i}") for i in range(len(v.fields))]
            arms.append(
                f"({_pat(shape, v, '__self_')}, {_pat(shape, v, '__arg1_')}) => {_chain(pairs, method, equal)},"
            )
    discr = f"{method}(&__self_discr, &__arg1_discr)"
    if partial:
        body = (
            f"match (self, other) {{ {' '.join(arms)} {'' if one and arms else '_ => ' + (equal if one else discr)} }}"
            if arms
            else (equal if one else discr)
        )
    elif arms:
        inner = f"match (self, other) {{ {' '.join(arms)} {'' if one else '_ => ' + equal} }}"
        body = inner if one else f"match {discr} {{ {equal} => {inner}, cmp => cmp, }}"
    else:
        body = equal if one else discr
    return quote(f"{head} {{ {lets} {body} }}", span)


def _partial_ord(shape: Shape, span: Span) -> list[Tok]:
    return _ordering(shape, span, True)


def _ord(shape: Shape, span: Span) -> list[Tok]:
    return _ordering(shape, span, False)


def _hash(shape: Shape, span: Span) -> list[Tok]:
    head = "#[inline] fn hash<__H: $core::hash::Hasher>(&self, state: &mut __H)"
    if not shape.is_enum:
        body = " ".join(
            f"$core::hash::Hash::hash(&{_field(shape, 'self', f)}, state);" for f in shape.variants[0].fields
        )
        return quote(f"{head} {{ {body} }}", span)
    if not shape.variants:
        return quote(f"{head} {{ match *self {{}} }}", span)
    pre = (
        ""
        if len(shape.variants) == 1
        else (
            "let __self_discr = $core::intrinsics::discriminant_value(self); "
            "$core::hash::Hash::hash(&__self_discr, state);"
        )
    )
    arms = []
    for v in shape.variants:
        if v.fields:
            calls = " ".join(f"$core::hash::Hash::hash(__self_{i}, state);" for i in range(len(v.fields)))
            arms.append(f"{_pat(shape, v, '__self_')} => {{ {calls} }}")
    rest = "" if len(arms) == len(shape.variants) else "_ => {}"
    return quote(f"{head} {{ {pre} {'match self { ' + ' '.join(arms) + rest + ' }' if arms else ''} }}", span)


def _default(shape: Shape, span: Span) -> list[Tok]:
    if shape.is_enum:
        chosen = [v for v in shape.variants if any(a.name == "default" for a in v.attrs)]
        if len(chosen) != 1:
            if not chosen:
                raise error(span, "`#[derive(Default)]` on enum with no `#[default]`", code="E0665")
            raise error(chosen[1].span, "multiple declared defaults")
        if chosen[0].ctor != "const":
            raise error(chosen[0].span, "the `#[default]` attribute may only be used on unit enum variants")
        return quote(f"#[inline] fn default() -> Self {{ Self::{_raw(chosen[0].ident.name)} }}", span)
    v = shape.variants[0]
    return quote(
        f"#[inline] fn default() -> Self {{ {_build(shape, v, ['$core::default::Default::default()'] * len(v.fields))} }}",  # noqa: E501
        span,
    )


_MAKERS: dict[str, Callable[[Shape, Span], list[Tok]]] = {
    "Clone": _clone,
    "Debug": _debug,
    "PartialEq": _eq,
    "Eq": _assert_eq,
    "PartialOrd": _partial_ord,
    "Ord": _ord,
    "Hash": _hash,
    "Default": _default,
}
