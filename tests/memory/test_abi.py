"""What `abi` promises is there, with the arguments that it says."""

from __future__ import annotations

import importlib
import re

from burrow.memory import abi, asm
from burrow.memory.image import MODULES
from burrow.memory.registry import MARKED


def test_every_export_is_defined() -> None:
    for name in MODULES:
        importlib.import_module(f"burrow.memory.{name}")
    marked = {m.symbol: m for m in MARKED.values()}
    assembly = set(re.findall(r'^\.globl "?([^"\n]+?)"?$', asm.source(), re.M))
    for e in abi.EXPORTS.values():
        assert e.name in marked or e.name in assembly, f"{e.name} is declared and not defined"
        if e.name in marked:
            assert len(marked[e.name].args) == len(e.args), e.name
            assert marked[e.name].result == e.result or e.noreturn, e.name
            assert marked[e.name].export or marked[e.name].asm, f"{e.name} is not visible"
