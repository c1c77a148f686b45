"""Numba as a compiler of single functions: one runtime function in, LLVM assembly text out.

Numba's front half (bytecode, type inference, lowering) is used as it is, with a calling convention of our own: a
function returns its value directly, as C does, instead of a status with the value behind a pointer. Nothing here
can raise, so nothing is lost. Calls between runtime functions become calls of symbols; the optimiser runs once,
over the whole image (`image`). Imported only when an image is built: needs Numba.
"""

from __future__ import annotations

import types as pytypes
from collections.abc import Callable
from functools import cached_property
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba.core import callconv, codegen, compiler, cpu, debuginfo, types, typing
from numba.core.registry import cpu_target
from numba.extending import intrinsic

from burrow.memory import intrinsics, sizeclasses
from burrow.memory.registry import MARKED, Marked

llvm.initialize_native_target()
llvm.initialize_native_asmparser()
llvm.initialize_native_asmprinter()

I64, I32, I8, I1 = ir.IntType(64), ir.IntType(32), ir.IntType(8), ir.IntType(1)
F64, VOID = ir.DoubleType(), ir.VoidType()
PTR = ir.PointerType()
GS = ir.PointerType(addrspace=256)
_NB = {"i64": types.int64, "f64": types.float64, "void": types.none}
_LL = {"i64": I64, "f64": F64, "void": VOID}
TRIPLE = "x86_64-unknown-linux-gnu"


class _Status:
    """What Numba looks at after a call: all calls return normally."""

    code = is_error = is_none = is_stop_iteration = is_python_exc = is_user_exc = excinfoptr = None


class _Direct(callconv.BaseCallConv):  # type: ignore[misc]
    """Values are returned as they are; raising cannot be compiled."""

    def _make_call_helper(self, builder: Any) -> Any:
        return object()

    def return_value(self, builder: Any, retval: Any) -> None:
        if builder.function.function_type.return_type == VOID:
            builder.ret_void()
        else:
            builder.ret(retval)

    def return_native_none(self, builder: Any) -> None:
        builder.ret_void()

    def return_user_exc(self, builder: Any, exc: Any, *args: Any, **kwargs: Any) -> None:
        # a range's step of zero ends here and is folded away; `image` fails the build when a trap is left
        builder.call(_declare(builder.module, "llvm.trap", ir.FunctionType(VOID, [])), [])
        builder.unreachable()

    def return_status_propagate(self, builder: Any, status: Any) -> None:
        builder.unreachable()

    def get_function_type(self, restype: Any, argtypes: Any) -> Any:
        result = VOID if restype == types.none else self.context.get_value_type(restype)
        return ir.FunctionType(result, [self.context.get_value_type(t) for t in argtypes])

    def decorate_function(self, fn: Any, args: Any, fe_argtypes: Any, noalias: bool = False) -> None:
        for llvm_arg, name in zip(fn.args, args, strict=True):
            llvm_arg.name = "arg." + name

    def get_arguments(self, func: Any) -> Any:
        return func.args

    def call_function(self, builder: Any, callee: Any, resty: Any, argtys: Any, args: Any, attrs: Any = None) -> Any:
        raise TypeError(f"runtime code calls runtime functions only, not {callee.name}")


class _LineTables(debuginfo.DIBuilder):  # type: ignore[misc]
    """Line tables only, with the display name as the function's name."""

    display = ""

    def _di_compile_unit(self) -> Any:
        self.emission_kind = "LineTablesOnly"
        return super()._di_compile_unit()

    def mark_variable(self, *args: Any, **kwargs: Any) -> None:
        return None

    def mark_subprogram(self, function: Any, qualname: Any, argnames: Any, argtypes: Any, line: Any) -> None:
        function.set_metadata("dbg", self._add_subprogram(self.display, function.name, line, function, {}))

    def _di_subroutine_type(self, line: Any, function: Any, argmap: Any) -> Any:
        return self.module.add_debug_info("DISubroutineType", {"types": self.module.add_metadata([None])})


class _Context(cpu.CPUContext):  # type: ignore[misc]
    """Numba's CPU target with the direct calling convention."""

    enable_debuginfo = True
    DIBuilder = _LineTables

    @cached_property
    def call_conv(self) -> Any:
        return _Direct(self)


