"""What was computed once is kept by content: objects, images, summaries of libraries.

Entries live in `$XDG_CACHE_HOME/burrow` (or `~/.cache/burrow`), named by a digest of everything that went in.
A cache is a help, never a need: a full disk or a read-only home makes `put` do nothing and `get` find nothing.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def folder() -> Path:
    """Where entries are kept; `BURROW_CACHE` overrides it."""
    own = os.environ.get("BURROW_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "burrow"


def digest(*parts: bytes | str) -> str:
    """A name for the content of `parts`, 40 hex digits; the lengths go in, so that parts cannot run together."""
    h = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        h.update(len(data).to_bytes(8, "little"))
        h.update(data)
    return h.hexdigest()


def path(kind: str, key: str) -> Path:
    """The file of an entry, whether or not it exists."""
    return folder() / kind / key[:2] / key[2:]


def get(kind: str, key: str) -> bytes | None:
    """The entry's bytes, or None."""
    try:
        return path(kind, key).read_bytes()
    except OSError:
        return None


def put(kind: str, key: str, data: bytes) -> Path | None:
    """Keep `data`, whole or not at all; the file's path, or None where it could not be written."""
    to = path(kind, key)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        fd, name = tempfile.mkstemp(dir=to.parent)
    except OSError:
        return None
    try:
        with os.fdopen(fd, "wb") as f:
            f.write(data)
        os.replace(name, to)
    except OSError:
        try:
            os.unlink(name)
        except OSError:
            pass
        return None
    return to
