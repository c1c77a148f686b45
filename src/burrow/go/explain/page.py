"""The annotated source as one HTML page that needs nothing else.

In: files, values, counts.  Out: HTML.  Each line has a mark in the margin (heap, stack, or both at run time) and opens
to what is said of its values; without a script.
"""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING

from burrow.go.explain.remarks import counted, lines_of, remark, source_lines, total

if TYPE_CHECKING:
    from burrow.go.escape.reasons import Value
    from burrow.go.explain.counts import Counts

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #0f172a; --faint: #55617a; --line: #d5dbe5; --panel: #f4f6fa;
  --heap: #b91c1c; --stack: #15803d; --varies: #a16207;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d1424; --ink: #e6ebf4; --faint: #9fb0c8; --line: #2b3850;
  --panel: #151f34; --heap: #fca5a5; --stack: #4ade80; --varies: #fbe08a; } }
body { margin: 0 auto; max-width: 110ch; padding: 0 16px 40px; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 19px; } h2 { font: 600 15px var(--mono); margin: 24px 0 6px; }
.source { font: 13px/1.5 var(--mono); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
.row, summary { display: grid; grid-template-columns: 5ch 8ch 1fr auto; gap: 0 1ch; white-space: pre; padding: 0 8px; }
summary { cursor: pointer; list-style: none; } summary::-webkit-details-marker { display: none; }
summary:hover, summary:focus-visible, details[open] > summary { background: var(--panel); }
summary:focus-visible { outline: 2px solid var(--ink); outline-offset: -2px; }
.n, .cost { color: var(--faint); text-align: right; }
.heap { color: var(--heap); } .stack { color: var(--stack); } .varies { color: var(--varies); }
.said { margin: 2px 0 8px 15ch; padding: 0 8px; border-left: 2px solid var(--line); white-space: normal; }
.said p { margin: 2px 0; } .said p.step { padding-left: 2ch; color: var(--faint); }
"""
_PLACES = ("heap", "varies", "stack")


def page(title: str, paths: list[str], found: list[Value], counts: Counts | None) -> str:
    """The whole page."""
    by_line = lines_of(found)
    out = []
    for path in paths:
        out.append(f'<h2>{escape(path)}</h2><div class="source">')
        for number, words in enumerate(source_lines(path), 1):
            out.append(row(number, words, by_line.get((path, number), []), counted(counts, path, number)))
        out.append("</div>")
    heap = sum(v.heap for v in found)
    varies = sum(bool(v.varies) and not v.heap for v in found)
    about = f"{heap} on the heap, {varies} decided at run time, {len(found) - heap - varies} on the stack."
    if counts is not None:
        about += f" {total(counts, set(paths)).capitalize()}."
    name = escape(os.path.basename(title.rstrip("/")) or title)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{name} – burrow explain</title><style>{STYLE}</style></head><body>"
        f"<h1>Where the values of {name} live</h1><p>{escape(about)} Open a line to see why.</p>"
        + "\n".join(out) + "</body></html>\n"
    )  # fmt: skip


def row(number: int, words: str, values: list[Value], costs: list[str]) -> str:
    """A line of source, which opens if there is something to say."""
    marks = [place(v) for v in values]
    shown = " ".join(f'<span class="{p}">{p}</span>' for p in _PLACES if p in marks)
    first = costs[0].removeprefix("in this run: ") if costs else ""
    cells = (
        f'<span class="n">{number}</span><span>{shown}</span><span>{escape(words.expandtabs(4))}</span>'
        f'<span class="cost">{escape(first)}</span>'
    )
    if not values and not costs:
        return f'<div class="row">{cells}</div>'
    said = []
    for v in values:
        r = remark(v)
        said.append(f'<p class="{place(v)}">{escape(r.head)}</p>')
        said += [f'<p class="step">{escape(line)}</p>' for line in r.lines]
    said += [f"<p>{escape(cost)}</p>" for cost in costs]
    return f'<details><summary>{cells}</summary><div class="said">{"".join(said)}</div></details>'


def place(v: Value) -> str:
    return "heap" if v.heap else "varies" if v.varies else "stack"
