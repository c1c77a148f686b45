"""Selectors: `pkg.Name`, fields, methods, method expressions.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/call.go (selector), errsupport.go.
"""

from __future__ import annotations

from burrow.go import predicates, types
from burrow.go import syntax as s
from burrow.go.check.exprs import Exprs
from burrow.go.constants import UNKNOWN
from burrow.go.lookup import Found, is_interface_pointer, lookup
from burrow.go.printer import expr_string
from burrow.go.types import Func, Interface, PkgName, Pointer, Signature, Type, TypeParam, Var, is_exported
from burrow.go.universe import INVALID


class Selectors(Exprs):
    """`x.f`."""

    def selector(self, e: s.Selector, want_type: bool) -> None:
        """Resolve a selector; `want_type`: only a type will do."""
        e.mode, e.type, e.const = 0, INVALID, None
        x = e.x
        if isinstance(x, s.Ident):
            scope = self.scope.lookup(x.name)
            if scope.__class__ is PkgName:
                self._qualified(e, x, scope)
                return
        if not self.expr_or_type(x):
            return
        if x.mode == s.BUILTIN:
            self.error(e.pos, f"invalid use of {self.operand(x)} in selector expression")
            return
        if want_type:
            self.error(e.sel, f"{expr_string(e)} is not a type")
            return
        name = e.sel.name
        t = x.type
        if not self.complete(t):
            return
        found = lookup(t, self.pkg, name, x.mode == s.VAR)
        obj = found.obj
        if obj is None:
            self._not_found(e, found)
            return
        e.sel.obj = obj
        if isinstance(obj, Var):
            if x.mode == s.TYPE:
                self.error(x, f"operand for field selector {name} must be value of type {self.ts(t)}")
                return
            e.selection = s.Selection(s.FIELD, t, obj, found.path, found.indirect)
            e.mode = s.VAR if x.mode == s.VAR or found.indirect else s.VALUE
            e.type = e.sel.type = obj.type
            e.sel.mode, e.sel.const = e.mode, None
            return
        self._method(e, obj, found)

    def _method(self, e: s.Selector, f: Func, found: Found) -> None:
        x = e.x
        t = x.type
        if f.type is None:
            self.complete_method(f)
        decl = f.origin or f
        if self.decl is not None and decl in self.decls:
            self.decl.deps[decl] = None
        sig = f.signature
        e.mode = s.VALUE
        if x.mode == s.TYPE:
            e.selection = s.Selection(s.METHOD_EXPR, t, f, found.path, found.indirect)
            name = ""
            if sig.params and sig.params[0].name:
                name = (sig.recv.name if sig.recv is not None else "") or "_"
            recv = Var(name, t, self.pkg, f.pos, types.PARAM)
            e.type = Signature([recv, *sig.params], sig.results, sig.variadic, None, sig.tparams)
        else:
            reached = t
            for i in found.path:
                u = reached.underlying
                if isinstance(u, Pointer):
                    u = u.elem.underlying
                reached = u.fields[i].type  # type: ignore[attr-defined]
            concrete = f.recv_named is not None
            pointer = reached.__class__ is Pointer
            kind = s.METHOD if concrete else s.INTERFACE_METHOD
            addr = concrete and f.recv_ptr and not pointer
            e.selection = s.Selection(
                kind, t, f, found.path, found.indirect, addr, concrete and not f.recv_ptr and pointer
            )
            if addr:
                if found.path:
                    self._mark_embedded(e, found)
                else:
                    self.mark_address(s.unparen(x))
            e.type = sig
        e.sel.mode, e.sel.type, e.sel.const = s.VALUE, e.type, None

    def _mark_embedded(self, e: s.Selector, found: Found) -> None:
        """The address of a field embedded in a variable is taken, unless a pointer leads there."""
        if not found.indirect:
            self.mark_address(s.unparen(e.x))

    def lacking(self, at: s.Node, pkg: types.Package | None, name: str) -> None:
        """What the real library has and this one does not is no error of the program."""
        if pkg is not None and pkg.std:
            from burrow.go.api import has_name
            from burrow.source import Unsupported

            if has_name(pkg.path, name):
                raise Unsupported(s.span(at.pos), f"{pkg.path}.{name}")

    def _qualified(self, e: s.Selector, x: s.Ident, name: PkgName) -> None:
        x.obj = name
        x.mode, x.type, x.const = s.PACKAGE, INVALID, None
        name.used = True
        pkg = name.imported
        sel = e.sel
        obj = pkg.scope.names.get(sel.name)
        if obj is None:
            if pkg.path == "C" or pkg.fake:
                return
            others = [o for n, o in pkg.scope.names.items() if n.lower() == sel.name.lower() and is_exported(n)]
            hint = f" (but have {others[0].name})" if others else ""
            self.lacking(sel, pkg, sel.name)
            self.error(sel, f"undefined: {expr_string(e)}{hint}")
            return
        if not is_exported(sel.name):
            self.error(sel, f"name {sel.name} not exported by package {pkg.name}")
        sel.obj = obj
        cls = obj.__class__
        if cls is types.Func:
            e.mode = s.VALUE
        elif cls is types.TypeName:
            e.mode = s.TYPE
        elif cls is types.Var:
            e.mode = s.VAR
        elif cls is types.Const:
            e.mode = s.CONST
            value = obj.value  # type: ignore[attr-defined]
            e.const = UNKNOWN if value is None else value
        elif cls is types.Builtin:
            e.mode = s.BUILTIN
        e.type = obj.type
        sel.mode, sel.type, sel.const = e.mode, e.type, e.const

    def complete(self, t: Type) -> bool:
        """Whether the type's declaration is done (as far as what is needed of it); reports a cycle."""
        if isinstance(t, Pointer):
            t = t.elem
        if isinstance(t, types.Named) and t._under is None and t.origin is t:
            if t.obj in self.path:
                self.cycle_error(self.path[self.path.index(t.obj) :])
                return False
        return True

    def _not_found(self, e: s.Selector, found: Found) -> None:
        x = e.x
        t = x.type
        name = e.sel.name
        if t.underlying is INVALID:
            return
        if isinstance(t, Pointer) and t.elem.underlying is INVALID:
            return
        if found.path:
            self.error(e.sel, f"ambiguous selector {expr_string(x)}.{name}")
            return
        if found.indirect:
            if x.mode == s.TYPE:
                shown = self.ts(t)
                self.error(
                    e.sel, f"invalid method expression {shown}.{name} (needs pointer receiver (*{shown}).{name})"
                )
            else:
                self.error(e.sel, f"cannot call pointer method {name} on {self.ts(t)}")
            return
        if is_interface_pointer(t):
            why = self.interface_pointer_error(t)
        else:
            base = t.elem if isinstance(t, Pointer) else t
            if isinstance(base, types.Named):
                self.lacking(e.sel, base.obj.pkg, f"{base.obj.name}.{name}")
            other = lookup(t, self.pkg, name, x.mode == s.VAR, fold=True).obj
            why = self.lookup_error(t, name, other, False)
        self.error(e.sel, f"{expr_string(x)}.{name} undefined ({why})")

    def lookup_error(self, t: Type, name: str, other: Var | Func | None, literal: bool) -> str:
        """Why a field or method is not there, with one of a similar name where there is one."""
        kind = "missing"
        alt = ""
        if other is not None:
            alt = other.name
            if self.own(other):
                kind = "misspelled"
            elif is_exported(name):
                if is_exported(alt):
                    kind = "misspelled"
                elif name[1:] == alt[1:]:
                    kind = "unexported"
            elif is_exported(alt):
                if name[1:] == alt[1:]:
                    kind = "misspelled"
            elif name == alt:
                kind = "inaccessible"
        shown = self.ts(t)
        if literal:
            if kind == "inaccessible":
                return f"cannot refer to unexported field {alt} in struct literal of type {shown}"
            text = f"unknown field {name} in struct literal of type {shown}"
            if kind == "missing":
                return text
            return f"{text}, but does have {'unexported ' if kind == 'unexported' else ''}{alt}"
        what = "field" if isinstance(other, Var) else "method"
        if kind == "inaccessible":
            return f"cannot refer to unexported {what} {alt}"
        text = f"type {shown} has no field or method {name}"
        if kind == "missing":
            return text
        return f"{text}, but does have {'unexported ' if kind == 'unexported' else ''}{what} {alt}"

    def cycle_error(self, cycle: list[types.Object]) -> None:
        """Report a cycle of declarations (decls.py)."""
        raise NotImplementedError


__all__ = ["Interface", "Selectors", "TypeParam", "predicates"]
