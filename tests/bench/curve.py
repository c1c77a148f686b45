"""The time–space curve: binary trees under GOGC from 25 to 800 and off, burrow beside the real go.

Comes in: a depth and a number of runs; goes out: a CSV and a picture (CPU against peak memory, a point for each GOGC).
A collector buys CPU with memory, so one point says little: of two curves the one nearer to the corner is better.

    python tests/bench/curve.py --csv docs/curve.csv --picture docs/curve.svg
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from burrow.cli import guard
from burrow.lab.compare import Contender, Native, Ours
from burrow.lab.result import MS
from burrow.lab.words import cpu

HERE = Path(__file__).resolve().parent
GOGC = ("25", "50", "100", "200", "400", "800", "off")
Point = tuple[str, float, float]
"""GOGC, CPU in ms, peak in MiB."""


def measure(options: argparse.Namespace) -> dict[str, list[Point]]:
    """Both curves; runs alternate."""
    options.release, options.edition, options.until = True, None, None
    out: dict[str, list[Point]] = {"burrow": [], "go": []}
    with tempfile.TemporaryDirectory() as scratch:
        path = str(HERE / "go" / "bintrees.go")
        ours = Ours(path, options, None, Path(scratch))
        ours.task["sample_hz"] = 0
        real = Native(path, options, Path(scratch))
        real.count_cycles = False
        pair: list[tuple[str, Contender]] = [("burrow", ours), ("go", real)]
        for gogc in GOGC:
            env = {"GOGC": gogc, "GOMAXPROCS": str(options.procs)}
            ours.task["env"] = real.env = env
            for _, one in pair:
                one.args, one.measured.runs = [str(options.depth)], []
            for _ in range(options.runs):
                for _, one in pair:
                    one.measured.runs.append(one.run(0))
            for name, one in pair:
                point = (gogc, one.measured.middle(cpu) / MS, one.measured.middle(lambda r: r.peak_bytes) / 2**20)
                out[name].append(point)
                print(f"GOGC={gogc:<4} {name:<7} {point[1]:>8.0f} ms {point[2]:>8.1f} MiB", flush=True)
    return out


def write_csv(path: str, curves: dict[str, list[Point]]) -> None:
    """A line for each point."""
    with open(path, "w", newline="") as f:
        out = csv.writer(f)
        out.writerow(["program", "GOGC", "cpu_ms", "peak_mib"])
        for name, points in curves.items():
            out.writerows([name, gogc, round(ms), round(mib, 1)] for gogc, ms, mib in points)


def write_picture(path: str, curves: dict[str, list[Point]], title: str) -> None:
    """The two curves as an SVG; memory on a logarithmic axis."""
    import math

    width, height, left, bottom = 720, 440, 70, 50
    all_points = [point for points in curves.values() for point in points]
    most = 1.1 * max(ms for _, ms, _ in all_points)
    low = math.log2(min(mib for _, _, mib in all_points) / 1.2)
    high = math.log2(max(mib for _, _, mib in all_points) * 1.2)

    def at(point: Point) -> tuple[float, float]:
        x = left + (math.log2(point[2]) - low) / (high - low) * (width - left - 20)
        return x, height - bottom - point[1] / most * (height - bottom - 40)

    colours = {"burrow": "#c2410c", "go": "#0e7490"}
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
           f'font-size="12"><rect width="{width}" height="{height}" fill="white"/>',
           f'<text x="{left}" y="22" font-size="15">{title}</text>',
           f'<text x="{width / 2}" y="{height - 10}" text-anchor="middle">peak memory, MiB (logarithmic)</text>',
           f'<text x="18" y="{height / 2}" transform="rotate(-90 18 {height / 2})" text-anchor="middle">'
           'CPU, seconds</text>']
    for k in range(math.ceil(low), math.floor(high) + 1):
        x, y = at(("", 0, 2.0**k))
        out.append(f'<path d="M{x:.1f} {y} V40" stroke="#ddd"/>'
                   f'<text x="{x:.1f}" y="{y + 16}" text-anchor="middle">{2**k}</text>')
    for second in range(0, int(most / 1000) + 1, max(1, int(most / 8000))):
        _, y = at(("", second * 1000.0, 2.0**low))
        out.append(f'<path d="M{left} {y:.1f} H{width - 20}" stroke="#ddd"/>'
                   f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{second}</text>')
    for n, (name, points) in enumerate(curves.items()):
        places = [at(point) for point in points]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colours[name]}" stroke-width="2"/>')
        for (x, y), (gogc, _, _) in zip(places, points, strict=True):
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colours[name]}"/>'
                       f'<text x="{x + 6:.1f}" y="{y - 6:.1f}" fill="{colours[name]}">{gogc}</text>')
        out.append(f'<text x="{width - 110}" y="{60 + 18 * n}" fill="{colours[name]}">{name}</text>')
    Path(path).write_text("\n".join([*out, "</svg>", ""]))


def main(args: list[str]) -> int:
    """Measure, write."""
    parser = argparse.ArgumentParser(prog="curve.py", description=__doc__)
    parser.add_argument("--depth", type=int, default=18)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--procs", type=int, default=1, help="GOMAXPROCS")
    parser.add_argument("--seconds", type=float, default=120.0, help="the longest that one run may take")
    parser.add_argument("--csv")
    parser.add_argument("--picture")
    options = parser.parse_args(args)
    curves = measure(options)
    if options.csv:
        write_csv(options.csv, curves)
    if options.picture:
        write_picture(options.picture, curves,
                      f"Binary trees of depth {options.depth}, GOGC 25 … 800 and off, GOMAXPROCS={options.procs}")
    return 0


if __name__ == "__main__":
    sys.exit(guard.guarded(sys.argv[1:], main))
