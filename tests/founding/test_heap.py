"""The heap is a reserved range at a fixed address; a page of it is there only when it has been touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import Running

HEAP = 0xC000000000
PAGE = 4096
LARGE = """package main

import (
	"fmt"
	"time"
)

func main() {
	b := make([]byte, 1<<30)
	fmt.Printf("made %p\\n", b)
	time.Sleep(1500 * time.Millisecond)
	for i := 0; i < 64<<20; i += 4096 {
		b[i] = 1
	}
	fmt.Println("touched", len(b))
	time.Sleep(20 * time.Second)
	fmt.Println(b[5])
}
"""


def resident(pid: int) -> int:
    """Resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def minor_faults(pid: int) -> int:
    """Page faults so far."""
    text = Path(f"/proc/{pid}/stat").read_text()
    return int(text.rsplit(")", 1)[1].split()[7])


def heap_resident(pid: int) -> tuple[int, int]:
    """Reserved and resident bytes of the mappings that cover the heap."""
    reserved = present = 0
    inside = False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        found = re.match(r"([0-9a-f]+)-([0-9a-f]+) ", line)
        if found:
            low, high = (int(part, 16) for part in found.groups())
            inside = low >= HEAP and high <= HEAP + (1 << 40)
            reserved += high - low if inside else 0
        elif inside and line.startswith("Rss:"):
            present += int(line.split()[1]) * 1024
    return reserved, present


def present_pages(pid: int, address: int, count: int) -> int:
    """How many of `count` pages from `address` on are in memory: what `mincore` tells a process of its own memory."""
    with open(f"/proc/{pid}/pagemap", "rb", buffering=0) as f:
        f.seek(address // PAGE * 8)
        data = f.read(count * 8)
    return sum(data[at + 7] >> 7 for at in range(0, len(data), 8))


@pytest.mark.slow
def test_untouched_memory_is_free(tmp_path: Path) -> None:
    """`make` of 1 GiB adds nothing to resident memory; touching 64 MiB of it adds 64 MiB, a fault a page."""
    (tmp_path / "large.go").write_text(LARGE)
    running = Running(["large.go"], tmp_path, {"GOGC": "off"})
    try:
        made = running.wait_for("made ")
        address = int(made.split("made 0x")[1].split()[0], 16)
        assert HEAP <= address < HEAP + (1 << 40)
        pid = running.child()
        before, faults = resident(pid), minor_faults(pid)
        reserved, present = heap_resident(pid)
        assert reserved >= 1 << 30
        assert present < 8 << 20
        assert before < 100 << 20
        assert present_pages(pid, address + (1 << 20), 1000) == 0
        running.wait_for("touched")
        grown, more = resident(pid) - before, minor_faults(pid) - faults
        assert 60 << 20 < grown < 80 << 20
        assert (64 << 20) // PAGE * 0.9 < more < (64 << 20) // PAGE * 1.3
        assert present_pages(pid, address + (1 << 20), 1000) == 1000
        assert present_pages(pid, address + (512 << 20), 1000) == 0
    finally:
        running.end()
