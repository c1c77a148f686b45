"""What ran before: from a path and options to the image, without asking the front end.

After a program has been compiled, the files and folders that it was made of are noted with their size and time of
change (a folder's own time tells of files that came or went).  While none of them differs, and burrow itself is the
same, the image is run as it is.  ccache's "direct mode" does the like; here the digest of the content is the second
opinion when only a time has changed, as after a checkout.
"""

from __future__ import annotations

import marshal
import os
from typing import NamedTuple

from burrow import __version__, cache
from burrow.options import Options

ENVIRONMENT = ("GOROOT", "GOFLAGS", "GOPATH", "GOMODCACHE", "GO111MODULE")


class Found(NamedTuple):
    """An image that is still what the sources say."""

    image: str
    language: str
    manager: str


def find(path: str, options: Options) -> Found | None:
    """The image that compiling `path` would give, if that is known without compiling."""
    data = cache.get("warm", _key(path, options))
    if data is None:
        return None
    try:
        image, language, manager, sources = marshal.loads(data)
        for name, size, changed, digest in sources:
            st = os.stat(name)
            if st.st_mtime_ns != changed or (st.st_size != size and size >= 0):
                if not digest or _digest(name) != digest:
                    return None
        return Found(image, language, manager) if os.path.exists(image) else None
    except (OSError, ValueError, TypeError):
        return None


def remember(path: str, options: Options, image: str, language: str, manager: str, sources: list[str]) -> None:
    """Note that compiling `path` gave `image`."""
    noted = []
    try:
        for name in sources:
            st = os.stat(name)
            folder = os.path.isdir(name)
            noted.append((os.path.abspath(name), -1 if folder else st.st_size, st.st_mtime_ns,
                          "" if folder else _digest(name)))
    except OSError:
        return
    if noted:
        cache.put("warm", _key(path, options), marshal.dumps((image, language, manager, noted)))


def _digest(name: str) -> str:
    with open(name, "rb") as f:
        return cache.digest(f.read())


def _key(path: str, options: Options) -> str:
    return cache.digest(os.path.abspath(path), repr((options.release, options.edition, options.manager, options.cfg,
                                                     options.crate_type, options.test, options.no_inline)),
                        *(os.environ.get(name, "") for name in ENVIRONMENT), stamp())


def stamp() -> str:
    """Which burrow this is: the version of an installed one, every source's time of change in a checkout."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if f"{os.sep}site-packages{os.sep}" in root:
        return f"{__version__} {os.stat(os.path.join(root, '__init__.py')).st_mtime_ns}"
    latest = count = 0
    work = [root]
    while work:
        with os.scandir(work.pop()) as entries:
            for e in entries:
                if e.name == "__pycache__":
                    continue
                if e.is_dir(follow_symlinks=False):
                    work.append(e.path)
                else:
                    count += 1
                    latest = max(latest, e.stat().st_mtime_ns)
    return f"{__version__} {count} {latest}"
