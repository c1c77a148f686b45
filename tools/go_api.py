"""Write `src/burrow/go/std/api.txt`: the exported names of the real standard library.

In: the `api` folder of a Go source distribution (go1.txt, go1.1.txt, ...: what Go's compatibility promise is checked
against).  Out: a line for each package: its path, then its names; `T.M` is a method or field of type T.
`burrow.go.api` reads it, to tell what burrow's library lacks from what does not exist.

    python tools/go_api.py FOLDER [OUT]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/burrow/go/std/api.txt"
PLATFORM = re.compile(r"^pkg ([\w/.]+) \(([\w-]+)\), ")
METHOD = re.compile(r"^method \(\*?(\w+)(?:\[[^)]*\])?\) (\w+)")
PLAIN = re.compile(r"^(?:func|const|var|type) (\w+)")
FIELD = re.compile(r"^type (\w+)(?:\[.*?\])? struct, (?:embedded )?\*?(?:\w+\.)?(\w+)")
INTERFACE = re.compile(r"^type (\w+) interface \{ (.*) \}")


def main(folder: str, out: str = str(OUT)) -> None:
    """Read every file of the folder."""
    found: dict[str, set[str]] = {}
    for path in sorted(Path(folder).glob("go1*.txt")):
        for line in path.read_text().splitlines():
            platform = PLATFORM.match(line)
            if platform and platform[2] not in ("linux-amd64", "linux-amd64-cgo"):
                continue
            match = re.match(r"^pkg ([\w/.]+)(?: \([\w-]+\))?, (.*)", line)
            if match:
                found.setdefault(match[1], set()).update(names(match[2]))
    with open(out, "w") as f:
        for package in sorted(found):
            f.write(f"{package} {' '.join(sorted(found[package]))}\n")


def names(feature: str) -> set[str]:
    """The names in one line of the API."""
    if method := METHOD.match(feature):
        return {f"{method[1]}.{method[2]}"}
    out = set()
    if plain := PLAIN.match(feature):
        out.add(plain[1])
    if field := FIELD.match(feature):
        out.add(f"{field[1]}.{field[2]}")
    if interface := INTERFACE.match(feature):
        out |= {f"{interface[1]}.{m.strip()}" for m in interface[2].split(",") if m.strip().isidentifier()}
    return out


if __name__ == "__main__":
    main(*sys.argv[1:])