class _Capture(codegen.CPUCodeLibrary):  # type: ignore[misc]
    """Keeps the text of a module instead of compiling it."""

    def __init__(self, owner: Any, name: str) -> None:
        super().__init__(owner, name)
        self.texts: list[str] = []

    def add_ir_module(self, ir_module: Any) -> None:
        self.texts.append(str(ir_module))


_twins: dict[Any, Any] = {}


def _twin(function: Any, result: str, *args: str) -> Callable[[Callable[..., Any]], None]:
    """Register the LLVM emitter of an intrinsic: emit(builder, *llvm args) -> value or None."""

    def take(emit: Callable[..., Any]) -> None:
        _twins[function] = _make(function.__name__, result, args, emit)

    return take


def _make(name: str, result: str, args: tuple[str, ...], emit: Callable[..., Any]) -> Any:
    nb_args = [_NB[a] for a in args]
    nb_result = types.boolean if result == "i1" else _NB[result]

    def gen(context: Any, builder: Any, sig: Any, values: Any) -> Any:
        out = emit(builder, *values)
        return context.get_dummy_value() if result == "void" else out

    names = ", ".join(f"a{i}" for i in range(len(args)))
    scope: dict[str, Any] = {"sig": nb_result(*nb_args), "gen": gen}
    exec(f"def {_plain(name)}(typingctx{', ' if names else ''}{names}): return sig, gen", scope)
    return intrinsic(scope[_plain(name)])


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def _ptr(b: Any, a: Any, ty: Any = I64) -> Any:
    return b.inttoptr(a, ty.as_pointer())


def _gsptr(b: Any, off: Any, ty: Any) -> Any:
    return b.inttoptr(off, ty.as_pointer(256))


def _declare(module: Any, name: str, fnty: Any) -> Any:
    old = module.globals.get(name)
    return old if old is not None else ir.Function(module, fnty, name)


def _llvm1(op: str, x: Any, *flags: Any) -> Callable[..., Any]:
    def emit(b: Any, *values: Any) -> Any:
        fnty = ir.FunctionType(I64, [I64] + [I1] * len(flags))
        return b.call(_declare(b.module, f"llvm.{op}.i64", fnty), [values[0], *[I1(f) for f in flags]])

    return emit


