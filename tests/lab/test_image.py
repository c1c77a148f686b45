"""One program measured for real: an image made from IR text, in a process of its own, sampled."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from burrow.lab.result import Run
from burrow.profile import classes, fetch

WORK = """struct %"()" size 0 align 1 { }
static total: i64 mut root = x00;
fn main.work(_1: i64) -> i64 noinline { let _2: i64; let _3: bool;
  bb0: { _0 = const 0_i64; _2 = const 0_i64; goto bb1; }
  bb1: { _3 = lt(copy _2, copy _1); switch(copy _3) [0: bb3, otherwise: bb2]; }
  bb2: { _0 = mul(copy _0, const 31_i64); _0 = xor(copy _0, copy _2); _2 = add(copy _2, const 1_i64); goto bb1; }
  bb3: { return; } }
fn main.main(_1: *u8) -> %"()" { let _2: i64; let _3: *i64;
  bb0: { _2 = call const fn main.work(const 400000000_i64) -> bb1; }
  bb1: { _3 = const &static total: *i64; (*_3) = copy _2; return; } }
"""


@pytest.mark.slow
def test_measured_for_real(tmp_path: Path) -> None:
    """The kernel's CPU and the samples agree; the profile names the program's own function."""
    from burrow.ir.parse import parse_unit
    from burrow.ir.program import Program, UnitPlan
    from burrow.native.compile import compile_program

    unit = parse_unit(WORK)
    unit.language = "go"
    image = compile_program(Program([UnitPlan("main", "tests/lab/work", lambda: unit)], "main.main", "go"), "gc")
    task = {"image": image, "argv": ["work"], "language": "go", "manager": "gc", "profile": str(tmp_path / "work.pb")}
    done = subprocess.run([sys.executable, "-m", "burrow.lab.measure"], input=json.dumps(task), capture_output=True,
                          text=True, timeout=120, check=True)
    run = Run(**json.loads(done.stdout))
    assert (run.status, run.ended, run.cycles) == (0, "exit", 0)
    assert run.cpu_ns > 100_000_000
    profile = fetch.fetch(run.profile)
    sampled = sum(sample.values[1] for sample in profile.samples)
    assert sampled == pytest.approx(run.cpu_ns, rel=0.35)
    assert classes.split(profile).get("program", 0) > 0.9 * sampled
    leaf = {sample.locations[0].lines[0].function.name for sample in profile.samples  # type: ignore[union-attr]
            if sample.locations and sample.locations[0].lines}
    assert "main.work" in leaf
    assert run.peak_bytes < 200 << 20
