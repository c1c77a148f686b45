"""Small programs in LLVM's text, linked with the runtime and run in a child: no front end, no `native.emit`."""

from __future__ import annotations

import os
import tempfile
import threading
from dataclasses import dataclass

from burrow import cache
from burrow.memory import abi
from burrow.native.compile import LIBC, assemble, code_stamp, runtime_object
from burrow.native.link import link
from burrow.run.program import start


@dataclass(slots=True)
class Ended:
    """How a program ended, and what it wrote."""

    status: int
    signal: int
    out: str
    err: str
    cpu: float
    faults: int
    rss: int
    shared: int | None


def declarations() -> str:
    """LLVM declarations of every export."""
    out = []
    for e in abi.EXPORTS.values():
        args = ", ".join("i64" for _ in e.args)
        out.append(f'declare {e.result if e.result != "f64" else "double"} @"{e.name}"({args})')
    return "\n".join(out) + "\n"


PRINT = """
define void @print_int(i64 %v) "frame-pointer"="all" {
entry:
  %buf = alloca [32 x i8]
  %end = getelementptr i8, ptr %buf, i64 31
  store i8 10, ptr %end
  br label %loop
loop:
  %x = phi i64 [%v, %entry], [%q, %loop]
  %p = phi ptr [%end, %entry], [%p2, %loop]
  %q = udiv i64 %x, 10
  %r = urem i64 %x, 10
  %d = add i64 %r, 48
  %c = trunc i64 %d to i8
  %p2 = getelementptr i8, ptr %p, i64 -1
  store i8 %c, ptr %p2
  %z = icmp ne i64 %q, 0
  br i1 %z, label %loop, label %done
done:
  %a = ptrtoint ptr %p2 to i64
  %b = ptrtoint ptr %end to i64
  %n0 = sub i64 %b, %a
  %n = add i64 %n0, 1
  %w = call i64 @"runtime.write"(i64 1, i64 %a, i64 %n)
  ret void
}
"""


def image_of(text: str) -> str:
    """Compile and link a program whose entry is @main(i64) -> i64; the image's path."""
    whole = 'target triple = "x86_64-unknown-linux-gnu"\n' + declarations() + PRINT + text
    key = cache.digest("test-program", whole, code_stamp())
    path = cache.path("image", key)
    if not os.path.exists(path):
        objects = [("runtime", runtime_object(code_stamp())), ("main", assemble(whole, 2))]
        cache.put("image", key, link(objects, "main", (*LIBC, *abi.IMPORTS), ()))
    return str(path)


def run(text: str, language: str = "go", manager: str = "gc", share: bool = False, **env: str) -> Ended:
    """Run a program to its end."""
    image = image_of(text)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        p = start(image, ["prog"], env, language=language, manager=manager, share=share,
                  stdout=out.fileno(), stderr=err.fileno())
        watchdog = threading.Timer(float(os.environ.get("WATCHDOG", "40")), p.kill)
        watchdog.start()
        o = p.wait()
        watchdog.cancel()
        out.seek(0)
        err.seek(0)
        ru = o.rusage
        return Ended(o.status, o.signal, out.read().decode(), err.read().decode(), ru.ru_utime + ru.ru_stime,
                     ru.ru_minflt, ru.ru_maxrss, p.shared)
