"""`burrow compare` on the two halves of the founding experiment."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from helpers import EXPERIMENT, burrow, go

from burrow.profile import codec


@pytest.mark.slow
def test_the_two_halves(tmp_path: Path) -> None:
    """CPU by class adds up to the kernel's account; cycles, faults, memory and time; both profiles are kept."""
    done = burrow("compare", "--release", "--until", "^done, kept", "--json", "--runs", "1", "--keep", str(tmp_path / "kept"),
                  str(EXPERIMENT / "experiment.go"), str(EXPERIMENT / "experiment-rs"), cwd=tmp_path, timeout=240)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    first, second = found["programs"]
    assert (first["name"], first["how"]) == ("experiment.go", "gc")
    assert (second["name"], second["how"]) == ("experiment-rs", "drop")
    assert first["runs"][0]["ended"] == "until"
    assert second["runs"][0]["ended"] in ("until", "exit")
    for one in (first, second):
        middle = one["median"]
        assert middle["cpu_ms"] == pytest.approx(sum(middle["classes_ms"].values()), rel=0.01)
        assert 9_000 < middle["wall_ms"] < 60_000
        assert middle["minor_faults"] > 0
        assert codec.decode(Path(one["runs"][0]["profile"]).read_bytes()).samples
    assert first["median"]["cycles"] > 20
    assert second["median"]["cycles"] is None
    assert {"mark", "sweep"} & set(first["median"]["classes_ms"])
    assert not {"mark", "sweep", "barrier"} & set(second["median"]["classes_ms"])
    assert "times the CPU of" in found["verdict"] or "the same CPU" in found["verdict"]  # of the medians


SHORT = {
    "a.go": 'package main\n\nimport "fmt"\n\nfunc main() {\n\ts := 0\n\tfor i := 0; i < 1000; i++ {\n\t\ts += i\n\t}\n'
            '\tfmt.Println("sum", s)\n}\n',
    "b.rs": 'fn main() {\n    let mut s = 0u64;\n    for i in 0..1000u64 {\n        s += i;\n    }\n'
            '    println!("sum {}", s);\n}\n',
}


def test_a_table_for_people(tmp_path: Path) -> None:
    """The table has a column for each program and fits the width."""
    for name, text in SHORT.items():
        (tmp_path / name).write_text(text)
    done = burrow("compare", "a.go", "b.rs", cwd=tmp_path, env={"COLUMNS": "80"})
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines()[:12])) <= 80
    for word in ("a.go", "b.rs", "CPU", "minor page faults", "peak memory", "wall time", "by itself"):
        assert word in done.stdout


@pytest.mark.real
def test_beside_the_real_tools(tmp_path: Path) -> None:
    """`--native` adds the installed toolchains, and says what is missing."""
    go()
    (tmp_path / "a.go").write_text(SHORT["a.go"])
    done = burrow("compare", "--native", "--json", "a.go", cwd=tmp_path, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert [one["how"].split()[0] for one in json.loads(done.stdout)["programs"]] == ["gc", "go"]
