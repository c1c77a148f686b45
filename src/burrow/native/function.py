"""One machine-stage body as an LLVM function, in text.

Every local has a slot on the stack (LLVM's SROA makes registers of them); places are addresses plus offsets; small
values travel as leaves (`lltypes`), large ones by `memcpy`.  The manager decides what memory events become: `gc` emits
write barriers, the others do not.  Compare rustc's `rustc_codegen_ssa::mir`; here there is no
analysis that keeps locals out of memory, since LLVM's is as good and our text is what costs time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.memory import layout
from burrow.native import lltypes as ll
from burrow.native.registers import field_steps, registers

if TYPE_CHECKING:
    from burrow.native.emit import UnitEmitter

GS = "ptr addrspace(256) inttoptr (i64 {} to ptr addrspace(256))"


class Addr(NamedTuple):
    """A place in memory: its address, type and alignment; `meta` is the second word where the type is unsized."""

    ptr: str
    ty: t.Ty
    align: int
    meta: str = ""


class FunctionEmitter:
    """Emits one body; the methods that rvalues and intrinsics use are public."""

    def __init__(self, unit: UnitEmitter, body: n.Body) -> None:
        self.unit = unit
        self.body = body
        self.out: list[str] = []
        self.count = 0
        self.dbg = ""
        self.slots: list[str] = []
        self.allocas: list[str] = []
        self.sret = ll.leaves(body.locals[0].ty) is None
        self.addressed = _addressed(body)
        self.pads: dict[int, str] = {}
        self.late: list[str] = []  # landing pads
        self.gc = unit.manager == "gc"
        self.in_registers, self.order = registers(body)
        self.values: dict[int, list[str]] = {}  # leaves of the locals that have no slot

    # ---- the whole function -------------------------------------------------------------------------------------

    def emit(self) -> str:
        """The definition, as text."""
        body = self.body
        params: list[str] = []
        stores: list[tuple[str, int, str, str]] = []
        sub = self.unit.debug.enter(body)
        self.dbg = self.unit.debug.location(n.NO_INFO)
        if self.sret:
            params.append("ptr noalias %ret")
        for i, local in enumerate(body.locals):
            ls = ll.leaves(local.ty)
            if i == 0 and self.sret:
                self.slots.append("%ret")
                continue
            if 1 <= i <= body.params and ls is None:
                params.append(f"ptr %a{i}")
                self.slots.append(f"%a{i}")
                continue
            slot = f"%l{i}"
            self.slots.append(slot)
            if i in self.in_registers:
                continue
            self.allocas.append(f"  {slot} = alloca {ll.memory(local.ty)}, align {max(t.align_of(local.ty), 1)}")
            if 1 <= i <= body.params:
                assert ls is not None
                for k, (offset, leaf) in enumerate(ls):
                    params.append(f"{leaf} %a{i}_{k}")
                    stores.append((slot, offset, leaf, f"%a{i}_{k}"))
        for slot, offset, leaf, value in stores:
            self.store_leaf(self.offset(slot, offset), leaf, value, 1 if leaf == "i1" else 8)
        self.line("br label %bb0")
        for i in self.order:
            block = body.blocks[i]
            self.out.append(f"bb{i}:")
            for s in block.statements:
                self.dbg = self.unit.debug.location(s.info)
                self.statement(s)
            assert block.terminator is not None
            self.dbg = self.unit.debug.location(block.terminator.info)
            self.terminator(block.terminator)
        result = "void" if self.sret else ll.result(body.locals[0].ty)
        link = self.unit.linkage(body.symbol)
        personality = ""
        if self.pads:
            personality = " personality ptr @__gcc_personality_v0"
            self.unit.need("declare i32 @__gcc_personality_v0(...)")
        attrs = self.unit.attributes(body)
        name = ll.symbol(body.symbol)
        head = f"define {link}{result} {name}({', '.join(params)}) {attrs}{personality} !dbg !{sub} {{"
        return "\n".join([head, "entry:", *self.allocas, *self.out, *self.late, "}", ""])

    # ---- text -----------------------------------------------------------------------------------------------------

    def line(self, text: str) -> None:
        """An instruction without a result."""
        self.out.append(f"  {text}{self.dbg}")

    def value(self, text: str) -> str:
        """An instruction with a result; its name."""
        self.count += 1
        name = f"%v{self.count}"
        self.out.append(f"  {name} = {text}{self.dbg}")
        return name

    def label(self, what: str) -> str:
        self.count += 1
        return f"{what}{self.count}"

    def temp(self, ty: t.Ty) -> str:
        """A slot on the stack for a value of `ty`."""
        self.count += 1
        name = f"%t{self.count}"
        self.allocas.append(f"  {name} = alloca {ll.memory(ty)}, align {max(t.align_of(ty), 1)}")
        return name

    # ---- memory ---------------------------------------------------------------------------------------------------

    def offset(self, ptr: str, bytes_: int) -> str:
        """`ptr` plus a constant."""
        return ptr if bytes_ == 0 else self.value(f"getelementptr inbounds i8, ptr {ptr}, i64 {bytes_}")

    def load_leaf(self, ptr: str, leaf: str, align: int) -> str:
        if leaf == "i1":
            byte = self.value(f"load i8, ptr {ptr}, align 1")
            return self.value(f"trunc i8 {byte} to i1")
        return self.value(f"load {leaf}, ptr {ptr}, align {_leaf_align(leaf, align)}")

    def store_leaf(self, ptr: str, leaf: str, value: str, align: int) -> None:
        if leaf == "i1":
            value, leaf = self.value(f"zext i1 {value} to i8"), "i8"
        self.line(f"store {leaf} {value}, ptr {ptr}, align {_leaf_align(leaf, align)}")

    def assign(self, p: n.Place, values: list[str]) -> None:
        """Give a place its value, as leaves."""
        if not p.proj and p.local in self.in_registers:
            self.values[p.local] = values
        else:
            self.store(self.place(p), values)

    def load(self, a: Addr) -> list[str]:
        """The leaves of the value at an address."""
        ls = ll.leaves(a.ty)
        assert ls is not None
        return [self.load_leaf(self.offset(a.ptr, o), leaf, a.align) for o, leaf in ls]

    def store(self, a: Addr, values: list[str]) -> None:
        """Store leaves at an address."""
        ls = ll.leaves(a.ty)
        assert ls is not None
        for (o, leaf), v in zip(ls, values, strict=True):
            self.store_leaf(self.offset(a.ptr, o), leaf, v, a.align)

    def copy(self, to: str, src: str, ty: t.Ty) -> None:
        """Copy a value of `ty` between addresses that are equal or apart."""
        size = t.size_of(ty)
        if size:
            al = t.align_of(ty)
            self.unit.need("declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)")
            self.line(f"call void @llvm.memcpy.p0.p0.i64(ptr align {al} {to}, ptr align {al} {src}, i64 {size}, "
                      "i1 false)")

    def zero(self, to: str, ty: t.Ty) -> None:
        """Zero a value of `ty`."""
        if t.size_of(ty):
            self.unit.need("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)")
            self.line(f"call void @llvm.memset.p0.i64(ptr align {t.align_of(ty)} {to}, i8 0, i64 {t.size_of(ty)}, "
                      "i1 false)")

    # ---- places ---------------------------------------------------------------------------------------------------

    def place(self, p: n.Place) -> Addr:
        """The address of a place."""
        ty: t.Ty = self.body.locals[p.local].ty
        ptr, off, meta = self.slots[p.local], 0, ""
        align = max(t.align_of(ty), 1)
        steps = p.proj
        if p.local in self.in_registers:  # it starts by following a pointer
            (ptr, *rest), ty, steps = self.register_part(p)
            assert isinstance(ty, t.Ptr) and ty.to is not None and steps[0].kind == "deref"
            meta = rest[0] if rest else ""
            ty, steps = ty.to, steps[1:]
            align = max(t.align_of(ty), 1)
        for step in steps:
            kind = step.kind
            if kind == "deref":
                assert isinstance(ty, t.Ptr) and ty.to is not None
                at = self.offset(ptr, off)
                wide = ty.wide
                ptr = self.load_leaf(at, "ptr", align)
                meta = self.load_leaf(self.offset(at, 8), ll.meta_type(ty.to), align) if wide else ""
                ty, off = ty.to, 0
                align = max(t.align_of(ty), 1)
            elif kind == "field":
                assert isinstance(ty, t.Struct)
                f = ty.fields[step.a]
                if meta and step.a == len(ty.fields) - 1 and isinstance(t.unsized_tail(f.ty), t.Dyn):
                    ptr, off = self.dyn_field(self.offset(ptr, off), f.offset, meta), 0
                else:
                    off += f.offset
                ty = f.ty
                align = min(align, max(t.align_of(ty), 1)) if f.offset % max(t.align_of(ty), 1) == 0 else 1
            elif kind == "downcast":
                assert isinstance(ty, t.Enum)
                ty = ty.variants[step.a]
            else:
                ptr, ty, meta = self.element(self.offset(ptr, off), ty, step, meta)
                off, align = 0, max(min(align, t.align_of(ty)), 1)
        return Addr(self.offset(ptr, off), ty, align, meta if t.unsized_tail(ty) is not None else "")

    def register_part(self, p: n.Place) -> tuple[list[str], t.Ty, tuple[n.Proj, ...]]:
        """The leaves that a place's first steps, all fields, pick from a value in registers; the other steps."""
        ty: t.Ty = self.body.locals[p.local].ty
        values = self.values[p.local] if ll.leaves(ty) else []
        count = field_steps(ty, p)
        if not count:
            return values, ty, p.proj
        whole, offset = ll.leaves(ty), 0
        assert whole is not None
        for step in p.proj[:count]:
            assert isinstance(ty, t.Struct)
            offset += ty.fields[step.a].offset
            ty = ty.fields[step.a].ty
        end = offset + t.size_of(ty)
        return [v for (o, _), v in zip(whole, values, strict=True) if offset <= o < end], ty, p.proj[count:]

    def dyn_field(self, ptr: str, offset: int, vtable: str) -> str:
        """The address of a `dyn` tail, whose alignment only the vtable knows."""
        al = self.value(f"load i64, ptr {self.offset(vtable, 16)}, align 8")
        low = self.value(f"sub i64 {al}, 1")
        up = self.value(f"add i64 {low}, {offset}")
        inv = self.value(f"xor i64 {low}, -1")
        return self.value(f"getelementptr inbounds i8, ptr {ptr}, i64 {self.value(f'and i64 {up}, {inv}')}")

    def element(self, ptr: str, ty: t.Ty, step: n.Proj, meta: str) -> tuple[str, t.Ty, str]:
        """Index, constant index or subslice."""
        assert isinstance(ty, (t.Array, t.Slice))
        length = str(ty.count) if isinstance(ty, t.Array) else meta
        if step.kind == "index":
            local = self.body.locals[step.a]
            i = self.leaves(n.Copy(n.Place(step.a)))[0]
            if t.size_of(local.ty) < 8:
                signed = isinstance(local.ty, t.Int) and local.ty.signed
                i = self.value(f"{'sext' if signed else 'zext'} i{t.size_of(local.ty) * 8} {i} to i64")
        elif step.from_end and step.kind == "const_index":
            i = self.value(f"sub i64 {length}, {step.a}")
        else:
            i = str(step.a)
        at = self.value(f"getelementptr inbounds {ll.memory(ty.elem)}, ptr {ptr}, i64 {i}")
        if step.kind != "subslice":
            return at, ty.elem, ""
        if isinstance(ty, t.Array):
            return at, t.Array(ty.elem, (ty.count - step.b if step.from_end else step.b) - step.a), ""
        if step.from_end:
            return at, ty, self.value(f"sub i64 {meta}, {step.a + step.b}")
        return at, ty, str(step.b - step.a)

    # ---- operands -------------------------------------------------------------------------------------------------

    def type_of(self, o: n.Operand) -> t.Ty:
        """The type of an operand."""
        if isinstance(o, n.Const):
            return o.ty  # type: ignore[no-any-return]
        ty: t.Ty = self.body.locals[o.place.local].ty
        for step in o.place.proj:
            ty = _project(ty, step)
        return ty

    def leaves(self, o: n.Operand) -> list[str]:
        """The leaves of a small operand."""
        if isinstance(o, n.Const):
            return self.unit.const_leaves(o)
        if o.place.local in self.in_registers:
            values, _, rest = self.register_part(o.place)
            if not rest:
                return values
        return self.load(self.place(o.place))

    def operand_address(self, o: n.Operand) -> str:
        """An address where the value of `o` stands; not to be written to."""
        if not isinstance(o, n.Const) and o.place.local not in self.in_registers:
            return self.place(o.place).ptr
        ty = self.type_of(o)
        slot = self.temp(ty)
        self.put(Addr(slot, ty, max(t.align_of(ty), 1)), o)
        return slot

    def put(self, a: Addr, o: n.Operand) -> None:
        """Store an operand at an address."""
        if ll.leaves(a.ty) is not None:
            self.store(a, self.leaves(o))
        elif isinstance(o, n.Const):
            self.zero(a.ptr, a.ty)
        else:
            self.copy(a.ptr, self.place(o.place).ptr, a.ty)

    def scalar(self, o: n.Operand) -> str:
        """The one leaf of an operand."""
        return self.leaves(o)[0]

    def as_i64(self, value: str, leaf: str, signed: bool = False) -> str:
        """A leaf as the runtime takes it."""
        if leaf == "i64":
            return value
        if leaf == "ptr":
            return self.value(f"ptrtoint ptr {value} to i64")
        if leaf == "double":
            return self.value(f"bitcast double {value} to i64")
        if leaf == "i128":
            return self.value(f"trunc i128 {value} to i64")
        return self.value(f"{'sext' if signed else 'zext'} {leaf} {value} to i64")

    # ---- statements -----------------------------------------------------------------------------------------------

    def statement(self, s: n.Statement) -> None:
        from burrow.native import rvalues

        if isinstance(s, n.Assign):
            rvalues.assign(self, s)
        elif isinstance(s, (n.StorageLive, n.StorageDead)):
            self.storage(s)
        elif isinstance(s, n.SetDiscriminant):
            rvalues.set_discriminant(self, self.place(s.place), s.variant)
        elif isinstance(s, n.Free):
            size = self.bytes(s.ty, s.count)
            self.runtime("runtime.free", [self.as_i64(self.leaves(s.pointer)[0], "ptr"), size, str(t.align_of(s.ty))])
        elif isinstance(s, n.CopyMem):
            self.copy_mem(s)

    def storage(self, s: n.StorageLive | n.StorageDead) -> None:
        """Stack colouring needs to know only of what is large and lives in a slot of its own."""
        ty = self.body.locals[s.local].ty
        if t.size_of(ty) < 32 or not self.slots[s.local].startswith("%l") or s.local in self.in_registers:
            return
        word = "start" if isinstance(s, n.StorageLive) else "end"
        self.unit.need(f"declare void @llvm.lifetime.{word}.p0(ptr)")
        self.line(f"call void @llvm.lifetime.{word}.p0(ptr {self.slots[s.local]})")

    def bytes(self, ty: t.Ty, count: n.Operand | None) -> str:
        """Size of `count` values."""
        size = t.size_of(ty)
        if count is None:
            return str(size)
        if isinstance(count, n.Const) and isinstance(count.value, int):
            return str(size * count.value)
        cty = self.type_of(count)
        many = self.as_i64(self.scalar(count), ll.scalar(cty) or "i64", isinstance(cty, t.Int) and cty.signed)
        return many if size == 1 else self.value(f"mul i64 {many}, {size}")

    def copy_mem(self, s: n.CopyMem) -> None:
        dst, src = self.leaves(s.dst)[0], self.leaves(s.src)[0]
        size = self.bytes(s.ty, s.count)
        if s.barrier and self.gc:
            self.runtime("runtime.wbMove", [self.as_i64(dst, "ptr"), self.as_i64(src, "ptr"), size,
                                                  self.unit.gctype_int(s.ty)])
            return
        name = "memmove" if s.overlap else "memcpy"
        al = max(t.align_of(s.ty), 1)
        self.unit.need(f"declare void @llvm.{name}.p0.p0.i64(ptr, ptr, i64, i1)")
        self.line(f"call void @llvm.{name}.p0.p0.i64(ptr align {al} {dst}, ptr align {al} {src}, i64 {size}, i1 false)")

    def uninterrupted(self, on: bool) -> None:
        """From here (or up to here) the goroutine must not be taken off its thread."""
        self.line(f"store volatile i64 {int(on)}, {GS.format(layout.M_UNSAFE)}, align 8")

    def barrier_then(self, call: Callable[[], object]) -> None:
        """Run `call` (which emits) only while the collector marks."""
        flag = self.value(f"load volatile i32, {GS.format(layout.M_BARRIER)}, align 8")
        on = self.value(f"icmp ne i32 {flag}, 0")
        slow, go = self.label("wb"), self.label("st")
        self.line(f"br i1 {on}, label %{slow}, label %{go}, !prof !{self.unit.cold_weights}")
        self.out.append(f"{slow}:")
        call()
        self.line(f"br label %{go}")
        self.out.append(f"{go}:")

    # ---- terminators ----------------------------------------------------------------------------------------------

    def terminator(self, x: n.Terminator) -> None:
        if isinstance(x, n.Goto):
            self.line(f"br label %bb{x.target}")
        elif isinstance(x, n.Switch):
            self.switch(x)
        elif isinstance(x, n.Return):
            self.give_back()
        elif isinstance(x, n.Call):
            from burrow.native import calls

            calls.call(self, x)
        elif isinstance(x, n.Resume):
            exc = self.value(f"load {{ ptr, i32 }}, ptr {self.exception_slot()}, align 8")
            self.line(f"resume {{ ptr, i32 }} {exc}")
        elif isinstance(x, n.Terminate):
            self.runtime("runtime.fatal", [self.unit.text_int(b"panic in a destructor during cleanup"), "36"])
            self.line("unreachable")
        else:
            assert isinstance(x, n.Unreachable), type(x)
            self.line("unreachable")

    def switch(self, x: n.Switch) -> None:
        ty = self.type_of(x.operand)
        v = self.scalar(x.operand)
        other = f"bb{x.otherwise}" if x.otherwise is not None else ""
        if isinstance(ty, t.Bool):
            to = {bool(k): f"bb{b}" for k, b in x.cases}
            yes, no = to.get(True, other), to.get(False, other)
            if yes and no:
                self.line(f"br i1 {v}, label %{yes}, label %{no}")
            else:
                self.line(f"br label %{yes or no}")
            return
        assert isinstance(ty, t.Int)
        if not other:
            other = self.label("never")
        mask = (1 << ty.bits) - 1
        cases = " ".join(f"i{ty.bits} {k & mask}, label %bb{b}" for k, b in x.cases)
        self.line(f"switch i{ty.bits} {v}, label %{other} [ {cases} ]")
        if other.startswith("never"):
            self.out.append(f"{other}:")
            self.line("unreachable")

    def give_back(self) -> None:
        if self.sret:
            self.line("ret void")
            return
        ty = self.body.locals[0].ty
        values = self.load(Addr(self.slots[0], ty, t.align_of(ty)))
        ls = ll.leaves(ty)
        assert ls is not None
        if not ls:
            self.line("ret void")
        elif len(ls) == 1:
            self.line(f"ret {ls[0][1]} {values[0]}")
        else:
            whole, agg = ll.result(ty), "poison"
            for i, ((_, leaf), v) in enumerate(zip(ls, values, strict=True)):
                agg = self.value(f"insertvalue {whole} {agg}, {leaf} {v}, {i}")
            self.line(f"ret {whole} {agg}")

    # ---- unwinding, runtime -----------------------------------------------------------------------------------------

    def exception_slot(self) -> str:
        """Where the exception in flight is kept between a landing pad and `resume`."""
        if "%exc" not in (a.split()[0] for a in self.allocas):
            self.allocas.append("  %exc = alloca { ptr, i32 }, align 8")
        return "%exc"

    def runtime(self, name: str, args: list[str]) -> str:
        """Call a function of the runtime with i64 arguments; its result's name, or ''."""
        export = self.unit.runtime_export(name)
        text = f"call {export.result} {ll.symbol(name)}({', '.join(f'i64 {a}' for a in args)})"
        if export.result == "void":
            self.line(text)
            return ""
        return self.value(text)


def _leaf_align(leaf: str, align: int) -> int:
    natural = {"ptr": 8, "double": 8, "float": 4, "i128": 16}.get(leaf) or int(leaf[1:]) // 8
    return max(1, min(natural, align)) if natural & (natural - 1) == 0 else 1


def _project(ty: t.Ty, step: n.Proj) -> t.Ty:
    from burrow.ir.verify import project

    return project(ty, step)


def _addressed(body: n.Body) -> set[int]:
    """Locals whose address somebody may hold."""
    out: set[int] = set()
    for block in body.blocks:
        for s in block.statements:
            if isinstance(s, n.Assign) and isinstance(s.rvalue, (n.Ref, n.AddressOf)):
                out.add(s.rvalue.place.local)
    return out

