"""One unit as an LLVM module, in text: declarations, statics, functions, debug information.

What other units define is declared with their signature; what the runtime exports comes from `memory.abi`.  Two tables
that the linker gathers go into sections of their own: `burrow_roots` (statics that the collector scans).
"""

from __future__ import annotations

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.ir.program import FnSig, Static, Unit
from burrow.memory import abi
from burrow.native import lltypes as ll
from burrow.native.debuginfo import DebugInfo
from burrow.native.function import FunctionEmitter

TRIPLE = "x86_64-unknown-linux-gnu"


def emit(unit: Unit, manager: str) -> str:
    """The module's text."""
    return UnitEmitter(unit, manager).text()


class UnitEmitter:
    """Collects what the functions of a unit need while they are emitted."""

    def __init__(self, unit: Unit, manager: str) -> None:
        self.unit = unit
        self.manager = manager
        self.language = unit.language
        self.debug = DebugInfo(unit.name)
        self.declared: dict[str, None] = {}
        self.used: set[str] = set()
        self.globals: list[str] = []
        self.gctypes: dict[object, str] = {}
        self.strings: dict[bytes, str] = {}
        self.cold_weights = self.debug.node("cold", '!{!"branch_weights", i32 1, i32 100000}')
        self.attribute_sets: dict[str, int] = {}

    def text(self) -> str:
        """Everything, in the order LLVM likes to read it."""
        functions = [FunctionEmitter(self, b).emit() for b in self.unit.functions.values()]
        statics = [self.static(s) for s in self.unit.statics.values()]
        roots = self.roots()
        for name in sorted(self.used - self.unit.functions.keys()):
            self.declare_function(name)
        for name in sorted(self.unit.extern_statics.keys() - self.unit.statics.keys()):
            self.globals.append(f"{ll.symbol(name)} = external dso_local global i8")
        attrs = [f"attributes #{i} = {{ {text} }}" for text, i in self.attribute_sets.items()]
        head = [f'target triple = "{TRIPLE}"', *self.without_parameters()]
        return "\n".join([*head, *self.globals, *statics, *roots, *self.declared, "",
                          *functions, *attrs, *self.debug.lines(), ""])

    def without_parameters(self) -> list[str]:
        """The names of Go functions without parameters, in a section for traces, which show them as `f()`."""
        if self.language != "go":
            return []
        names = [b.symbol for b in self.unit.functions.values()
                 if not b.params or b.params == 1 and b.locals[1].name in (".ctx", ".frame")]
        quoted = [n.replace("\\", "").replace('"', "") for n in names]
        if not quoted:
            return []
        return ['module asm ".section .burrow.noargs,\\22\\22,@progbits"',
                *(f'module asm ".asciz \\22{q}\\22"' for q in quoted if q.isascii()), 'module asm ".text"']

    # ---- functions --------------------------------------------------------------------------------------------------

    def need(self, declaration: str) -> None:
        """Declare something once."""
        if "@llvm." not in declaration:  # everything is in the one static image: no table of addresses is needed
            declaration = declaration.replace("declare ", "declare dso_local ", 1)
        self.declared.setdefault(declaration)

    def use(self, symbol: str) -> str:
        """Note that a function is referred to."""
        self.used.add(symbol)
        return symbol

    def is_runtime(self, symbol: str) -> bool:
        return symbol in abi.EXPORTS and symbol not in self.unit.functions

    def runtime_export(self, name: str) -> abi.Export:
        """Declare and describe a function of the runtime."""
        e = abi.EXPORTS[name]
        attrs = ("" if e.unwinds else " nounwind") + (" noreturn" if e.noreturn else "")
        cold = " cold" if name in ("runtime.write_barrier", "runtime.bulk_barrier") else ""
        self.need(f"declare {e.result} {ll.symbol(name)}({', '.join('i64' for _ in e.args)}){attrs}{cold}")
        return e

    def is_nounwind(self, symbol: str) -> bool:
        body = self.unit.functions.get(symbol)
        attrs = body.attrs if body else self.unit.externs[symbol].attrs if symbol in self.unit.externs else frozenset()
        return "nounwind" in attrs

    def linkage(self, symbol: str) -> str:
        """Who may see a function: merged instances are weak, what only this unit can name is internal."""
        if symbol in self.unit.copies:
            return "available_externally dso_local "
        if self.unit.weak:
            return "weak_odr dso_local "
        if symbol in self.unit.merge:
            return "linkonce_odr dso_local "
        if self.unit.exports is not None and symbol not in self.unit.exports:
            return "internal "
        return "dso_local "

    def attributes(self, body: n.Body) -> str:
        """The attribute group of a function."""
        words = ['"frame-pointer"="all"', '"probe-stack"="inline-asm"']
        if self.language == "go" or "nounwind" in body.attrs:
            words.append("nounwind")
        if self.language == "go":  # recover compares frames, and a trace lists every caller, as Go's does
            words.append('"disable-tail-calls"="true"')
        else:
            words.append("uwtable")
        for ours, theirs in (("noinline", "noinline"), ("cold", "cold"), ("noreturn", "noreturn"),
                             ("inline", "inlinehint"), ("always_inline", "alwaysinline")):
            if ours in body.attrs:
                words.append(theirs)
        text = " ".join(words)
        return f"#{self.attribute_sets.setdefault(text, len(self.attribute_sets))}"

    def declare_function(self, name: str) -> None:
        if self.is_runtime(name):
            self.runtime_export(name)
            return
        sig = self.unit.externs.get(name) or FnSig((), t.UNIT)
        params = ["ptr"] if ll.leaves(sig.ret) is None else []
        for ty in sig.params:
            ls = ll.leaves(ty)
            params += ["ptr"] if ls is None else [leaf for _, leaf in ls]
        result = "void" if ll.leaves(sig.ret) is None else ll.result(sig.ret)
        attrs = "".join(f" {w}" for w in ("nounwind", "noreturn", "cold") if w in sig.attrs)
        if self.language == "go" and "nounwind" not in sig.attrs:
            attrs += " nounwind"
        self.need(f"declare {result} {ll.symbol(name)}({', '.join(params)}){attrs}")

    # ---- constants --------------------------------------------------------------------------------------------------

    def const_leaves(self, c: n.Const) -> list[str]:
        """A constant's leaves."""
        v, ty = c.value, c.ty
        ls = ll.leaves(ty)
        assert ls is not None, f"constant of {ty}"
        if v is None:
            return [zero(leaf) for _, leaf in ls]
        if isinstance(v, bool):
            return ["true" if v else "false"] if ls[0][1] == "i1" else [str(int(v))]
        if isinstance(v, n.FnRef):
            return [ll.symbol(self.use(v.symbol)), *(zero(leaf) for _, leaf in ls[1:])]
        if isinstance(v, n.StaticRef):
            return [self.static_address(v), *(zero(leaf) for _, leaf in ls[1:])]
        if isinstance(v, bytes):
            text = self.string(v)
            return [text] if len(ls) == 1 else [text, str(len(v))]
        if not ls:
            return []
        leaf = ls[0][1]
        if leaf in ("double", "float"):
            return [ll.float_text(float(v), 64 if leaf == "double" else 32)]
        if leaf == "ptr":
            return ["null" if v == 0 else f"inttoptr (i64 {v} to ptr)"]
        return [str(int(v) & ((1 << int(leaf[1:])) - 1)) if leaf != "i1" else ("true" if v else "false")]

    def static_address(self, v: n.StaticRef) -> str:
        """The address of a static (or function) as a constant expression."""
        if v.symbol not in self.unit.statics and v.symbol not in self.unit.extern_statics:
            self.use(v.symbol)
        name = ll.symbol(v.symbol)
        return f"getelementptr (i8, ptr {name}, i64 {v.offset})" if v.offset else name

    def string(self, data: bytes) -> str:
        """The name of read-only bytes."""
        found = self.strings.get(data)
        if found is None:
            found = self.strings[data] = f"@.str.{len(self.strings)}"
            self.globals.append(
                f"{found} = private unnamed_addr constant [{len(data)} x i8] {ll.char_data(data)}, align 1")
        return found

    def text_int(self, data: bytes) -> str:
        """The address of read-only bytes as an i64."""
        return f"ptrtoint (ptr {self.string(data)} to i64)"

    def gctype_int(self, ty: t.Ty) -> str:
        """What `mallocgc` is told of a type: 0 without pointers, else the address of its GcType."""
        offsets = sorted(t.pointer_offsets(ty))
        if not offsets:
            return "0"
        key = (t.size_of(ty), tuple(offsets))
        name = self.gctypes.get(key)
        if name is None:
            name = self.gctypes[key] = self.make_gctype(t.size_of(ty), offsets)
        return f"ptrtoint (ptr {ll.symbol(name)} to i64)"

    def make_gctype(self, size: int, offsets: list[int]) -> str:
        """Emit {size, ptrdata, mask, words…}; equal ones of other units merge by name."""
        words = [0] * ((size // 8 + 63) // 64)
        for o in offsets:
            words[o // 512] |= 1 << (o // 8 % 64)
        name = f"gctype.{size}." + "_".join(f"{w:x}" for w in words)
        if len(name) > 200:
            from burrow.cache import digest

            name = f"gctype.{size}.{digest(name)}"
        mask = f"getelementptr (i8, ptr {ll.symbol(name)}, i64 24)"
        values = ", ".join(f"i64 {w}" for w in words)
        self.globals.append(
            f"{ll.symbol(name)} = linkonce_odr dso_local constant {{ i64, i64, ptr, [{len(words)} x i64] }} "
            f"{{ i64 {size}, i64 {offsets[-1] + 8}, ptr {mask}, [{len(words)} x i64] [{values}] }}, align 8")
        return name

    # ---- statics ----------------------------------------------------------------------------------------------------

    def static(self, s: Static) -> str:
        """A global's definition: a packed struct of its bytes and addresses."""
        size = max(t.size_of(s.ty), len(s.data))
        data = s.data.ljust(size, b"\0")
        types: list[str] = []
        values: list[str] = []
        at = 0

        def chunk(upto: int) -> None:
            nonlocal at
            if upto > at:
                part = data[at:upto]
                types.append(f"[{len(part)} x i8]")
                values.append(f"[{len(part)} x i8] {ll.char_data(part) if part.strip(bytes(1)) else 'zeroinitializer'}")
            at = upto

        for r in sorted(s.relocs, key=lambda r: r.offset):
            chunk(r.offset)
            types.append("ptr")
            values.append(f"ptr {self.static_address(n.StaticRef(r.symbol, r.addend))}")
            at += 8
        chunk(size)
        link = "linkonce_odr dso_local " if s.merge else "dso_local "
        word = "global" if s.mutable else "constant"
        return (f"{ll.symbol(s.symbol)} = {link}{word} <{{ {', '.join(types)} }}> <{{ {', '.join(values)} }}>, "
                f"align {max(t.align_of(s.ty), 8)}")

    def roots(self) -> list[str]:
        """The table of statics that the collector scans."""
        entries = []
        for s in self.unit.statics.values():
            if s.root and s.mutable and t.has_pointers(s.ty):
                gctype = self.gctype_int(s.ty).removeprefix("ptrtoint (").removesuffix(" to i64)")
                entries.append(f"{{ ptr, ptr, i64 }} {{ ptr {ll.symbol(s.symbol)}, {gctype}, i64 1 }}")
        if not entries:
            return []
        ty = f"[{len(entries)} x {{ ptr, ptr, i64 }}]"
        return [f'@.roots = internal constant {ty} [{", ".join(entries)}], section "burrow_roots", align 8',
                '@llvm.used = appending global [1 x ptr] [ptr @.roots], section "llvm.metadata"']


def zero(leaf: str) -> str:
    """The zero of an LLVM scalar type."""
    return {"ptr": "null", "double": "0.0", "float": "0.0", "i1": "false"}.get(leaf, "0")

