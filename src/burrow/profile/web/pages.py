"""The pages of a profile: table, call graph, flame graph, source, callers and callees.

Comes in: a `Store` and a `Query`.  Goes out: HTML.  Every filter, sort and link is an address; the only script is the
flame graph's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from burrow.profile import classes, flame
from burrow.profile.difference import difference
from burrow.profile.drawing import drawing
from burrow.profile.graph import by_weight
from burrow.profile.listing import routines
from burrow.profile.model import Profile
from burrow.profile.report import Options, Report

if TYPE_CHECKING:
    from burrow.profile.web.server import Store

FILTERS = {"f": "focus", "i": "ignore", "h": "hide", "s": "show"}
TABS = (("/top", "Table"), ("/", "Graph"), ("/flamegraph", "Flame graph"), ("/source", "Source"), ("/peek", "Callers"))
SHOWN_ROUTINES = 6
GRAPH_NODES = 60


@dataclass(slots=True)
class Query:
    """What an address asks for."""

    given: dict[str, str]
    flags: Options

    def options(self) -> Options:
        """As a report takes it: what the address says, else what the command line said."""
        given, flags = self.given, self.flags
        return replace(flags, focus=given.get("f", flags.focus), ignore=given.get("i", flags.ignore),
                       hide=given.get("h", flags.hide), show=given.get("s", flags.show),
                       kind=given.get("c", flags.kind), sample_index=given.get("si", flags.sample_index),
                       granularity=given.get("g", flags.granularity),
                       cum=given.get("sort", "cum" if flags.cum else "flat") == "cum")

    def link(self, path: str, **changes: str | None) -> str:
        """The address of another page with the same filters, some of them changed (None takes one away)."""
        kept = {key: value for key, value in self.given.items() if key in ("f", "i", "h", "s", "c", "si", "g", "sort")}
        for key, value in changes.items():
            kept.pop(key, None)
            if value is not None:
                kept[key] = value
        return path + ("?" + urlencode(kept) if kept else "")


def page(store: Store, view: View, query: Query) -> str:
    """A whole page."""
    profile, base = store.profiles()
    whole = copy(profile)
    parts = class_parts(whole, query.options())
    if view is flame_view:
        body, warnings = flame_view(store, query, profile, base)
    else:
        if base is not None:
            profile = difference(profile, base, store.labelled)
        body, warnings = view(store, query, profile, base)
    path = next(path for path, one in VIEWS.items() if one is view)
    return frame(store, query, path, whole, parts, "".join(
        f'<p class="note" role="status">{escape(one)}</p>' for one in warnings) + body)


def class_parts(profile: Profile, options: Options) -> dict[str, float]:
    """The part of the whole profile that each of the views of `classes` is."""
    index = profile.index_of(options.sample_index)
    split = classes.split(profile, index)
    total = sum(map(abs, split.values()))
    return {name: sum(split.get(kind, 0) for kind in kinds) / total if total else 0.0
            for name, kinds in classes.VIEWS.items()}


def frame(store: Store, query: Query, path: str, profile: Profile, parts: dict[str, float], body: str) -> str:
    """Head, tabs, filters, and the body."""
    options = query.options()
    tabs = "".join(f'<a href="{escape(query.link(to))}"{" aria-current=page" if to == path else ""}>{name}</a>'
                   for to, name in TABS)
    index = profile.index_of(options.sample_index)
    kinds = "".join(f'<option value="{escape(kind.type)}"{" selected" if number == index else ""}>{escape(kind.type)}'
                    f'</option>' for number, kind in enumerate(profile.sample_types))
    inputs = "".join(
        f'<label>{name} <input name="{key}" value="{escape(getattr(options, name))}" spellcheck="false" '
        f'autocomplete="off" placeholder="expression"></label>' for key, name in FILTERS.items())
    hidden = "".join(f'<input type="hidden" name="{key}" value="{escape(query.given[key])}">'
                     for key in ("c", "sort", "fn") if key in query.given)
    fn = {"fn": query.given["fn"]} if "fn" in query.given else {}
    views = "".join(
        f'<a class="view" href="{escape(query.link(path, c=None if options.kind == name else name, **fn))}" '
        f'aria-pressed="{"true" if options.kind == name else "false"}" role="button">{name} '
        f'<span>{part:.0%}</span></a>' for name, part in parts.items())
    against = f' <span class="against">less {escape(store.against)}</span>' if store.against else ""
    reset = f'<a class="reset" href="{path}">clear</a>' if query.given else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(store.title)} – burrow pprof</title><link rel="stylesheet" href="/static/style.css">'
        '<link rel="icon" href="data:,"></head><body><a class="skip" href="#main">to the profile</a>'
        f'<header><h1>{escape(store.title)}{against}</h1><nav aria-label="views">{tabs}</nav></header>'
        f'<form method="get" action="{path}" class="filters"><label>values <select name="si">{kinds}</select></label>'
        f'{inputs}{hidden}<button>apply</button>{reset}</form>'
        f'<div class="views" role="group" aria-label="only samples of">only {views}</div>'
        f'<main id="main">{body}</main></body></html>')


def problem_page(store: Store, query: str, text: str) -> str:
    """What could not be shown, with the filters at hand to mend it."""
    asked_for = store.query(query)
    profile, _ = store.profiles()
    asked_for.given.pop("si", None)
    asked_for.given.pop("c", None)
    return frame(store, asked_for, "/top", profile, class_parts(profile, Options()),
                 f'<p class="note" role="alert">{escape(text)}</p>')


def about(report: Report) -> str:
    """What was profiled."""
    return '<p class="about">' + escape(" · ".join(report.about())) + "</p>"


Made = tuple[str, list[str]]
View = Callable[["Store", Query, Profile, Profile | None], Made]


def top_view(store: Store, query: Query, profile: Profile, base: Profile | None) -> Made:
    """The table; a function leads to its source."""
    options = query.options()
    options.nodecount = max(options.nodecount, 0)
    report = Report(profile, options)
    rows, running = [], 0
    for node in report.graph.nodes:
        running += node.flat
        name = node.info.name or node.info.printed
        kind = flame.kind_of(name)
        bar = f'style="--part:{min(1.0, abs(node.flat) / report.total):.4f}"' if report.total else ""
        sign = ' class="less"' if node.flat < 0 else ""
        cum_sign = ' class="less"' if node.cum < 0 else ""
        exact = f"^{re.escape(name)}$"
        rows.append(
            f'<tr><td{sign}>{report.value(node.flat)}</td><td class="part" {bar}>{report.part(node.flat)}</td>'
            f'<td class="wide">{report.part(running)}</td><td{cum_sign}>{report.value(node.cum)}</td>'
            f'<td class="wide">{report.part(node.cum)}</td>'
            f'<td class="name"><i class="k" data-kind="{kind}" title="{kind}"></i>'
            f'<a href="{escape(query.link("/source", fn=name))}">{escape(node.info.printed)}</a>'
            f'<span class="acts"><a href="{escape(query.link("/top", f=exact))}" title="only samples through it">focus'
            '</a> '
            f'<a href="{escape(query.link("/top", i=exact))}" title="no samples through it">ignore</a> '
            f'<a href="{escape(query.link("/top", h=exact))}" title="leave its frames out">hide</a> '
            f'<a href="{escape(query.link("/peek", fn=name))}">callers</a></span></td></tr>')
    head = "".join(
        f'<th scope="col"{" class=wide" if wide else ""}{sorting(by, options)}>'
        + (f'<a href="{escape(query.link("/top", sort=by))}">{name}</a>' if by else name) + "</th>"
        for name, by, wide in (("flat", "flat", False), ("flat%", "", False), ("sum%", "", True),
                               ("cum", "cum", False), ("cum%", "", True)))
    if not rows:
        rows.append('<tr><td colspan="6">no samples</td></tr>')
    return (about(report) + f'<div class="scroll" tabindex="0" role="region" aria-label="table"><table class="top">'
            f'<thead><tr>{head}<th scope="col" class="name">function</th></tr></thead><tbody>{"".join(rows)}</tbody>'
            '</table></div>', report.warnings)


def sorting(by: str, options: Options) -> str:
    """Which column the rows are sorted by."""
    return ' aria-sort="descending"' if by and (by == "cum") == options.cum else ""


def graph_view(store: Store, query: Query, profile: Profile, base: Profile | None) -> Made:
    """The call graph; a box leads to its source."""
    options = query.options()
    if options.nodecount < 0:
        options.nodecount = GRAPH_NODES
    report = Report(profile, options, visual=True)
    picture = drawing(report, lambda name: query.link("/source", fn=name), alone=False)
    return (about(report) + '<div class="scroll graph" tabindex="0" role="region" aria-label="call graph">'
            f"{picture}</div>", report.warnings)


def flame_view(store: Store, query: Query, profile: Profile, base: Profile | None) -> Made:
    """The flame graph, drawn by the script."""
    report = Report(profile, query.options())
    old = Report(base, query.options()) if base is not None else None
    root = flame.tree(report.profile, report.index, old.profile if old else None)
    data = flame.as_json(root, old is not None)
    data["unit"] = report.sample_unit
    data["title"] = store.title
    links = {"source": query.link("/source", fn="\0"), "callers": query.link("/peek", fn="\0"),
             "focus": query.link("/flamegraph", f="\0"), "ignore": query.link("/flamegraph", i="\0"),
             "hide": query.link("/flamegraph", h="\0")}
    data["links"] = {name: link.split("%00") for name, link in links.items()}
    warnings = report.warnings if old is None else [one for one in report.warnings if one in old.warnings]
    return (about(report) + '<div class="flame" data-flame="flame-data"></div>'
            f'<script type="application/json" id="flame-data">{safe_json(data)}</script>'
            '<script src="/static/flame.js"></script>', warnings)


def safe_json(data: object) -> str:
    """JSON that can stand in a page."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def source_view(store: Store, query: Query, profile: Profile, base: Profile | None) -> Made:
    """Source with samples beside the lines: of one function, or of those that cost most."""
    options = query.options().untrimmed()
    options.granularity = "lines"
    report = Report(profile, options)
    costs: dict[str, int] = {}
    for node in report.graph.nodes:
        costs[node.info.name] = costs.get(node.info.name, 0) + abs(node.flat)
    ordered = sorted((name for name in costs if name), key=lambda name: (-costs[name], name))
    wanted = [query.given["fn"]] if "fn" in query.given else ordered[:SHOWN_ROUTINES]
    if not wanted:
        return about(report) + "<p>no samples</p>", report.warnings
    exact = "^(?:" + "|".join(map(re.escape, wanted)) + ")$"
    found = {name: number for number, name in enumerate(wanted)}
    out = []
    for one in sorted(routines(report, exact), key=lambda routine: (found[routine.name], routine.file)):
        rows = "".join(
            f'<tr{" class=hot" if row.flat or row.cum else ""}><td>{report.value(row.flat) if row.flat else ""}</td>'
            f'<td>{report.value(row.cum) if row.cum else ""}</td><td class="no">{row.line}</td>'
            f'<td class="code"><code>{escape(row.text) or " "}</code></td></tr>' for row in one.rows)
        problem = f'<p class="note">{escape(one.problem)}</p>' if one.problem else ""
        out.append(
            f'<section><h2>{escape(one.name)}</h2><p class="about">{escape(one.file)} · {report.value(one.flat)} own, '
            f'{report.value(one.cum)} with callees ({report.part(one.cum).strip()}) · '
            f'<a href="{escape(query.link("/peek", fn=one.name))}">callers</a></p>{problem}'
            + (f'<div class="scroll" tabindex="0" role="region" aria-label="source of {escape(one.name)}">'
               '<table class="source"><thead><tr><th scope="col">flat</th><th scope="col">cum</th>'
               '<th scope="col">line</th><th scope="col" class="code">source</th></tr></thead>'
               f'<tbody>{rows}</tbody></table></div>' if rows else "") + "</section>")
    others = "".join(f'<li><a href="{escape(query.link("/source", fn=name))}">{escape(name)}</a></li>'
                     for name in ordered[:40] if name not in found)
    more = f'<details{"" if "fn" in query.given else " open"}><summary>other functions</summary>' \
           f'<ul class="functions">{others}</ul></details>' if others else ""
    return about(report) + "".join(out) + more, report.warnings


