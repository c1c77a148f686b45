"""The syntax tree: what `parse` makes of tokens, macros not yet expanded.

Plain nodes without behaviour; every node has `span`.  Nodes are never changed once made, because a macro fragment may
stand in
several places of an expansion.  Trees pickle, so that a library's items can be kept.
"""

from __future__ import annotations

from typing import Any

from burrow.source import NO_SPAN, Span


class Node:
    """Base of all nodes: fields are given by position or by name."""

    __slots__ = ("span",)
    names: tuple[str, ...] = ()
    span: Span

    def __init__(self, span: Span, *values: Any, **named: Any) -> None:
        self.span = span
        for name, value in zip(self.names, values, strict=False):
            setattr(self, name, value)
        for name in self.names[len(values) :]:
            setattr(self, name, named.pop(name, None))
        assert not named, named

    def __getstate__(self) -> Any:
        return (self.span, *(getattr(self, f) for f in self.names))

    def __setstate__(self, s: Any) -> None:
        self.span = s[0]
        for name, value in zip(self.names, s[1:], strict=False):
            setattr(self, name, value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{f}={getattr(self, f)!r}' for f in self.names)})"


def _node(name: str, fields: str, doc: str = "") -> Any:
    names = tuple(fields.split())
    # an explicit __init__ is three times as fast as the generic one, and parsing makes many nodes
    params = ", ".join(f"{n}=None" for n in names)
    body = "\n".join([" self.span = span", *(f" self.{n} = {n}" for n in names)])
    scope: dict[str, Any] = {}
    exec(f"def __init__(self, span{', ' + params if params else ''}):\n{body}", scope)
    return type(
        name,
        (Node,),
        {"__slots__": names, "names": names, "__doc__": doc, "__init__": scope["__init__"], "__module__": __name__},
    )


class Ident:
    """A name with its hygiene."""

    __slots__ = ("ctxt", "name", "span")

    def __init__(self, name: str, span: Span = NO_SPAN, ctxt: Any = None) -> None:
        self.name = name
        self.span = span
        self.ctxt = ctxt

    def __getstate__(self) -> Any:
        return (self.name, self.span, self.ctxt)

    def __setstate__(self, s: Any) -> None:
        self.name, self.span, self.ctxt = s

    def __repr__(self) -> str:
        return self.name


# attributes, macros, paths
Attr = _node("Attr", "name path tokens inner", "`#[name tokens]`; `tokens` are those after the path")
MacCall = _node("MacCall", "path tokens delim", "`path!(tokens)`; `tokens` without the delimiters")
Path = _node("Path", "segments global_", "`a::b::<T>`; `global_`: starts with `::`")
Seg = _node("Seg", "ident args")
GArgs = _node("GArgs", "args constraints paren", "`<A, B = C>`; `paren` is (inputs, output) of `Fn(A) -> B`")
Constraint = _node("Constraint", "ident gargs ty bounds", "`Item = T` or `Item: Bound`")
Lifetime = _node("Lifetime", "name ctxt")
QSelf = _node("QSelf", "ty trait_len", "`<T as Trait>::…`: the first `trait_len` segments of the path are the trait's")

# types
TPath = _node("TPath", "qself path")
TRef = _node("TRef", "lifetime mut ty")
TPtr = _node("TPtr", "mut ty")
TSlice = _node("TSlice", "ty")
TArray = _node("TArray", "ty len")
TTuple = _node("TTuple", "elems")
TFn = _node("TFn", "for_ unsafe abi params output variadic")
TNever = _node("TNever", "")
TInfer = _node("TInfer", "")
TDyn = _node("TDyn", "bounds explicit")
TImpl = _node("TImpl", "bounds")
TParen = _node("TParen", "ty")
TMacro = _node("TMacro", "mac")
TSelf = _node("TSelf", "", "the type of a shorthand `self`")

# bounds and generics
TraitBound = _node("TraitBound", "for_ path modifier", "`modifier` is `?`, `const`, or None")
LifeBound = _node("LifeBound", "lifetime")
UseBound = _node("UseBound", "args")
GParam = _node("GParam", "kind ident bounds default ty attrs")
WherePred = _node("WherePred", "for_ ty lifetime bounds")
Generics = _node("Generics", "params where")

# items
Vis = _node("Vis", "kind path", "`kind` is `pub`, `crate`, `in` (path) or None")
Item = _node(
    "Item",
    "kind attrs vis ident data",
    "`kind` one of fn struct enum union trait impl mod const static type use extern_crate extern_block macro_rules macro_call macro2 "  # noqa: E501
    "trait_alias global_asm; `data` the node below",
)
Fn = _node(
    "Fn",
    "generics params output body const async_ unsafe abi variadic default",
    "`body` is None, a Block, or a `LazyBody`",
)
FnParam = _node("FnParam", "pat ty attrs self_", "`self_` is `self`, `&self`, `&mut self` for the shorthand forms")
StructData = _node("StructData", "generics ctor fields")
FieldAst = _node("FieldAst", "ident vis ty attrs")
EnumData = _node("EnumData", "generics variants")
VariantAst = _node("VariantAst", "ident ctor fields discr attrs")
TraitData = _node("TraitData", "generics bounds items auto unsafe")
ImplData = _node("ImplData", "generics trait_ self_ty items negative unsafe const derived")
ModData = _node("ModData", "items attrs", "`items` is None for `mod a;`")
ConstData = _node("ConstData", "ty expr generics")
StaticData = _node("StaticData", "ty expr mut")
TypeData = _node("TypeData", "generics bounds ty")
UseTree = _node("UseTree", "kind path ident trees", "`kind` is `one` (as `ident` or None), `glob`, `group`")
ExternCrate = _node("ExternCrate", "name")
ExternBlock = _node("ExternBlock", "abi items unsafe")
MacroRules = _node("MacroRules", "tokens", "the rules, unread")
LazyBody = _node(
    "LazyBody",
    "tokens",
    "a body not parsed yet: its tokens, or None when it is to be read again from the file at `span`",
)

# statements
SLet = _node("SLet", "pat ty init els attrs")
SItem = _node("SItem", "item")
SExpr = _node("SExpr", "expr semi")
SMac = _node("SMac", "mac semi attrs", "a macro call in statement position")
Block = _node("Block", "stmts attrs", "the tail is a final SExpr or SMac without `semi`")

# expressions
ELit = _node("ELit", "tok")
EPath = _node("EPath", "qself path")
ECall = _node("ECall", "fun args")
EMethod = _node("EMethod", "recv seg args")
EField = _node("EField", "base ident")
EIndex = _node("EIndex", "base index")
EUnary = _node("EUnary", "op expr")
EBinary = _node("EBinary", "op left right op_span")
EAssign = _node("EAssign", "left right eq_span")
EAssignOp = _node("EAssignOp", "op left right op_span")
ERef = _node("ERef", "mut raw expr")
ECast = _node("ECast", "expr ty")
ERange = _node("ERange", "lo hi inclusive")
ETuple = _node("ETuple", "elems")
EArray = _node("EArray", "elems")
ERepeat = _node("ERepeat", "elem count")
EStruct = _node("EStruct", "qself path fields base rest", "`fields` are (ident, expr, shorthand); `rest`: a bare `..`")
EBlock = _node("EBlock", "block label kind", "`kind` is None, `unsafe`, `const`, `async`, `async move`, `try`")
EIf = _node("EIf", "cond then els")
ELet = _node("ELet", "pat expr")
EMatch = _node("EMatch", "expr arms")
ArmAst = _node("ArmAst", "pat guard body attrs")
ELoop = _node("ELoop", "block label")
EWhile = _node("EWhile", "cond block label")
EFor = _node("EFor", "pat expr block label")
EBreak = _node("EBreak", "label expr")
EContinue = _node("EContinue", "label")
EReturn = _node("EReturn", "expr")
EClosure = _node("EClosure", "move params output body head for_ async_")
ETry = _node("ETry", "expr")
EAwait = _node("EAwait", "expr")
EMac = _node("EMac", "mac")
EParen = _node("EParen", "expr")
EUnderscore = _node("EUnderscore", "")
EYield = _node("EYield", "expr")
ETyped = _node("ETyped", "what data", "made by builtin macros: `what` says how the checker types `data`")

# patterns
PWild = _node("PWild", "")
PRest = _node("PRest", "")
PNever = _node("PNever", "")
PIdent = _node("PIdent", "by_ref mut ident sub")
PLit = _node("PLit", "expr", "a literal, `-` literal, or inline const")
PRange = _node("PRange", "lo hi inclusive")
PRef = _node("PRef", "mut pat")
PBox = _node("PBox", "pat")
PTuple = _node("PTuple", "pats")
PSlice = _node("PSlice", "pats")
PPath = _node("PPath", "qself path")
PTupleStruct = _node("PTupleStruct", "qself path pats")
PStruct = _node("PStruct", "qself path fields rest", "`fields` are (ident, pattern, shorthand)")
POr = _node("POr", "pats")
PParen = _node("PParen", "pat")
PMac = _node("PMac", "mac")


def visit(node: Any, stop: tuple[type, ...] = ()) -> Any:
    """`node` and every node below it, macro calls unexpanded; nothing inside nodes of the classes in `stop`."""
    if isinstance(node, Node):
        yield node
        if isinstance(node, stop):
            return
        for f in node.names:
            v = getattr(node, f)
            if isinstance(v, (Node, list, tuple)):
                yield from visit(v, stop)
    elif isinstance(node, (list, tuple)):
        for x in node:
            if isinstance(x, (Node, list, tuple)):
                yield from visit(x, stop)
