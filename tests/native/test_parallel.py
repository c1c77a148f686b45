"""Every unit is made once; a worker that fails leaves its unit to the caller."""

import os
from pathlib import Path

from burrow.native.parallel import make_all


def test_each_once(tmp_path: Path) -> None:
    def make(i: int) -> None:
        if i == 3:
            raise ValueError("left to the caller")
        (tmp_path / f"{i}").write_text(str(os.getpid()))

    make_all([f"unit {i}" for i in range(20)], make)
    made = {int(p.name) for p in tmp_path.iterdir()}
    assert 3 not in made and len(made) >= 18
