"""Lowering of patterns: `match`, `if let`, `let`, parameters.

A match becomes a list of candidates (one for each alternative of each arm, in order), each a list of tests that are
still to do.  The first candidate's first test is performed, candidates that the test tells apart are sorted into its
outcomes, the others stay for later: no test is done twice on a path, and no candidate overtakes an earlier one.  For
the borrow checker each candidate has false edges to the next one, and the places that a guarded match looks at are
held by fake borrows while a guard runs; bindings are made twice, once by reference for the guard and once for the
arm.

The reference is `rustc_mir_build::builder::matches`.  What differs: or-patterns are expanded into candidates of their
own at once (rustc does it when it comes to them and merges those that bind nothing). """

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from burrow.ir import nodes as ir
from burrow.rust import thir
from burrow.rust import types as ty
from burrow.rust.build.builder import Builder, LocalInfo, PlaceBuilder
from burrow.rust.build.expr import condition, discriminant_ty, has_let, into, place_builder, terminating
from burrow.rust.build.scope import Scope, end_point
from burrow.source import Span, Unsupported

MAX_CANDIDATES = 4096


@dataclass(slots=True)
class Binding:
    """`var` is bound to `source` by `mode` (move, ref, ref mut)."""

    var: thir.Var
    source: PlaceBuilder
    mode: str
    span: Span


@dataclass(slots=True)
class Ascription:
    """`place` has the type that a path in the pattern spells out."""

    place: PlaceBuilder
    ty: ty.Ty
    span: Span


@dataclass(slots=True)
class Test:
    """What must hold of `place`: `kind` variant, const, range, len; `subs` come after it.  `value` by kind: the
    variant's number, the constant, (lo, hi, inclusive), (count, exact)."""

    place: PlaceBuilder
    ty: ty.Ty
    kind: str
    value: Any
    subs: list[Test]
    span: Span


@dataclass(slots=True, eq=False)
class Candidate:
    """One way for an arm to match."""

    tests: list[Test]
    bindings: list[Binding]
    ascriptions: list[Ascription]
    arm: int
    guarded: bool
    span: Span
    start: int | None = None  # where a false edge to this candidate leads
    success: int | None = None  # reached when every test holds
    otherwise: int | None = None  # where a failing guard goes


Found = list[Binding | Ascription]


# ---- bindings -------------------------------------------------------------------------------------------------------


def bindings(pat: thir.Pat) -> list[thir.Var]:
    """The variables of a pattern, each once, in order."""
    return list(dict.fromkeys(_bindings(pat)))


def _bindings(pat: thir.Pat) -> Iterator[thir.Var]:
    if isinstance(pat, thir.PBind):
        yield pat.var
        if pat.sub is not None:
            yield from _bindings(pat.sub)
    elif isinstance(pat, (thir.PVariant, thir.PLeaf)):
        for _, p in pat.fields:
            yield from _bindings(p)
    elif isinstance(pat, thir.PDeref):
        yield from _bindings(pat.sub)
    elif isinstance(pat, thir.PSlice):
        for p in pat.prefix:
            yield from _bindings(p)
        if pat.rest is not None:
            yield from _bindings(pat.rest)
        for p in pat.suffix:
            yield from _bindings(p)
    elif isinstance(pat, thir.POr):
        for p in pat.pats:
            yield from _bindings(p)


def declare_bindings(b: Builder, pat: thir.Pat, scope: Scope | None, info: LocalInfo) -> None:
    """Make locals for the pattern's variables, which live in `scope`."""
    for var in bindings(pat):
        b.declare(
            var,
            scope,
            LocalInfo(
                "user",
                pat_span=info.pat_span,
                match_span=info.match_span,
                user_ty=info.user_ty,
                match_place=info.match_place,
                param=info.param,
            ),
        )


# ---- from patterns to candidates ------------------------------------------------------------------------------------


