"""Compiles IR text and calls its function `main` in a child process, without the runtime."""

import ctypes
import os
import tempfile

from burrow.ir.parse import parse_unit
from burrow.ir.verify import verify_unit
from burrow.native.compile import LIBC, assemble
from burrow.native.emit import emit
from burrow.native.link import link
from burrow.run.load import map_image


def execute(text: str, manager: str = "none", language: str = "c", speed: int = 2) -> int:
    """What `main() -> i64` gives, modulo 256; a negative number is the signal that ended it."""
    unit = parse_unit(text)
    unit.language = language
    verify_unit(unit)
    data = link([("test", assemble(emit(unit, manager), speed))], "main", LIBC)
    with tempfile.NamedTemporaryFile() as f:
        f.write(data)
        f.flush()
        pid = os.fork()
        if pid == 0:
            try:
                meta = map_image(f.name)
                got = ctypes.CFUNCTYPE(ctypes.c_int64)(meta["entry"])()
                os._exit(got & 255)
            finally:
                os._exit(99)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
