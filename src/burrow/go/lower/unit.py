"""One package as one unit: which functions, instances, wrappers, descriptors and variables it holds.

Everything the package declares is lowered; instances of generics, wrappers, closures and descriptors of unnamed types
follow from what the bodies use, in a work list, and are marked to be merged by the linker. gc keeps the same lists in
its unified IR reader (noder/reader.go, `todoBodies`).
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import descriptors
from burrow.go.lower.helpers import HELPERS
from burrow.go.lower.machine import FUNC, Machine
from burrow.go.lower.methods import Method
from burrow.ir import types as t
from burrow.ir.nodes import Body, Const, FnRef, StaticRef
from burrow.ir.program import FnSig, Reloc, Static, Unit

if TYPE_CHECKING:
    from burrow.go.lower.plan import Plans

Subst = dict[g.TypeParam, g.Type]


def lower_package(
    pkg: g.Package,
    plans: Plans | None = None,
    entry: list[g.Package] | None = None,
) -> Unit:
    """The unit of `pkg`; with `entry` (all packages in the order of initialisation) also the program's start."""
    from burrow.go.lower import init

    u = UnitLowering(pkg, plans)
    init.package_variables(u)
    for f in pkg.funcs:
        if f.has_body and f.name != "_" and not f.signature.tparams and not f.signature.recv_tparams:
            u.declared(f)
    init.package_init(u)
    if entry is not None:
        init.program_entry(u, entry)
        u.unit.exports = {"runtime.entry"}
    u.own_descriptors()
    u.finish()
    if u.stubs is not None:
        from burrow.go.lower import reflection

        reflection.finish_stubs(u)
        u.finish()
    return u.unit


def instance_suffix(targs: list[g.Type]) -> str:
    """What tells the symbols of two instances apart; profiles hide it."""
    text = ",".join(a.key for a in targs)
    return "#" + blake2b(text.encode("utf-8", "surrogateescape"), digest_size=5).hexdigest()