def _expand(pat: thir.Pat) -> list[thir.Pat]:
    """The or-free patterns that `pat` stands for, in the order they are tried."""
    if isinstance(pat, thir.POr):
        return [q for p in pat.pats for q in _expand(p)]
    if isinstance(pat, thir.PBind) and pat.sub is not None:
        subs = _expand(pat.sub)
        if len(subs) == 1 and subs[0] is pat.sub:
            return [pat]
        return [thir.PBind(pat.ty, pat.span, pat.var, pat.mode, s, pat.implicit) for s in subs]
    if isinstance(pat, thir.PDeref):
        subs = _expand(pat.sub)
        if len(subs) == 1 and subs[0] is pat.sub:
            return [pat]
        return [thir.PDeref(pat.ty, pat.span, s, pat.implicit) for s in subs]
    if isinstance(pat, (thir.PVariant, thir.PLeaf)):
        rows = _product([p for _, p in pat.fields], pat.span)
        if rows is None:
            return [pat]
        index = [i for i, _ in pat.fields]
        if isinstance(pat, thir.PLeaf):
            return [thir.PLeaf(pat.ty, pat.span, list(zip(index, r, strict=True)), pat.user_ty) for r in rows]
        return [
            thir.PVariant(
                pat.ty, pat.span, pat.adt, pat.args, pat.variant, list(zip(index, r, strict=True)), pat.user_ty
            )
            for r in rows
        ]
    if isinstance(pat, thir.PSlice):
        parts = [*pat.prefix, *([pat.rest] if pat.rest is not None else []), *pat.suffix]
        rows = _product(parts, pat.span)
        if rows is None:
            return [pat]
        n, k = len(pat.prefix), 1 if pat.rest is not None else 0
        return [thir.PSlice(pat.ty, pat.span, r[:n], r[n] if k else None, r[n + k :]) for r in rows]
    return [pat]


def _product(parts: list[thir.Pat], span: Span) -> list[list[thir.Pat]] | None:
    """All rows of alternatives, or None where no part has any."""
    options = [_expand(p) for p in parts]
    if all(len(o) == 1 and o[0] is p for o, p in zip(options, parts, strict=True)):
        return None
    rows: list[list[thir.Pat]] = [[]]
    for o in options:
        rows = [[*r, p] for r in rows for p in o]
        if len(rows) > MAX_CANDIDATES:
            raise Unsupported(span, "a pattern with so many combinations of alternatives")
    return rows


def _flatten(b: Builder, place: PlaceBuilder, pat: thir.Pat, tests: list[Test], out: Found) -> None:
    """The tests and bindings of an or-free pattern."""
    if isinstance(pat, thir.PWild):
        return
    if isinstance(pat, thir.PBind):
        if pat.sub is not None:
            _flatten(b, place, pat.sub, tests, out)
        out.append(Binding(pat.var, place, pat.mode, pat.span))
    elif isinstance(pat, thir.PDeref):
        _flatten(b, place.then(ir.DEREF), pat.sub, tests, out)
    elif isinstance(pat, thir.PLeaf):
        if pat.user_ty is not None:
            out.append(Ascription(place, pat.user_ty, pat.span))
        for i, p in pat.fields:
            _flatten(b, place.then(ir.field_(i)), p, tests, out)
    elif isinstance(pat, thir.PVariant):
        if pat.user_ty is not None:
            out.append(Ascription(place, pat.user_ty, pat.span))
        subs: list[Test] = []
        inner = place.then(ir.downcast(pat.variant))
        for i, p in pat.fields:
            _flatten(b, inner.then(ir.field_(i)), p, subs, out)
        t = pat.ty
        assert isinstance(t, ty.Adt)
        if _only_variant(b, t, pat.variant):
            tests += subs
        else:
            tests.append(Test(place, t, "variant", pat.variant, subs, pat.span))
    elif isinstance(pat, thir.PConst):
        tests.append(Test(place, pat.ty, "const", pat.value, [], pat.span))
    elif isinstance(pat, thir.PRange):
        tests.append(Test(place, pat.ty, "range", (pat.lo, pat.hi, pat.inclusive), [], pat.span))
    elif isinstance(pat, thir.PSlice):
        _flatten_slice(b, place, pat, tests, out)
    elif isinstance(pat, thir.PNever):
        return
    else:
        raise Unsupported(pat.span, "this pattern")


