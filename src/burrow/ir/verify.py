"""The rules that a machine-stage body keeps, checked after each front end and each pass in tests and torture runs.

rustc's `rustc_mir_transform::validate` is the model.  A violation is a bug of burrow's, never of the program.
"""

from __future__ import annotations

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.ir.program import Unit
from burrow.ir.text import place_text, statement_text, terminator_text


class VerifyError(Exception):
    """A body breaks a rule; the message names the function, the block and the line."""


def verify_unit(unit: Unit) -> None:
    """Check every function of a unit, and that what it calls and names is declared."""
    known = unit.functions.keys() | unit.externs.keys()
    statics = unit.statics.keys() | unit.extern_statics.keys()
    for body in unit.functions.values():
        verify_body(body)
        for block in body.blocks:
            x = block.terminator
            consts = [o.value for o in (x.func, *x.args) if isinstance(o, n.Const)] if isinstance(x, n.Call) else []
            for s in block.statements:
                if isinstance(s, n.Assign) and isinstance(s.rvalue, (n.Use, n.Cast)):
                    if isinstance(s.rvalue.operand, n.Const):
                        consts.append(s.rvalue.operand.value)
            for v in consts:
                if isinstance(v, n.FnRef) and v.symbol not in known and not v.symbol.startswith("runtime."):
                    raise VerifyError(f"{body.symbol}: unknown function {v.symbol}")
                if isinstance(v, n.StaticRef) and v.symbol not in statics and v.symbol not in known:
                    raise VerifyError(f"{body.symbol}: unknown static {v.symbol}")


def verify_body(body: n.Body) -> None:
    """Check one machine-stage function."""
    _Checker(body).run()


def place_type(body: n.Body, place: n.Place) -> t.Ty:
    """The machine type of a place; raises VerifyError where a projection does not fit."""
    ty: t.Ty = body.locals[place.local].ty
    for step in place.proj:
        ty = project(ty, step)
    return ty


def project(ty: t.Ty, step: n.Proj) -> t.Ty:
    """The type one projection further on."""
    kind = step.kind
    if kind == "deref" and isinstance(ty, t.Ptr) and ty.to is not None:
        return ty.to
    if kind == "field" and isinstance(ty, t.Struct) and step.a < len(ty.fields):
        return ty.fields[step.a].ty
    if kind == "downcast" and isinstance(ty, t.Enum) and step.a < len(ty.variants):
        return ty.variants[step.a]
    if kind in ("index", "const_index") and isinstance(ty, (t.Array, t.Slice)):
        return ty.elem
    if kind == "subslice" and isinstance(ty, t.Slice):
        return ty
    if kind == "subslice" and isinstance(ty, t.Array):
        return t.Array(ty.elem, (ty.count - step.b if step.from_end else step.b) - step.a)
    raise VerifyError(f"no {kind} {step.a} of {ty}")


def same(a: t.Ty, b: t.Ty) -> bool:
    """Whether a value of type `a` may be stored as `b`: equal, or pointers of the same width, or codes."""
    if a is b or a == b:
        return True
    if isinstance(a, t.Ptr) and isinstance(b, t.Ptr):
        return a.wide == b.wide
    if isinstance(a, (t.FnPtr, t.Ptr)) and isinstance(b, (t.FnPtr, t.Ptr)):
        return t.size_of(a) == t.size_of(b)
    if isinstance(a, t.Array) and isinstance(b, t.Array):
        return a.count == b.count and same(a.elem, b.elem)
    if isinstance(a, (t.Struct, t.Enum)) and isinstance(b, (t.Struct, t.Enum)):
        return a.name == b.name and a.size == b.size
    return False


