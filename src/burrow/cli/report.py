"""Saves what is needed to repair a defect of burrow: the command, the versions, the traceback."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
import traceback
from pathlib import Path

import burrow
from burrow import cache


def save(problem: BaseException, args: list[str]) -> Path | None:
    """Write the report; its path, or None where nothing can be written."""
    text = "\n".join([
        f"burrow {burrow.__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"when: {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
        f"command: burrow {' '.join(args)}",
        f"folder: {folder_now()}",
        "", "".join(traceback.format_exception(problem)),
    ])
    name = f"report-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    for folder in (Path(cache.folder()) / "reports", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            to = folder / name
            to.write_text(text, encoding="utf-8", errors="replace")
            return to
        except OSError:
            continue
    sys.stderr.write(text)  # nowhere to keep it: better here than lost
    return None


def folder_now() -> str:
    """The current folder; it may have been deleted."""
    try:
        return os.getcwd()
    except OSError:
        return "(gone)"