def _only_variant(b: Builder, t: ty.Adt, variant: int) -> bool:
    """Whether matching the variant needs no test: the others cannot exist."""
    return all(v.variant_index == variant or b.cx.variant_empty(t, v.variant_index) for v in t.def_.variants)


def _flatten_slice(b: Builder, place: PlaceBuilder, pat: thir.PSlice, tests: list[Test], out: Found) -> None:
    subs: list[Test] = []
    n, k = len(pat.prefix), len(pat.suffix)
    fixed = int(pat.ty.len.value) if isinstance(pat.ty, ty.Array) else None
    least = fixed if fixed is not None else n + k
    for i, p in enumerate(pat.prefix):
        _flatten(b, place.then(ir.const_index(i, least)), p, subs, out)
    if pat.rest is not None:
        rest = ir.subslice(n, fixed - k) if fixed is not None else ir.subslice(n, k, from_end=True)
        _flatten(b, place.then(rest), pat.rest, subs, out)
    for i, p in enumerate(pat.suffix):
        at = ir.const_index(fixed - k + i, least) if fixed is not None else ir.const_index(k - i, least, from_end=True)
        _flatten(b, place.then(at), p, subs, out)
    if fixed is not None or (pat.rest is not None and n + k == 0):
        tests += subs
    else:
        tests.append(Test(place, pat.ty, "len", (n + k, pat.rest is None), subs, pat.span))


def _candidates(b: Builder, place: PlaceBuilder, patterns: list[tuple[thir.Pat, bool]]) -> list[Candidate]:
    out: list[Candidate] = []
    for arm, (pat, guarded) in enumerate(patterns):
        for p in _expand(pat):
            found: Found = []
            c = Candidate([], [], [], arm, guarded, p.span)
            _flatten(b, place, p, c.tests, found)
            for x in found:
                if isinstance(x, Binding):
                    c.bindings.append(x)
                else:
                    c.ascriptions.append(x)
            out.append(c)
    return out


# ---- the decision tree ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tree:
    """A lowered match: its candidates, where no candidate matches, and the fake borrows for guards (place,
    temporary)."""

    candidates: list[Candidate]
    otherwise: int
    fakes: list[tuple[ir.Place, int]]


@dataclass(frozen=True, slots=True)
class Spans:
    """Where a match's own steps are: reading a discriminant is at the scrutinee, switching at the match's start."""

    scrutinee: Span
    start: Span


def _lower_tree(
    b: Builder, block: int, place: PlaceBuilder, spans: Spans, patterns: list[tuple[thir.Pat, bool]], refutable: bool
) -> Tree:
    candidates = _candidates(b, place, patterns)
    fakes = _fake_borrows(b, candidates, spans.scrutinee) if any(g for _, g in patterns) else []
    otherwise = _match(b, block, list(candidates), spans)
    next_start = otherwise if refutable else None
    for c in reversed(candidates):
        assert c.success is not None and c.start is not None
        if next_start is not None:
            before = c.success
            c.success = b.new_block()
            b.end(before, ir.FalseEdge(c.success, next_start, ir.Info(c.span)))
            if c.guarded:
                assert c.otherwise is not None
                fails = b.new_block()
                b.end(fails, ir.FalseEdge(c.otherwise, next_start, ir.Info(c.span)))
                c.otherwise = fails
        next_start = c.start
    return Tree(candidates, otherwise, fakes)