class UnitLowering:
    """The state of lowering one package."""

    def __init__(self, pkg: g.Package, plans: Plans | None) -> None:
        self.pkg = pkg
        self.plans = plans
        self.unit = Unit(pkg.path)
        self.machine = Machine()
        self.work: list[Callable[[], None]] = []
        self.known: set[str] = set()
        self.linknames = linknames(pkg)
        self.counter = 0
        # func types that package reflect may make values of; see reflection.py
        self.stubs: dict[str, g.Type] | None = {} if any(p.path == "reflect" for p in pkg.imports) else None

    # ---- what runs later ------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Lower what the bodies asked for, until nothing is left."""
        while self.work:
            self.work.pop()()

    def add(self, body: Body, merge: bool = False) -> None:
        """Put a finished body into the unit."""
        self.unit.functions[body.symbol] = body
        if merge:
            self.unit.merge.add(body.symbol)

    # ---- functions ------------------------------------------------------------------------------------------------

    def declared(self, f: g.Func) -> None:
        """Lower a declared function of this package."""
        from burrow.go.lower.function import lower_declared

        decl = f.decl
        assert decl is not None
        symbol = decl.info.name if f.name == "init" and f.recv_named is None else f.full_name
        lower_declared(self, symbol, decl, {}, f, [], merge=False)

    def function(self, f: g.Func, targs: list[g.Type] | None = None, recv_targs: list[g.Type] | None = None) -> str:
        """The symbol of a function or method (an instance of it), which is lowered or declared as needed."""
        origin = f.origin or f
        args = [*(recv_targs or []), *(targs or [])]
        if not args:
            target = self.foreign_symbol(origin)
            symbol = target or origin.full_name
            if origin.pkg is self.pkg and target is None:
                return symbol
            if symbol not in self.unit.externs:
                sig = origin.signature
                params, ret = self.machine.signature(sig, sig.recv.type if sig.recv else None)
                self.unit.externs[symbol] = FnSig(tuple(params), ret)
            return symbol
        symbol = origin.full_name
        if targs:
            symbol += "[...]"
        symbol += instance_suffix(args)
        if symbol not in self.known:
            self.known.add(symbol)
            params_ = [*origin.signature.recv_tparams, *origin.signature.tparams]
            env: Subst = dict(zip(params_, args, strict=True))
            self.work.append(lambda: self._instance(origin, symbol, env, args))
        return symbol

    def _instance(self, f: g.Func, symbol: str, env: Subst, args: list[g.Type]) -> None:
        from burrow.go.lower.function import lower_declared

        decl = f.decl
        if decl is None or decl.body is None:
            from burrow.source import Unsupported

            raise Unsupported(s.span(f.pos), f"a generic function without a body: {f.full_name}")
        lower_declared(self, symbol, decl, env, f, args, merge=True)

    def foreign_symbol(self, f: g.Func) -> str | None:
        """Where a function without a body is: `//burrow:runtime SYMBOL` or `//go:linkname`."""
        for d in f.directives:
            if d.startswith("burrow:runtime "):
                return d.split()[1]
        if not f.has_body and f.pkg is self.pkg:
            return self.linknames.get(f.name)
        return None

    def intrinsic(self, f: g.Func) -> str | None:
        """The operation that a body-less function stands for: `//burrow:intrinsic NAME`."""
        for d in f.directives:
            if d.startswith("burrow:intrinsic "):
                return d.split()[1]
        return None

    def helper(self, name: str) -> tuple[str, FnSig]:
        """A function of package runtime that lowering itself calls."""
        symbol, sig = f"runtime.{name}", HELPERS[name]
        if self.pkg.path != "runtime":
            self.unit.externs.setdefault(symbol, sig)
        return symbol, sig

    def func_value(self, symbol: str) -> Const:
        """A func value without captures: the address of a static that holds the code's."""
        name = f"{symbol}·f"
        if name not in self.unit.statics:
            self.unit.statics[name] = Static(name, FUNC.to, bytes(8), [Reloc(0, symbol)], False, False, True)  # type: ignore[arg-type]
        return Const(StaticRef(name), FUNC)

    def fn(self, symbol: str) -> Const:
        """A function to be called directly."""
        return Const(FnRef(symbol), t.FnPtr((), t.UNIT))

    def method_code(self, ty: g.Type, method: Method) -> str:
        """The code in `ty`'s method tables: it takes an interface's data word as its receiver."""
        from burrow.go.lower import wrappers

        return wrappers.table_method(self, ty, method)

    # ---- descriptors and variables --------------------------------------------------------------------------------

    def descriptor(self, ty: g.Type) -> str:
        """The symbol of a type's descriptor, emitted or declared as needed."""
        symbol = descriptors.symbol(ty)
        if symbol in self.unit.statics or symbol in self.unit.extern_statics:
            return symbol
        home = descriptors.home(ty)
        if home is None or home is self.pkg or (home == "" and self.pkg.path == "runtime"):
            descriptors.emit(self, ty)
        else:
            self.unit.extern_statics[symbol] = t.U64
        return symbol

    def own_descriptors(self) -> None:
        """The descriptors that other packages expect to find here."""
        for obj in self.pkg.scope.names.values():
            if (
                isinstance(obj, g.TypeName)
                and not obj.alias
                and isinstance(obj.type, g.Named)
                and not obj.type.tparams
            ):
                if obj.type.obj is obj and not isinstance(obj.type.underlying, g.TypeParam):
                    self.descriptor(obj.type)
                    self.descriptor(g.Pointer(obj.type))
        if self.pkg.path == "runtime":
            from burrow.go import universe

            for b in [*universe.TYPES, universe.UNIVERSE.names["error"].type]:
                if not (isinstance(b, g.Basic) and b.info & g.IS_UNTYPED):
                    self.descriptor(b)
                    self.descriptor(g.Pointer(b))

    def variable(self, v: g.Var) -> StaticRef:
        """A package's variable."""
        assert v.pkg is not None
        symbol = self.linknames.get("var " + v.name) or f"{v.pkg.path}.{v.name}"
        if v.pkg is not self.pkg and symbol not in self.unit.extern_statics:
            self.unit.extern_statics[symbol] = self.machine.of(v.type)
        return StaticRef(symbol)

    def static_data(self, prefix: str, ty: t.Ty, data: bytes, relocs: list[Reloc], mutable: bool = False) -> str:
        """A nameless static of this unit."""
        self.counter += 1
        name = f"{self.pkg.path}..{prefix}{self.counter}"
        self.unit.statics[name] = Static(name, ty, data, relocs, mutable, mutable)
        return name

    def text(self, data: bytes) -> str:
        """Read-only bytes as a static, for other statics to point to."""
        name = f"go:string.{blake2b(data, digest_size=12).hexdigest()}.{len(data)}"
        if name not in self.unit.statics:
            self.unit.statics[name] = Static(name, t.Array(t.U8, len(data)), data, [], False, False, True)
        return name


def linknames(pkg: g.Package) -> dict[str, str]:
    """`//go:linkname local target` of a package's files, by local name."""
    out: dict[str, str] = {}
    for _, d in pkg.directives:
        words = d.split()
        if words[:1] == ["go:linkname"] and len(words) == 3:
            out[words[1]] = words[2]
    return out


def recv_args(f: g.Func, holder: g.Type) -> list[g.Type]:
    """The type arguments of the instance whose method `f` is."""
    base: Any = holder.elem if isinstance(holder, g.Pointer) else holder
    return list(base.targs) if isinstance(base, g.Named) else []
