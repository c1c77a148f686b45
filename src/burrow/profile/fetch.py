"""Profiles from files and from servers: `http://localhost:6060/debug/pprof/profile?seconds=20`.

The same places that `go tool pprof` accepts: a file that exists is read, anything else is an address; `seconds` is
added to its query, and the wait is half as long again.
"""

from __future__ import annotations

import os
import sys

from burrow.profile.codec import decode
from burrow.profile.model import Profile, ProfileError


def fetch(source: str, seconds: int | None = None, timeout: int | None = None) -> Profile:
    """The profile at a path or an address."""
    if os.path.exists(source):
        with open(source, "rb") as f:
            data = f.read()
    else:
        data = download(source, seconds, timeout)
    try:
        return decode(data)
    except ProfileError as problem:
        raise ProfileError(f"{source}: parsing profile: {problem}") from None


def adjusted(source: str, seconds: int | None, timeout: int | None) -> tuple[str, float]:
    """The address with its query, and how long to wait; an empty address where `source` is none."""
    from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

    parts = urlsplit(source)
    if not parts.netloc and parts.scheme != "file" and ":" in source.split("/")[0]:
        parts = urlsplit("http://" + source)
    if not parts.netloc:
        return "", 0
    query = parse_qs(parts.query, keep_blank_values=True)
    if seconds:
        query["seconds"] = [str(seconds)]
    elif query.get("seconds", [""])[0].isdigit():
        seconds = int(query["seconds"][0])
    wait = timeout or (seconds + seconds // 2 if seconds else 60)
    return urlunsplit(parts._replace(query=urlencode(sorted(query.items()), doseq=True))), wait + 5


def download(source: str, seconds: int | None, timeout: int | None) -> bytes:
    """The bytes at an address."""
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import urlopen

    address, wait = adjusted(source, seconds, timeout)
    if not address:
        raise ProfileError(f"{source}: no such file or directory")
    sys.stderr.write(f"Fetching profile over HTTP from {address}\n")
    if seconds:
        sys.stderr.write(f"Please wait... ({seconds}s)\n")
    try:
        with urlopen(address, timeout=wait) as answer:
            data: bytes = answer.read()
            return data
    except HTTPError as problem:
        raise ProfileError(f"{source}: server response: {problem.code} {problem.reason}") from None
    except (OSError, ValueError, HTTPException) as problem:
        raise ProfileError(f"{source}: http fetch: {getattr(problem, 'reason', problem)}") from None