def _match(b: Builder, start: int, candidates: list[Candidate], spans: Spans) -> int:
    """Test the candidates in order from `start` on; where none matches."""
    while candidates:
        first = candidates[0]
        if first.start is None:
            first.start = start
        if not first.tests:
            first.success = start
            candidates = candidates[1:]
            start = b.new_block()
            if first.guarded:
                first.otherwise = start
            continue
        test = first.tests[0]
        branches: dict[Any, list[Candidate]] = {}
        values = _switch_values(test, candidates)
        n = 0
        for c in candidates:
            branch = _sort(test, c, values, branches)
            if branch is None:
                break
            branches.setdefault(branch, []).append(c)
            n += 1
        remaining = candidates[n:]
        rest = b.new_block()
        targets: dict[Any, int] = {}
        for branch, sorted_ in branches.items():
            target = targets[branch] = b.new_block()
            ends = _match(b, target, sorted_, spans)
            b.goto(ends, rest, spans.scrutinee)
        _perform(b, start, test, targets, rest, values, spans)
        start, candidates = rest, remaining
    return start


FAIL = "otherwise"


def _switch_values(test: Test, candidates: list[Candidate]) -> list[Any]:
    """The values that one switch on the test's place tells apart."""
    if not _is_switch(test):
        return []
    out: list[Any] = []
    for c in candidates:
        own = next((t for t in c.tests if t.place == test.place), None)
        if own is None or own.kind not in ("const", "range"):
            break
        if own.kind == "const" and own.value not in out:
            out.append(own.value)
    return out


def _is_switch(test: Test) -> bool:
    return test.kind == "const" and isinstance(test.ty, ty.Prim) and (test.ty.is_int or test.ty in (ty.BOOL, ty.CHAR))


def _in_range(value: Any, r: tuple[Any, Any, bool]) -> bool:
    lo, hi, inclusive = r
    return (lo is None or lo <= value) and (hi is None or value < hi or (inclusive and value == hi))


def _sort(test: Test, c: Candidate, values: list[Any], branches: dict[Any, list[Candidate]]) -> Any:
    """The outcome of `test` that `c` is compatible with, or None where it is with several; a test that the outcome
    decides is replaced by what comes after it."""
    at = next((i for i, t in enumerate(c.tests) if t.place == test.place), -1)
    if at < 0:
        return None
    own = c.tests[at]
    branch, done = _outcome(test, own, values, branches)
    if done:
        c.tests[at : at + 1] = own.subs
    return branch


def _outcome(test: Test, own: Test, values: list[Any], branches: dict[Any, list[Candidate]]) -> tuple[Any, bool]:
    if test.kind == "variant" and own.kind == "variant":
        return ("variant", own.value), True
    if _is_switch(test):
        if own.kind == "const" and own.value in values:
            # a range that was sorted into the failure branch must not be overtaken
            if any(
                t.place == test.place and t.kind == "range" and _in_range(own.value, t.value)
                for f in branches.get(FAIL, ())
                for t in f.tests
            ):
                return None, False
            return ("const", own.value), True
        if own.kind == "range" and not any(_in_range(v, own.value) for v in values):
            return FAIL, False
        return None, False
    if test.kind == "const" and own.kind == "const":
        return ("yes", True) if test.value == own.value else (FAIL, False)
    if test.kind == "range":
        if own.kind == "range":
            if own.value == test.value:
                return "yes", True
            return (FAIL, False) if _disjoint(test.value, own.value) else (None, False)
        if own.kind == "const" and not isinstance(own.value, (str, bytes)):
            return (None, False) if _in_range(own.value, test.value) else (FAIL, False)
    if test.kind == "len" and own.kind == "len":
        return _len_outcome(test.value, own.value)
    return None, False


def _disjoint(a: tuple[Any, Any, bool], c: tuple[Any, Any, bool]) -> bool:
    def below(x: tuple[Any, Any, bool], y: tuple[Any, Any, bool]) -> bool:
        if x[1] is None or y[0] is None:
            return False
        return bool(x[1] < y[0] or (x[1] == y[0] and not x[2]))

    return below(a, c) or below(c, a)


