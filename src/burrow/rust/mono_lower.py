"""Lowering one function instance: typed-stage IR with concrete arguments to machine-stage IR.

Types become layouts, trait functions the functions that implement them, drops calls of drop glue, assertions calls of
the library's panics, borrows addresses, the deref of a Box the deref of the pointer inside it.  rustc does the same
in `rustc_mir_transform::elaborate_box_derefs`, `add_call_guards` and `rustc_codegen_ssa::mir`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.ir import nodes as ir
from burrow.ir import types as m
from burrow.ir.program import FnSig, Static
from burrow.rust import defs, thir
from burrow.rust import types as ty
from burrow.rust.build.builder import Promoted
from burrow.rust.build.places import PlaceTypes
from burrow.source import NO_SPAN, Span, Unsupported

if TYPE_CHECKING:
    from burrow.rust.mono import Instance, Mono

U64 = m.U64


def lower(mono: Mono, instance: Instance, symbol: str) -> ir.Body:
    """The machine-stage body of a function or closure instance."""
    d = instance.ty.def_ if instance.kind == "closure" else instance.def_
    args = instance.ty.args if instance.kind == "closure" else instance.args
    return Lower(mono, mono.typed_body(d), args, symbol, d).run()


class Lower:
    """Lowers one body; also what shims use to emit calls and drops."""

    def __init__(self, mono: Mono, body: ir.Body, args: ty.Args, symbol: str, d: Any = None) -> None:
        self.mono = mono
        self.body = body
        self.args = args
        self.symbol = symbol
        self.d = d
        self._types: dict[Any, Any] = {}
        self.typed: list[ir.Local] = [ir.Local(self.concrete(x.ty), x.name, x.mutable, x.span) for x in body.locals]
        self.places = PlaceTypes(mono.cx, self.typed)
        self.locals: list[ir.Local] = []
        self.blocks: list[ir.Block] = [ir.Block(cleanup=b.cleanup) for b in body.blocks]
        self.at = 0
        self.info = ir.NO_INFO
        self.caller: int | None = None
        self.abort: int | None = None
        self.params = body.params

    # ---- types

    def concrete(self, t: Any) -> Any:
        """A type of the body with this instance's arguments."""
        if not t.flags:
            return t
        known = self._types.get(t)
        if known is None:
            known = self._types[t] = ty.erase_regions(self.mono.cx.normalize(ty.erase_regions(ty.subst(t, self.args))))
        return known

    def machine(self, t: ty.Ty) -> m.Ty:
        return self.mono.machine(t)

    def type_of(self, place: ir.Place) -> ty.Ty:
        return self.places.of(place)

    def operand_type(self, o: ir.Operand) -> ty.Ty:
        return self.concrete(o.ty) if isinstance(o, ir.Const) else self.type_of(self._unshift(o.place))

    # ---- the body

    def run(self) -> ir.Body:
        mono = self.mono
        for local in self.typed:
            self.locals.append(ir.Local(self.machine(local.ty), local.name, local.mutable, local.span))
        if self.d is not None and mono.has_caller(self.d):
            self._add_caller()
        for i, block in enumerate(self.body.blocks):
            self.at = i
            for s in block.statements:
                self.info = s.info
                self.statement(s)
            t = block.terminator
            assert t is not None
            self.info = t.info
            self.terminator(t)
        attrs = set()
        if isinstance(self.d, defs.FnDef):
            for a in self.d.attrs:
                if a.name == "inline":
                    attrs.add("noinline" if any(x.text == "never" for x in a.tokens) else "inline")
                elif a.name == "cold":
                    attrs.add("cold")
        elif isinstance(self.d, defs.ClosureDef):
            attrs.add("inline")
        out = ir.Body(self.symbol, self.locals, self.params, self.blocks, self.body.span, attrs=frozenset(attrs))
        return prune(out)

    def _add_caller(self) -> None:
        """A hidden last parameter: where the caller is.  Locals after the parameters move up by one."""
        at = self.params + 1
        t = ty.Ref(ty.ERASED, ty.Adt(self.mono.lang("panic_location"), (ty.ERASED,)))
        self.locals.insert(at, ir.Local(self.machine(t), "", False, NO_SPAN))
        self.typed.insert(at, ir.Local(t))
        self.params += 1
        self.caller = at
        self.shift_from = at

    def local(self, n: int) -> int:
        """The machine number of a typed local."""
        return n + 1 if self.caller is not None and n >= self.caller else n

    def _unshift(self, place: ir.Place) -> ir.Place:
        """A place of the typed body in this body's numbers."""
        if self.caller is None:
            return place
        proj = tuple(ir.index(self.local(p.a)) if p.kind == "index" else p for p in place.proj)
        return ir.Place(self.local(place.local), proj)

    def temp(self, t: m.Ty, typed: ty.Ty | None = None) -> int:
        self.locals.append(ir.Local(t))
        self.typed.append(ir.Local(typed))
        return len(self.locals) - 1

    def temp_of(self, t: ty.Ty) -> int:
        return self.temp(self.machine(t), t)

    def push(self, s: ir.Statement) -> None:
        self.blocks[self.at].statements.append(s)

    def assign(self, place: ir.Place, r: ir.Rvalue) -> None:
        self.push(ir.Assign(place, r, self.info))

    def end(self, t: ir.Terminator) -> None:
        self.blocks[self.at].terminator = t

    def new_block(self, cleanup: bool | None = None) -> int:
        self.blocks.append(ir.Block(cleanup=self.blocks[self.at].cleanup if cleanup is None else cleanup))
        return len(self.blocks) - 1

    # ---- places

    def place(self, typed: ir.Place) -> ir.Place:
        """A typed place as a machine place: a Box is dereferenced through the pointer inside it."""
        return self.own(self._unshift(typed))

    def own(self, place: ir.Place) -> ir.Place:
        """The same for a place whose locals are this body's."""
        if not any(p.kind == "deref" for p in place.proj):
            return place
        out: list[ir.Proj] = []
        for i, p in enumerate(place.proj):
            if p.kind == "deref":
                t = self.type_of(ir.Place(place.local, place.proj[:i]))
                if isinstance(t, ty.Adt):
                    out += self.box_path(t)
            out.append(p)
        return ir.Place(place.local, tuple(out))

    def box_path(self, t: ty.Ty) -> list[ir.Proj]:
        """The fields from a Box (or another wrapper of one pointer) down to the pointer."""
        out: list[ir.Proj] = []
        while isinstance(t, ty.Adt):
            fields = t.def_.variant.fields
            n = next(i for i, f in enumerate(fields) if self._leads_to_pointer(self.mono.cx.field_ty(t, 0, i)))
            out.append(ir.field_(n))
            t = self.mono.cx.field_ty(t, 0, n)
        return out

    def _leads_to_pointer(self, t: ty.Ty) -> bool:
        if isinstance(t, (ty.RawPtr, ty.Ref)):
            return True
        return (
            isinstance(t, ty.Adt)
            and not t.def_.is_enum
            and any(self._leads_to_pointer(self.mono.cx.field_ty(t, 0, f.index)) for f in t.def_.variant.fields)
        )

    def operand(self, o: ir.Operand) -> ir.Operand:
        if isinstance(o, ir.Copy):
            return ir.Copy(self.place(o.place))
        if isinstance(o, ir.Move):
            return ir.Move(self.place(o.place))
        return self.const(o)

    # ---- constants

    def const(self, c: ir.Const) -> ir.Operand:
        t = self.concrete(c.ty)
        v = c.value
        if isinstance(t, ty.FnDef):
            return ir.Const(None, self.machine(t))
        if v is None or isinstance(v, (bool, int, float)):
            return ir.Const(v, self.machine(t))
        if isinstance(v, str):
            return self.text(v.encode("utf-8", "surrogateescape"), t)
        if isinstance(v, bytes):
            return self.text(v, t)
        if isinstance(v, thir.ConstParamRef):
            return self.term(self.concrete(v.value), t)
        if isinstance(v, ty.Const):
            return self.term(self.concrete(v), t)
        if isinstance(v, thir.StaticRef):
            return ir.Const(ir.StaticRef(self.static(v.def_)), self.machine(t))
        from burrow.rust import mono_const

        if isinstance(v, thir.ConstRef):
            args = tuple(self.concrete(a) for a in v.args)
            return self.value(mono_const.constant(self.mono, v.def_, args), t)
        if isinstance(v, Promoted):
            return self.value(mono_const.promoted(self.mono, v, self.args), t)
        raise AssertionError(v)

    def text(self, data: bytes, t: ty.Ty) -> ir.Operand:
        """Text or bytes in read-only memory, by the type of the reference to them."""
        mt = self.machine(t)
        assert isinstance(mt, m.Ptr)
        if mt.wide:
            return ir.Const(data, mt)
        return ir.Const(ir.StaticRef(self.mono_bytes(data)), mt)

    def mono_bytes(self, data: bytes) -> str:
        from burrow.cache import digest

        name = f"bytes.{digest(data)[:16]}"
        if name not in self.mono.unit.statics:
            self.mono.unit.statics[name] = Static(
                name, m.Array(m.U8, len(data)), data, mutable=False, root=False, merge=True
            )
        return name

    def term(self, c: ty.Const, t: ty.Ty) -> ir.Operand:
        """The value of a constant term."""
        return ir.Const(self.const_value(c), self.machine(t))

    def const_value(self, c: ty.Const) -> Any:
        if c.kind == "value":
            return c.value
        if c.kind == "uneval":
            from burrow.rust import mono_const

            return mono_const.scalar(mono_const.constant(self.mono, c.owner, tuple(self.concrete(a) for a in c.args)))
        raise Unsupported(self.info.span, "this constant")

    def value(self, v: Any, t: ty.Ty) -> ir.Operand:
        """An evaluated constant as an operand."""
        return v.operand(self, self.machine(t))  # type: ignore[no-any-return]

    def static(self, d: defs.StaticDef) -> str:
        from burrow.rust import mono_const

        return mono_const.static(self.mono, d)

    # ---- statements

    def statement(self, s: ir.Statement) -> None:
        if isinstance(s, ir.Assign):
            self.rvalue(self.place(s.place), s.rvalue, self._unshift(s.place))
        elif isinstance(s, ir.StorageLive):
            self.push(ir.StorageLive(self.local(s.local), s.info))
        elif isinstance(s, ir.StorageDead):
            self.push(ir.StorageDead(self.local(s.local), s.info))
        elif isinstance(s, ir.SetDiscriminant):
            self.push(ir.SetDiscriminant(self.place(s.place), s.variant, s.info))

    def rvalue(self, dest: ir.Place, r: ir.Rvalue, typed_dest: ir.Place) -> None:
        if isinstance(r, ir.Use):
            self.assign(dest, ir.Use(self.operand(r.operand)))
        elif isinstance(r, (ir.Ref, ir.AddressOf)):
            self.assign(dest, ir.AddressOf(self.place(r.place)))
        elif isinstance(r, ir.Binary):
            self._binary(dest, r)
        elif isinstance(r, ir.Checked):
            self.checked(dest, r.op, self.operand(r.left), self.operand(r.right), self.operand_type(r.left))
        elif isinstance(r, ir.Unary):
            self.assign(dest, ir.Unary(r.op, self.operand(r.operand)))
        elif isinstance(r, ir.Cast):
            self.cast(dest, r.kind, self.operand(r.operand), self.operand_type(r.operand), self.concrete(r.ty))
        elif isinstance(r, ir.Aggregate):
            t = self.concrete(r.ty)
            self.assign(dest, ir.Aggregate(self.machine(t), [self.operand(o) for o in r.fields], r.variant, r.active))
        elif isinstance(r, ir.Discriminant):
            self.assign(dest, ir.Discriminant(self.place(r.place)))
        elif isinstance(r, ir.Len):
            t = self.type_of(self._unshift(r.place))
            if isinstance(t, ty.Array):
                self.assign(dest, ir.Use(ir.Const(self.const_value(t.len), U64)))
            else:
                self.assign(dest, ir.Len(self.place(r.place)))
        elif isinstance(r, ir.Repeat):
            count = self.const_value(self.concrete(r.count)) if isinstance(r.count, ty.Const) else r.count
            self.assign(dest, ir.Repeat(self.operand(r.operand), count))
        elif isinstance(r, ir.NullOp):
            self.assign(dest, ir.Use(self.null_op(r.op, self.concrete(r.ty))))
        else:
            raise AssertionError(r)

    def checked(self, dest: ir.Place, op: str, left: ir.Operand, right: ir.Operand, t: ty.Ty) -> None:
        """An operation with its overflow; `native` wants the pair in that order in memory, too."""
        mt = self.machine(t)
        pair = self.machine(ty.Tuple((t, ty.BOOL)))
        assert isinstance(pair, m.Struct)
        if pair.fields[0].offset < pair.fields[1].offset:
            self.assign(dest, ir.Checked(op, left, right))
            return
        plain = m.lay_out(m.Struct(f"checked {mt}"), [("0", mt), ("1", m.BOOL)])
        held = self.temp(plain)
        self.assign(ir.Place(held), ir.Checked(op, left, right))
        for i in range(2):
            self.assign(dest.field(i), ir.Use(ir.Copy(ir.Place(held).field(i))))

    def null_op(self, op: str, t: ty.Ty) -> ir.Const:
        if op == "needs_drop":
            return ir.Const(self.mono.cx.needs_drop(t), m.BOOL)
        layout = self.mono.layouts.of(t)
        return ir.Const(layout.size if op == "size_of" else layout.align, U64)

    def _binary(self, dest: ir.Place, r: ir.Binary) -> None:
        t = self.operand_type(r.left)
        if isinstance(t, ty.Tuple) and not t.elems or isinstance(t, ty.FnDef):
            self.assign(dest, ir.Use(ir.Const(r.op in ("eq", "le", "ge"), m.BOOL)))
            return
        self.assign(dest, ir.Binary(r.op, self.operand(r.left), self.operand(r.right)))

    # ---- casts

    def cast(self, dest: ir.Place, kind: str, o: ir.Operand, have: ty.Ty, want: ty.Ty) -> None:
        mt = self.machine(want)
        if kind == "num":
            self._number(dest, o, have, want)
        elif kind in ("ptr_ptr", "mut_to_const", "array_ptr", "array_to_ptr", "unsafe_fn", "fn_ptr_ptr"):
            if isinstance(have, ty.FnDef):
                o = ir.Const(ir.FnRef(self.mono.reified(have)), mt)
                self.assign(dest, ir.Use(o))
                return
            self.assign(dest, ir.Cast("ptr", o, mt))
        elif kind in ("ptr_addr", "fn_addr"):
            if isinstance(have, ty.FnDef):
                f = self.temp(m.Ptr(None))
                self.assign(ir.Place(f), ir.Use(ir.Const(ir.FnRef(self.mono.reified(have)), m.Ptr(None))))
                o = ir.Copy(ir.Place(f))
            mid = self.temp(U64)
            if mt == U64:
                self.assign(dest, ir.Cast("ptr_int", o, mt))
            else:
                self.assign(ir.Place(mid), ir.Cast("ptr_int", o, U64))
                self.assign(dest, ir.Cast("int", ir.Copy(ir.Place(mid)), mt))
        elif kind == "addr_ptr":
            mid = self.temp(U64)
            self.assign(ir.Place(mid), ir.Cast("int", o, U64))
            self.assign(dest, ir.Cast("int_ptr", ir.Copy(ir.Place(mid)), mt))
        elif kind == "reify":
            assert isinstance(have, ty.FnDef)
            self.assign(dest, ir.Use(ir.Const(ir.FnRef(self.mono.reified(have)), mt)))
        elif kind == "closure_fn":
            from burrow.rust.mono import Instance

            symbol = self.mono.symbol(Instance("tupled", None, (), have, "pointer"))
            self.assign(dest, ir.Use(ir.Const(ir.FnRef(symbol), mt)))
        elif kind == "unsize":
            self.unsize(dest, o, have, want)
        elif kind in ("never", "use"):
            self.assign(dest, ir.Use(o))
        else:
            raise AssertionError(kind)

    def _number(self, dest: ir.Place, o: ir.Operand, have: ty.Ty, want: ty.Ty) -> None:
        mt = self.machine(want)
        assert isinstance(have, ty.Prim) and isinstance(want, ty.Prim)
        if have is want:
            self.assign(dest, ir.Use(o))
        elif have.is_float:
            self.assign(dest, ir.Cast("float_float" if want.is_float else "float_int", o, mt))
        elif want.is_float:
            self.assign(dest, ir.Cast("int_float", o, mt))
        else:
            self.assign(dest, ir.Cast("int", o, mt))

    def unsize(self, dest: ir.Place, o: ir.Operand, have: ty.Ty, want: ty.Ty) -> None:
        """A pointer (or a struct around one) to something sized as one to its unsized form."""
        mt = self.machine(want)
        if isinstance(have, (ty.Ref, ty.RawPtr)) and isinstance(want, (ty.Ref, ty.RawPtr)):
            meta = self.metadata(o, have.ty, want.ty)
            if meta is None:
                self.assign(dest, ir.Cast("ptr", o, mt))
                return
            thin = self.temp(m.PTR)
            self.assign(ir.Place(thin), ir.Cast("ptr", o, m.PTR))
            self.assign(dest, ir.Aggregate(mt, [ir.Copy(ir.Place(thin)), meta]))
            return
        assert isinstance(have, ty.Adt) and isinstance(want, ty.Adt), (have, want)
        cx = self.mono.cx
        if isinstance(o, ir.Const):
            held = self.temp_of(have)
            self.assign(ir.Place(held), ir.Use(o))
            o = ir.Move(ir.Place(held))
        for f in have.def_.variant.fields:
            a, b = cx.field_ty(have, 0, f.index), cx.field_ty(want, 0, f.index)
            part = ir.Move(o.place.field(f.index))
            if a is b or self.mono.layouts.of(b).zst:
                if not self.mono.layouts.of(b).zst:
                    self.assign(dest.field(f.index), ir.Use(part))
            else:
                self.unsize(dest.field(f.index), part, a, b)

    def metadata(self, o: ir.Operand, have: ty.Ty, want: ty.Ty) -> ir.Operand | None:
        """The second word of the unsized pointer; None where the pointer has it already."""
        layouts = self.mono.layouts
        have, want = self._tails(have, want)
        if isinstance(have, ty.Array) and isinstance(want, ty.Slice):
            return ir.Const(self.const_value(have.len), U64)
        if isinstance(want, ty.Dynamic):
            if isinstance(have, ty.Dynamic):
                return self._upcast(o, have, want)
            return ir.Const(ir.StaticRef(self.mono.vtable(have, want)), m.PTR)
        if not layouts.is_sized(have):
            return None
        raise Unsupported(self.info.span, f"this conversion to `{want}`")

    def _tails(self, a: ty.Ty, b: ty.Ty) -> tuple[ty.Ty, ty.Ty]:
        cx = self.mono.cx
        while isinstance(a, ty.Adt) and isinstance(b, ty.Adt) and a.def_ is b.def_ and not a.def_.is_enum:
            n = len(a.def_.variant.fields) - 1
            a, b = cx.field_ty(a, 0, n), cx.field_ty(b, 0, n)
        return a, b

    def _upcast(self, o: ir.Operand, have: ty.Dynamic, want: ty.Dynamic) -> ir.Operand | None:
        """From one trait object to one of a supertrait: its vtable is in this one's."""
        if have.principal is want.principal or want.principal is None:
            return None
        methods = self.mono.methods(self.mono.principal(have, have))
        for i, (tr, f) in enumerate(methods):
            if f is None and tr.trait is want.principal:
                table = self.temp(m.Ptr(m.PTR))
                after = self.new_block()
                self.end(
                    ir.Call(
                        ir.Const(ir.Intrinsic("vtable", (m.Dyn(),)), m.PTR),
                        [o],
                        ir.Place(table),
                        after,
                        None,
                        self.info,
                    )
                )
                self.at = after
                slot = self.temp(m.Ptr(m.PTR))
                self.assign(ir.Place(slot), ir.Binary("offset", ir.Copy(ir.Place(table)), ir.Const(3 + i, U64)))
                out = self.temp(m.PTR)
                self.assign(ir.Place(out), ir.Use(ir.Copy(ir.Place(slot).deref())))
                return ir.Copy(ir.Place(out))
        raise Unsupported(self.info.span, f"this conversion to `{want}`")

    # ---- terminators

    def unwinding(self, unwind: int | None) -> int | None:
        """Where a call unwinds to: a panic during cleanup aborts."""
        if unwind is not None or not self.blocks[self.at].cleanup:
            return unwind
        if self.abort is None:
            self.blocks.append(ir.Block([], ir.Terminate(self.info), True))
            self.abort = len(self.blocks) - 1
        return self.abort

    def terminator(self, t: ir.Terminator) -> None:
        if isinstance(t, ir.Call):
            self.call(t)
        elif isinstance(t, ir.Drop):
            self.drop(self._unshift(t.place), t.target, t.unwind)
        elif isinstance(t, ir.Assert):
            self._assert(t)
        elif isinstance(t, ir.Switch):
            self.end(ir.Switch(self.operand(t.operand), t.cases, t.otherwise, t.info))
        elif isinstance(t, ir.Goto):
            # A terminator of its own: targets are renumbered in place, and the generic body serves other instances too.
            self.end(ir.Goto(t.target, t.info))
        else:
            self.end(t)

    def drop(self, place: ir.Place, target: int, unwind: int | None) -> None:
        """Drop the value at a place of this body."""
        t = self.type_of(place)
        glue = self.mono.glue(t)
        if glue is None:
            self.end(ir.Goto(target, self.info))
            return
        where = self.own(place)
        self.drop_address(ir.AddressOf(where), t, target, unwind)

    def drop_address(self, address: ir.Rvalue, t: ty.Ty, target: int, unwind: int | None) -> None:
        """Drop the `t` at an address."""
        pointer = self.temp_of(ty.RawPtr(t, True))
        self.assign(ir.Place(pointer), address)
        unit = self.temp(m.UNIT)
        symbol = self.mono.glue(t)
        assert symbol is not None
        self.end(
            ir.Call(
                ir.Const(ir.FnRef(symbol), m.FnPtr((), m.UNIT)),
                [ir.Copy(ir.Place(pointer))],
                ir.Place(unit),
                target,
                self.unwinding(unwind),
                self.info,
            )
        )

    PANICS = {
        "overflow_add": "panic_const_add_overflow",
        "overflow_sub": "panic_const_sub_overflow",
        "overflow_mul": "panic_const_mul_overflow",
        "overflow_div": "panic_const_div_overflow",
        "overflow_rem": "panic_const_rem_overflow",
        "overflow_neg": "panic_const_neg_overflow",
        "overflow_shl": "panic_const_shl_overflow",
        "overflow_shr": "panic_const_shr_overflow",
        "div_zero": "panic_const_div_by_zero",
        "rem_zero": "panic_const_rem_by_zero",
    }
    ONLY_DEBUG = ("overflow_add", "overflow_sub", "overflow_mul", "overflow_neg", "overflow_shl", "overflow_shr")

    def _assert(self, t: ir.Assert) -> None:
        if self.mono.release and t.kind in self.ONLY_DEBUG:
            self.end(ir.Goto(t.target, t.info))
            return
        here = self.at
        fail = self.new_block()
        cond = self.operand(t.cond)
        cases = [(0, fail)] if t.expected else [(0, t.target)]
        self.blocks[here].terminator = ir.Switch(cond, cases, t.target if t.expected else fail, t.info)
        self.at = fail
        args: list[ir.Operand] = []
        if t.kind == "bounds":
            f = self.mono.lang("panic_bounds_check")
            args = [self.operand(t.args[1]), self.operand(t.args[0])]
        else:
            f = self.mono.lang(self.PANICS[t.kind])
        self.panic(f, args, t.unwind)
        self.at = here

    def panic(self, f: Any, args: list[ir.Operand], unwind: int | None) -> None:
        """Call a function of the library that does not return."""
        never = self.temp(m.NEVER)
        if self.mono.has_caller(f):
            args.append(self.location(self.info.span))
        self.end(
            ir.Call(
                ir.Const(ir.FnRef(self.mono.fn_symbol(f, ())), m.FnPtr((), m.NEVER)),
                args,
                ir.Place(never),
                None,
                self.unwinding(unwind),
                self.info,
            )
        )

    # ---- calls

    def call(self, t: ir.Call) -> None:
        fun = t.func
        ft = self.operand_type(fun)
        dest = self.place(t.dest)
        span = t.info.span
        if isinstance(t.data, thir.Call) and t.data.fn_span.path:
            span = t.data.fn_span
        elif isinstance(t.data, Span):  # of a body that was kept
            span = t.data
        if isinstance(ft, ty.FnDef):
            self.call_def(
                ft.def_,
                ft.args,
                [self.operand(a) for a in t.args],
                [self.operand_type(a) for a in t.args],
                dest,
                t.target,
                t.unwind,
                span,
                self.type_of(self._unshift(t.dest)),
            )
            return
        self.emit(self.operand(fun), [self.operand(a) for a in t.args], dest, t.target, t.unwind)

    def emit(
        self, fun: ir.Operand, args: list[ir.Operand], dest: ir.Place, target: int | None, unwind: int | None
    ) -> None:
        self.end(ir.Call(fun, args, dest, target, self.unwinding(unwind), self.info))

    def call_symbol(
        self, symbol: str, args: list[ir.Operand], dest: ir.Place, target: int | None, unwind: int | None
    ) -> None:
        self.emit(ir.Const(ir.FnRef(symbol), m.FnPtr((), m.UNIT)), args, dest, target, unwind)

    def call_def(
        self,
        d: Any,
        args: ty.Args,
        operands: list[ir.Operand],
        types: list[ty.Ty],
        dest: ir.Place,
        target: int | None,
        unwind: int | None,
        span: Span,
        dest_ty: ty.Ty,
    ) -> None:
        """A call of a function item: a plain function, a trait's, a constructor, an intrinsic."""
        from burrow.rust import mono_intrinsics

        mono = self.mono
        if isinstance(d, defs.VariantDef):
            self.assign(dest, ir.Aggregate(self.machine(dest_ty), operands, d.variant_index))
            self.end(ir.Goto(target, self.info) if target is not None else ir.Unreachable(self.info))
            return
        kind, what, found = mono.resolve(d, args)
        if kind == "fn":
            if what.intrinsic:
                mono_intrinsics.call(self, what, found, operands, types, dest, target, unwind, span, dest_ty)
                return
            if what.lang == "drop_in_place":
                self._drop_in_place(found[0], operands[0], target, unwind)
                return
            if what.foreign:
                self.foreign(what, operands, types, dest, target, dest_ty)
                return
            if mono.has_caller(what):
                operands = [*operands, self.location(span)]
            self.call_symbol(mono.fn_symbol(what, found), operands, dest, target, unwind)
        elif kind == "dyn":
            self._virtual(what, d, operands, types, dest, target, unwind)
        elif kind in ("closure", "fn_ptr"):
            self.call_callable(what, d.name, operands, types, dest, target, unwind, span)
        else:
            self._builtin(what, d, operands, types, dest, target, unwind)

    def foreign(
        self, d: Any, operands: list[ir.Operand], types: list[ty.Ty], dest: ir.Place, target: int | None, dest_ty: ty.Ty
    ) -> None:
        """A function of the runtime."""
        symbol = d.link_name or d.name
        if not symbol.startswith("runtime."):
            raise Unsupported(self.info.span, f"the foreign function `{symbol}`")
        self.call_symbol(symbol, operands, dest, target, None)

    def _drop_in_place(self, t: Any, pointer: ir.Operand, target: int | None, unwind: int | None) -> None:
        assert target is not None
        if self.mono.glue(t) is None:
            self.end(ir.Goto(target, self.info))
        else:
            self.drop_address(ir.Use(pointer), t, target, unwind)

    def _virtual(
        self,
        t: ty.Dynamic,
        d: Any,
        operands: list[ir.Operand],
        types: list[ty.Ty],
        dest: ir.Place,
        target: int | None,
        unwind: int | None,
    ) -> None:
        slot = self.mono.slot(t, d)
        receiver = operands[0]
        if isinstance(types[0], ty.Dynamic):  # self by value: its address
            assert not isinstance(receiver, ir.Const)
            p = self.temp_of(ty.RawPtr(t, True))
            self.assign(ir.Place(p), ir.AddressOf(receiver.place))
            receiver = ir.Copy(ir.Place(p))
        name = ir.Intrinsic(f"call_virtual:{slot}", (m.FnPtr((), m.UNIT),))
        self.emit(ir.Const(name, m.PTR), [receiver, *operands[1:]], dest, target, unwind)

    def untuple(self, o: ir.Operand, t: ty.Ty) -> list[ir.Operand]:
        """The elements of an argument tuple."""
        assert isinstance(t, ty.Tuple), t
        if not t.elems:
            return []
        if isinstance(o, ir.Const):
            held = self.temp_of(t)
            self.assign(ir.Place(held), ir.Use(o))
            o = ir.Move(ir.Place(held))
        return [ir.Move(o.place.field(i)) for i in range(len(t.elems))]

    def call_callable(
        self,
        t: ty.Ty,
        method: str,
        operands: list[ir.Operand],
        types: list[ty.Ty],
        dest: ir.Place,
        target: int | None,
        unwind: int | None,
        span: Span,
    ) -> None:
        """A call through Fn, FnMut or FnOnce of a closure, function item or function pointer."""
        from burrow.rust.mono import Instance

        mono = self.mono
        rest = self.untuple(operands[1], types[1])
        receiver = operands[0]
        if isinstance(t, ty.Closure):
            if method == "call_once" and t.def_.closure_kind != "FnOnce":
                self.call_symbol(mono.symbol(Instance("once", None, (), t)), [receiver, *rest], dest, target, unwind)
            else:
                self.call_symbol(mono.symbol(Instance("closure", None, (), t)), [receiver, *rest], dest, target, unwind)
        elif isinstance(t, ty.FnDef):
            out = self.mono.cx.normalize(self._output(t))
            parts = types[1]
            assert isinstance(parts, ty.Tuple)
            self.call_def(t.def_, t.args, rest, list(parts.elems), dest, target, unwind, span, out)
        elif isinstance(t, ty.FnPtr):
            if method != "call_once":
                if isinstance(receiver, ir.Const):
                    raise AssertionError("a constant reference to a function pointer")
                receiver = ir.Copy(receiver.place.deref())
            self.emit(receiver, rest, dest, target, unwind)
        else:
            raise AssertionError(t)

    def _output(self, t: ty.FnDef) -> Any:
        d = t.def_
        sig = ty.subst(d.ctor_sig if isinstance(d, defs.VariantDef) else d.sig, t.args)
        return ty.erase_regions(ty.erase_bound(sig.output))

    def _builtin(
        self,
        t: ty.Ty,
        d: Any,
        operands: list[ir.Operand],
        types: list[ty.Ty],
        dest: ir.Place,
        target: int | None,
        unwind: int | None,
    ) -> None:
        """What the compiler implements itself: Clone of tuples, arrays and closures, and the marker traits'
        functions."""
        from burrow.rust.mono import Instance

        if d.name == "clone":
            if self.mono.cx.is_copy(t):
                o = operands[0]
                place = o.place if not isinstance(o, ir.Const) else None
                if place is None:
                    held = self.temp_of(types[0])
                    self.assign(ir.Place(held), ir.Use(o))
                    place = ir.Place(held)
                self.assign(dest, ir.Use(ir.Copy(place.deref())))
                assert target is not None
                self.end(ir.Goto(target, self.info))
                return
            self.call_symbol(self.mono.symbol(Instance("clone", None, (), t)), operands, dest, target, unwind)
            return
        if d.lang == "fn_ptr_addr":
            assert target is not None
            self.assign(dest, ir.Cast("ptr", operands[0], m.PTR))
            self.end(ir.Goto(target, self.info))
            return
        raise Unsupported(self.info.span, f"`{d.path()}` for `{t}`")

    # ---- where the caller is

    def location(self, span: Span) -> ir.Operand:
        """`&'static Location` of `span`, or of this function's own caller where it hands that on."""
        t = ty.Ref(ty.ERASED, ty.Adt(self.mono.lang("panic_location"), (ty.ERASED,)))
        if self.caller is not None:
            return ir.Copy(ir.Place(self.caller))
        from burrow.rust import mono_const

        return ir.Const(ir.StaticRef(mono_const.location(self.mono, span)), self.machine(t))


def prune(body: ir.Body) -> ir.Body:
    """Leave out blocks that are not needed."""
    from burrow.rust.build.builder import remove_unreachable
    from burrow.rust.simplify import simplify

    return simplify(remove_unreachable(body))


_ = FnSig
