"""`burrow pprof -http=ADDR`: serve a profile as pages, to this machine alone unless ADDR names another host.

Comes in: the flags of a command line.  Each request starts from the profile as it was fetched, kept as bytes, since a
report changes the profile that it is made of.  What a person asked for is all in the address (`f` focus, `i` ignore,
`h` hide, `s` show, `c` class, `si` sample type, `g` granularity, as pprof calls them), so pages can be kept and sent.
Pages ask no other host for anything, and say so in their content security policy.
"""

from __future__ import annotations

import sys
import webbrowser
from argparse import Namespace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from burrow.profile.codec import decode, encode
from burrow.profile.command import asked, loaded
from burrow.profile.model import Profile, ProfileError
from burrow.profile.web import pages

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; " \
         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def serve(options: Namespace) -> int:
    """Serve until interrupted."""
    profile, base = loaded(options)
    host, port = address(options.http)
    try:
        server = make_server(host, port, Store(profile, base, options))
    except OSError as problem:
        raise ProfileError(f"cannot serve at {options.http}: {problem.strerror or problem}") from None
    where = f"http://{host if ':' not in host else f'[{host}]'}:{server.server_address[1]}"
    sys.stderr.write(f"Serving web UI on {where}\n")
    sys.stderr.flush()
    if not options.no_browser:
        webbrowser.open(where)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


def address(given: str) -> tuple[str, int]:
    """Host and port: `:8080` is this machine's own, `:0` any port that is free."""
    host, _, port = given.rpartition(":")
    if not port.isdigit() and port:
        raise ProfileError(f'-http: "{given}" is no address like :8080 or localhost:8080')
    return host.strip("[]") or "localhost", int(port or 0)


class Store:
    """The profile as it was fetched, and what the command line asked for."""

    def __init__(self, profile: Profile, base: Profile | None, options: Namespace) -> None:
        self.data = encode(profile, compress=False)
        self.base_data = encode(base, compress=False) if base is not None else None
        self.options = options
        self.title = ", ".join(options.profiles)
        self.against = ", ".join([*options.base, *options.diff_base])
        self.labelled = bool(options.diff_base)

    def profiles(self) -> tuple[Profile, Profile | None]:
        """Fresh copies of the profile and its base."""
        return decode(self.data), decode(self.base_data) if self.base_data is not None else None

    def query(self, asked_for: str) -> pages.Query:
        """What an address asks for, on top of the command line."""
        return pages.Query(dict(parse_qsl(asked_for)), asked(self.options))


def make_server(host: str, port: int, store: Store) -> ThreadingHTTPServer:
    """A server that is listening."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer one request."""
            parts = urlsplit(self.path)
            try:
                status, kind, body = answer(store, parts.path, parts.query)
            except ProfileError as problem:
                status, kind, body = 400, "text/html", pages.problem_page(store, parts.query, str(problem)).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind if kind == "application/octet-stream" else f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            if kind == "application/octet-stream":
                self.send_header("Content-Disposition", 'attachment; filename="profile.pb.gz"')
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return ThreadingHTTPServer((host, port), Handler)


def answer(store: Store, path: str, query: str) -> tuple[int, str, bytes]:
    """Status, type and body of a page."""
    if path.startswith("/static/"):
        file = STATIC / path.removeprefix("/static/")
        if file.parent == STATIC and file.suffix in TYPES and file.exists():
            return 200, TYPES[file.suffix], file.read_bytes()
        return 404, "text/plain", b"no such file\n"
    if path == "/download":
        return 200, "application/octet-stream", encode(decode(store.data))
    view = pages.VIEWS.get(path)
    if view is None:
        return 404, "text/plain", b"no such page\n"
    return 200, "text/html", pages.page(store, view, store.query(query)).encode()