def _len_outcome(test: tuple[int, bool], own: tuple[int, bool]) -> tuple[Any, bool]:
    (n, exact), (m, own_exact) = test, own
    if exact:
        if n == m and own_exact:
            return "yes", True
        if n < m or (own_exact and n > m):
            return FAIL, False
        return None, False
    if n == m and not own_exact:
        return "yes", True
    if n < m or (n == m and own_exact):
        return "yes", False
    if own_exact:
        return FAIL, False
    return None, False


def _perform(
    b: Builder, block: int, test: Test, targets: dict[Any, int], rest: int, values: list[Any], spans: Spans
) -> None:
    """Test at the end of `block`, and go where the outcome leads (`rest`: nowhere else)."""
    place = b.place(test.place, test.span)
    span = test.span
    fail = targets.get(FAIL, rest)
    if test.kind == "variant":
        assert isinstance(test.ty, ty.Adt)
        d = b.temp(discriminant_ty(test.ty), span)
        b.assign(block, ir.Place(d), ir.Discriminant(place), spans.scrutinee)
        cases = [(test.ty.def_.variants[key[1]].discr, to) for key, to in targets.items() if key != FAIL]
        covered = {key[1] for key in targets if key != FAIL}
        all_ = all(
            v.variant_index in covered or b.cx.variant_empty(test.ty, v.variant_index) for v in test.ty.def_.variants
        )
        b.end(block, ir.Switch(ir.Move(ir.Place(d)), cases, None if all_ else fail, ir.Info(spans.start)))
    elif _is_switch(test):
        cases = [(int(key[1]), to) for key, to in targets.items() if key != FAIL]
        other: int | None = fail
        if test.ty is ty.BOOL and len(cases) == 2:
            other = None
        b.end(block, ir.Switch(ir.Copy(place), cases, other, ir.Info(spans.start)))
    elif test.kind == "const":
        _equal(b, block, test, place, targets.get("yes", rest), fail)
    elif test.kind == "range":
        lo, hi, inclusive = test.value
        yes = targets.get("yes", rest)
        if lo is not None:
            after = b.new_block() if hi is not None else yes
            _if(b, block, ir.Binary("le", ir.Const(lo, test.ty), ir.Copy(place)), after, fail, span)
            block = after
        if hi is not None:
            _if(
                b, block, ir.Binary("le" if inclusive else "lt", ir.Copy(place), ir.Const(hi, test.ty)), yes, fail, span
            )
    else:
        count, exact = test.value
        n = b.temp(ty.USIZE, span)
        b.assign(block, ir.Place(n), ir.Len(place), span)
        _if(
            b,
            block,
            ir.Binary("eq" if exact else "ge", ir.Move(ir.Place(n)), ir.Const(count, ty.USIZE)),
            targets.get("yes", rest),
            fail,
            span,
        )


def _if(b: Builder, block: int, rvalue: ir.Rvalue, yes: int, no: int, span: Span) -> None:
    t = b.temp(ty.BOOL, span)
    b.assign(block, ir.Place(t), rvalue, span)
    b.end(block, ir.Switch(ir.Move(ir.Place(t)), [(0, no)], yes, ir.Info(span)))