def peek_view(store: Store, query: Query, profile: Profile, base: Profile | None) -> Made:
    """A function between its callers and its callees."""
    report = Report(profile, query.options().untrimmed())
    nodes = report.graph.nodes
    wanted = query.given.get("fn")
    shown = [node for node in nodes if node.info.name == wanted] if wanted else nodes[:SHOWN_ROUTINES]
    out = []
    for node in shown:
        def cell(name: str, weight: int, inline: bool, cum: int = node.cum) -> str:
            part = f"{abs(weight / cum):.0%}" if cum else ""
            return (f'<li><a href="{escape(query.link("/peek", fn=name))}">{escape(name)}</a> '
                    f'{report.value(weight)} <span>{part}{" inline" if inline else ""}</span></li>')

        callers = "".join(cell(edge.caller.info.printed, edge.weight, edge.inline)
                          for edge in by_weight(node.callers.values())) or "<li>nobody</li>"
        callees = "".join(cell(edge.callee.info.printed, edge.weight, edge.inline)
                          for edge in by_weight(node.callees.values())) or "<li>nobody</li>"
        name = node.info.printed
        out.append(f'<section><h2><a href="{escape(query.link("/source", fn=node.info.name))}">{escape(name)}</a></h2>'
                   f'<p class="about">{report.value(node.flat)} own, {report.value(node.cum)} with callees '
                   f'({report.part(node.cum).strip()})</p><div class="peek"><div><h3>called by</h3>'
                   f'<ul>{callers}</ul></div>'
                   f'<div><h3>calls</h3><ul>{callees}</ul></div></div></section>')
    return about(report) + ("".join(out) or "<p>no samples</p>"), report.warnings


VIEWS: dict[str, View] = {"/top": top_view, "/": graph_view, "/flamegraph": flame_view, "/source": source_view,
                          "/peek": peek_view}
