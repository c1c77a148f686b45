"""Which samples and frames a report looks at: focus, ignore, hide, show, dropped frames, inlined calls.

Comes in: a `Profile`.  Goes out: the same profile, changed.  Reference: `profile/filter.go`, `profile/prune.go` and
`Aggregate` of github.com/google/pprof.  Expressions are Python's; the two differ in what hardly anybody writes.
"""

from __future__ import annotations

import re

from burrow.profile.model import Line, Location, Profile, ProfileError


def compiled(name: str, expression: str) -> re.Pattern[str] | None:
    """The expression of an option; None where it is empty."""
    if not expression:
        return None
    try:
        return re.compile(expression)
    except re.error as problem:
        raise ProfileError(f"parsing {name} regexp: {problem}") from None


def line_matches(line: Line, expression: re.Pattern[str]) -> bool:
    """Whether a line's function or file matches."""
    function = line.function
    return function is not None and bool(expression.search(function.name) or expression.search(function.filename))


def mapping_matches(location: Location, expression: re.Pattern[str]) -> bool:
    """Whether the file that the location was mapped from matches."""
    return location.mapping is not None and bool(expression.search(location.mapping.file))


def matches(location: Location, expression: re.Pattern[str]) -> bool:
    """Whether anything at a location matches."""
    return any(line_matches(line, expression) for line in location.lines) or mapping_matches(location, expression)


def narrow(profile: Profile, focus: str = "", ignore: str = "", hide: str = "", show: str = "") -> list[str]:
    """Keep the samples with a focused and no ignored frame, without hidden frames; the options that matched nothing."""
    focused, ignored = compiled("focus", focus), compiled("ignore", ignore)
    hidden, shown = compiled("hide", hide), compiled("show", show)
    if not (focused or ignored or hidden or shown):
        return []
    wanted: set[int] = set()
    unwanted: set[int] = set()
    gone: set[int] = set()
    any_hidden = any_shown = False
    for location in profile.locations:
        if ignored and matches(location, ignored):
            unwanted.add(id(location))
        elif focused is None or matches(location, focused):
            wanted.add(id(location))
        if hidden and matches(location, hidden):
            any_hidden = True
            location.lines = [] if mapping_matches(location, hidden) else \
                [line for line in location.lines if not line_matches(line, hidden)]
            if not location.lines:
                gone.add(id(location))
        if shown:
            if not mapping_matches(location, shown):
                location.lines = [line for line in location.lines if line.function is None or line_matches(line, shown)]
            any_shown |= bool(location.lines)
            if not location.lines:
                gone.add(id(location))
    kept = []
    for sample in profile.samples:
        ids = [id(at) for at in sample.locations]
        if not any(one in wanted for one in ids) or any(one in unwanted for one in ids):
            continue
        if gone:
            sample.locations = [at for at in sample.locations if id(at) not in gone]
            if not sample.locations:
                continue
        kept.append(sample)
    profile.samples = kept
    met = (("Focus", focused, wanted), ("Ignore", ignored, unwanted), ("Hide", hidden, any_hidden),
           ("Show", shown, any_shown))
    return [name for name, expression, found in met if expression and not found]


RESERVED = ("(anonymous namespace)", "operator()")
BRACKET = re.compile("|".join(map(re.escape, (*RESERVED, "("))))


def bare_name(name: str) -> str:
    """A function's name without its arguments."""
    name = name.removeprefix(".")
    for found in BRACKET.finditer(name):
        if found.group() not in RESERVED:
            return name[:found.start()]
    return name


def drop_uninteresting(profile: Profile) -> None:
    """Cut stacks below the frames that the profile itself calls uninteresting (`drop_frames`)."""
    if not profile.drop_frames:
        return
    drop = compiled("drop_frames", f"^(?:{profile.drop_frames})$")
    keep = compiled("keep_frames", f"^(?:{profile.keep_frames})$") if profile.keep_frames else None
    assert drop is not None
    whole: set[int] = set()
    beneath: set[int] = set()
    for location in profile.locations:
        for index in range(len(location.lines) - 1, -1, -1):
            function = location.lines[index].function
            if function is None or not function.name:
                continue
            name = bare_name(function.name)
            if drop.search(name) and not (keep and keep.search(name)):
                beneath.add(id(location))
                if index == len(location.lines) - 1:
                    whole.add(id(location))
                else:
                    location.lines = location.lines[index + 1:]
                break
    for sample in profile.samples:
        found_user = False
        for index in range(len(sample.locations) - 1, -1, -1):
            one = id(sample.locations[index])
            if one not in beneath:
                found_user = True
            elif found_user:
                sample.locations = sample.locations[index + (one in whole):]
                break


def aggregate(profile: Profile, granularity: str = "functions", inlines: bool = True) -> None:
    """Forget what a report does not tell apart: lines, files, addresses, inlined calls."""
    if granularity == "addresses" and inlines:
        return
    names = granularity != "files"
    files = granularity in ("lines", "files", "addresses")
    lines = granularity in ("lines", "addresses")
    for function in profile.functions:
        if not names:
            function.name = function.system_name = ""
        if not files:
            function.filename = ""
    for location in profile.locations:
        if not inlines and len(location.lines) > 1:
            location.lines = location.lines[-1:]
        for line in location.lines:
            line.column = 0
            if not lines:
                line.line = 0
        if granularity != "addresses":
            location.address = 0


def simplify_names(profile: Profile) -> None:
    """Names as pprof shows them: where the symbol table's name was kept as it was, C++ arguments are cut off."""
    for function in profile.functions:
        if function.name and function.system_name != function.name:
            continue
        name = function.system_name
        if ".<" not in name and "])." not in name and (any(c in name for c in "<>[]") or "::" in name):
            name = without(without(name, "()"), "<>")
        function.name = name


def without(name: str, pair: str) -> str:
    """`name` without what stands in balanced brackets of one kind."""
    opened, closed = pair[0], pair[1]
    out, depth = "", 0
    for char in name:
        if char == opened:
            depth += 1
        elif char == closed and depth:
            depth -= 1
            continue
        if not depth:
            out += char
    return out



PACKAGE_PATH = re.compile(r"^(?:[\w.%-]+/)+([^/]*)$")


def short_name(name: str) -> str:
    """A Go name without the path of its package."""
    found = PACKAGE_PATH.match(name)
    return found.group(1) if found else name
