"""What was computed once is kept by content: objects, images, summaries of libraries.

Entries live in `$XDG_CACHE_HOME/burrow` (or `~/.cache/burrow`), named by a digest of everything that went in.
A cache is a help, never a need: a full disk or a read-only home makes `put` do nothing and `get` find nothing.

Every start of burrow comes through here, so nothing is imported that costs (`hashlib`, `pathlib` and `tempfile` would
take ten milliseconds).
"""

from __future__ import annotations

import os

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b


def folder() -> str:
    """Where entries are kept; `BURROW_CACHE` overrides it."""
    own = os.environ.get("BURROW_CACHE")
    if own:
        return own
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "burrow")


def digest(*parts: bytes | str) -> str:
    """A name for the content of `parts`, 40 hex digits; the lengths go in, so that parts cannot run together."""
    h = blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        h.update(len(data).to_bytes(8, "little"))
        h.update(data)
    return h.hexdigest()


def path(kind: str, key: str) -> str:
    """The file of an entry, whether or not it exists."""
    return os.path.join(folder(), kind, key[:2], key[2:])


def get(kind: str, key: str) -> bytes | None:
    """The entry's bytes, or None."""
    try:
        with open(path(kind, key), "rb") as f:
            return f.read()
    except OSError:
        return None


def put(kind: str, key: str, data: bytes) -> str | None:
    """Keep `data`, whole or not at all; the file's path, or None where it could not be written."""
    to = path(kind, key)
    part = f"{to}.{os.getpid()}.part"
    try:
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with open(part, "xb") as f:
            f.write(data)
        os.replace(part, to)
    except OSError:
        try:
            os.unlink(part)
        except OSError:
            pass
        return None
    return to
