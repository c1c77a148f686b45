"""The library, built by rustc itself instead of burrow: it must pass rustc's checks and behave like the real one.

The three crates and `pprof` compile with `--cfg real` to an own sysroot; the programs of `std_real/` are linked with
`std_real/runtime.c` in the runtime's place, and print what they print with the real library.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STD = HERE.parent.parent / "src" / "burrow" / "rust" / "std"
PROGRAMS = HERE / "std_real"
TARGET = "x86_64-unknown-linux-gnu"
COMPILER_BUILTINS = "#![no_core]\n#![feature(no_core, compiler_builtins)]\n#![compiler_builtins]\n"
CRATES = ("core", "alloc", "std", "pprof")

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("rustc") or not shutil.which("cc"), reason="needs rustc and a C compiler"),
]


def rustc(*args: str | Path) -> None:
    env = {**os.environ, "RUSTC_BOOTSTRAP": "1"}
    done = subprocess.run(["rustc", "--edition", "2021", *map(str, args)], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.fixture(scope="module")
def sysroot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sysroot")
    out = root / "lib" / "rustlib" / TARGET / "lib"
    out.mkdir(parents=True)
    builtins = root / "builtins.rs"
    builtins.write_text(COMPILER_BUILTINS)
    common = ("--crate-type", "rlib", "--sysroot", root, "-C", "metadata=b", "-C", "extra-filename=-b", "--out-dir", out)
    emit = ("--emit", "metadata,link", "--cap-lints", "allow", "-C", "panic=abort")
    rustc(builtins, "--crate-name", "compiler_builtins", *common, *emit)
    for name in CRATES:
        rustc(STD / name / "lib.rs", "--crate-name", name, "--cfg", "real", *common, *emit, "-C", "debug-assertions=on")
    subprocess.run(["cc", "-O1", "-c", PROGRAMS / "runtime.c", "-o", root / "runtime.o"], check=True)
    return root


@pytest.mark.parametrize("program", ["formats", "collections"])
def test_programs_print_what_they_print_with_the_real_library(program: str, sysroot: Path, tmp_path: Path) -> None:
    source, ours, real = PROGRAMS / f"{program}.rs", tmp_path / "ours", tmp_path / "real"
    libraries = [a for x in (sysroot / "runtime.o", "-lc", "-lm", "-lpthread") for a in ("-C", f"link-arg={x}")]
    rustc(source, "-A", "warnings", "--sysroot", sysroot, "-C", "panic=abort", *libraries, "-o", ours)
    rustc(source, "-A", "warnings", "-o", real)
    got = subprocess.run([ours], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    want = subprocess.run([real], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (got.stdout, got.returncode) == (want.stdout, want.returncode)
