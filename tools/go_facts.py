"""Write `src/burrow/go/std/facts.txt`: what the real compiler knows of the functions of the real standard library.

In: a Go installation (the `go` on PATH).  Out: for every function and method of every package of its standard
library, what inlining it costs, if it may be, and the tag of each parameter.  `burrow.go.escape.facts` documents the
format and its use: these are the facts that importing packages see in gc's export data, for packages whose source
burrow does not read.

How: the compiler is built from its own source with one file replaced (`go build -overlay`): after escape analysis it
appends what it would export to a file.  The standard library is then compiled with it (`-toolexec`).  Takes some
minutes.

    python tools/go_facts.py [OUT]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/burrow/go/std/facts.txt"

DUMP = """
func dumpFacts(all []*ir.Func) {
	dir := os.Getenv("BURROW_GO_FACTS")
	if dir == "" {
		return
	}
	name := dir + "/" + strings.ReplaceAll(base.Ctxt.Pkgpath, "/", "!")
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0666)
	if err != nil {
		base.Fatalf("%v", err)
	}
	defer f.Close()
	for _, fn := range all {
		if fn.OClosure != nil || fn.Dupok() || fn.Wrapper() || fn.IsPackageInit() {
			continue
		}
		cost := "-"
		if fn.Inl != nil {
			cost = fmt.Sprint(fn.Inl.Cost)
			if fn.Inl.CanDelayResults {
				cost += "d"
			}
		}
		if fn.Pragma&ir.UintptrEscapes != 0 {
			cost += "e"
		} else if fn.Pragma&ir.UintptrKeepAlive != 0 {
			cost += "k"
		}
		fmt.Fprintf(f, "%s\\t%s", fn.Sym().Name, cost)
		for _, p := range fn.Type().RecvParams() {
			tag := strings.TrimPrefix(p.Note, "esc:")
			if tag == "" && p.Note != "" {
				tag = "\\x00"
			}
			fmt.Fprintf(f, "\\t%x", tag)
		}
		fmt.Fprintln(f)
	}
}
"""


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    env = {
        k: subprocess.run(["go", "env", k], check=True, capture_output=True, text=True).stdout.strip()
        for k in ("GOROOT", "GOVERSION")
    }
    root = Path(env["GOROOT"])
    source = root / "src/cmd/compile/internal/escape/escape.go"
    text = source.read_text()
    text = text.replace("import (\n", 'import (\n\t"os"\n\t"strings"\n', 1)
    text = text.replace(
        "\t\tBatch(list, reassignOracles)\n\t})\n", "\t\tBatch(list, reassignOracles)\n\t})\n\tdumpFacts(all)\n", 1
    )
    text += DUMP
    with tempfile.TemporaryDirectory() as tmp_name:
        tmp = Path(tmp_name)
        (tmp / "escape.go").write_text(text)
        (tmp / "overlay.json").write_text(json.dumps({"Replace": {str(source): str(tmp / "escape.go")}}))
        compiler = tmp / "compile"
        subprocess.run(
            ["go", "build", "-overlay", str(tmp / "overlay.json"), "-o", str(compiler), "cmd/compile"],
            check=True,
            env={**os.environ, "GOFLAGS": "", "GO111MODULE": "off"},
            cwd=root / "src",
        )
        wrapper = tmp / "exec"
        wrapper.write_text(f'#!/bin/sh\ncase "$1" in */compile) shift; exec {compiler} "$@";; *) exec "$@";; esac\n')
        wrapper.chmod(0o755)
        facts = tmp / "facts"
        facts.mkdir()
        subprocess.run(
            ["go", "build", "-p", "1", "-toolexec", str(wrapper), "std"],
            check=True,
            cwd=root / "src",
            env={**os.environ, "BURROW_GO_FACTS": str(facts), "GOCACHE": str(tmp / "cache"), "CGO_ENABLED": "0"},
        )
        lines = [f"# {env['GOVERSION']}: see burrow/go/escape/facts.py\n"]
        for file in sorted(facts.iterdir()):
            path = file.name.replace("!", "/")
            if path.startswith("vendor/") or path == "main":
                continue
            lines.append(f"package {path}\n")
            lines += sorted(file.read_text().splitlines(keepends=True))
    out.write_text("".join(lines))
    print(f"{len(lines)} lines in {out}")


if __name__ == "__main__":
    main()