def _equal(b: Builder, block: int, test: Test, place: ir.Place, yes: int, no: int) -> None:
    """Compare with a constant that no switch can: floats by value, text and byte strings by the library's equality."""
    t = test.ty
    span = test.span
    if isinstance(t, (ty.Prim, ty.RawPtr)) and t is not ty.STR:
        _if(b, block, ir.Binary("eq", ir.Copy(place), ir.Const(test.value, t)), yes, no, span)
        return
    from burrow.rust import lang

    value: ir.Operand = ir.Copy(place)
    if isinstance(t, ty.Ref):
        inner: ty.Ty = t.ty
    else:
        inner = t
        r = b.temp(ty.Ref(ty.ERASED, t), span)
        b.assign(block, ir.Place(r), ir.Ref("shared", place), span)
        value = ir.Move(ir.Place(r))
    const_ty: ty.Ty = ty.Ref(ty.ERASED, inner)
    if isinstance(inner, ty.Array):  # bytes are compared as slices
        inner = ty.Slice(inner.ty)
        wide = ty.Ref(ty.ERASED, inner)
        w = b.temp(wide, span)
        b.assign(block, ir.Place(w), ir.Cast("unsize", value, wide), span)
        value, const_ty = ir.Move(ir.Place(w)), wide
    elif isinstance(inner, ty.Slice):
        const_ty = ty.Ref(ty.ERASED, inner)
    fn = lang.item(b.owner.crate, "eq").items["eq"]
    func = ir.Const(None, ty.FnDef(fn, (inner, inner)))
    other = b.temp(const_ty, span)
    b.assign(block, ir.Place(other), ir.Use(ir.Const(test.value, const_ty)), span)
    result = b.temp(ty.BOOL, span)
    after = b.new_block()
    b.end(block, ir.Call(func, [value, ir.Copy(ir.Place(other))], ir.Place(result), after, None, ir.Info(span)))
    b.may_unwind(block)
    b.end(after, ir.Switch(ir.Move(ir.Place(result)), [(0, no)], yes, ir.Info(span)))


def _fake_borrows(b: Builder, candidates: list[Candidate], span: Span) -> list[tuple[ir.Place, int]]:
    """The places that the tests look at, each with a temporary for the borrow that guards must respect."""
    places: dict[ir.Place, None] = {}

    def add(pb: PlaceBuilder, itself: bool = True) -> None:
        place = b.resolve(pb)
        if place is None:
            return
        if itself:
            places.setdefault(place)
        for i in range(len(place.proj) - 1, -1, -1):
            if place.proj[i].kind == "deref":
                places.setdefault(ir.Place(place.local, place.proj[:i]))

    def visit(tests: list[Test]) -> None:
        for t in tests:
            add(t.place)
            visit(t.subs)

    for c in candidates:
        visit(c.tests)
        for x in c.bindings:
            add(x.source, itself=False)
    out = []
    for place in places:
        t = b.new_local(ty.Ref(ty.ERASED, b.types.of(place)), span, LocalInfo("fake"))
        out.append((place, t))
    return out


# ---- binding --------------------------------------------------------------------------------------------------------


def _ascribe(b: Builder, block: int, c: Candidate) -> None:
    for x in c.ascriptions:
        place = b.resolve(x.place)
        if place is not None:
            b.push(block, ir.Ascribe(place, x.ty, "+", ir.Info(x.span)))


def _bind_for_body(b: Builder, block: int, binds: list[Binding], schedule: bool, storage: bool) -> None:
    for x in binds:
        local = b.storage_live(x.var, block, x.span, schedule) if storage else b.vars[x.var]
        if schedule:
            b.schedule_value(x.var)
        source = b.place(x.source, x.span)
        rvalue: ir.Rvalue = (
            ir.Use(b.consume(source))
            if x.mode == "move"
            else ir.Ref("mut" if x.mode == "ref mut" else "shared", source)
        )
        b.assign(block, ir.Place(local), rvalue, x.span)


def _bind_for_guard(
    b: Builder, block: int, binds: list[Binding], scope: Scope, schedule: bool, known: dict[thir.Var, int]
) -> None:
    for x in binds:
        guard = known.get(x.var)
        if guard is None:
            guard = known[x.var] = b.new_local(
                ty.Ref(ty.ERASED, x.var.ty), x.var.span, LocalInfo("guard", var=x.var), mutable=False
            )
        source = b.place(x.source, x.span)
        if x.mode != "move":
            local = b.storage_live(x.var, block, x.span, schedule)
            b.assign(block, ir.Place(local), ir.Ref("mut" if x.mode == "ref mut" else "shared", source), x.span)
            source = ir.Place(local)
        b.push(block, ir.StorageLive(guard, ir.Info(x.span)))
        if schedule:
            b.schedule(scope, guard, False)
        b.assign(block, ir.Place(guard), ir.Ref("shared", source), x.span)


