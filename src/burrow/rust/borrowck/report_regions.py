"""Reports about named lifetimes: a universal region that would have to outlive another one, and type parameters that
would have to outlive a region.

In: the solved regions.  Out: diagnostics, or, in a closure, requirements for its creator.  The reference is
`rustc_borrowck::region_infer` (`check_universal_regions`, `best_blame_constraint`, `try_promote_type_test`) and
`diagnostics::region_errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.ir import nodes as ir
from burrow.rust import defs
from burrow.rust import types as ty
from burrow.rust.borrowck.regions import Constraint, Regions
from burrow.rust.borrowck.typeck import Requirements, TypeCheck
from burrow.rust.borrowck.universal import Universal
from burrow.rust.show import show
from burrow.source import Diagnostic, Label, Level, Span

if TYPE_CHECKING:
    from burrow.rust.borrowck.report import Reporter

INTEREST = {
    "Return": 0,
    "Yield": 2,
    "UseAsConst": 2,
    "UseAsStatic": 2,
    "TypeAnnotation": 2,
    "Cast": 2,
    "CallArgument": 2,
    "CopyBound": 2,
    "SizedBound": 2,
    "Assignment": 2,
    "Usage": 2,
    "ClosureUpvar": 2,
    "Predicate": 4,
    "OpaqueType": 4,
    "Boring": 5,
    "BoringNoLocation": 6,
    "Internal": 7,
}


def _interest(c: Constraint) -> int:
    if c.category == "TypeAnnotation" and c.what == "generic":
        return 3
    return INTEREST.get(c.category, 5)


def blame(regions: Regions, path: list[Constraint], source: bool) -> Constraint:
    """The constraint of the path that a report points at."""
    best = 0
    order = range(len(path) - 1, -1, -1) if source else range(len(path))
    least = 99
    for i in order:
        n = _interest(path[i])
        if n < least:
            least, best = n, i
    return path[best]


class RegionReports:
    """Checks the universal regions of one body."""

    def __init__(self, check: TypeCheck, universal: Universal, reporter: Reporter) -> None:
        self.check = check
        self.universal = universal
        self.regions = check.regions
        self.reporter = reporter
        self.body = check.body
        self.needs = Requirements(universal=universal)
        self.labelled: dict[int, str] = {}

    def run(self) -> Requirements:
        n = self.regions.universals
        for fr in range(n - 1):
            self._check(fr)
        self._placeholders()
        self._type_tests()
        return self.needs

    def _check(self, fr: int) -> None:
        """The region's value holds only ends that it is known to outlive."""
        n = self.regions.universals
        mask = (1 << n) - 1
        ends = (self.regions.value(fr) >> self.regions.points) & mask
        missing = ends & ~self.universal.known[fr]
        if fr == 0:
            return
        reported = False
        while missing:
            low = missing & -missing
            missing ^= low
            shorter = low.bit_length() - 1
            if self._propagate(fr, shorter):
                continue
            if not reported:
                self._report(fr, shorter)
                reported = True

    def _propagate(self, longer: int, shorter: int) -> bool:
        """In a closure: ask the creator that `longer: shorter`."""
        if self.universal.closure is None:
            return False
        fr_minus = self._external_below(longer)
        if fr_minus is None:
            return False
        plus = self._externals_above(shorter)
        if not plus:
            return False
        path = self.regions.path(longer, lambda r: r == shorter)
        c = blame(self.regions, path, True) if path else None
        for p in plus:
            self.needs.outlives.append(
                (fr_minus, p, c.category if c is not None else "Boring", c.span if c is not None else self.body.span)
            )
        return True

    def _external(self, r: int) -> bool:
        return r == 0 or self.regions.infos[r].external

    def _external_below(self, r: int) -> int | None:
        """An external region that `r` outlives."""
        if self._external(r):
            return r
        for x in range(self.regions.universals - 1):
            if self._external(x) and self.universal.outlives(r, x) and x != 0:
                return x
        return None

    def _externals_above(self, r: int) -> list[int]:
        """External regions that outlive `r`, the shortest known."""
        if self._external(r):
            return [r]
        out = [x for x in range(1, self.regions.universals - 1) if self._external(x) and self.universal.outlives(x, r)]
        return out[:1] or [0]

    # ---- reports

    def _report(self, longer: int, shorter: int) -> None:
        """`longer` would have to outlive `shorter`."""
        path = self.regions.path(longer, lambda r: r == shorter)
        if not path:
            return
        c = blame(self.regions, path, True)
        if self._explicit(c, longer, shorter):
            return
        leaves = self._local(longer) and not self._local(shorter)
        if c.category == "Return" and leaves and self._is_fnmut_env(longer):
            self._fnmut_escape(c, longer)
        elif not (c.category in ("Assignment", "CallArgument") and leaves and self._escapes(c, longer, shorter)):
            self._general(c, longer, shorter)

    def _local(self, r: int) -> bool:
        """Whether the region is a parameter of the closure itself (or of the function), not of what is around it."""
        return not self.regions.infos[r].external and r != 0

    def _is_fnmut_env(self, r: int) -> bool:
        owner = self.body.data.owner
        return self.regions.infos[r].name == "'{env}" and owner.closure_kind == "FnMut"

    def _fnmut_escape(self, c: Constraint, fr: int) -> None:
        d = Diagnostic.error(c.span, "captured variable cannot escape `FnMut` closure body")
        d.labels[0].text = "returns a reference to a captured variable which escapes the closure body"
        d.note("`FnMut` closures only have access to their captured variables while they are executing...")
        d.note("...therefore, they cannot allow references to captured variables to escape")
        self.reporter.add(d)

    def _variable_of(self, r: int) -> tuple[str, Span] | None:
        """The argument or captured variable whose type holds region `r`: its name and place."""
        info = self.body.data
        for i in range(1, self.body.params + 1):
            local = self.check.locals[i]
            if self._holds(local.ty, r) and local.data.var is not None:
                return local.data.var.name, local.data.var.span
        if self.universal.closure is not None:
            for n, u in enumerate(self.universal.closure.upvars):
                if self._holds(u, r):
                    capture = info.captures[n]
                    return capture.var.name, capture.var.span
        return None

    def _argument_of(self, r: int) -> int | None:
        for i in range(1, self.body.params + 1):
            if self._holds(self.check.locals[i].ty, r):
                return i
        return None

    @staticmethod
    def _holds(t: Any, r: int) -> bool:
        if r == 0:
            return any(isinstance(x, ty.Region) and x.kind == "static" for x in ty.walk(t))
        return any(isinstance(x, ty.Region) and x.kind == "var" and x.index == r for x in ty.walk(t))

    def _escapes(self, c: Constraint, longer: int, shorter: int) -> bool:
        """E0521: borrowed data goes to something that outlives the body's own arguments."""
        closure = self.universal.closure is not None
        fr_var = self._variable_of(longer)
        out_var = self._variable_of(shorter)
        owner = self.body.data.owner
        where = self._body_name()[1]
        if fr_var is None and out_var is None:
            return False
        if not isinstance(owner, (defs.FnDef, defs.ClosureDef)) or (c.category == "Assignment" and not closure):
            return False
        d = Diagnostic.error(c.span, f"borrowed data escapes outside of {where}", code="E0521")
        d.labels = []
        if out_var is not None and closure:
            d.labels.append(Label(out_var[1], f"`{out_var[0]}` declared here, outside of the {where} body"))
        if fr_var is not None:
            d.labels.append(Label(fr_var[1], f"`{fr_var[0]}` is a reference that is only valid in the {where} body"))
            d.labels.insert(0, Label(c.span, f"`{fr_var[0]}` escapes the {where} body here", primary=True))
        if not any(x.primary for x in d.labels):
            d.labels.insert(0, Label(c.span, "", primary=True))
        if not closure:
            text = self._name(longer, d)
            d.labels.append(Label(c.span, f"argument requires that `{text}` must outlive `{self._name(shorter, d)}`"))
        self.reporter.add(d)
        return True

    def _body_name(self) -> tuple[str, str]:
        owner = self.body.data.owner
        if isinstance(owner, defs.ClosureDef):
            return "closure", "closure"
        if isinstance(owner, defs.FnDef):
            kind = (
                "method" if owner.has_self else ("associated function" if owner.container is not None else "function")
            )
            return owner.name, kind
        return "constant", "constant"

    def _anonymous(self, r: int) -> bool:
        name = self.regions.infos[r].name
        return r != 0 and (name is None or name.startswith(("'_", "'{")))

    def _general(self, c: Constraint, longer: int, shorter: int) -> None:
        """"lifetime may not live long enough"."""
        d = Diagnostic.error(c.span, "lifetime may not live long enough")
        a, b = self._name(longer, d), self._name(shorter, d)
        if c.category == "Return":
            kind = self._body_name()[1]
            d.labels[
                0
            ].text = (
                f"{kind} was supposed to return data with lifetime `{b}` but it is returning data with lifetime `{a}`"
            )
        else:
            lead = {
                "CallArgument": "argument ",
                "TypeAnnotation": "type annotation ",
                "Assignment": "assignment ",
                "Cast": "cast ",
                "UseAsConst": "using this value as a constant ",
                "UseAsStatic": "using this value as a static ",
                "ClosureUpvar": "closure capture ",
                "Usage": "this usage ",
                "OpaqueType": "opaque type ",
            }.get(c.category, "")
            d.labels[0].text = f"{lead}requires that `{a}` must outlive `{b}`"
        if not self._anonymous(longer) and not self._anonymous(shorter) and longer != 0:
            if shorter == 0:
                d.help(f"consider replacing `{a}` with `'static`")
            else:
                d.help(f"consider adding the following bound: `{a}: {b}`")
        self.reporter.add(d)

    def _explicit(self, c: Constraint, longer: int, shorter: int) -> bool:
        """E0621: an anonymous lifetime in a parameter's type meets a named one (rustc's `NamedAnonConflict`)."""
        owner = self.body.data.owner
        if not isinstance(owner, defs.FnDef):
            return False
        if self._anonymous(longer) and not self._anonymous(shorter):
            anonymous, named = longer, shorter
        elif self._anonymous(shorter) and not self._anonymous(longer):
            anonymous, named = shorter, longer
        else:
            return False
        arg = self._argument_of(anonymous)
        in_trait_impl = isinstance(owner.container, defs.ImplDef) and owner.container.trait_ref is not None
        if named in (0, self.regions.universals - 1) or arg is None or in_trait_impl:
            return False
        if self._holds(self.universal.output, anonymous):
            return False
        local = self.check.locals[arg]
        if arg == 1 and owner.has_self:
            return False
        param = local.data.param
        if param is None:
            return False
        longer, shorter = anonymous, named
        name = self.regions.infos[shorter].name or "'static"
        new = self._replace(local.ty, longer, name)
        var = local.data.var
        what = f"the type of `{var.name}`" if var is not None else "parameter type"
        d = Diagnostic.error(c.span, f"explicit lifetime required in {what}", f"lifetime `{name}` required", "E0621")
        d.children.append(
            Diagnostic(
                Level.HELP,
                f"add explicit lifetime `{name}` to the type of `{var.name}`"
                if var is not None
                else f"add explicit lifetime `{name}` to type",
                [],
            )
        )
        del new
        self.reporter.add(d)
        return True

    def _replace(self, t: ty.Ty, r: int, name: str) -> str:
        named = ty.fold(
            t,
            lambda x, d: (
                ty.Region("early", 0, name) if isinstance(x, ty.Region) and x.kind == "var" and x.index == r else None
            ),
            ty.HAS_REGION,
        )
        return show(named)

    def _name(self, r: int, d: Diagnostic) -> str:
        """The region's name in a report; anonymous ones get a number and a label."""
        if r == 0:
            return "'static"
        info = self.regions.infos[r]
        if not self._anonymous(r):
            span = self.reporter._region_span(r)
            if span is not None and all(x.text != f"lifetime `{info.name}` defined here" for x in d.labels):
                d.labels.append(Label(span, f"lifetime `{info.name}` defined here"))
            return info.name or "'_"
        name = f"'{1 + sum(1 for x in d.labels if 'call the lifetime' in x.text or 'has type' in x.text)}"
        i = self._argument_of(r)
        if i is not None:
            local = self.check.locals[i]
            param = local.data.param
            if param is not None:
                span = param.ty_span
                t = local.ty
                if isinstance(t, ty.Ref) and t.region.kind == "var" and t.region.index == r:
                    at = param.span if param.self_kind else Span(span.path, span.lo, span.lo + 1)
                    if param.self_kind:
                        at = Span(at.path, at.lo, at.lo + len(param.self_kind))
                    d.labels.append(Label(at, f"let's call the lifetime of this reference `{name}`"))
                else:
                    var = local.data.var
                    d.labels.append(Label(var.span if var is not None else span, f"has type `{show(t)}`"))
        return name

    def _placeholders(self) -> None:
        """A `for<'a>` that does not hold for every 'a."""
        regions = self.regions
        for n, info in enumerate(regions.infos):
            if not info.placeholder:
                continue
            ends = [e for e in regions.ends_of(n) if e != n]
            holders = [r for r in range(regions.universals) if r and regions.contains_end(r, n)]
            bad = ends or holders
            if not bad:
                continue
            path = (
                regions.path(n, lambda r, e=(ends or [n])[0]: r == e)
                if ends
                else regions.path(holders[0], lambda r, n=n: r == n)
            )
            span = path[0].span if path else self.body.span
            if path:
                span = blame(regions, path, False).span
            key = ("placeholder", span)
            if key in self.reporter.explained:
                continue
            self.reporter.explained.add(key)
            self.reporter.add(
                Diagnostic.error(span, "implementation is not general enough", "implementation is not general enough")
            )

    # ---- type tests

    def _type_tests(self) -> None:
        seen: set[Any] = set()
        for t in self.regions.tests:
            ends = [u for u in self.regions.ends_of(t.lower) if u < self.regions.universals]
            # a region with no universal end is inside the body, which every parameter outlives
            for u in ends:
                if u == self.regions.universals - 1 or self._type_outlives(t.what, u):
                    continue
                if self.universal.closure is not None:
                    for x in self._externals_above(u):
                        self.needs.tests.append((ty.erase_regions(t.what), x, t.span))
                    continue
                key = (t.what, t.span)
                if key in seen:
                    continue
                seen.add(key)
                self._type_error(t.what, u, t.span)
                break

    def _type_outlives(self, what: ty.Ty, u: int) -> bool:
        """Whether `what` is known to outlive universal `u`: through a region that was found to hold
        `u`, too (where that is wrong, it is reported elsewhere)."""
        for t, r in self.universal.param_bounds:
            if ty.erase_regions(t) is ty.erase_regions(what) and self._region_outlives(r, u):
                return True
        if isinstance(what, ty.Alias) and what.kind == "proj":
            inside = [x for a in what.args for x in ty.walk(a)]
            regions = [x for x in inside if isinstance(x, ty.Region) and x.kind in ("var", "static")]
            params = [x for x in inside if isinstance(x, ty.Param)]
            if all(self._region_outlives(self.regions.number(r), u) for r in regions) and all(
                self._type_outlives(p, u) for p in params
            ):
                return True
            for p in what.def_.bounds:  # what the trait says of its associated type
                if isinstance(p, ty.OutlivesPred) and not p.bound and isinstance(p.what, ty.Alias):
                    r = ty.subst(p.region, what.args)
                    if p.what.def_ is what.def_ and r.kind in ("var", "static") and self._region_outlives(
                        self.regions.number(r), u
                    ):
                        return True
        return False

    def _region_outlives(self, r: int, u: int) -> bool:
        n = self.regions.universals
        return any(v < n and self.universal.outlives(v, u) for v in self.regions.ends_of(r))

    def _type_error(self, what: ty.Ty, u: int, span: Span) -> None:
        kind = "parameter type" if isinstance(what, ty.Param) else "associated type"
        text = show(what)
        if u == 0:
            d = Diagnostic.error(
                span,
                f"the {kind} `{text}` may not live long enough",
                f"the {kind} `{text}` must be valid for the static lifetime...",
                "E0310",
            )
            d.labels.append(
                Label(span, f"...so that the type `{text}` will meet its required lifetime bounds", primary=True)
            )
        else:
            name = self.regions.infos[u].name or "'_"
            d = Diagnostic.error(
                span,
                f"the {kind} `{text}` may not live long enough",
                f"...so that the type `{text}` will meet its required lifetime bounds",
                "E0309",
            )
            at = self.reporter._region_span(u)
            if at is not None:
                d.labels.append(
                    Label(at, f"the {kind} `{text}` must be valid for the lifetime `{name}` as defined here...")
                )
        self.reporter.add(d)


_ = ir
