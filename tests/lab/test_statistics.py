"""What counts as a difference: on figures whose truth is known, and on one program that is really slower."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from itertools import product
from pathlib import Path
from statistics import median

import pytest

from burrow.lab import lower_bound, statistics
from burrow.lab.result import Measured, Run
from burrow.lab.words import differences

MS = 1_000_000


def figures(draw: random.Random, runs: int, factor: float = 1.0) -> tuple[list[float], list[float]]:
    """Two programs on a busy machine: drift that both meet, noise of 2%, now and then a run that is half as slow again."""
    first, second = [], []
    for _ in range(runs):
        drift = draw.uniform(0.95, 1.1)
        for out, by in ((first, factor), (second, 1.0)):
            out.append(100 * MS * by * drift * draw.lognormvariate(0, 0.02) * (1.5 if draw.random() < 0.05 else 1.0))
    return first, second


@pytest.mark.parametrize("runs", [5, 8, 12, 20])
def test_equal_programs_are_called_equal(runs: int) -> None:
    """Of 400 comparisons of a program with itself at most a few are called different: 1% each."""
    draw = random.Random(runs)
    wrong = sum(statistics.compared(*figures(draw, runs)).differs for _ in range(400))
    assert wrong <= 11  # the chance of more is under 0.1%


@pytest.mark.parametrize(("runs", "found"), [(12, 0.55), (24, 0.8)])
def test_five_percent_is_found(runs: int, found: float) -> None:
    """A program that takes 5% more is called so, and the interval holds the truth."""
    draw = random.Random(runs)
    all_of_them = [statistics.compared(*figures(draw, runs, 1.05)) for _ in range(100)]
    assert sum(one.differs for one in all_of_them) >= 100 * found
    assert sum(one.low <= 1.05 <= one.high for one in all_of_them) >= 95
    assert median(one.ratio for one in all_of_them) == pytest.approx(1.05, abs=0.01)


def test_the_tests_are_exact() -> None:
    """The chances of the rank tests, by counting all cases."""
    gaps = [0.3, -0.1, 0.7, 0.2, 0.9, -0.4]
    order = sorted(gaps, key=abs)
    up = sum(rank for rank, gap in enumerate(order, 1) if gap > 0)
    low = min(up, 21 - up)
    sums = [sum(rank for rank, sign in zip(range(1, 7), signs, strict=True) if sign) for signs in product((0, 1), repeat=6)]
    assert statistics.signed_rank(gaps) == pytest.approx(min(1.0, 2 * sum(one <= low for one in sums) / 64))
    assert statistics.mann_whitney([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]) == pytest.approx(2 / 252)
    assert statistics.mann_whitney([1, 4], [2, 3]) == 1.0
    assert sum(statistics.win_counts(4, 5)) == 126 and statistics.signed_rank([]) == 1.0
    assert statistics.ranks([3, 1, 3, 2]) == [3.5, 1, 3.5, 2]


def test_few_runs_tell_nothing() -> None:
    """Three runs that do not overlap may be chance."""
    found = statistics.compared([200, 210, 220], [100, 101, 102])
    assert not found.differs and not found.enough
    assert statistics.compared([200] * 5, [100] * 5).enough


def test_several_comparisons_are_held_to_one_level() -> None:
    """The best of ten has to be ten times as sure; where most differ, they vouch for each other."""
    found = [statistics.Difference(1.1, 1, 1.2, chance, 12) for chance in (0.0005, 0.004, 0.0019, *[0.5] * 7)]
    statistics.hold(found)
    assert [one.differs for one in found[:3]] == [True, False, True] and found[0].among == 10
    found = [statistics.Difference(2, 1.8, 2.2, chance, 5) for chance in (*[0.0079] * 6, 0.2)]
    statistics.hold(found)
    assert [one.differs for one in found] == [True] * 6 + [False]
    assert not found[6].enough


def test_interval() -> None:
    """The bootstrap's interval of the median holds it, and is a point for one run."""
    low, high = statistics.interval([10, 11, 12, 13, 14, 15, 50])
    assert 10 <= low < 13 < high <= 50
    assert statistics.interval([7.0]) == (7.0, 7.0)


def measured(name: str, how: str, cpu: float, **classes: int) -> Measured:
    """A program that always takes the same."""
    return Measured(name, how, [Run(user_ns=round(cpu * MS), classes={k: v * MS for k, v in classes.items()})])


def test_lower_bound() -> None:
    """The cheapest total less its visible memory work is the baseline of all."""
    gc = measured("a", "gc", 100, program=50, allocation=30, mark=20)
    none = measured("a", "none", 80, program=60, allocation=20)
    real = measured("a", "go", 200)
    found = lower_bound.bounds([gc, none, real])
    assert [round(one.ratio, 3) for one in found if one] == [2.0, 1.6, 4.0]
    assert all(one is not None and one.from_whom is gc for one in found)
    assert lower_bound.bounds([real, measured("a", "go", 100)]) == [None, None]
    other = measured("b", "gc", 10, program=10)
    pair = lower_bound.bounds([gc, none, other])
    assert pair[2] is not None and pair[2].ratio == 1.0 and pair[0] is not None and pair[0].ratio == 2.0


SOURCE = """package main

import "fmt"

var sink []byte

func fill(n int) int {
	total := 0
	for i := 0; i < n; i++ {
		sink = make([]byte, 1024)
		total += len(sink)
	}
	return total
}

func main() { fmt.Println(fill(%d)) }
"""


@pytest.mark.slow
def test_a_program_with_itself_and_a_slower_one(tmp_path: Path) -> None:
    """Really run: the same program twice is no difference; one with twice the allocations is, however busy the machine."""
    for name, count in (("a.go", 300_000), ("b.go", 600_000), ("same.go", 300_000)):
        (tmp_path / name).write_text(SOURCE % count)
    done = subprocess.run([sys.executable, "-m", "burrow", "compare", "--json", "--runs", "10", "a.go", "same.go", "b.go"],
                          cwd=tmp_path, capture_output=True, text=True, check=True, timeout=250)
    found = {tuple(sorted((one["more"][0], one["less"][0]))): one for one in json.loads(done.stdout)["differences"]}
    for pair, one in found.items():
        assert one["differs"] == ("b.go" in pair), (pair, one)


def test_differences_need_several_runs() -> None:
    """Single runs are not compared."""
    assert differences([measured("a", "gc", 1), measured("b", "gc", 2)]) == []
