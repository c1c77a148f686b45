"""The IR as text: what golden tests show and people read.

`body_text` prints one function, `unit_text` a unit with the types it uses.  The form follows rustc's `-Zdump-mir`; a
line's source position is shown only when `spans` asks.  `ir.parse` reads it back: print(parse(print(x))) is print(x).
"""

from __future__ import annotations

from collections.abc import Iterator

from burrow.ir import types as t
from burrow.ir.nodes import (
    AddressOf,
    Aggregate,
    Alloc,
    Ascribe,
    Assert,
    Assign,
    Binary,
    Body,
    Call,
    Cast,
    Checked,
    Const,
    Copy,
    CopyMem,
    Discriminant,
    Drop,
    FakeRead,
    FalseEdge,
    FalseUnwind,
    FnRef,
    Free,
    Goto,
    Intrinsic,
    Len,
    Move,
    Nop,
    NullOp,
    Operand,
    Place,
    Ref,
    Repeat,
    Resume,
    Return,
    Rvalue,
    SetDiscriminant,
    Statement,
    StaticRef,
    StorageDead,
    StorageLive,
    Switch,
    Terminate,
    Terminator,
    Unary,
    Unreachable,
    Use,
)
from burrow.ir.program import Unit


def unit_text(unit: Unit) -> str:
    """The whole unit: types in order of first use, statics, functions."""
    out = [type_text(ty) for ty in nominal_types(unit)]
    for s in unit.statics.values():
        flags = "".join(f" {w}" for w, on in (("mut", s.mutable), ("root", s.root), ("merge", s.merge)) if on)
        relocs = "".join(f" {r.offset}={t.quote(r.symbol)}+{r.addend}" for r in s.relocs)
        data = f" x{s.data.hex()}" if s.data.strip(b"\0") else ""
        out.append(f"static {t.quote(s.symbol)}: {s.ty}{flags} ={data}{relocs};")
    out += [body_text(b) for b in unit.functions.values()]
    return "\n".join(out) + "\n"


def type_text(ty: t.Struct | t.Enum) -> str:
    """The definition of a nominal type."""
    if isinstance(ty, t.Struct):
        word = "union" if ty.union else "struct"
        return f"{word} {ty} size {ty.size} align {ty.align} {{ {_fields(ty)} }}"
    tag = f"only {ty.only}"
    if ty.tag is not None:
        tag = f"tag {ty.tag.ty} @{ty.tag.offset}"
        if ty.tag.is_niche:
            tag += f" niche {ty.tag.untagged} {ty.tag.niche_lo}..{ty.tag.niche_hi} from {ty.tag.niche_start}"
    variants = "".join(f"  {t.quote(v.name)} = {d} size {v.size} align {v.align} {{ {_fields(v)} }}\n"
                       for v, d in zip(ty.variants, ty.discriminants, strict=True))
    return f"enum {ty} {ty.discriminant_ty} {tag} size {ty.size} align {ty.align} {{\n{variants}}}"


def _fields(s: t.Struct) -> str:
    return ", ".join(f"{t.quote(f.name)}: {f.ty} @{f.offset}" for f in s.fields)


def nominal_types(unit: Unit) -> list[t.Struct | t.Enum]:
    """The structs and enums that the unit's functions and statics mention, each once."""
    seen: dict[int, t.Struct | t.Enum] = {}

    def visit(ty: object) -> None:
        if isinstance(ty, (t.Struct, t.Enum)):
            if id(ty) in seen or ty is t.UNIT or ty is t.NEVER:
                return
            seen[id(ty)] = ty
            for s in [ty] if isinstance(ty, t.Struct) else ty.variants:
                for f in s.fields:
                    visit(f.ty)
        elif isinstance(ty, t.Ptr):
            visit(ty.to)
        elif isinstance(ty, (t.Array, t.Slice)):
            visit(ty.elem)
        elif isinstance(ty, t.FnPtr):
            for p in ty.params:
                visit(p)
            visit(ty.ret)

    for s in unit.statics.values():
        visit(s.ty)
    for body in unit.functions.values():
        for ty in _mentioned(body):
            visit(ty)
    return list(seen.values())


