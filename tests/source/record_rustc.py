"""Record what rustc says of `programs/*.rs`: run this with rustc 1.95 after changing one."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

PROGRAMS = Path(__file__).resolve().parent / "programs"


def without_explanations(value: Any) -> Any:
    """JSON without rustc's long texts."""
    if isinstance(value, dict):
        return {key: None if key == "explanation" else without_explanations(one) for key, one in value.items()}
    return [without_explanations(one) for one in value] if isinstance(value, list) else value


def main() -> None:
    """Write a `.json` beside each program."""
    for path in sorted(PROGRAMS.glob("*.rs")):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(["rustc", "--edition", "2021", "--emit=metadata", "-o", f"{folder}/x.rmeta",
                                   "--error-format=json", "--diagnostic-width=140", path.name],
                                  cwd=PROGRAMS, capture_output=True, text=True, check=False)
        lines = [json.dumps(without_explanations(json.loads(line)), ensure_ascii=False)
                 for line in done.stderr.splitlines() if line.startswith("{")]
        path.with_suffix(".json").write_text("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    main()
