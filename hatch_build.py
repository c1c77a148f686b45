"""Hatch's build hook: a wheel brings the runtime image ready-made, so that running programs needs neither Numba nor NumPy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RuntimeImage(BuildHookInterface[Any]):
    """Compiles `src/burrow/memory` and adds the bitcode to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel (or an editable install, which needs nothing) is made."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from burrow.memory import image

        whole, fast = image.build()
        folder = root / "build" / "image"
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in (("image.bc", whole), ("fast.bc", fast), ("image.key", image.source_key().encode())):
            (folder / name).write_bytes(data)
            build_data["force_include"][str(folder / name)] = f"burrow/memory/{name}"