def _mentioned(body: Body) -> Iterator[object]:
    for local in body.locals:
        yield local.ty
    for block in body.blocks:
        for s in block.statements:
            r = s.rvalue if isinstance(s, Assign) else None
            if isinstance(r, (Aggregate, Cast, Alloc, NullOp)):
                yield r.ty
            for op in _operands(r) if r is not None else ():
                if isinstance(op, Const):
                    yield op.ty
            if isinstance(s, (Free, CopyMem)):
                yield s.ty
        if isinstance(block.terminator, Call):
            for op in (block.terminator.func, *block.terminator.args):
                if isinstance(op, Const):
                    yield op.ty
                    if isinstance(op.value, Intrinsic):
                        yield from op.value.types


def _operands(r: Rvalue) -> list[Operand]:
    if isinstance(r, (Binary, Checked)):
        return [r.left, r.right]
    if isinstance(r, (Use, Unary, Cast, Repeat)):
        return [r.operand]
    if isinstance(r, Aggregate):
        return r.fields
    return []


def body_text(body: Body, spans: bool = False) -> str:
    """One function; with `spans`, each line ends in the line number of its source."""
    params = ", ".join(f"_{i}: {body.locals[i].ty}" for i in range(1, body.params + 1))
    attrs = "".join(f" {a}" for a in sorted(body.attrs))
    out = [f"fn {t.quote(body.symbol)}({params}) -> {body.locals[0].ty}{attrs} {{"]
    for i, local in enumerate(body.locals):
        note = f"  // {local.name}" if local.name else ""
        if i > body.params:
            out.append(f"    let {'mut ' if local.mutable else ''}_{i}: {local.ty};{note}")
        elif note:
            out.append(f"    name _{i} = {t.quote(local.name)};")
    for i, block in enumerate(body.blocks):
        out.append(f"    bb{i}{' (cleanup)' if block.cleanup else ''}: {{")
        for s in block.statements:
            out.append(f"        {statement_text(s)};{_where(s.info, spans)}")
        if block.terminator is not None:
            out.append(f"        {terminator_text(block.terminator)};{_where(block.terminator.info, spans)}")
        out.append("    }")
    out.append("}")
    return "\n".join(out)


def _where(info: object, spans: bool) -> str:
    if not spans:
        return ""
    from burrow.ir.nodes import Info
    from burrow.source.span import load_file
    assert isinstance(info, Info)
    if not info.span.path:
        return ""
    line, col = load_file(info.span.path).position(info.span.lo)
    return f"  // {line}:{col}" + (f" in {info.scope}" if info.scope else "")


def place_text(p: Place) -> str:
    """A place, as `(*_1).2`, `_3[_4]`, `(_1 as 2).0`."""
    s = f"_{p.local}"
    for e in p.proj:
        if e.kind == "deref":
            s = f"(*{s})"
        elif e.kind == "field":
            s = f"{s}.{e.a}"
        elif e.kind == "index":
            s = f"{s}[_{e.a}]"
        elif e.kind == "const_index":
            s = f"{s}[{'-' if e.from_end else ''}{e.a} of {e.b}]"
        elif e.kind == "subslice":
            s = f"{s}[{e.a}:{'-' if e.from_end else ''}{e.b}]"
        else:
            s = f"({s} as {e.a})"
    return s


def operand_text(o: Operand) -> str:
    """`copy P`, `move P` or `const V`."""
    if isinstance(o, Copy):
        return f"copy {place_text(o.place)}"
    if isinstance(o, Move):
        return f"move {place_text(o.place)}"
    return f"const {const_text(o)}"


def const_text(c: Const) -> str:
    """A constant with its type: `5_i64`, `"text"`, `fn f`, `&static s`, `zero T`."""
    v = c.value
    if v is None:
        return f"zero {c.ty}"
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, (int, float)):
        return f"{v!r}_{c.ty}"
    if isinstance(v, bytes):
        return f"b{t.quote(v.decode('latin-1')) if v.isascii() and v.isalnum() else _bytes(v)}: {c.ty}"
    if isinstance(v, FnRef):
        return f"fn {t.quote(v.symbol)}"
    if isinstance(v, StaticRef):
        return f"&static {t.quote(v.symbol)}{f'+{v.offset}' if v.offset else ''}: {c.ty}"
    if isinstance(v, Intrinsic):
        return f"intrinsic {t.quote(v.name)}<{', '.join(map(str, v.types))}>"
    return f"{{{v}}}: {c.ty}"


def _bytes(v: bytes) -> str:
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in v) + '"'