# ---- entries --------------------------------------------------------------------------------------------------------


def match_into(b: Builder, dest: ir.Place, block: int, e: thir.Match) -> int:
    """Evaluate a `match` into `dest`."""
    block, place = place_builder(b, block, e.value)
    known = b.resolve(place)
    patterns = [(arm.pat, arm.guard is not None) for arm in e.arms]
    at = e.value.span
    tree = _lower_tree(b, block, place, Spans(at, Span(at.path, e.span.lo, at.hi)), patterns, refutable=False)
    if known is not None:  # an uninhabited scrutinee is read by nothing else
        b.push(tree.otherwise, ir.FakeRead("match", known, ir.Info(e.value.span)))
    b.end(tree.otherwise, ir.Unreachable(ir.Info(e.value.span)))
    join = b.new_block()
    depth = len(b.scopes)
    for n, arm in enumerate(e.arms):
        outer = b.temp_scope
        scope = b.open("arm", arm.span)
        b.temp_scope = scope
        declare_bindings(
            b, arm.pat, scope, LocalInfo("user", match_place=known, match_span=e.value.span, pat_span=arm.pat.span)
        )
        own = [c for c in tree.candidates if c.arm == n]
        end = _bind_arm(b, own, tree.fakes, e.value.span, arm, scope, depth)
        body = arm.body
        end = terminating(b, end, "arm body", body.span, lambda x, body=body: into(b, dest, x, body))  # type: ignore[misc]
        b.temp_scope = outer
        b.goto(b.close(scope, end), join, e.span)
    return join


def _bind_arm(
    b: Builder,
    own: list[Candidate],
    fakes: list[tuple[ir.Place, int]],
    span: Span,
    arm: thir.Arm,
    scope: Scope,
    depth: int,
) -> int:
    """Bind the arm's variables and test its guard for each of its candidates; where its body starts."""
    guards: dict[thir.Var, int] = {}
    ends = []
    for i, c in enumerate(own):
        last = i == len(own) - 1
        before = len(scope.drops)
        ends.append(_bind_candidate(b, c, fakes, span, arm, scope, depth, guards, last))
        if not last:
            del scope.drops[before:]
            scope.cached_unwind = None
    return _join(b, ends, arm.span)


def _join(b: Builder, ends: list[int], span: Span) -> int:
    if len(ends) == 1:
        return ends[0]
    join = b.new_block()
    for end in ends:
        b.goto(end, join, span)
    return join


def _bind_candidate(
    b: Builder,
    c: Candidate,
    fakes: list[tuple[ir.Place, int]],
    span: Span,
    arm: thir.Arm,
    scope: Scope,
    depth: int,
    guards: dict[thir.Var, int],
    last: bool,
) -> int:
    block = c.success
    assert block is not None
    _ascribe(b, block, c)
    if arm.guard is None:
        _bind_for_body(b, block, c.bindings, last, storage=True)
        return block
    guard = arm.guard
    _bind_for_guard(b, block, c.bindings, scope, True, guards)
    for place, temp in fakes:
        b.assign(block, ir.Place(temp), ir.Ref("fake", place), span)
    start = block
    b.guards.append(guards)
    # the bindings' storage ends on the way out when the guard fails
    if has_let(guard):
        passed, failed = b.in_if_then(lambda: condition(b, start, guard, scope), depth)
    else:
        passed, failed = b.in_if_then(
            lambda: terminating(b, start, "guard", guard.span, lambda x: condition(b, x, guard, scope)), depth
        )
    b.guards.pop()
    end = ir.Info(end_point(guard.span))
    for _, temp in fakes:
        b.push(passed, ir.FakeRead("guard", ir.Place(temp), end))
    assert c.otherwise is not None
    b.goto(failed, c.otherwise, guard.span)
    by_value = [x for x in c.bindings if x.mode == "move"]
    for x in by_value:
        b.push(passed, ir.FakeRead("guard_binding", ir.Place(guards[x.var]), end))
    _bind_for_body(b, passed, by_value, last, storage=True)
    return passed


