"""Reports about changing what is not mutable: E0384, E0594, E0596.

The reference is `rustc_borrowck::diagnostics::mutability_errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.ir import nodes as ir
from burrow.rust import defs, thir
from burrow.rust import types as ty
from burrow.rust.borrowck.describe import Describe, capture_name
from burrow.rust.borrowck.moves import Init
from burrow.rust.build.builder import BodyInfo, LocalInfo
from burrow.rust.show import show
from burrow.source import Diagnostic, Label, Level, Span, Suggestion, load_file

if TYPE_CHECKING:
    from burrow.rust.borrowck.access import Checker


class MutabilityReports:
    """Part of `report.Reporter`."""

    body: ir.Body
    info: BodyInfo
    types: Any
    describe: Describe
    explained: set[Any]
    out: list[tuple[Span, Diagnostic]]
    immutable: dict[int, Diagnostic]

    def add(self, d: Diagnostic) -> None: ...
    def closure_use(self, point: tuple[int, int], place: ir.Place) -> Any: ...
    def item(self, point: tuple[int, int]) -> Any: ...
    def point_span(self, point: tuple[int, int]) -> Span:
        raise NotImplementedError

    def reassignment(self, c: Checker, place: ir.Place, span: Span, init: Init) -> None:
        """E0384."""
        local: LocalInfo = self.body.locals[place.local].data
        name = self.describe.any(place)
        if init.point is None:
            d = Diagnostic.error(
                span, f"cannot assign to immutable argument {name}", "cannot assign to immutable argument", "E0384"
            )
        else:
            d = Diagnostic.error(
                span,
                f"cannot assign twice to immutable variable {name}",
                "cannot assign twice to immutable variable",
                "E0384",
            )
            assigned = self.point_span(init.point)
            if assigned != span:
                if local.var is not None and local.match_span is not None and self._in_pattern(init):
                    d.labels.append(Label(local.var.span, f"first assignment to {name}"))
                else:
                    if local.var is not None:
                        simple = local.match_span is not None
                        at = local.var.span if simple else assigned
                        d.labels.append(Label(at, f"first assignment to {name}"))
        if local.var is not None:
            if init.point is not None and not self._in_let(local):
                pass
            d.children.append(
                Diagnostic(
                    Level.HELP,
                    "consider making this binding mutable",
                    suggestions=[Suggestion(Span(local.var.span.path, local.var.span.lo, local.var.span.lo), "mut ")],
                )
            )
        self.add(d)

    def _in_pattern(self, init: Init) -> bool:
        return init.point is not None and isinstance(self.item(init.point), ir.Assign)

    @staticmethod
    def _in_let(local: LocalInfo) -> bool:
        return local.match_span is not None

    def not_mutable(self, c: Checker, place: ir.Place, span: Span, error: ir.Place, what: str) -> None:
        """E0594 (assignment) and E0596 (borrow)."""
        name = self.describe.place(place)
        text = f"`{name}`" if name is not None else "value"
        act = "cannot assign" if what == "mutate" else "cannot borrow as mutable"
        reason, label_reason = "", ""
        capture = self._captured(error)
        item_desc = text
        base = ir.Place(error.local, error.proj[:-1]) if error.proj else error
        local: LocalInfo = self.body.locals[error.local].data
        if not error.proj:
            reason = (
                ", as it is not declared as mutable"
                if error == place
                else f", as `{self.describe.place(error)}` is not declared as mutable"
            )
        elif capture is not None and self.describe.upvar(error) is not None:
            mine = self.info.captures[capture]
            if mine.mut is False and not self._fn_closure_blocks(error):
                reason = (
                    ", as it is not declared as mutable"
                    if error == place
                    else f", as `{capture_name(mine)}` is not declared as mutable"
                )
            else:
                reason = ", as `Fn` closures cannot mutate their captured variables"
        elif error.proj[-1].kind == "deref":
            if error.local == 1 and self.info.closure is not None and not base.proj:
                reason = self._closure_reason(text)
                if what != "mutate":
                    reason = ", as it is a captured variable in a `Fn` closure"
                else:
                    reason = ", as it is a captured variable in a `Fn` closure"
            elif local.kind == "guard" and not base.proj:
                reason = ", as it is immutable for the pattern guard"
            elif local.kind == "static" and not base.proj:
                reason = (
                    f", as `{local.def_.name}` is an immutable static item"
                    if place != error
                    else ", as it is an immutable static item"
                )
                if place == error:
                    item_desc = f"immutable static item `{local.def_.name}`"
                    reason = ""
            else:
                t = self.types.of(base)
                pointer = self._pointer(t)
                shown = self.describe.place(error) if error != place else None
                call = self._smart(base)
                if call is not None:
                    d = self._smart_pointer(place, span, what, call, text, act)
                    self.add(d)
                    return
                if self.describe.place(base) is not None or shown is not None:
                    reason = f", which is behind {pointer}" if what == "mutate" else f", as it is behind {pointer}"
                    if capture is not None or name is None:
                        reason = f", which is behind {pointer}" if what == "mutate" else f", as it is behind {pointer}"
                    named = self.describe.place(base)
                    if named is not None:
                        verb = "cannot be written to" if what == "mutate" else "cannot be borrowed as mutable"
                        cause = "so the data it refers to" if place.proj and place != error else "so it"
                        label_reason = (
                            f"`{named}` is {pointer}, {cause} {verb}"
                            if cause == "so the data it refers to"
                            else f"`{named}` is {pointer}, so it {verb}"
                        )
                elif name is None:
                    item_desc = "data in dereference" if False else "value"
                    reason = f", which is behind {pointer}" if what == "mutate" else f", as it is behind {pointer}"
                    label_reason = ""
        if what == "mutate":
            d = Diagnostic.error(span, f"cannot assign to {item_desc}{reason}", label_reason or act, "E0594")
            if label_reason and place != error:
                d.labels[0].text = label_reason
        else:
            use = self.closure_use(c.point, place)
            at = span
            inner = None
            if use is not None:
                at, inner = use[0].span, use[1].span
            d = Diagnostic.error(at, f"cannot borrow {item_desc} as mutable{reason}", label_reason or act, "E0596")
            if inner is not None:
                d.labels.append(Label(inner, f"mutable borrow occurs due to use of {text} in closure"))
        self._mut_helps(d, c, place, error, what)
        if not error.proj and what == "borrow" and self._merged(error.local, d):
            return
        self.add(d)

    def _merged(self, local: int, d: Diagnostic) -> bool:
        """Whether the borrow joins an earlier error of the same local, which then stands at the declaration."""
        first = self.immutable.setdefault(local, d)
        if first is d:
            return False
        declared = self.body.locals[local].span
        if not any(x.text == "not mutable" for x in first.labels):
            for x in first.labels:
                x.primary = False
            first.labels.insert(0, Label(declared, "not mutable", primary=True))
            self.out[:] = [(declared if x is first else span, x) for span, x in self.out]
        first.labels.append(Label(d.labels[0].span, d.labels[0].text))
        return True

    def _fn_closure_blocks(self, error: ir.Place) -> bool:
        return False

    def _closure_reason(self, text: str) -> str:
        return ", as `Fn` closures cannot mutate their captured variables"

    def _captured(self, place: ir.Place) -> int | None:
        for i in range(len(place.proj), 0, -1):
            n = self.describe.upvar(ir.Place(place.local, place.proj[:i]))
            if n is not None:
                return n
        return None

    @staticmethod
    def _pointer(t: ty.Ty) -> str:
        if isinstance(t, ty.Ref):
            return "a `&` reference" if not t.mut else "a `&mut` reference"
        return "a `*const` pointer"

    def _smart(self, base: ir.Place) -> thir.Call | None:
        """The overloaded deref or index whose shared result is changed."""
        if base.proj or self.describe.is_user(base.local):
            return None
        for b in self.body.blocks:
            t = b.terminator
            if (
                isinstance(t, ir.Call)
                and t.dest == base
                and isinstance(t.data, thir.Call)
                and isinstance(t.data.fun.ty, ty.FnDef)
            ):
                return t.data if t.data.fun.ty.def_.name in ("deref", "index") and t.data.from_op else None
        return None

    def _smart_pointer(
        self, place: ir.Place, span: Span, what: str, call: thir.Call, text: str, act: str
    ) -> Diagnostic:
        t = call.args[0].ty
        inner = t.ty if isinstance(t, ty.Ref) else t
        assert isinstance(call.fun.ty, ty.FnDef)
        index = call.fun.ty.def_.name == "index"
        where = (
            "an index of"
            if index
            else {"Rc": "an", "Arc": "an"}.get(inner.def_.name if isinstance(inner, ty.Adt) else "", "dereference of")
        )
        named = f"`{inner.def_.name}`" if isinstance(inner, ty.Adt) and where == "an" else f"`{show(inner)}`"
        trait = "IndexMut" if index else "DerefMut"
        if what == "mutate":
            d = Diagnostic.error(span, f"cannot assign to data in {where} {named}", "cannot assign", "E0594")
        else:
            d = Diagnostic.error(
                span, f"cannot borrow data in {where} {named} as mutable", "cannot borrow as mutable", "E0596"
            )
        verb = "modify indexed content" if index else "modify through a dereference"
        d.help(f"trait `{trait}` is required to {verb}, but it is not implemented for `{show(inner)}`")
        return d

    def _mut_helps(self, d: Diagnostic, c: Checker, place: ir.Place, error: ir.Place, what: str) -> None:
        local: LocalInfo = self.body.locals[error.local].data
        if not error.proj and local.var is not None:
            if local.var.is_self:
                pass
            at = local.var.span
            d.children.append(
                Diagnostic(
                    Level.HELP,
                    "consider changing this to be mutable",
                    suggestions=[Suggestion(Span(at.path, at.lo, at.lo), "mut ")],
                )
            )
            return
        n = self.describe.upvar(error)
        if n is not None:
            at = self.info.captures[n].var.span
            d.children.append(
                Diagnostic(
                    Level.HELP,
                    "consider changing this to be mutable",
                    suggestions=[Suggestion(Span(at.path, at.lo, at.lo), "mut ")],
                )
            )
            return
        if error.proj and error.proj[-1].kind == "deref" and len(error.proj) == 1 and local.param is not None:
            span: Span = local.param.ty_span
            text = load_file(span.path).slice(span)
            if local.param.self_kind == "&self":
                text = load_file(span.path).slice(local.param.span)
                d.children.append(
                    Diagnostic(
                        Level.HELP,
                        "consider changing this to be a mutable reference",
                        suggestions=[Suggestion(local.param.span, "&mut self")],
                    )
                )
            elif text.startswith("&"):
                word = text.split(None, 1)[0] if text.startswith("&'") else "&"
                at = Span(span.path, span.lo + len(word.encode()), span.lo + len(word.encode()))
                d.children.append(
                    Diagnostic(
                        Level.HELP,
                        "consider changing this to be a mutable reference",
                        suggestions=[Suggestion(at, " mut" if word != "&" else "mut ")],
                    )
                )


_ = defs