def rvalue_text(r: Rvalue) -> str:
    """The right-hand side of an assignment."""
    if isinstance(r, Use):
        return operand_text(r.operand)
    if isinstance(r, Ref):
        region = f"{r.region} " if r.region is not None else ""
        kind = {"shared": "", "mut": "mut ", "two_phase": "two_phase ", "unique": "unique ", "fake": "fake "}[r.kind]
        return f"&{region}{kind}{place_text(r.place)}"
    if isinstance(r, AddressOf):
        return f"&raw {'mut' if r.mutable else 'const'} {place_text(r.place)}"
    if isinstance(r, (Binary, Checked)):
        word = r.op + ("_checked" if isinstance(r, Checked) else "")
        return f"{word}({operand_text(r.left)}, {operand_text(r.right)})"
    if isinstance(r, Unary):
        return f"{r.op}({operand_text(r.operand)})"
    if isinstance(r, Cast):
        return f"{operand_text(r.operand)} as {r.ty} ({r.kind})"
    if isinstance(r, Aggregate):
        which = f" variant {r.variant}" if r.variant else ""
        which += f" active {r.active}" if r.active is not None else ""
        return f"{r.ty}{which} {{ {', '.join(map(operand_text, r.fields))} }}"
    if isinstance(r, Discriminant):
        return f"discriminant({place_text(r.place)})"
    if isinstance(r, Len):
        return f"len({place_text(r.place)})"
    if isinstance(r, Repeat):
        return f"[{operand_text(r.operand)}; {r.count}]"
    if isinstance(r, Alloc):
        n = f" x {operand_text(r.count)}" if r.count is not None else ""
        return f"alloc{'' if r.zero else '_raw'} {r.ty}{n} for {t.quote(r.site.kind)} {_bytes(r.site.text.encode())}"
    return f"{r.op}({r.ty})"


def statement_text(s: Statement) -> str:
    """One statement, without its semicolon."""
    if isinstance(s, Assign):
        return f"{place_text(s.place)} ={'[barrier]' if s.barrier else ''} {rvalue_text(s.rvalue)}"
    if isinstance(s, StorageLive):
        return f"StorageLive(_{s.local})"
    if isinstance(s, StorageDead):
        return f"StorageDead(_{s.local})"
    if isinstance(s, SetDiscriminant):
        return f"set_discriminant({place_text(s.place)}, {s.variant})"
    if isinstance(s, Free):
        n = f" x {operand_text(s.count)}" if s.count is not None else ""
        return f"free {operand_text(s.pointer)} of {s.ty}{n}"
    if isinstance(s, CopyMem):
        word = "memmove" if s.overlap else "memcpy"
        return (f"{word}{'[barrier]' if s.barrier else ''} {operand_text(s.dst)} from {operand_text(s.src)} of {s.ty} "
                f"x {operand_text(s.count)}")
    if isinstance(s, FakeRead):
        return f"FakeRead({s.cause}, {place_text(s.place)})"
    if isinstance(s, Ascribe):
        return f"Ascribe({place_text(s.place)}, {s.variance}, {s.ty})"
    assert isinstance(s, Nop)
    return "nop"


def _unwind(unwind: int | None) -> str:
    return "" if unwind is None else f" unwind bb{unwind}"


def terminator_text(x: Terminator) -> str:
    """One terminator, without its semicolon."""
    if isinstance(x, Goto):
        return f"goto bb{x.target}"
    if isinstance(x, Switch):
        cases = [f"{v}: bb{b}" for v, b in x.cases]
        if x.otherwise is not None:
            cases.append(f"otherwise: bb{x.otherwise}")
        return f"switch({operand_text(x.operand)}) [{', '.join(cases)}]"
    if isinstance(x, Drop):
        word = "drop_replace" if x.replace else "drop"
        return f"{word}({place_text(x.place)}) -> bb{x.target}{_unwind(x.unwind)}"
    if isinstance(x, Call):
        args = ", ".join(map(operand_text, x.args))
        to = f" -> bb{x.target}" if x.target is not None else " -> !"
        return f"{place_text(x.dest)} = call {operand_text(x.func)}({args}){to}{_unwind(x.unwind)}"
    if isinstance(x, Assert):
        args = "".join(f", {operand_text(a)}" for a in x.args)
        sign = "" if x.expected else "!"
        return f"assert({sign}{operand_text(x.cond)}, {x.kind}{args}) -> bb{x.target}{_unwind(x.unwind)}"
    if isinstance(x, FalseEdge):
        return f"false_edge bb{x.real} or bb{x.imaginary}"
    if isinstance(x, FalseUnwind):
        return f"false_unwind bb{x.real}{_unwind(x.unwind)}"
    return {Return: "return", Unreachable: "unreachable", Resume: "resume", Terminate: "terminate"}[type(x)]