def _register() -> None:
    n = intrinsics
    t = _twin

    def ordered(order: str, width: Any) -> Callable[..., Any]:
        def emit(b: Any, a: Any) -> Any:
            v = b.load_atomic(_ptr(b, a, width), order, width.width // 8)
            return v if width is I64 else b.zext(v, I64)

        return emit

    def load(width: Any) -> Callable[..., Any]:
        def emit(b: Any, a: Any) -> Any:
            v = b.load(_ptr(b, a, width))
            v.align = width.width // 8
            return v if width is I64 else b.zext(v, I64)

        return emit

    def store(width: Any, order: str = "") -> Callable[..., Any]:
        def emit(b: Any, a: Any, v: Any) -> None:
            v = v if width is I64 else b.trunc(v, width)
            if order:
                b.store_atomic(v, _ptr(b, a, width), order, width.width // 8)
            else:
                b.store(v, _ptr(b, a, width)).align = width.width // 8

        return emit

    t(n.ld64, "i64", "i64")(load(I64))
    t(n.ld32, "i64", "i64")(load(I32))
    t(n.ld8, "i64", "i64")(load(I8))
    t(n.st64, "void", "i64", "i64")(store(I64))
    t(n.st32, "void", "i64", "i64")(store(I32))
    t(n.st8, "void", "i64", "i64")(store(I8))
    t(n.aload, "i64", "i64")(ordered("acquire", I64))
    t(n.aload32, "i64", "i64")(ordered("acquire", I32))
    t(n.astore, "void", "i64", "i64")(store(I64, "seq_cst"))
    t(n.astore32, "void", "i64", "i64")(store(I32, "seq_cst"))

    def cas(width: Any) -> Callable[..., Any]:
        def emit(b: Any, a: Any, old: Any, new: Any) -> Any:
            if width is not I64:
                old, new = b.trunc(old, width), b.trunc(new, width)
            pair = b.cmpxchg(_ptr(b, a, width), old, new, "seq_cst", "seq_cst")
            return b.zext(b.extract_value(pair, 1), I64)

        return emit

    t(n.cas, "i64", "i64", "i64", "i64")(cas(I64))
    t(n.cas32, "i64", "i64", "i64", "i64")(cas(I32))
    for f, op in ((n.xadd, "add"), (n.xchg, "xchg"), (n.aor, "or"), (n.aand, "and")):
        t(f, "i64", "i64", "i64")(lambda b, a, v, op=op: b.atomic_rmw(op, _ptr(b, a), v, "seq_cst"))
    t(n.pause, "void")(lambda b: b.asm(ir.FunctionType(VOID, []), "pause", "", [], True))

    t(n.ctz, "i64", "i64")(_llvm1("cttz", None, 1))
    t(n.clz, "i64", "i64")(_llvm1("ctlz", None, 1))
    t(n.popcnt, "i64", "i64")(_llvm1("ctpop", None))
    t(n.shl, "i64", "i64", "i64")(lambda b, x, k: b.shl(x, k))
    t(n.shr, "i64", "i64", "i64")(lambda b, x, k: b.lshr(x, k))
    t(n.mul, "i64", "i64", "i64")(lambda b, x, y: b.mul(x, y))
    t(n.add, "i64", "i64", "i64")(lambda b, x, y: b.add(x, y))
    t(n.sub, "i64", "i64", "i64")(lambda b, x, y: b.sub(x, y))
    t(n.blsr, "i64", "i64")(lambda b, x: b.and_(x, b.sub(x, I64(1))))

    def lowmask(b: Any, k: Any) -> Any:
        return b.select(b.icmp_signed(">=", k, I64(64)), I64(-1), b.sub(b.shl(I64(1), k), I64(1)))

    t(n.lowmask, "i64", "i64")(lowmask)
    t(n.udiv, "i64", "i64", "i64")(lambda b, x, y: b.udiv(x, y))

    t(n.f2i, "i64", "f64")(lambda b, x: b.fptosi(x, I64))
    t(n.i2f, "f64", "i64")(lambda b, x: b.sitofp(x, F64))

    t(n.imax, "i64", "i64", "i64")(lambda b, x, y: b.select(b.icmp_signed(">", x, y), x, y))
    t(n.imin, "i64", "i64", "i64")(lambda b, x, y: b.select(b.icmp_signed("<", x, y), x, y))

    def table(name: str, values: tuple[int, ...], width: Any) -> Callable[..., Any]:
        def emit(b: Any, i: Any) -> Any:
            ty = ir.ArrayType(width, len(values))
            g = b.module.globals.get(name)
            if g is None:
                g = ir.GlobalVariable(b.module, ty, name)
                g.global_constant, g.linkage, g.unnamed_addr = True, "private", True
                g.initializer = ir.Constant(ty, list(values))
            return b.zext(b.load(b.gep(g, [I64(0), i], inbounds=True)), I64)

        return emit

    t(n.class_size, "i64", "i64")(table("class_size", sizeclasses.SIZES, ir.IntType(16)))
    t(n.class_magic, "i64", "i64")(table("class_magic", sizeclasses.DIV_MAGIC, I32))
    t(n.class_pages, "i64", "i64")(table("class_pages", sizeclasses.SPAN_PAGES, I8))
    t(n.class_objects, "i64", "i64")(table("class_objects", sizeclasses.SPAN_OBJECTS, ir.IntType(16)))
    t8 = table("class_of_8", sizeclasses.CLASS_OF_8, I8)
    t128 = table("class_of_128", sizeclasses.CLASS_OF_128, I8)
    t(n.table8, "i64", "i64", "i64")(lambda b, which, i: (t8 if which.constant == 0 else t128)(b, i))

    def memset(b: Any, p: Any, byte: Any, size: Any) -> None:
        fnty = ir.FunctionType(VOID, [PTR, I8, I64, I1])
        f = _declare(b.module, "llvm.memset.p0.i64", fnty)
        b.call(f, [b.inttoptr(p, PTR), b.trunc(byte, I8), size, I1(0)])

    t(n.memset, "void", "i64", "i64", "i64")(memset)

    def memmove(b: Any, to: Any, src: Any, size: Any) -> None:
        f = _declare(b.module, "llvm.memmove.p0.p0.i64", ir.FunctionType(VOID, [PTR, PTR, I64, I1]))
        b.call(f, [b.inttoptr(to, PTR), b.inttoptr(src, PTR), size, I1(0)])

    t(n.memmove, "void", "i64", "i64", "i64")(memmove)

    def prefetch(b: Any, p: Any) -> None:
        f = _declare(b.module, "llvm.prefetch.p0", ir.FunctionType(VOID, [PTR, I32, I32, I32]))
        b.call(f, [b.inttoptr(p, PTR), I32(0), I32(3), I32(1)])

    t(n.prefetch, "void", "i64")(prefetch)
    # atomic (monotonic), so that it is never kept across a call that may move the goroutine to another thread
    t(n.gs64, "i64", "i64")(lambda b, off: b.load_atomic(_gsptr(b, off, I64), "monotonic", 8))
    t(n.gs32, "i64", "i64")(lambda b, off: b.zext(b.load_atomic(_gsptr(b, off, I32), "monotonic", 4), I64))

    def gs_set(b: Any, off: Any, v: Any) -> None:
        b.store_atomic(v, _gsptr(b, off, I64), "monotonic", 8)

    t(n.gs64_set, "void", "i64", "i64")(gs_set)

    def syscall(b: Any, *values: Any) -> Any:
        regs = "={rax},{rax},{rdi},{rsi},{rdx},{r10},{r8},{r9},~{rcx},~{r11},~{memory}"
        return b.asm(ir.FunctionType(I64, [I64] * 7), "syscall", regs, list(values), True)

    t(n.syscall, "i64", *["i64"] * 7)(syscall)

    def call1(b: Any, fn: Any, a: Any) -> Any:
        return b.call(b.inttoptr(fn, ir.FunctionType(I64, [I64]).as_pointer()), [a])

    t(n.call1, "i64", "i64", "i64")(call1)

    def frame_address(b: Any) -> Any:
        f = _declare(b.module, "llvm.frameaddress.p0", ir.FunctionType(PTR, [I32]))
        return b.ptrtoint(b.call(f, [I32(0)]), I64)

    t(n.frame_address, "i64")(frame_address)

    def expect(value: int) -> Any:
        @intrinsic  # type: ignore[untyped-decorator]
        def hint(typingctx: Any, x: Any) -> Any:
            def gen(context: Any, b: Any, sig: Any, values: Any) -> Any:
                f = _declare(b.module, "llvm.expect.i1", ir.FunctionType(I1, [I1, I1]))
                return b.call(f, [values[0], I1(value)])

            return types.boolean(types.boolean), gen

        return hint

    _twins[n.likely] = expect(1)
    _twins[n.unlikely] = expect(0)

    def by_symbol(nargs: int) -> Any:
        def gen_for(symbol: str) -> Callable[..., Any]:
            def gen(context: Any, b: Any, sig: Any, values: Any) -> Any:
                f = _declare(b.module, symbol, ir.FunctionType(I64, [I64] * nargs))
                return b.call(f, list(values[1:]))

            return gen

        names = "".join(f", a{i}" for i in range(nargs))

        def impl(symbol: Any) -> Any:
            if not isinstance(symbol, types.StringLiteral):  # type: ignore[attr-defined]
                return None
            return types.int64(symbol, *[types.int64] * nargs), gen_for(symbol.literal_value)

        scope: dict[str, Any] = {"impl": impl}
        exec(f"def asm{nargs}(typingctx, symbol{names}): return impl(symbol)", scope)
        return intrinsic(prefer_literal=True)(scope[f"asm{nargs}"])

    for k, routine in enumerate((n.asm0, n.asm1, n.asm2, n.asm3, n.asm4)):
        _twins[routine] = by_symbol(k)

    def literal(name: str, emit: Callable[[Any, str], Any]) -> Any:
        def impl(s: Any) -> Any:
            if not isinstance(s, types.StringLiteral):  # type: ignore[attr-defined]
                return None
            value = s.literal_value
            return types.int64(s), lambda context, b, sig, values: emit(b, value)

        scope: dict[str, Any] = {"impl": impl}
        exec(f"def {name}(typingctx, s): return impl(s)", scope)
        return intrinsic(prefer_literal=True)(scope[name])

    def addr_of(b: Any, symbol: str) -> Any:
        old = b.module.globals.get(symbol)
        f = old if old is not None else ir.Function(b.module, _types_of(symbol), symbol)
        return b.ptrtoint(f, I64)

    def text(b: Any, s: str) -> Any:
        data = bytearray(s.encode() + b"\0")
        name = "text." + data.hex()
        g = b.module.globals.get(name)
        if g is None:
            ty = ir.ArrayType(I8, len(data))
            g = ir.GlobalVariable(b.module, ty, name)
            g.global_constant, g.linkage = True, "private"
            g.initializer = ir.Constant(ty, data)
        return b.ptrtoint(g, I64)

    _twins[n.addr_of] = literal("addr_of", addr_of)
    _twins[n.text] = literal("text", text)
    _twins[n.text_len] = literal("text_len", lambda b, s: I64(len(s.encode())))


_by_symbol: dict[str, Marked] = {}


def _types_of(symbol: str) -> Any:
    m = _by_symbol.get(symbol)
    if m is None:
        return ir.FunctionType(I64, [])
    return ir.FunctionType(_LL[m.result], [_LL[a] for a in m.args])


def _caller(m: Marked) -> Any:
    fnty = ir.FunctionType(_LL[m.result], [_LL[a] for a in m.args])

    def emit(b: Any, *values: Any) -> Any:
        return b.call(_declare(b.module, m.symbol, fnty), list(values))

    return _make(m.symbol, m.result, m.args, emit)


def compile_all() -> dict[str, str]:
    """LLVM assembly of each marked function, by symbol."""
    _register()
    for m in MARKED.values():
        _by_symbol[m.symbol] = m
        _twins[m.function] = _caller(m)
    typingctx = cpu_target.typing_context
    context = _Context(typingctx, "cpu")
    cpu_target.target_context.refresh()  # starts Numba's own runtime, with its own calling convention
    context.refresh()
    typingctx.refresh()
    modules: dict[str, pytypes.ModuleType] = {}
    return {m.symbol: _compile(m, typingctx, context, modules) for m in list(MARKED.values()) if not m.asm}


def _globals(source: dict[str, Any], modules: dict[str, pytypes.ModuleType]) -> dict[str, Any]:
    """The function's globals with runtime functions and intrinsics replaced by what Numba can call."""
    out: dict[str, Any] = {}
    for name, value in source.items():
        if isinstance(value, pytypes.ModuleType) and value.__name__.startswith("burrow.memory."):
            out[name] = _module(value, modules)
        elif isinstance(value, pytypes.FunctionType) and value in _twins:
            out[name] = _twins[value]
        else:
            out[name] = value
    return out


def _module(module: pytypes.ModuleType, modules: dict[str, pytypes.ModuleType]) -> pytypes.ModuleType:
    made = modules.get(module.__name__)
    if made is None:
        made = modules[module.__name__] = pytypes.ModuleType(module.__name__)
        for k, v in vars(module).items():
            if isinstance(v, pytypes.FunctionType) and v in _twins:
                setattr(made, k, _twins[v])
            elif isinstance(v, int | float | tuple):
                setattr(made, k, v)
    return made


def _compile(m: Marked, typingctx: typing.Context, context: _Context, modules: dict[str, pytypes.ModuleType]) -> str:
    f = m.function
    copy = pytypes.FunctionType(f.__code__, _globals(f.__globals__, modules), f.__name__)
    copy.__module__, copy.__qualname__ = f.__module__, f.__qualname__
    flags = compiler.Flags()
    flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = flags.nrt = True
    flags.nrt = False
    flags.error_model = "numpy"
    flags.debuginfo = flags.dbg_directives_only = True
    flags.enable_pyobject = False
    library = _Capture(context.codegen(), f.__qualname__)
    _LineTables.display = m.display
    try:
        compiler.compile_extra(
            typingctx, context, copy, tuple(_NB[a] for a in m.args), _NB[m.result], flags, {}, library=library
        )
    except Exception as e:
        raise RuntimeError(f"{m.symbol} ({f.__module__}.{f.__name__}) does not compile: {e}") from e
    text = library.texts[-1]
    return _rename(text, f, m)


def _rename(text: str, f: Any, m: Marked) -> str:
    """Give the module's one defined function its symbol."""
    import re

    defined = re.findall(r'^define [^@\n]*@("(?:[^"\\]|\\.)*"|[\w.$]+)\(', text, re.M)
    assert len(defined) == 1, (m.symbol, defined)
    return text.replace("@" + defined[0], f'@"{m.symbol}"')
