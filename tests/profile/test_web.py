"""The pages of a profile, in a real browser."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from argparse import Namespace
from collections.abc import Iterator

import browser
import pytest
import real_pprof

from burrow.cli.parser import parser_for
from burrow.profile import command
from burrow.profile.web import server

DATA = real_pprof.DATA


def options(*words: str) -> Namespace:
    """A parsed command line."""
    return parser_for("pprof").parse_args([*words])


@pytest.fixture(scope="module")
def serve() -> Iterator[object]:
    """A function that serves profiles and tells where."""
    running = []

    def start(*words: str) -> str:
        asked = options("-http=:0", *words)
        made = server.make_server("localhost", 0, server.Store(*command.loaded(asked), asked))
        threading.Thread(target=made.serve_forever, daemon=True).start()
        running.append(made)
        return f"http://localhost:{made.server_address[1]}"

    yield start
    for one in running:
        one.shutdown()
        one.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[browser.Browser]:
    """A browser."""
    if browser.program() is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    one = browser.Browser()
    yield one
    one.close()


def rows(chromium: browser.Browser) -> list[str]:
    """The functions of the table."""
    return chromium.do("[...document.querySelectorAll('td.name > a')].map(a => a.textContent)")  # type: ignore[no-any-return]


def test_table_focus_and_source(serve, chromium) -> None:  # type: ignore[no-untyped-def]
    """Open, focus by an expression, click through to the source."""
    where = serve(str(DATA / "bintrees.pb"))
    chromium.open(where + "/top")
    assert rows(chromium)[0] == "runtime.mallocgcSmallScanNoHeaderSC2"
    chromium.follow("document.querySelector('[name=f]').value = 'gcBgMarkWorker';"
                    "document.querySelector('.filters button').click()")
    assert all("main." not in name for name in rows(chromium)) and rows(chromium)
    chromium.follow("document.querySelector('.reset').click()")
    chromium.follow("[...document.querySelectorAll('td.name > a')].find(a => a.textContent == 'main.grow').click()")
    assert chromium.do("document.querySelector('h2').textContent") == "main.grow"
    assert "grow" in chromium.do("document.querySelector('main').textContent")
    assert not chromium.complaints()


def test_views_of_the_experiment(serve, chromium) -> None:  # type: ignore[no-untyped-def]
    """One click each: the collector, allocation; a second click takes it away."""
    where = serve(str(DATA / "bintrees.pb"))
    chromium.open(where + "/top")
    everything = len(rows(chromium))
    chromium.follow("document.querySelectorAll('.view')[0].click()")
    assert chromium.do("document.querySelector('.view').getAttribute('aria-pressed')") == "true"
    assert "runtime.scanObjectsSmall" in rows(chromium) and "main.(*Tree).count" not in rows(chromium)
    chromium.follow("document.querySelectorAll('.view')[1].click()")
    assert "runtime.scanObjectsSmall" not in rows(chromium) and "main.grow" in rows(chromium)
    chromium.follow("document.querySelectorAll('.view')[1].click()")
    assert len(rows(chromium)) == everything


def test_flame_graph_by_keyboard(serve, chromium) -> None:  # type: ignore[no-untyped-def]
    """Arrows move, Enter zooms, Escape goes back; what is found is told."""
    where = serve(str(DATA / "bintrees.pb"))
    chromium.size(1000, 700)
    chromium.open(where + "/flamegraph")
    count = "document.querySelectorAll('.flame .box').length"
    before = chromium.do(count)
    assert before > 100
    chromium.do("document.querySelector('.flame .box[tabindex=\"0\"]').focus()")
    chromium.press("ArrowDown", 40)
    assert chromium.do("document.activeElement.textContent") == "runtime.main"
    chromium.press("Enter", 13)
    assert chromium.do(count) != before
    chromium.press("Escape", 27)
    assert chromium.do(count) == before
    chromium.do("{const s = document.querySelector('.tools input'); s.value = 'gcBgMarkWorker$';"
                "s.dispatchEvent(new Event('input'))}")
    assert "11.6%" in chromium.do("document.querySelector('[role=status]').textContent")
    chromium.do("document.querySelectorAll('.flame .box')[1].click()")
    chromium.follow("[...document.querySelectorAll('.detail a')].find(a => a.textContent == 'source').click()")
    assert chromium.do("location.pathname") == "/source"
    assert not chromium.complaints()


def test_difference(serve, chromium) -> None:  # type: ignore[no-untyped-def]
    """A profile less another: what grew and what shrank."""
    where = serve("-base", str(DATA / "mapints.pb"), str(DATA / "bintrees.pb"))
    chromium.open(where + "/top")
    cells = chromium.do("Object.fromEntries([...document.querySelectorAll('tbody tr')].map("
                        "r => [r.querySelector('td.name > a').textContent, r.cells[0].textContent]))")
    assert cells["runtime.mallocgcSmallScanNoHeaderSC2"] == "0.15s" or cells[
        "runtime.mallocgcSmallScanNoHeaderSC2"] == "150ms"
    assert any(value.startswith("-") for value in cells.values())
    chromium.open(where + "/flamegraph")
    kinds = set(chromium.do("[...document.querySelectorAll('.flame .box')].map(b => b.dataset.kind)"))
    assert {"more", "less"} <= kinds
    chromium.open(where + "/")
    assert chromium.do("document.querySelectorAll('.graph .node').length") > 10


@pytest.mark.parametrize("page", ["/top", "/", "/flamegraph", "/source", "/peek"])
def test_narrow_dark_and_alone(serve, chromium, page: str) -> None:  # type: ignore[no-untyped-def]
    """At 360 pixels nothing sticks out; in the dark the paper is dark; no other host is asked for anything."""
    where = serve(str(DATA / "bintrees_heap.pb"))
    chromium.events.clear()
    chromium.size(360, 700, dark=True)
    chromium.open(where + page)
    assert chromium.do("document.documentElement.scrollWidth") <= 360
    paper = chromium.do("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in paper.strip("rgb()").split(",")) < 60
    assert chromium.asked() and all(one.startswith((where, "data:")) for one in chromium.asked())
    unreachable = chromium.do("[...document.querySelectorAll('a,button,input,select')].filter(e => e.tabIndex < 0).length")
    assert unreachable == 0
    assert not chromium.complaints()


def test_problems_are_said(serve) -> None:  # type: ignore[no-untyped-def]
    """An expression that is none, a class that is none, a page that is none."""
    where = serve(str(DATA / "bintrees.pb"))
    for path, status, text in (("/top?f=(", 400, "parsing focus regexp"), ("/top?c=x", 400, "must be one of"),
                               ("/nowhere", 404, "no such page"), ("/static/../server.py", 404, "no such"),
                               ("/source?fn=nosuch", 400, "no matches found")):
        with pytest.raises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(where + path)
        assert raised.value.code == status
        assert text in raised.value.read().decode()


def test_names_cannot_break_out(serve, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A function may be called anything."""
    from burrow.profile.codec import encode
    from burrow.profile.encode import cpu_profile
    from burrow.profile.model import Mapping
    from burrow.profile.symbols import Frame

    name = "</script><b>&\"'%00"
    made = cpu_profile([((1,), 3)], lambda address: [Frame(name, name, "a.go", 1)], Mapping(0, 9), 10)
    (tmp_path / "odd.pb").write_bytes(encode(made))
    where = serve(str(tmp_path / "odd.pb"))
    for page in ("/top", "/", "/flamegraph", "/peek", "/source"):
        assert "<b>" not in urllib.request.urlopen(where + page).read().decode()
