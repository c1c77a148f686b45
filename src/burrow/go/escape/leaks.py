"""What a parameter's value flows to, in eight small numbers: its tag.

In: flows found by `solve`.  Out: the least number of dereferences with which a parameter reaches the heap, something
that is written through, something that is called, and each of the first five results; as bytes, which stand for the
function wherever it is called.  The reference is cmd/compile/internal/escape/leaks.go; the encoding is the same
without its "esc:" prefix: b"" is "leaks to the heap", b"\\0" is "leaks nowhere".
"""

from __future__ import annotations

from typing import Final

HEAP: Final = 0
MUTATOR: Final = 1
CALLEE: Final = 2
RESULT: Final = 3  # and the following
RESULTS: Final = 5  # that are tracked
SIZE: Final = RESULT + RESULTS


class Leaks:
    """Mutable; entry i is the number of dereferences plus one, 0 for no flow."""

    __slots__ = ("to",)

    def __init__(self, tag: bytes | None = None) -> None:
        if tag is None:
            self.to = [0] * SIZE
        elif tag == b"":
            self.to = [1] + [0] * (SIZE - 1)
        else:
            self.to = list(tag) + [0] * (SIZE - len(tag))

    def get(self, i: int) -> int:
        """The number of dereferences to entry `i`, -1 where there is no flow."""
        return self.to[i] - 1

    def add(self, i: int, derefs: int) -> None:
        old = self.to[i] - 1
        if old < 0 or derefs < old:
            self.to[i] = min(derefs + 1, 255)

    def optimize(self) -> None:
        """Forget flows that are no shorter than the one to the heap."""
        heap = self.to[HEAP]
        if heap:
            for i in range(1, SIZE):
                if self.to[i] >= heap:
                    self.to[i] = 0

    def encode(self) -> bytes:
        to = self.to
        if to[HEAP] == 1:
            return b""
        n = SIZE
        while n > 1 and to[n - 1] == 0:
            n -= 1
        return bytes(to[:n])
