"""Numbers with units as pprof prints them: `1.20s`, `512kB`, ` 5.13%`.

Reference: `internal/measurement` of github.com/google/pprof; the units of Google's compute units are left out.
"""

from __future__ import annotations

FAMILIES: list[tuple[dict[str, float], dict[str, str], tuple[str, float]]] = [
    ({"B": 1, "kB": 2**10, "MB": 2**20, "GB": 2**30, "TB": 2**40, "PB": 2**50},
     {"b": "B", "byte": "B", "kb": "kB", "kbyte": "kB", "kilobyte": "kB", "mb": "MB", "mbyte": "MB", "megabyte": "MB",
      "gb": "GB", "gbyte": "GB", "gigabyte": "GB", "tb": "TB", "tbyte": "TB", "terabyte": "TB", "pb": "PB",
      "pbyte": "PB", "petabyte": "PB"}, ("B", 1)),
    ({"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9, "hrs": 3600e9},
     {"ns": "ns", "nanosecond": "ns", "μs": "us", "us": "us", "microsecond": "us", "ms": "ms", "millisecond": "ms",
      "s": "s", "sec": "s", "second": "s", "hour": "hrs", "hr": "hrs"}, ("s", 1e9)),
]
"""Each family of units: factors by name, other names, and the unit used where none fits."""

PLAIN = ("count", "sample", "unit", "minimum", "auto")


def sniff(family: tuple[dict[str, float], dict[str, str], tuple[str, float]], unit: str) -> str | None:
    """The unit's own name in a family."""
    unit = unit.lower()
    return family[1].get(unit.removesuffix("s") if len(unit) > 2 else unit)


def scale(value: int, unit: str, to: str) -> tuple[float, str]:
    """`value` in another unit; `minimum` and `auto` choose the largest in which it is at least 1."""
    if value < 0:
        scaled, name = scale(-value, unit, to)
        return -scaled, name
    for family in FAMILIES:
        factors, _, (default, default_factor) = family
        own = sniff(family, unit)
        if own is None:
            continue
        base = value * factors[own]
        if to in ("minimum", "auto"):
            best = max((name for name in factors if base / factors[name] >= 1), key=lambda name: factors[name],
                       default=None)
            return (base / factors[best], best) if best else (base / default_factor, default)
        wanted = sniff(family, to)
        return (base / factors[wanted], wanted) if wanted else (base / default_factor, default)
    return float(value), "" if to in PLAIN else to


def label(value: int, unit: str, to: str = "auto") -> str:
    """`value` as people read it."""
    scaled, name = scale(value, unit, to)
    text = f"{scaled:.2f}".removesuffix(".00")
    return "0" if text in ("0", "-0") else text + name


def percentage(value: int, total: int) -> str:
    """The part of a total, in six columns."""
    ratio = abs(value / total) * 100 if total else 0.0
    if 99.95 <= ratio <= 100.05:
        return "  100%"
    return f"{ratio:5.2f}%" if ratio >= 1 else f"{ratio:>5.2g}%"
