"""Make the pictures of the README: `python tools/pictures.py CPU.pb REPORT.html`, with a Chromium on the PATH.

The profile is one that `burrow run --profile` wrote, the report one of `burrow compare --html`; the README says which.
Each picture is made in light and in dark.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "profile")]

import browser  # noqa: E402


def main(profile: str, report: str) -> None:
    """Write docs/*.png."""
    docs = ROOT / "docs"
    docs.mkdir(exist_ok=True)
    served = subprocess.Popen([sys.executable, "-m", "burrow", "pprof", "-no_browser", "-http=:0", profile],
                              stderr=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT / "src")})
    assert served.stderr is not None
    where = served.stderr.readline().split()[-1]
    page = browser.Browser()
    try:
        for scheme in ("light", "dark"):
            for name, address, width, height in (
                    ("flame", where + "/flamegraph", 1100, 640),
                    ("compare", Path(report).resolve().as_uri(), 1140, 760)):
                page.size(width, height, scheme == "dark")
                page.open(address)
                page.do("document.querySelectorAll('main > h2')[1]?.scrollIntoView()")  # the report's first plot
                time.sleep(0.5)
                page.shot(docs / f"{name}-{scheme}.png")
    finally:
        page.close()
        served.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