class _Checker:
    def __init__(self, body: n.Body) -> None:
        self.body = body

    def run(self) -> None:
        if not self.body.blocks:
            raise VerifyError(f"{self.body.symbol}: no blocks")
        for i, block in enumerate(self.body.blocks):
            if block.terminator is None:
                raise VerifyError(f"{self.body.symbol} bb{i}: no terminator")
            for s in block.statements:
                self.guarded(i, statement_text, s, self.statement)
            self.guarded(i, terminator_text, block.terminator, self.terminator)
            for b in n.successors(block.terminator):
                if not 0 <= b < len(self.body.blocks):
                    raise VerifyError(f"{self.body.symbol} bb{i}: goes to bb{b}, which does not exist")
                if block.cleanup and not self.body.blocks[b].cleanup:
                    raise VerifyError(f"{self.body.symbol} bb{i}: cleanup goes to bb{b}, which is none")

    def guarded(self, block: int, show: object, x: object, check: object) -> None:
        try:
            check(x)  # type: ignore[operator]
        except (VerifyError, IndexError, AttributeError) as e:
            line = show(x)  # type: ignore[operator]
            raise VerifyError(f"{self.body.symbol} bb{block}: {line}: {e}") from None

    def type_of(self, o: n.Operand) -> t.Ty:
        return o.ty if isinstance(o, n.Const) else place_type(self.body, o.place)

    def need(self, a: t.Ty, b: t.Ty) -> None:
        if not same(a, b):
            raise VerifyError(f"{a} where {b} should be")

    def statement(self, s: n.Statement) -> None:
        if isinstance(s, n.Assign):
            self.need(self.rvalue(s.rvalue, place_type(self.body, s.place)), place_type(self.body, s.place))
        elif isinstance(s, (n.FakeRead, n.Ascribe)):
            raise VerifyError("borrow-checker statement in the machine stage")
        elif isinstance(s, n.SetDiscriminant):
            ty = place_type(self.body, s.place)
            if not isinstance(ty, t.Enum) or s.variant >= len(ty.variants):
                raise VerifyError(f"{place_text(s.place)} has no variant {s.variant}")
        elif isinstance(s, (n.Free, n.CopyMem)):
            for o in (s.pointer,) if isinstance(s, n.Free) else (s.dst, s.src):
                if t.size_of(self.type_of(o)) < 8:
                    raise VerifyError("not an address")

    def rvalue(self, r: n.Rvalue, into: t.Ty) -> t.Ty:
        """The type of `r` (`into`, where only the destination tells)."""
        if isinstance(r, n.Use):
            return self.type_of(r.operand)
        if isinstance(r, (n.Ref, n.AddressOf)):
            return t.Ptr(place_type(self.body, r.place))
        if isinstance(r, (n.Binary, n.Checked)):
            left, right = self.type_of(r.left), self.type_of(r.right)
            if r.op not in ("shl", "shr", "offset", "wrapping_offset"):
                self.need(right, left)
            if r.op in ("eq", "ne", "lt", "le", "gt", "ge"):
                return t.BOOL
            return into if isinstance(r, n.Checked) else left
        if isinstance(r, n.Unary):
            return self.type_of(r.operand)
        if isinstance(r, n.Cast):
            self.type_of(r.operand)
            return r.ty  # type: ignore[no-any-return]
        if isinstance(r, n.Aggregate):
            self.aggregate(r)
            return r.ty  # type: ignore[no-any-return]
        if isinstance(r, n.Discriminant):
            ty = place_type(self.body, r.place)
            if not isinstance(ty, t.Enum):
                raise VerifyError(f"{ty} has no discriminant")
            return ty.discriminant_ty
        if isinstance(r, n.Len):
            return t.U64
        if isinstance(r, n.Repeat):
            return t.Array(self.type_of(r.operand), r.count)
        if isinstance(r, n.Alloc):
            return t.Ptr(None)
        return t.BOOL if r.op == "needs_drop" else t.U64

    def aggregate(self, r: n.Aggregate) -> None:
        ty = r.ty
        if isinstance(ty, t.Array):
            for o in r.fields:
                self.need(self.type_of(o), ty.elem)
            return
        if isinstance(ty, t.Ptr):
            return
        s = ty.variants[r.variant] if isinstance(ty, t.Enum) else ty
        wanted = [s.fields[r.active]] if r.active is not None else s.fields
        if len(wanted) != len(r.fields):
            raise VerifyError(f"{len(r.fields)} fields where {len(wanted)} should be")
        for o, f in zip(r.fields, wanted, strict=True):
            self.need(self.type_of(o), f.ty)

    def terminator(self, x: n.Terminator) -> None:
        if isinstance(x, (n.Drop, n.Assert, n.FalseEdge, n.FalseUnwind)):
            raise VerifyError("not a terminator of the machine stage")
        if isinstance(x, n.Switch):
            ty = self.type_of(x.operand)
            if not isinstance(ty, (t.Int, t.Bool)):
                raise VerifyError(f"switch on {ty}")
        elif isinstance(x, n.Call):
            place_type(self.body, x.dest)
            for o in (x.func, *x.args):
                self.type_of(o)
