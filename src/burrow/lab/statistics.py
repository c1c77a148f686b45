"""Whether two sets of runs differ, and by how much: medians, bootstrap intervals, rank tests.

Comes in: figures of repeated runs, in the order of the rounds (each round ran everyone once, in random order).  Goes
out: intervals, and a `Difference`.  Times on a shared machine have outliers on one side, and drift; so nothing here
assumes a normal distribution, and with eight rounds or more the figures of one round are compared with each other:

* the median's interval is a bootstrap percentile interval (Efron 1979);
* with eight rounds or more, Wilcoxon's signed-rank test on the logarithms of the rounds' ratios, exact up to 25 rounds,
  and the Hodges-Lehmann estimate (the median of the pairs' means) as the ratio, with the interval of that test;
* with fewer, the Mann-Whitney test, exact: five against five differ at 1% only when they do not overlap.

Several comparisons at once are held to one level by the method of Benjamini and Hochberg (1995): of equal programs none
is called different but with that chance, and of what is called different at most that part is wrong.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

LEVEL = 0.01
"""The chance that two equal programs are called different, in one comparison as a whole."""
DRAWS = 2000
PAIRED_FROM = 8
EXACT_TO = 25


def interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float]:
    """A bootstrap interval of the median."""
    if len(values) < 2:
        one = float(values[0]) if values else 0.0
        return one, one
    draw = random.Random(1)
    found = sorted(median(draw.choices(values, k=len(values))) for _ in range(DRAWS))
    cut = int(DRAWS * (1 - level) / 2)
    return float(found[cut]), float(found[-1 - cut])


@dataclass(slots=True)
class Difference:
    """One against another: `ratio` (of the first to the second), its interval, and how likely chance alone is."""

    ratio: float
    low: float
    high: float
    chance: float
    runs: int
    differs: bool = False
    among: int = 1
    """Of how many comparisons it is one."""

    @property
    def enough(self) -> bool:
        """Whether so few runs could have told this difference alone."""
        return least_chance(self.runs) * self.among < LEVEL


def compared(first: Sequence[float], second: Sequence[float]) -> Difference:
    """Two sets of figures, all of them above 0."""
    a, b = [math.log(max(x, 1e-9)) for x in first], [math.log(max(x, 1e-9)) for x in second]
    n = min(len(a), len(b))
    if n == 0:
        return Difference(1.0, 0.0, math.inf, 1.0, 0)
    if n >= PAIRED_FROM:
        gaps = [x - y for x, y in zip(a, b, strict=False)]
        chance = signed_rank(gaps)
        low, middle, high = hodges_lehmann(gaps)
    else:
        every = [x - y for x in a for y in b]
        middle, chance = median(every), mann_whitney(a, b)
        low, high = min(every), max(every)
    found = Difference(math.exp(float(middle)), math.exp(low), math.exp(high), chance, n)
    found.differs = chance < LEVEL
    return found


def hold(found: Sequence[Difference]) -> None:
    """Of several comparisons, those stand that are as sure as the last whose chance is below its rank's part."""
    ordered = sorted(found, key=lambda each: each.chance)
    standing = max((rank for rank, one in enumerate(ordered, 1) if one.chance * len(ordered) < LEVEL * rank), default=0)
    for rank, one in enumerate(ordered, 1):
        one.differs, one.among = rank <= standing, len(ordered)


def least_chance(runs: int) -> float:
    """The smallest chance that so many runs can show."""
    if runs >= PAIRED_FROM:
        return 2.0 ** (1 - min(runs, 60))
    return 2 / math.comb(2 * runs, runs) if runs else 1.0


def hodges_lehmann(gaps: Sequence[float]) -> tuple[float, float, float]:
    """The median of the means of all pairs (each gap with itself too), between the ends of its interval.

    The interval holds all shifts that the signed-rank test would not call a difference.
    """
    n = len(gaps)
    means = sorted((gaps[i] + gaps[j]) / 2 for i in range(n) for j in range(i, n))
    if n <= EXACT_TO:
        cut, below = 0, 0.0
        for ways in rank_sums(n):
            below += ways / 2.0**n
            if below > LEVEL / 2:
                break
            cut += 1
        cut = max(cut - 1, 0)
    else:
        cut = max(0, int(len(means) / 2 - 2.576 * math.sqrt(n * (n + 1) * (2 * n + 1) / 24)) - 1)
    return means[cut], float(median(means)), means[-1 - cut]


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end + 1 < len(order) and values[order[end + 1]] == values[order[at]]:
            end += 1
        for k in range(at, end + 1):
            out[order[k]] = (at + end) / 2 + 1
        at = end + 1
    return out


def signed_rank(gaps: Sequence[float]) -> float:
    """Wilcoxon's signed-rank test, two-sided: the chance of gaps at least as one-sided as these."""
    kept = [gap for gap in gaps if gap]
    n = len(kept)
    if n == 0:
        return 1.0
    up = sum(rank for rank, gap in zip(ranks([abs(gap) for gap in kept]), kept, strict=True) if gap > 0)
    low = min(up, n * (n + 1) / 2 - up)
    if n <= EXACT_TO:
        ways = rank_sums(n)
        return min(1.0, sum(ways[:int(low) + 1]) / 2.0 ** (n - 1))
    mean, deviation = n * (n + 1) / 4, math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    return min(1.0, math.erfc((mean - low - 0.5) / deviation / math.sqrt(2)))


@lru_cache(maxsize=64)
def rank_sums(n: int) -> list[int]:
    """In how many of the 2**n ways of signs the positive ranks add up to 0, 1, 2, …"""
    ways = [1] + [0] * (n * (n + 1) // 2)
    for rank in range(1, n + 1):
        for total in range(len(ways) - 1, rank - 1, -1):
            ways[total] += ways[total - rank]
    return ways


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> float:
    """The Mann-Whitney test, two-sided, exact for few values (ties count half)."""
    m, n = len(first), len(second)
    wins = sum((x > y) + 0.5 * (x == y) for x in first for y in second)
    low = min(wins, m * n - wins)
    ways = win_counts(m, n)
    return min(1.0, 2 * sum(ways[:math.floor(low) + 1]) / math.comb(m + n, m))


@lru_cache(maxsize=256)
def win_counts(m: int, n: int) -> list[int]:
    """In how many orders of m and n values the first have 0, 1, 2, … wins."""
    if m == 0 or n == 0:
        return [1]
    out = [0] * (m * n + 1)
    for number, count in enumerate(win_counts(m - 1, n)):
        out[number + n] += count
    for number, count in enumerate(win_counts(m, n - 1)):
        out[number] += count
    return out
