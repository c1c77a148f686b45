"""The build step of the wheel: the runtime is compiled once; an installed burrow needs neither Numba nor NumPy.

An editable installation compiles it on first use instead (the extra `image`).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ImageHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the runtime's bitcode to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is put together."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from burrow.memory import image

        folder = Path(tempfile.mkdtemp(prefix="burrow-image-"))
        for name, data in (("image.bc", image.bitcode()), ("fast.bc", image.fast_bitcode()),
                           ("image.key", image.source_key().encode())):
            (folder / name).write_bytes(data)
            build_data["force_include"][str(folder / name)] = f"burrow/memory/{name}"
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-manylinux_2_28_x86_64"
