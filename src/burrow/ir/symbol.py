"""What of a symbol people see: the name without what keeps instances and parts of one function apart.

A front end adds `#` and ten hex digits where two instances would have the same symbol (`.N` behind them where even
these meet), and Go's lowering adds `#body` to the part of a function that runs under its deferred calls.  Any other `#`
belongs to the name: `main::{closure#0}`.
"""

from __future__ import annotations

import re

TAG_DIGITS = 10
TAGS = re.compile(rf"(?:#[0-9a-f]{{{TAG_DIGITS}}}(?:\.\d+)?|#body)+$")


def display(symbol: str) -> str:
    """The name that people see and filter by."""
    if "#" not in symbol:
        return symbol
    found = TAGS.search(symbol)
    return symbol[:found.start()] if found and found.start() else symbol