def let_condition(b: Builder, block: int, e: thir.Let, scope: Scope, declare: bool) -> int:
    """`let pat = value` in a condition: where it matches; failing breaks to the innermost `in_if_then`."""
    block, place = place_builder(b, block, e.value)
    known = b.resolve(place)
    tree = _lower_tree(b, block, place, Spans(e.value.span, e.pat.span), [(e.pat, False)], refutable=True)
    b.break_for_else(tree.otherwise)
    if declare:
        declare_bindings(
            b, e.pat, scope, LocalInfo("user", match_place=known, match_span=e.value.span, pat_span=e.pat.span)
        )
    return _bind_all(b, tree, e.pat.span, storage=True)


def _bind_all(b: Builder, tree: Tree, span: Span, storage: bool) -> int:
    ends = []
    for i, c in enumerate(tree.candidates):
        assert c.success is not None
        _ascribe(b, c.success, c)
        _bind_for_body(b, c.success, c.bindings, i == len(tree.candidates) - 1, storage)
        ends.append(c.success)
    return _join(b, ends, span)


def let_pattern(b: Builder, block: int, pat: thir.Pat, init: thir.Expr, let: thir.LetStmt, storage: bool) -> int:
    """The pattern of a `let … else`."""
    block, place = place_builder(b, block, init)
    known = b.resolve(place)
    if known is not None:
        if let.user_ty is not None:
            b.push(block, ir.Ascribe(known, let.user_ty, "+", ir.Info(annotation(let))))
        _set_match_place(b, pat, known)
    tree = _lower_tree(b, block, place, Spans(init.span, pat.span), [(pat, False)], refutable=True)
    b.break_for_else(tree.otherwise)
    return _bind_all(b, tree, pat.span, storage)


def initialise(b: Builder, block: int, pat: thir.Pat, init: thir.Expr, let: thir.LetStmt) -> int:
    """An irrefutable `let pat = init`."""
    if isinstance(pat, thir.PBind) and pat.mode == "move" and pat.sub is None:
        local = b.storage_live(pat.var, block, pat.span)
        place = ir.Place(local)
        block = into(b, place, block, init)
        b.push(block, ir.FakeRead("let", place, ir.Info(pat.span)))
        if let.user_ty is not None:
            b.push(block, ir.Ascribe(place, let.user_ty, "=", ir.Info(annotation(let))))
        b.schedule_value(pat.var)
        return block
    block, pb = place_builder(b, block, init)
    known = b.resolve(pb)
    if known is not None:
        if let.user_ty is not None:
            b.push(block, ir.Ascribe(known, let.user_ty, "+", ir.Info(annotation(let))))
        _set_match_place(b, pat, known)
    return place_into_pattern(b, block, pat, pb)


def annotation(let: thir.LetStmt) -> Span:
    from burrow.rust.build import block

    return block.annotation(let)


def _set_match_place(b: Builder, pat: thir.Pat, place: ir.Place) -> None:
    for var in bindings(pat):
        b.locals[b.vars[var]].data.match_place = place


def place_into_pattern(b: Builder, block: int, pat: thir.Pat, place: PlaceBuilder) -> int:
    """Take an initialised place apart by an irrefutable pattern."""
    tree = _lower_tree(b, block, place, Spans(pat.span, pat.span), [(pat, False)], refutable=False)
    b.end(tree.otherwise, ir.Unreachable(ir.Info(pat.span)))
    return _bind_all(b, tree, pat.span, storage=True)
