"""Go's types and the objects that names denote.

In: nothing (a vocabulary, filled by `go/check`).  Out: what `go/inline`, `go/escape` and `go/lower` ask about types.
The reference is cmd/compile/internal/types2 (the same as go/types); the differences:

* aliases leave no node: an alias *is* its type (`any` is the one interface that prints by its alias);
* every type has a `key`, a text that is equal for identical types and stable across processes, so `identical(a, b)`
  compares keys and dictionaries can be keyed by `t.key`;
* a package-level object knows its declaration's place by `pos` (see `syntax`), so cached packages need no tree.

For colleagues:

* `t.underlying` of any type is its underlying type (never Named; for a TypeParam its constraint interface).
* `Named`: `obj` (its TypeName), `origin` (the generic type it is an instance of, else itself), `targs`, `tparams`,
  `methods()` (all declared methods, substituted for instances: then `func.origin` is the generic method).
* `Signature.variadic`: the last parameter's type is the Slice.  `recv` is the receiver's Var or None.
* A generic function's body is checked once, with TypeParams in its types.  `subst(t, {tparam: targ})` makes the
  types of an instance (`substitution.py`); `lookup(t, pkg, name)` (`lookup.py`) finds fields and methods.
* Names of package `unsafe` and of the universe are in `universe.py`: `universe.INT`, `universe.STRING`, ...

Variables
---------
One `Var` for each declaration; equality is identity.  `kind` is PACKAGE, LOCAL, PARAM, RESULT, RECV or FIELD.  A pass
after checking (`check/vars.py`) sets on locals, parameters and results: `captured` (used in a closure inside its
function), `addrtaken` (`&v`, `v[:]` of an array, method call with `&v` taken; also of a part of v), `reassigned`
(assigned other than by its
declaration: =, op=, ++, range without define, also to a part of v `v.f = x`, or address taken), and `func` (the
FuncInfo that declares it). `loop` is true for a variable that the language copies for each iteration of a three-clause
for loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from burrow.go import syntax

    Qualifier = Callable[["Package"], str]

# directions of a channel
BOTH: Final = 0
SEND_ONLY: Final = 1
RECV_ONLY: Final = 2

# what a Basic is, as bits
IS_BOOL: Final = 1
IS_INTEGER: Final = 2
IS_UNSIGNED: Final = 4
IS_FLOAT: Final = 8
IS_COMPLEX: Final = 16
IS_STRING: Final = 32
IS_UNTYPED: Final = 64
IS_NUMERIC: Final = IS_INTEGER | IS_FLOAT | IS_COMPLEX
IS_ORDERED: Final = IS_INTEGER | IS_FLOAT | IS_STRING
IS_CONST: Final = IS_BOOL | IS_NUMERIC | IS_STRING


# ---------------------------------------------------------------------------------------------------------------------
# Types


class Type:
    """A type.  Identical types need not be the same object: compare with `identical` or by `key`."""

    __slots__ = ("_key",)
    _key: str

    @property
    def key(self) -> str:
        """Equal for identical types, and only for them."""
        try:
            return self._key
        except AttributeError:
            key = self._make_key()
            self._key = key
            return key

    def _make_key(self) -> str:
        raise NotImplementedError

    @property
    def underlying(self) -> Type:
        return self

    def __str__(self) -> str:
        return type_string(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {type_string(self)}>"

    def __getstate__(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        for name, value in zip(self.__slots__, state, strict=True):
            setattr(self, name, value)


class Basic(Type):
    """A predeclared type: `kind` is its name ("int", "uint8", "untyped float", "unsafe.Pointer", "invalid type");
    `name` is what is printed (differs for byte and rune, whose kinds are uint8 and int32)."""

    __slots__ = ("info", "kind", "name", "size")

    def __init__(self, kind: str, info: int, size: int, name: str | None = None) -> None:
        self.kind = kind
        self.info = info
        self.size = size  # in bytes on a 64-bit machine; 0 for untyped ones
        self.name = name or kind
        self._key = kind

    def _make_key(self) -> str:
        return self.kind

    def __reduce__(self) -> tuple[Any, ...]:
        from burrow.go.universe import basic_named

        return basic_named, (self.name,)


class Pointer(Type):
    __slots__ = ("elem",)

    def __init__(self, elem: Type) -> None:
        self.elem = elem

    def _make_key(self) -> str:
        return "*" + self.elem.key


class Slice(Type):
    __slots__ = ("elem",)

    def __init__(self, elem: Type) -> None:
        self.elem = elem

    def _make_key(self) -> str:
        return "[]" + self.elem.key


class Array(Type):
    __slots__ = ("elem", "len")

    def __init__(self, elem: Type, len: int) -> None:
        self.elem = elem
        self.len = len  # -1 where it is unknown because of an error

    def _make_key(self) -> str:
        return f"[{self.len}]{self.elem.key}"


class Map(Type):
    __slots__ = ("elem", "map_key")

    def __init__(self, map_key: Type, elem: Type) -> None:
        self.map_key = map_key
        self.elem = elem

    def _make_key(self) -> str:
        return f"map[{self.map_key.key}]{self.elem.key}"


class Chan(Type):
    __slots__ = ("dir", "elem")

    def __init__(self, dir: int, elem: Type) -> None:
        self.dir = dir
        self.elem = elem

    def _make_key(self) -> str:
        return ("chan(", "chan<-(", "<-chan(")[self.dir] + self.elem.key + ")"


class Struct(Type):
    __slots__ = ("fields", "tags")

    def __init__(self, fields: list[Var], tags: list[str] | None = None) -> None:
        self.fields = fields
        self.tags = tags  # None: no field has one; else one for each field, "" for none

    def _make_key(self) -> str:
        out = ["struct{"]
        for i, f in enumerate(self.fields):
            out.append("!" if f.embedded else "")
            out.append(f.unique_name)
            out.append(" ")
            out.append(f.type.key)
            if self.tags and self.tags[i]:
                out.append(repr(self.tags[i]))
            out.append(";")
        out.append("}")
        return "".join(out)

    def tag(self, i: int) -> str:
        return self.tags[i] if self.tags else ""


class Tuple(Type):
    """The results of a call with several (never a variable's type)."""

    __slots__ = ("vars",)

    def __init__(self, vars: list[Var]) -> None:
        self.vars = vars

    def _make_key(self) -> str:
        return "(" + ",".join(v.type.key for v in self.vars) + ")"


class Signature(Type):
    """A function's type.  `tparams` where the function is generic, `recv` and `recv_tparams` where it is a method."""

    __slots__ = ("params", "recv", "recv_tparams", "results", "tparams", "variadic")

    def __init__(
        self,
        params: list[Var],
        results: list[Var],
        variadic: bool = False,
        recv: Var | None = None,
        tparams: list[TypeParam] | None = None,
        recv_tparams: list[TypeParam] | None = None,
    ) -> None:
        self.params = params
        self.results = results
        self.variadic = variadic
        self.recv = recv
        self.tparams = tparams or []
        self.recv_tparams = recv_tparams or []

    def _make_key(self) -> str:
        params = ",".join([v.type.key for v in self.params])
        results = ",".join([v.type.key for v in self.results])
        dots = "..." if self.variadic else ""
        generic = "[" + ",".join([p.key for p in self.tparams]) + "]" if self.tparams else ""
        return f"func{generic}({params}{dots})({results})"


class Union(Type):
    """`~int | string` in a constraint; each term is (tilde, type)."""

    __slots__ = ("terms",)

    def __init__(self, terms: list[tuple[bool, Type]]) -> None:
        self.terms = terms

    def _make_key(self) -> str:
        return "|".join(sorted(("~" if tilde else "") + t.key for tilde, t in self.terms))


class Interface(Type):
    """An interface.  `methods` are those declared in it, `embeds` what is embedded; `type_set` (see `typeset.py`) is
    computed when asked. `implicit`: stands for a constraint literal like `[T ~int]`.  `name` is "any" for the
    predeclared alias."""

    __slots__ = ("_type_set", "embed_pos", "embeds", "implicit", "methods", "name", "pos")

    def __init__(
        self,
        methods: list[Func],
        embeds: list[Type],
        embed_pos: list[int] | None = None,
        implicit: bool = False,
        name: str = "",
        pos: int = 0,
    ) -> None:
        self.methods = methods
        self.embeds = embeds
        self.embed_pos = embed_pos or [0] * len(embeds)
        self.implicit = implicit
        self.name = name
        self.pos = pos
        self._type_set: Any = None

    @property
    def type_set(self) -> Any:
        """Its methods and, for constraints, its types: a `typeset.TypeSet`."""
        ts = self._type_set
        if ts is None:
            from burrow.go.typeset import compute

            ts = compute(self)
        return ts

    @property
    def all_methods(self) -> list[Func]:
        """Every method, embedded ones included, sorted by unique name (the order of an itab)."""
        methods: list[Func] = self.type_set.methods
        return methods

    def _make_key(self) -> str:
        return str(self.type_set.key())

    def __getstate__(self) -> tuple[Any, ...]:
        # the type set is computed again: it holds methods of interfaces of other packages
        return self.methods, self.embeds, self.embed_pos, self.implicit, self.name, self.pos

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.methods, self.embeds, self.embed_pos, self.implicit, self.name, self.pos = state
        self._type_set = None


class Named(Type):
    """A defined type, or an instance of a generic one."""

    __slots__ = ("_instances", "_methods", "_under", "expanding", "obj", "origin", "resolver", "targs", "tparams")

    def __init__(self, obj: TypeName, under: Type | None = None) -> None:
        self.obj = obj
        self._under = under  # None until it is known
        self._methods: list[Func] = []  # of the origin; of an instance those that were asked for (see methods())
        self.origin: Named = self
        self.tparams: list[TypeParam] = []
        self.targs: list[Type] = []
        self._instances: dict[str, Named] | None = None
        self.resolver: Any = None  # the checker's hook for a type that is declared but not yet checked
        self.expanding = False

    @property
    def underlying(self) -> Type:
        under = self._under
        if under is None:
            from burrow.go.substitution import expand

            return expand(self)
        if under.__class__ is Named:
            return _resolve(self)
        return under

    def methods(self) -> list[Func]:
        """The methods declared for the type, in source order."""
        if self.origin is self:
            if self.resolver is not None:
                self.resolver(self)
            return self._methods
        from burrow.go.substitution import instance_methods

        return instance_methods(self)

    def __getstate__(self) -> tuple[Any, ...]:
        instances = self._instances
        if instances:
            # those of parameters renamed for inference are of no use later
            instances = {k: v for k, v in instances.items() if "'" not in k}
        return self.obj, self._under, self._methods, self.origin, self.tparams, self.targs, instances

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.obj, self._under, self._methods, self.origin, self.tparams, self.targs, self._instances = state
        self.resolver = None
        self.expanding = False

    def _make_key(self) -> str:
        obj = self.obj
        key = f"{obj.pkg.path}.{obj.name}" if obj.pkg is not None else obj.name
        if obj.parent_func:
            key += f"·{obj.pos}"
        if self.targs:
            key += "[" + ",".join([t.key for t in self.targs]) + "]"
        return key


def _resolve(named: Named) -> Type:
    """The underlying type of a type that is declared as another defined type."""
    seen = [named]
    under = named._under
    while isinstance(under, Named):
        if under in seen:
            from burrow.go.universe import INVALID

            return INVALID
        seen.append(under)
        if under._under is None:
            if under.origin is under:
                return under.underlying
            under = under.underlying
        else:
            under = under._under
    assert under is not None
    for n in seen:
        n._under = under
    return under


class TypeParam(Type):
    """A type parameter; `bound` is its constraint as written, `iface` the same as an interface."""

    __slots__ = ("bound", "index", "obj")

    def __init__(self, obj: TypeName, index: int, bound: Type | None = None) -> None:
        self.obj = obj
        self.index = index
        self.bound = bound

    @property
    def iface(self) -> Interface:
        from burrow.go.typeset import constraint_interface

        return constraint_interface(self)

    @property
    def underlying(self) -> Type:
        return self.iface

    def _make_key(self) -> str:
        return f"${self.obj.name}{self.obj.pos}"

    # a parameter is the same wherever its declaration was read: in a summary, and again in its package's trees
    def __eq__(self, other: object) -> bool:
        return self is other or isinstance(other, TypeParam) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def identical(a: Type, b: Type) -> bool:
    """Whether `a` and `b` are the same type to the language."""
    return a is b or a.key == b.key


# ---------------------------------------------------------------------------------------------------------------------
# Objects

# the kinds of a Var
PACKAGE_VAR: Final = "package"
LOCAL: Final = "local"
PARAM: Final = "param"
RESULT: Final = "result"
RECV: Final = "recv"
FIELD: Final = "field"


class Object:
    """What a name denotes.  `pos` is where it is declared (0: predeclared), `pkg` None for the universe."""

    __slots__ = ("name", "pkg", "pos", "type")
    _kept: tuple[str, ...] = ()

    def __init__(self, name: str, type: Type | None, pkg: Package | None, pos: int) -> None:
        self.name = name
        self.type: Type = type  # type: ignore[assignment]  # the checker fills it before anybody else looks
        self.pkg = pkg
        self.pos = pos

    def __getstate__(self) -> tuple[Any, ...]:
        """What a summary keeps: no trees, nothing that only a body needs."""
        return (self.name, self.type, self.pkg, self.pos, *[getattr(self, name) for name in self._kept])

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.__init__("", None, None, 0)  # type: ignore[misc]
        self.name, self.type, self.pkg, self.pos = state[:4]
        for name, value in zip(self._kept, state[4:], strict=True):
            setattr(self, name, value)

    @property
    def exported(self) -> bool:
        return is_exported(self.name)

    @property
    def unique_name(self) -> str:
        """The name that decides whether two fields or methods are the same: unexported ones differ by package."""
        if is_exported(self.name) or self.pkg is None:
            return self.name
        return f"{self.pkg.path}.{self.name}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


class Var(Object):
    """A variable, parameter, result or field."""

    __slots__ = ("addrtaken", "captured", "embedded", "func", "kind", "loop", "origin", "reassigned", "used")
    _kept = ("kind", "embedded")

    def __init__(
        self, name: str, type: Type | None, pkg: Package | None, pos: int, kind: str = LOCAL, embedded: bool = False
    ) -> None:
        Object.__init__(self, name, type, pkg, pos)
        self.kind = kind
        self.embedded = embedded  # a field without a name of its own
        self.used = False
        self.captured = False
        self.addrtaken = False
        self.reassigned = False
        self.loop = False
        self.func: syntax.FuncInfo | None = None
        self.origin: Var | None = None  # the field of the generic type, for a field of an instance


class Const(Object):
    __slots__ = ("value",)
    _kept = ("value",)

    def __init__(self, name: str, type: Type | None, pkg: Package | None, pos: int, value: Any = None) -> None:
        Object.__init__(self, name, type, pkg, pos)
        self.value: syntax.ConstValue = value


class TypeName(Object):
    """A defined type, an alias, or a type parameter.  `parent_func` is true for one that is declared in a function."""

    __slots__ = ("alias", "parent_func", "tparams", "used")
    _kept = ("alias", "parent_func", "tparams")

    def __init__(self, name: str, type: Type | None, pkg: Package | None, pos: int, alias: bool = False) -> None:
        Object.__init__(self, name, type, pkg, pos)
        self.alias = alias
        self.tparams: list[TypeParam] = []  # of a generic alias; those of a generic type are on its Named
        self.parent_func = False
        self.used = False


class Func(Object):
    """A function, a method, or an interface's method.

    `full_name` is its symbol (`fmt.Println`, `fmt.(*pp).printArg`); `decl` its tree, which is None for a function
    of a package that came from the cache until `body()` reads it; `directives` are its `//go:` and `//burrow:` lines.
    """

    __slots__ = ("_decl", "directives", "file", "has_body", "origin", "recv_named", "recv_ptr")
    _kept = ("directives", "file", "has_body", "origin", "recv_named", "recv_ptr")

    def __init__(self, name: str, type: Type | None, pkg: Package | None, pos: int) -> None:
        Object.__init__(self, name, type, pkg, pos)
        self._decl: syntax.FuncDecl | None = None
        self.directives: list[str] = []
        self.file = -1  # the number of its file in the package
        self.has_body = False
        self.origin: Func | None = None  # the generic method, for a method of an instance
        self.recv_named: Named | None = None  # the (origin) type whose method it is
        self.recv_ptr = False

    @property
    def signature(self) -> Signature:
        return cast(Signature, self.type)

    @property
    def decl(self) -> syntax.FuncDecl | None:
        """Its tree, checked; read again where the package came from the cache."""
        if self._decl is None and self.pkg is not None:
            self.pkg.complete()
        return self._decl

    @property
    def full_name(self) -> str:
        path = self.pkg.path if self.pkg else ""
        if self.recv_named is None:
            return f"{path}.{self.name}" if path else self.name
        recv = self.recv_named.obj.name
        if self.recv_named.tparams:
            recv += "[...]"
        return f"{path}.(*{recv}).{self.name}" if self.recv_ptr else f"{path}.{recv}.{self.name}"


class PkgName(Object):
    """The name of an imported package in one file."""

    __slots__ = ("imported", "used")

    def __init__(self, name: str, pkg: Package | None, pos: int, imported: Package) -> None:
        Object.__init__(self, name, None, pkg, pos)
        self.imported = imported
        self.used = False


class Builtin(Object):
    """A predeclared function or one of package unsafe (`unsafe.Sizeof`)."""

    __slots__ = ()


class Nil(Object):
    __slots__ = ()


class Label(Object):
    __slots__ = ("used",)

    def __init__(self, name: str, pkg: Package | None, pos: int) -> None:
        Object.__init__(self, name, None, pkg, pos)
        self.used = False


class Scope:
    """Names and what they denote, in a block."""

    __slots__ = ("is_func", "names", "parent")

    def __init__(self, parent: Scope | None, is_func: bool = False) -> None:
        self.parent = parent
        self.names: dict[str, Object] = {}
        self.is_func = is_func

    def lookup(self, name: str) -> Object | None:
        """What `name` denotes here or in the blocks around."""
        scope: Scope | None = self
        while scope is not None:
            obj = scope.names.get(name)
            if obj is not None:
                return obj
            scope = scope.parent
        return None


class Package:
    """A checked package.

    `files` are its trees (empty when it came from the cache), `funcs` every declared function and method in source
    order, `init_order` the initialisation of its variables in the order to run: (variables, the expression), `inits`
    its init functions.  `imports` are the packages it imports directly, sorted by path.
    """

    __slots__ = (
        "_files",
        "_funcs",
        "_init_info",
        "_init_order",
        "_inits",
        "cached",
        "digest",
        "directives",
        "fake",
        "folder",
        "go_version",
        "hidden",
        "imports",
        "name",
        "path",
        "paths",
        "reader",
        "scope",
        "std",
    )

    def __init__(self, path: str, name: str) -> None:
        self.path = path
        self.name = name
        self.scope = Scope(None)
        self._files: list[syntax.File] = []
        self.paths: list[str] = []  # of its source files
        self.folder = ""
        self.imports: list[Package] = []
        self._funcs: list[Func] = []
        self._inits: list[Func] = []
        self._init_order: list[tuple[list[Var], syntax.Expr]] = []
        self._init_info: syntax.FuncInfo | None = None  # for closures in the initialisers
        self.directives: list[tuple[int, str]] = []
        self.go_version = ""
        self.digest = ""  # of its source and of everything it imports
        self.std = False
        self.fake = False  # could not be imported: its names are not checked
        self.cached = False  # came from a summary: its trees are not there yet
        self.hidden: dict[str, Object] = {}  # types of a summary that are not exported
        self.reader: Callable[[Package], None] | None = None  # how the trees are got

    def complete(self) -> None:
        """Make sure that the trees are there."""
        if self.cached and self.reader is not None:
            self.reader(self)

    @property
    def files(self) -> list[syntax.File]:
        """Its trees."""
        self.complete()
        return self._files

    @files.setter
    def files(self, files: list[syntax.File]) -> None:
        self._files = files

    @property
    def funcs(self) -> list[Func]:
        """Every declared function and method, in source order."""
        self.complete()
        return self._funcs

    @property
    def inits(self) -> list[Func]:
        """Its init functions."""
        self.complete()
        return self._inits

    @property
    def init_order(self) -> list[tuple[list[Var], syntax.Expr]]:
        """How its variables are initialised, in order."""
        self.complete()
        return self._init_order

    @property
    def init_info(self) -> syntax.FuncInfo | None:
        """The function that the initialisers make up."""
        self.complete()
        return self._init_info

    @init_info.setter
    def init_info(self, info: syntax.FuncInfo) -> None:
        self._init_info = info

    def known_funcs(self) -> list[Func]:
        """The functions and methods that its names lead to."""
        out: list[Func] = []
        for obj in [*self.scope.names.values(), *self.hidden.values()]:
            if isinstance(obj, Func):
                out.append(obj)
            elif isinstance(obj, TypeName) and isinstance(obj.type, Named) and obj.type.obj is obj:
                out += obj.type._methods
        return out

    def __getstate__(self) -> tuple[Any, ...]:
        return (self.path, self.name, self.paths, self.folder, self.imports, self.go_version, self.digest, self.std)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        Package.__init__(self, state[0], state[1])
        _, _, self.paths, self.folder, self.imports, self.go_version, self.digest, self.std = state

    def __repr__(self) -> str:
        return f"<Package {self.path}>"


def is_exported(name: str) -> bool:
    """Whether a name starts with an upper-case letter."""
    c = name[:1]
    return "A" <= c <= "Z" or (c > "\x7f" and c.isupper())


# ---------------------------------------------------------------------------------------------------------------------
# Printing, as the type checker does


def type_string(t: Type | None, qualifier: Qualifier | None = None) -> str:
    """The type in Go's notation; `qualifier` says how a package is written (default: its path; "" for no prefix)."""
    out: list[str] = []
    _write(out, t, qualifier)
    return "".join(out)


def _write(out: list[str], t: Type | None, q: Qualifier | None) -> None:
    if t is None:
        out.append("<nil>")
    elif isinstance(t, Basic):
        out.append(t.name)
    elif isinstance(t, Named):
        out.append(_qualified(t.obj, q))
        params: Iterable[Type] = t.targs
        if t.targs:
            _write_list(out, params, q)
        elif t.tparams:
            write_tparams(out, t.tparams, q)
    elif isinstance(t, Pointer):
        out.append("*")
        _write(out, t.elem, q)
    elif isinstance(t, Slice):
        out.append("[]")
        _write(out, t.elem, q)
    elif isinstance(t, Array):
        out.append(f"[{t.len}]" if t.len >= 0 else "[?]")
        _write(out, t.elem, q)
    elif isinstance(t, Map):
        out.append("map[")
        _write(out, t.map_key, q)
        out.append("]")
        _write(out, t.elem, q)
    elif isinstance(t, Chan):
        out.append(("chan ", "chan<- ", "<-chan ")[t.dir])
        inner = t.elem
        parens = t.dir != SEND_ONLY and isinstance(inner, Chan) and inner.dir == RECV_ONLY and t.dir == BOTH
        out.append("(" if parens else "")
        _write(out, inner, q)
        out.append(")" if parens else "")
    elif isinstance(t, Struct):
        out.append("struct{")
        for i, f in enumerate(t.fields):
            if i:
                out.append("; ")
            if not f.embedded:
                out.append(f.name + " ")
            _write(out, f.type, q)
            if t.tag(i):
                out.append(" " + _quote(t.tag(i)))
        out.append("}")
    elif isinstance(t, Signature):
        out.append("func")
        write_signature(out, t, q)
    elif isinstance(t, Tuple):
        _write_params(out, t.vars, False, q)
    elif isinstance(t, Union):
        for i, (tilde, term) in enumerate(t.terms):
            if i:
                out.append(" | ")
            out.append("~" if tilde else "")
            _write(out, term, q)
    elif isinstance(t, TypeParam):
        out.append(t.obj.name)
    elif isinstance(t, Interface):
        _write_interface(out, t, q)
    else:
        out.append(repr(t))


def _write_interface(out: list[str], t: Interface, q: Qualifier | None) -> None:
    if t.name:
        out.append(t.name)
        return
    if t.implicit and not t.methods and len(t.embeds) == 1:
        _write(out, t.embeds[0], q)
        return
    out.append("interface{")
    first = True
    for m in t.methods:
        out.append("" if first else "; ")
        first = False
        out.append(m.name)
        write_signature(out, m.signature, q)
    for e in t.embeds:
        out.append("" if first else "; ")
        first = False
        _write(out, e, q)
    out.append("}")


def _write_list(out: list[str], types: Iterable[Type], q: Qualifier | None) -> None:
    out.append("[")
    for i, t in enumerate(types):
        if i:
            out.append(",")
        _write(out, t, q)
    out.append("]")


def write_tparams(out: list[str], tparams: list[TypeParam], q: Qualifier | None) -> None:
    """`[K comparable, V any]`, as it is declared."""
    out.append("[")
    for i, p in enumerate(tparams):
        if i:
            if p.bound is not tparams[i - 1].bound:
                out.append(" ")
                _write(out, tparams[i - 1].bound, q)
            out.append(", ")
        out.append(p.obj.name)
    if tparams:
        out.append(" ")
        _write(out, tparams[-1].bound, q)
    out.append("]")


def write_signature(out: list[str], t: Signature, q: Qualifier | None) -> None:
    """Parameters and results, without `func`."""
    if t.tparams:
        write_tparams(out, t.tparams, q)
    _write_params(out, t.params, t.variadic, q)
    if not t.results:
        return
    out.append(" ")
    if len(t.results) == 1 and not t.results[0].name:
        _write(out, t.results[0].type, q)
        return
    _write_params(out, t.results, False, q)


def _write_params(out: list[str], params: list[Var], variadic: bool, q: Qualifier | None) -> None:
    out.append("(")
    for i, v in enumerate(params):
        if i:
            out.append(", ")
        if v.name:
            out.append(v.name + " ")
        if variadic and i == len(params) - 1:
            if isinstance(v.type, Slice):
                out.append("...")
                _write(out, v.type.elem, q)
            else:  # append([]byte, "string"...)
                _write(out, v.type, q)
                out.append("...")
        else:
            _write(out, v.type, q)
    out.append(")")


def _qualified(obj: Object, q: Qualifier | None) -> str:
    if obj.pkg is None:
        return obj.name
    prefix = q(obj.pkg) if q else obj.pkg.path
    return f"{prefix}.{obj.name}" if prefix else obj.name


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
