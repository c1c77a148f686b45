"""A program to an image: what is in the cache is taken from there, the rest is emitted, optimised, assembled, linked.

Caching is by content at three levels: the image of the whole program, the object of each unit, the object of the
runtime.  LLVM (llvmlite) is imported only when something has to be compiled.
"""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, Any

from burrow import cache

if TYPE_CHECKING:
    from burrow.ir.program import Program, UnitPlan

WANTED = ("runtime.sigpanic", "runtime.sigfpe", "runtime.fatalhook")
# functions of C's libraries that programs may reach (LLVM calls some of them by itself)
LIBC = ("memcpy", "memmove", "memset", "memcmp", "bcmp", "strlen", "fmod", "fmodf", "sin", "cos", "exp", "exp2",
        "log", "log2", "log10", "pow", "sinf", "cosf", "expf", "exp2f", "logf", "log2f", "log10f", "powf", "floor",
        "ceil", "trunc", "round", "rint", "floorf", "ceilf", "truncf", "roundf", "rintf", "fma", "fmaf", "fmin",
        "fmax", "fminf", "fmaxf", "sincos", "sincosf", "tan", "tanf", "ldexp", "__gcc_personality_v0",
        "_Unwind_Resume", "__udivti3", "__umodti3", "__divti3", "__modti3", "__multi3", "__muloti4", "__floattidf",
        "__floatuntidf", "__floattisf", "__floatuntisf", "__fixdfti", "__fixunsdfti", "__fixsfti", "__fixunssfti")


def compile_program(program: Program, manager: str, *, release: bool = True) -> str:
    """The path of the program's image."""
    stamp = code_stamp()
    keys = [object_key(u, manager, release, stamp) for u in program.units]
    runtime = runtime_key(stamp)
    image_key = cache.digest("image", program.entry, runtime, link_stamp(), *keys)
    path = cache.path("image", image_key)
    if os.path.exists(path):
        return path
    from burrow.memory import abi
    from burrow.native.link import link

    missing = [i for i, key in enumerate(keys) if not os.path.exists(cache.path("object", key))]
    objects = [("runtime", runtime_object(runtime))]
    if len(missing) > 1:
        from burrow.native.parallel import make_all

        make_all([program.units[i].name for i in missing],
                 lambda k: unit_object(program.units[missing[k]], keys[missing[k]], manager, release))
    for plan, key in zip(program.units, keys, strict=True):
        objects.append((plan.name, unit_object(plan, key, manager, release)))
    data = link(objects, program.entry, (*LIBC, *abi.IMPORTS), WANTED)
    kept = cache.put("image", image_key, data)
    if kept is None:  # a full disk or a read-only home: run from a temporary file
        import tempfile

        fd, name = tempfile.mkstemp(prefix="burrow-")
        with os.fdopen(fd, "wb") as f:
            f.write(data)
        return name
    return kept


def code_stamp() -> str:
    """What a unit's object depends on besides the unit: the IR's and the emitter's sources, what of the runtime is
    inlined, the processor."""
    from burrow.memory import abi, image, layout

    root = os.path.dirname(os.path.dirname(__file__))
    parts = [f"{layout.M_POLL} {layout.M_BARRIER}", repr(sorted(abi.EXPORTS.values(), key=lambda e: e.name))]
    for room in ("ir", "native"):
        with os.scandir(os.path.join(root, room)) as entries:
            for e in entries:
                if e.name.endswith(".py") and e.name not in ("link.py", "elf.py", "image.py", "parallel.py"):
                    st = e.stat()
                    parts.append(f"{room}/{e.name}:{st.st_size}:{st.st_mtime_ns}")
    return cache.digest(platform.machine(), _cpu(), image.fast_bitcode(), *sorted(parts))


def _cpu() -> str:
    try:
        with open("/proc/cpuinfo") as f:
            text = f.read(4096)
    except OSError:
        return ""
    return "".join(line for line in text.splitlines()[:30] if line.startswith(("model name", "flags")))


def object_key(plan: UnitPlan, manager: str, release: bool, stamp: str) -> str:
    """The name of a unit's object in the cache."""
    return cache.digest("object", plan.name, plan.key, manager, "O" if release else "O1", stamp)


def unit_object(plan: UnitPlan, key: str, manager: str, release: bool) -> bytes:
    """A unit's object, from the cache or made."""
    found = cache.get("object", key)
    if found is not None:
        return found
    from burrow.ir import barriers
    from burrow.native.emit import emit

    unit = plan.build()
    if os.environ.get("BURROW_VERIFY"):
        from burrow.ir.verify import verify_unit

        verify_unit(unit)
    if manager == "gc":
        barriers.mark(unit)
    text = emit(unit, manager)
    dump = os.environ.get("BURROW_DUMP")
    if dump:
        with open(os.path.join(dump, unit.name.replace("/", "_") + ".ll"), "w") as f:
            f.write(text)
    data = assemble(text, speed=1 if not release else 3 if unit.language == "rust" else 2)
    cache.put("object", key, data)
    if plan.made is not None:
        plan.made()
    return data


def link_stamp() -> str:
    """What an image depends on besides its objects: the linker."""
    st = os.stat(os.path.join(os.path.dirname(__file__), "link.py"))
    return f"{st.st_size}:{st.st_mtime_ns}"


def runtime_key(stamp: str) -> str:
    """The name of the runtime's object in the cache."""
    from burrow.memory import image

    return cache.digest("runtime", stamp, image.bitcode())


def runtime_object(key: str) -> bytes:
    """The runtime's object for this processor."""
    found = cache.get("object", key)
    if found is not None:
        return found
    from burrow.memory import image

    llvm, machine = _llvm()
    module = llvm.parse_bitcode(image.bitcode())
    data: bytes = machine.emit_object(module)
    cache.put("object", key, data)
    return data


def assemble(text: str, speed: int) -> bytes:
    """LLVM's text to an object, the allocator's fast paths inlined."""
    llvm, machine = _llvm()
    module = llvm.parse_assembly(text)
    if '@"runtime.new_' in text or '@"runtime.alloc' in text or '@"runtime.free"' in text or '@"runtime.getg"' in text:
        from burrow.memory import image

        fast = llvm.parse_bitcode(image.fast_bitcode())
        names = [f.name for f in fast.functions if not f.is_declaration]
        module.link_in(fast)
        for name in names:
            module.get_function(name).linkage = "available_externally"
    if os.environ.get("BURROW_VERIFY"):
        module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=speed)
    options.slp_vectorization = speed > 1
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    data: bytes = machine.emit_object(module)
    return data


_machine: tuple[Any, Any] | None = None


def _llvm() -> tuple[Any, Any]:
    """llvmlite's binding and the target machine: this processor, static, small code model."""
    global _machine
    if _machine is None:
        import llvmlite.binding as llvm

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        llvm.initialize_native_asmparser()
        target = llvm.Target.from_triple("x86_64-unknown-linux-gnu")
        machine = target.create_target_machine(cpu=llvm.get_host_cpu_name(), opt=2, reloc="static", codemodel="small",
                                               features=llvm.get_host_cpu_features().flatten())
        _machine = (llvm, machine)
    return _machine
