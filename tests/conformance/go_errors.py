"""`python tests/conformance/go_errors.py`: agreement with gc on what is wrong with a program.

The files are those of Go's own tests that begin with `// errorcheck`; `data/go_errors.json` holds what go 1.27.3 says of
each (`go build -gcflags=-e`: every error, not the first ten), made by `--record`.  A file is exact when lines, columns
and texts are the same; beside it, how many of the lines with errors are found, and how many are found that have none.
Everything runs in one process, so that a sample takes seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data" / "go_errors.json"
CORPORA = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "burrow-corpora" / "go-test"
HEAD = re.compile(r"// errorcheck(?: -lang=go1\.(\d+))?$")
LINE = re.compile(r"^(?:\./)?([^\s:]+\.go):(\d+):(?:(\d+):)? (.*)$")
Error = tuple[int, int, str]


def version(text: str) -> int | None:
    """The language version of a file that is to be checked; None for one that is not."""
    m = HEAD.match(text.split("\n", 1)[0].rstrip())
    return None if m is None else int(m[1] or 27)


def files(only: str = "") -> list[Path]:
    """The files of the corpus."""
    out = []
    for path in sorted(CORPORA.rglob("*.go")):
        if only in str(path.relative_to(CORPORA)) and version(path.read_text(errors="replace")) is not None:
            out.append(path)
    return out


def prepared(path: Path, folder: Path) -> Path:
    """The file in a folder of its own, with a go.mod where it asks for another language version."""
    text = path.read_bytes()
    lang = version(text.decode(errors="replace"))
    (folder / "go.mod").unlink(missing_ok=True)
    for old in folder.glob("*.go"):
        old.unlink()
    if lang != 27:
        (folder / "go.mod").write_text(f"module errors\n\ngo 1.{lang}\n")
    file = folder / path.name
    file.write_bytes(text)
    return file


def record() -> None:
    """Ask the real compiler."""
    out: dict[str, list[Error]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for path in files():
            file = prepared(path, Path(scratch))
            done = subprocess.run(
                ["go", "build", "-gcflags=-e", "-o", "made", file.name],
                cwd=scratch, capture_output=True, text=True, errors="replace", check=False, env={
                    **{k: v for k, v in os.environ.items() if k != "GOROOT"}, "GOFLAGS": "-mod=mod"},
            )  # fmt: skip
            found: list[Error] = []
            for line in done.stderr.split("\n"):
                m = LINE.match(line)
                if m and os.path.basename(m[1]) == file.name:
                    found.append((int(m[2]), int(m[3] or 0), m[4]))
                elif line.startswith("\t") and found:
                    at, column, text = found[-1]
                    found[-1] = at, column, f"{text}\n{line}"
            out[str(path.relative_to(CORPORA))] = found
    rows = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in out.items())
    DATA.write_text("{\n" + rows + "\n}\n")
    print(f"{len(out)} files, {sum(map(len, out.values()))} errors")


class TooLong(Exception):
    """A file took longer than it may."""


def ours(file: Path) -> list[Error]:
    """What burrow says of a file, all of it."""
    from burrow.go import load
    from burrow.source import CompileErrors, Unsupported, load_file

    load_file.cache_clear()
    sys.setrecursionlimit(30_000)
    loader = load.Loader(None, False, False)
    loader.all_errors = True
    try:
        loader.load(str(file))
    except CompileErrors as e:
        out = []
        for d in e.diagnostics:
            span = d.span
            line, column = load_file(span.path).position(span.lo) if span is not None else (0, 0)
            out.append((line, column, d.message))
        return out
    except Unsupported as e:
        return [(0, 0, f"unsupported: {e.what}")]
    return []


def tidy(text: str) -> str:
    """Places inside of messages name the file: its folder does not matter."""
    return re.sub(r"[^\s(]*/([^\s/:]+\.go:)", r"\1", text).replace("./", "")


def main() -> int:
    """Print the figures and the commonest differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--sample", type=int, default=0, help="every k-th, so that about so many are left")
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    if options.record:
        record()
        return 0
    cases: dict[str, list[list[int | str]]] = json.loads(DATA.read_text())
    keys = [k for k in cases if options.only in k]
    if options.sample:
        keys = keys[:: max(1, len(keys) // options.sample)]
    exact = hit = wanted = spurious = said = 0
    problems: list[str] = []
    kinds: Counter[str] = Counter()
    os.environ.pop("GOROOT", None)
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TooLong()))
    with tempfile.TemporaryDirectory() as scratch:
        for key in keys:
            file = prepared(CORPORA / key, Path(scratch))
            signal.alarm(20)
            try:
                found = ours(file)
            except Exception as e:
                problems.append(f"{key}: {type(e).__name__}: {e}")
                continue
            finally:
                signal.alarm(0)
            want = {(int(a), int(b), tidy(str(c))) for a, b, c in cases[key]}
            got = {(a, b, tidy(c)) for a, b, c in found}
            if want == got:
                exact += 1
            elif options.show:
                print(f"{key}")
                for mark, rows in ("-", sorted(want - got)), ("+", sorted(got - want)):
                    for a, b, c in rows[: options.show]:
                        print(f"  {mark} {a}:{b}: {c}")
            for _, _, c in want - got:
                kinds[re.sub(r"\b[a-z]\w*\b(?= )|\d+", "_", c)[:60]] += 1
            lines, found_lines = {a for a, _, _ in want}, {a for a, _, _ in got}
            wanted += len(lines)
            hit += len(lines & found_lines)
            spurious += len(found_lines - lines)
            said += len(want & got)
    for line in problems:
        print(line)
    total = sum(len(cases[k]) for k in keys)
    print(
        f"go-errors: exact {exact}/{len(keys)}, lines {hit}/{wanted}, spurious {spurious}, "
        f"texts and columns {said}/{total}, crashed {len(problems)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
