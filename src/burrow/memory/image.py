"""The runtime image: every runtime function as one optimised module of LLVM bitcode, ready to be linked.

`bitcode()` is the whole runtime for a generic x86-64 with frame pointers, line information and display names as
symbols; `fast_bitcode()` holds only the functions that programs inline, (link it in, then make them
`available_externally`). Both come from the first of: the package data a wheel brings (`image.bc`, `fast.bc`, made
by the build hook), the cache (keyed by the sources of this room), Numba. `python -m burrow.memory.image` builds and
says what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from burrow import cache
from burrow.memory import abi

MODULES = (
    "system", "pages", "spans", "malloc", "free", "mark", "sweep", "sweeper", "pacer", "gc", "gcwait", "trace",
    "verify", "world", "runq", "sched", "stacks", "timers", "poll", "procs", "threads", "signals", "sampler",
    "preempt", "finalizers", "procresize", "control", "host", "last", "stats", "barrier", "records", "start",
)  # fmt: skip
_HERE = Path(__file__).parent
_ATTRIBUTES = '"frame-pointer"="all" "no-trapping-math"="true" "disable-tail-calls"="true" uwtable'
_ALLOWED = frozenset(abi.IMPORTS)


def bitcode() -> bytes:
    """The whole runtime."""
    return _get("image.bc")


def fast_bitcode() -> bytes:
    """What programs inline."""
    return _get("fast.bc")


def _get(name: str) -> bytes:
    packaged = _HERE / name
    key = source_key()
    mark = _HERE / "image.key"
    if packaged.exists() and mark.exists() and mark.read_text().strip() == key:
        return packaged.read_bytes()
    found = cache.get("runtime", cache.digest(key, name))
    if found is None:
        whole, fast = build()
        cache.put("runtime", cache.digest(key, "image.bc"), whole)
        cache.put("runtime", cache.digest(key, "fast.bc"), fast)
        found = whole if name == "image.bc" else fast
    return found


def source_key() -> str:
    """A digest of everything that goes into the image."""
    return cache.digest(*(p.read_bytes() for p in sorted(_HERE.glob("*.py"))))


def build() -> tuple[bytes, bytes]:
    """Compile the runtime with Numba."""
    import importlib

    for name in MODULES:
        importlib.import_module(f"burrow.memory.{name}")
    from burrow.memory import codegen
    from burrow.memory.registry import MARKED

    texts = codegen.compile_all()
    asm = {m.symbol for m in MARKED.values() if m.asm}
    whole = _link({k: v for k, v in texts.items() if k not in asm}, fast=False)
    fast_names = {m.symbol for m in MARKED.values() if m.fast}
    fast = _link(_closure(texts, fast_names), fast=True)
    return whole, fast


def _closure(texts: dict[str, str], names: set[str]) -> dict[str, str]:
    """The fast functions and the always-inlined ones that they call."""
    from burrow.memory.registry import MARKED

    inline = {m.symbol for m in MARKED.values() if m.inline == "always"}
    todo, done = set(names), {}
    while todo:
        name = todo.pop()
        done[name] = texts[name]
        for callee in re.findall(r'^declare [^@]*@"((?:[^"\\]|\\.)*)"', texts[name], re.M):
            if callee in inline and callee not in done:
                todo.add(callee)
    return done


def _link(texts: dict[str, str], fast: bool) -> bytes:
    import llvmlite.binding as llvm

    from burrow.memory import asm, codegen
    from burrow.memory.registry import MARKED

    marked = {m.symbol: m for m in MARKED.values()}
    head = f'target triple = "{codegen.TRIPLE}"\n'
    main = llvm.parse_assembly(head if fast else head + asm.module_asm())
    for text in texts.values():
        main.link_in(llvm.parse_assembly(text))
    main = llvm.parse_assembly(_one_compile_unit(_attributes(str(main), marked, fast)))
    main.verify()
    for g in main.global_variables:
        if g.name.startswith("_ZN08NumbaEnv"):
            g.linkage = "internal"
    for f in main.functions:
        m = marked.get(f.name)
        if not f.is_declaration and m is not None and not (m.fast if fast else m.export or f.name in abi.EXPORTS):
            f.linkage = "internal"
    target = llvm.Target.from_triple(codegen.TRIPLE)
    tm = target.create_target_machine(cpu="x86-64", opt=2, reloc="static", codemodel="small")
    pto = llvm.create_pipeline_tuning_options(speed_level=2)
    pto.loop_vectorization = pto.slp_vectorization = False
    builder = llvm.create_pass_builder(tm, pto)
    builder.getModulePassManager().run(main, builder)
    _check(main, marked)
    main.verify()
    return bytes(main.as_bitcode())


def _attributes(text: str, marked: Mapping[str, object], fast: bool) -> str:
    """Replace the attributes of each function by ours."""
    from burrow.memory.registry import Marked

    def one(match: re.Match[str]) -> str:
        before, name, rest = match.group(1), match.group(2), match.group(3)
        m = marked.get(name)
        attrs = [_ATTRIBUTES]
        if isinstance(m, Marked):
            if m.inline == "always":
                attrs.append("alwaysinline")
            elif m.inline == "never":
                attrs.append("noinline")
            if m.cold:
                attrs.append("cold")
            if not m.unwinds:
                attrs.append("nounwind")
        rest = re.sub(r" #\d+", "", rest)
        dbg = re.search(r" !dbg !\d+", rest)
        rest = rest.replace(dbg.group(0), "") if dbg else rest
        tail = dbg.group(0) if dbg else ""
        return f'{before}@"{name}"{rest.rstrip(" {").rstrip()} {" ".join(attrs)}{tail} {{'

    return re.sub(r'^(define [^@\n]*)@"((?:[^"\\]|\\.)*)"(\([^\n]*)\{$', one, _quoted(text), flags=re.M)


def _quoted(text: str) -> str:
    """Function definitions with their names in quotes always."""
    return re.sub(r"^(define [^@\n]*)@([\w.$]+)\(", r'\1@"\2"(', text, flags=re.M)


def _one_compile_unit(text: str) -> str:
    """All functions in one compile unit: one line table instead of hundreds."""
    units = re.findall(r"^(!\d+) = distinct !DICompileUnit\(", text, re.M)
    if not units:
        return text
    keep = units[0]
    text = re.sub(r"unit: !\d+", f"unit: {keep}", text)
    return re.sub(r"^!llvm\.dbg\.cu = .*$", f"!llvm.dbg.cu = !{{{keep}}}", text, flags=re.M)


def _check(module: object, marked: Mapping[str, object]) -> None:
    """Fail on anything the linker could not resolve, and on code that would raise."""
    from burrow.memory import asm

    known = set(re.findall(r'^\.globl "?([^"\n]+?)"?$', asm.source(), re.M)) | _ALLOWED | set(marked)
    for f in module.functions:  # type: ignore[attr-defined]
        if f.is_declaration and not f.name.startswith("llvm.") and f.name not in known:
            raise RuntimeError(f"the runtime image refers to {f.name}")
        if f.name == "llvm.trap":
            raise RuntimeError("the runtime image can raise")


if __name__ == "__main__":
    import sys
    import time

    began = time.time()
    made = build()
    print(f"image {len(made[0])} bytes, fast {len(made[1])} bytes, {time.time() - began:.1f} s")
    if len(sys.argv) > 1:
        import llvmlite.binding as _llvm

        Path(sys.argv[1]).write_text(str(_llvm.parse_bitcode(made[0])))
        Path(sys.argv[1] + ".fast").write_text(str(_llvm.parse_bitcode(made[1])))
