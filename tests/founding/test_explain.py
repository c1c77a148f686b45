"""`burrow explain` on what is often explained wrongly: a pointer to a variable of an inner block."""

from __future__ import annotations

import json

from helpers import ROOT, burrow

PLACEMENT = ROOT / "examples" / "placement"


def values(name: str) -> list[dict[str, object]]:
    """What is said of each value of an example."""
    done = burrow("explain", "--json", str(PLACEMENT / f"{name}.go"))
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["values"]
    return found


def test_an_inner_block_is_no_loop() -> None:
    """The variable stays on the stack, and the reason is said; in a loop it goes to the heap."""
    inner = next(one for one in values("inner_block") if one["value"] == "x")
    assert inner["place"] == "stack"
    assert "loop" in str(inner["note"])
    turn = next(one for one in values("loop_variable") if one["value"] == "x")
    assert turn["place"] == "heap"


def test_the_text_shows_the_source() -> None:
    """Every line of the source, with remarks below."""
    done = burrow("explain", str(PLACEMENT / "inner_block.go"))
    assert done.returncode == 0, done.stderr
    for line in (PLACEMENT / "inner_block.go").read_text().splitlines():
        assert line.strip() in done.stdout
