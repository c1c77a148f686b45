"""Turn round one checked constant in each of a hundred of Go's own run tests: the tests must then fail.

A test that passes may have been wrong in silence: an `if` that is never reached, a check that is compiled away.  Here
the constant of the first comparison that leads to a failure is changed (5 to 6, "a" to "a!"), and the program has to
end otherwise than the test wants.  Where it does not, the real go is asked (it may not reach that check either); what
the real go fails and burrow does not is wrong in silence.

    python tests/conformance/inverted.py [--count 100] [--go GO] [--burrow COMMAND] [--show]
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = Path.home() / ".cache" / "burrow-corpora" / "go-test"
CHECK = re.compile(r"""if\s[^{}\n]*?(?:!=|==)\s*(?P<constant>-?\d+|"(?:[^"\\]|\\.)*")\s*\{(?P<body>[^{}]{0,200})\}""")
FAILS = re.compile(r"\b(?:panic|[Ff]ail\w*|Fatal\w*|Exit|bad|error|Error\w*|bug|BUG|die|throw)\s*\(")


def inverted(source: str) -> str | None:
    """The program with its first checked constant changed, or None where there is none."""
    code = re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), source, flags=re.DOTALL)
    for match in CHECK.finditer(code):
        if "!=" not in match[0].split("{")[0] or not FAILS.search(match["body"]):
            continue
        start, end = match.span("constant")
        old = source[start:end]
        new = old[:-1] + '!"' if old.startswith('"') else str(int(old, 10) + 1) if not old.startswith("0") else "1"
        return source[:start] + new + source[end:]
    return None


def ends(command: list[str], path: Path, timeout: float) -> tuple[int | str, str, str]:
    """How a program ends."""
    try:
        done = subprocess.run([*command, "run", path.name], cwd=path.parent, capture_output=True, timeout=timeout,
                              text=True, errors="replace", check=False)
    except subprocess.TimeoutExpired:
        return "timeout", "", ""
    return done.returncode, done.stdout, done.stderr


def main() -> int:
    """Print the figure; 1 where a test is wrong in silence."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--count", type=int, default=100)
    p.add_argument("--go", default="go")
    p.add_argument("--burrow", default=f"{sys.executable} -m burrow")
    p.add_argument("--timeout", type=float, default=60)
    p.add_argument("--show", action="store_true")
    p.add_argument("--data", type=Path, default=HERE / "data" / "go_run.json")
    o = p.parse_args()
    cases = json.loads(o.data.read_text())
    programs = {k: inverted((CORPUS / k).read_text(errors="replace")) for k in sorted(cases)}
    usable = [k for k, text in programs.items() if text is not None]
    step = max(len(usable) // o.count, 1)
    failed, silent, unreached, other = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for name in usable[::step]:
            if len(failed) + len(silent) >= o.count:
                break
            path = Path(folder) / Path(name).name
            path.write_text(programs[name] or "")
            wanted = (cases[name]["exit"], cases[name]["stdout"], cases[name]["stderr"])
            got = ends(shlex.split(o.burrow), path, o.timeout)
            if got[0] in (1, 3, 70, "timeout") and not (got[0] == 1 and got[1]):
                kind = other if got[0] != 1 or ": " in got[2] else failed
            elif got != wanted:
                kind = failed
            else:
                kind = silent if ends([o.go], path, o.timeout)[0] != 0 else unreached
            kind.append(name)
            if o.show:
                label = {id(failed): "fails", id(silent): "SILENT", id(unreached): "not reached"}.get(id(kind), "other")
                print(f"{name}: {label} {got[0]}", flush=True)
            path.unlink()
    print(f"inverted: {len(failed)} of {len(failed) + len(silent)} fail as they must; {len(unreached)} where the real go "
          f"passes too, {len(other)} that do not run")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
