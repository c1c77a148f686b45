"""`burrow compare --html FILE`: everything that was found, as one file that needs nothing else.

Comes in: what was measured.  Goes out: HTML with its style sheet, its plots as SVG, flame graphs drawn by the script
that `burrow pprof` has too, the machine, the versions, and the command to repeat it.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import platform
import shlex
import sys
from argparse import Namespace
from collections.abc import Iterator
from html import escape
from pathlib import Path

from burrow.lab import lower_bound, native, plots
from burrow.lab.result import Measured, quantile
from burrow.lab.statistics import interval
from burrow.lab.table import rows
from burrow.lab.words import cpu, label, milliseconds, sentences, verdict
from burrow.profile import fetch, flame
from burrow.profile.classes import CLASSES
from burrow.profile.report import Options, Report
from burrow.profile.web.pages import safe_json
from burrow.profile.web.server import STATIC

OPEN_FLAMES = 2
"""So many flame graphs are unfolded at first."""

STYLE = Path(__file__).with_name("report.css")


def write(path: str, found: list[Measured], remarks: list[str], options: Namespace) -> None:
    """Write the report."""
    text = "".join(page(found, remarks, options))
    part = f"{path}.part"
    with open(part, "w", encoding="utf-8") as f:
        f.write(text)
    os.replace(part, path)


def page(found: list[Measured], remarks: list[str], options: Namespace) -> Iterator[str]:
    """The parts of the page."""
    title = " · ".join(dict.fromkeys(one.name for one in found))
    runs = max(len(one.runs) for one in found)
    yield ('<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
           f'content="width=device-width,initial-scale=1"><title>{escape(title)} – burrow compare</title><style>'
           f"{(STATIC / 'style.css').read_text()}{STYLE.read_text()}</style></head><body><header>"
           f'<h1>What memory costs: {escape(title)}</h1>'
           f'<p class="about">{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M %Z} · {runs} '
           f'run{"s" * (runs > 1)} of each, in random order · {escape(machine()["processor"])}</p></header><main>')
    yield f'<p class="verdict">{escape(verdict(found))}</p>'
    said = sentences(found)
    if said:
        yield "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in said) + "</ul>"
    yield from figures(found)
    yield from pictures(found)
    yield from flames(found)
    yield from about(found, remarks, options)
    yield f"</main><script>{(STATIC / 'flame.js').read_text()}</script></body></html>\n"


def figures(found: list[Measured]) -> Iterator[str]:
    """The table."""
    yield ('<h2>Figures</h2><div class="scroll" tabindex="0" role="region" aria-label="figures"><table class="figures">'
           "<thead><tr><th></th>")
    yield "".join(f'<th scope="col">{escape(one.name)}<small>{escape(one.how)}</small></th>' for one in found)
    yield "</tr></thead><tbody>"
    for group in rows(found):
        for number, (name, cells) in enumerate(group):
            kind = "strong" if name == "CPU" else "group" if number == 0 else ""
            yield (f'<tr class="{kind}"><td>{escape(name)}</td>'
                   + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    yield "</tbody></table></div>"
    yield ('<p class="about">Medians; 95% is the bootstrap interval of the median CPU. <em>Over the baseline</em>: CPU '
           "over the cheapest way’s CPU less its visible memory work, a lower bound of the overhead (Cai et al., "
           "ISPASS 2022). CPU, faults and memory are the kernel’s account; classes come from samples, in runs of their "
           "own.</p>")


def pictures(found: list[Measured]) -> Iterator[str]:
    """The plots."""
    def time(value: float) -> str:
        return "0" if not value else milliseconds(value)

    split = [(full(one, found), parts(one)) for one in found]
    kinds = [kind for kind in (*CLASSES, "not sampled") if any(name == kind and size for _, one in split
                                                               for name, size in one)]
    legend = "".join(f'<li><i class="k" data-kind="{kind}"></i>{kind}</li>' for kind in kinds)
    yield plot("CPU by what it was spent on", plots.stacked(split, time, "CPU by class of work"), legend)
    dotted = [(full(one, found), [float(run.cpu_ns) for run in one.runs], interval([run.cpu_ns for run in one.runs]),
               one.middle(cpu)) for one in found]
    if max(len(one.runs) for one in found) > 1:
        yield plot("CPU of every run", plots.dots(dotted, time, "CPU of every run, medians and intervals"))
    bounds = [(full(one, found), bound.ratio)
              for one, bound in zip(found, lower_bound.bounds(found), strict=True) if bound]
    if bounds:
        yield plot("At least this many times what the program costs without memory management",
                   plots.bars(bounds, lambda value: f"{value:.2f}×" if value else "0", "lower bound of the overhead",
                              1.0))
    peaks = [(full(one, found), one.middle(lambda run: run.peak_bytes) / 2**20) for one in found]
    yield plot("Peak memory", plots.bars(peaks, lambda value: f"{value:.{value < 100:d}f} MB" if value else "0",
                                         "peak memory"))
    faults = [(full(one, found), one.middle(lambda run: run.minor_faults)) for one in found]
    yield plot("Minor page faults", plots.bars(faults, lambda value: f"{value:,.0f}", "minor page faults"))
    pauses = [(full(one, found), [float(quantile(one.pauses(), part)) for part in (0.5, 0.99, 1.0)])
              for one in found if one.pauses()]
    if pauses:
        yield plot("Pauses of the collector: p50, p99, longest", plots.ranges(pauses, time, "pauses of the collector"))


def full(one: Measured, found: list[Measured]) -> str:
    """Name and manager: every row of every plot is told apart."""
    return f"{one.name} ({one.how})" if len(found) > 1 else label(one, found)


def parts(one: Measured) -> list[plots.Part]:
    """CPU by class; the whole where it was not sampled."""
    split = one.classes()
    return [(kind, split.get(kind, 0.0)) for kind in CLASSES] if split else [("not sampled", one.middle(cpu))]


def plot(title: str, picture: str, legend: str = "") -> str:
    """A plot under its title."""
    return (f'<h2>{escape(title)}</h2><div class="scroll">{picture}</div>'
            + (f'<ul class="legend">{legend}</ul>' if legend else ""))


def flames(found: list[Measured]) -> Iterator[str]:
    """A flame graph of each that was sampled."""
    shown = [one for one in found if one.profile]
    if shown:
        yield "<h2>Where the CPU went</h2>"
    for number, one in enumerate(shown):
        report = Report(fetch.fetch(one.profile), Options())
        data = flame.as_json(flame.tree(report.profile, report.index))
        data.update(unit=report.sample_unit, title=full(one, found))
        yield (f'<details{" open" if number < OPEN_FLAMES else ""}><summary>{escape(full(one, found))}</summary>'
               f'<div class="flame" data-flame="flame-{number}"></div></details>'
               f'<script type="application/json" id="flame-{number}">{safe_json(data)}</script>')


def about(found: list[Measured], remarks: list[str], options: Namespace) -> Iterator[str]:
    """The machine, the versions, how to repeat it, what was run."""
    if remarks:
        yield "<h2>Remarks</h2><ul>" + "".join(f"<li>{escape(one)}</li>" for one in remarks) + "</ul>"
    yield "<h2>Machine and versions</h2><dl>"
    for name, value in {**machine(), **versions(found)}.items():
        yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
    yield f"</dl><h2>To repeat it</h2><pre>{escape(command(options))}</pre>"
    for path in options.paths:
        yield source(path)


def machine() -> dict[str, str]:
    """What it ran on."""
    model, memory = platform.machine(), ""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
        kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
        memory = f"{kilobytes / 2**20:.1f} GB"
    except (OSError, ValueError, IndexError):
        pass
    cores = len(os.sched_getaffinity(0))
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return {"processor": f"{model}, {cores} core{'s' * (cores > 1)}", "memory": memory,
            "system": f"{platform.system()} {platform.release()}", "load when done": load}


def versions(found: list[Measured]) -> dict[str, str]:
    """What it ran with."""
    from importlib.metadata import PackageNotFoundError, version

    import burrow

    out = {"burrow": burrow.__version__, "Python": sys.version.split()[0]}
    try:
        out["llvmlite"] = version("llvmlite")
    except PackageNotFoundError:
        pass
    hows = {one.how for one in found}
    for language in ("go", "rust"):
        try:
            said = native.version(language)
        except native.NotInstalled:
            continue
        if said in hows:
            out[f"real {language}"] = said
    return out


def command(options: Namespace) -> str:
    """The command line that does it again."""
    words = ["burrow", "compare"]
    for name in ("release", "native"):
        words += [f"--{name}"] * bool(getattr(options, name))
    for name in ("edition", "manager", "until", "seconds", "args"):
        if getattr(options, name):
            words += [f"--{name}", str(getattr(options, name))]
    if options.managers:
        words += ["--managers", ",".join(options.managers)]
    return shlex.join([*words, "--runs", str(options.runs), "--html", options.html, *options.paths])


def source(path: str) -> str:
    """A program's text and its digest."""
    if os.path.isdir(path):
        files = sorted(one for one in Path(path).rglob("*") if one.suffix in (".go", ".rs", ".toml")
                       and "target" not in one.parts)
    else:
        files = [Path(path)]
    out = []
    for file in files:
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()[:16]
        out.append(f"<details><summary>{escape(str(file))} <small>sha256 {digest}</small></summary>"
                   f"<pre>{escape(data.decode('utf-8', 'replace'))}</pre></details>")
    return "".join(out)


