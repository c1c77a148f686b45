"""`burrow compare`: build each program, run them in turn, each in a process of its own, and tell what was found.

Repeated runs go round by round, everyone once in each, in a random order, so that whatever else the machine does meets
all alike.  Nobody is sampled while they are timed: what the CPU was spent on comes from runs of their own afterwards.
A single run is timed and sampled at once.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from dataclasses import fields
from pathlib import Path
from typing import Any

from burrow import cache
from burrow.cli import front
from burrow.cli.guard import UsageError
from burrow.lab import native
from burrow.lab.result import Measured, Run
from burrow.options import Options

MANAGERS = ("gc", "drop", "none")
LOOKS, ENOUGH_NS, PATIENCE_NS = 3, 1_000_000_000, 5_000_000_000
"""At most so many sampled runs of each; fewer once they have seen this much CPU, or take this long."""


class Contender:
    """One column of the table: a program and how it is run."""

    def __init__(self, name: str, how: str) -> None:
        self.measured = Measured(name, how)
        self.args: list[str] = []

    def run(self, number: int) -> Run:
        """Run once."""
        raise NotImplementedError

    def look(self, number: int) -> Run | None:
        """Run once under the sampler; None where that is not to be had."""
        del number
        return None


class Ours(Contender):
    """A program that burrow compiled."""

    def __init__(self, path: str, options: Namespace, manager: str | None, folder: Path) -> None:
        from burrow.run import program

        made = front.driver(path).compile(path, settings := Options(release=options.release, edition=options.edition,
                                                                    manager=manager))
        self.image, self.manager = program.build(made, path, settings)
        self.language = made.language
        super().__init__(short_name(path), self.manager)
        self.measured.program = path
        self.measured.same = cache.digest(*(unit.key for unit in made.units))[:12]
        self.path = path
        self.task: dict[str, Any] = {"image": self.image, "language": self.language,
                                     "manager": self.manager, "until": options.until, "seconds": options.seconds}
        self.profile = folder / f"{safe(short_name(path))}.{self.manager}"

    def look(self, number: int) -> Run:
        """The same, sampled."""
        kept = self.task.pop("sample_hz", None)
        try:
            return self.run(number)
        finally:
            if kept is not None:
                self.task["sample_hz"] = kept

    def run(self, number: int) -> Run:
        """Run once in a process of its own."""
        path = f"{self.profile}.{number}.pb" if number else f"{self.profile}.pb"
        task = json.dumps({**self.task, "argv": [self.path, *self.args], "profile": path})
        done = subprocess.run([sys.executable, "-m", "burrow.lab.measure"], input=task, stdout=subprocess.PIPE,
                              text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"measuring {self.measured.name} failed with status {done.returncode}")
        found = json.loads(done.stdout)
        run = Run(**{field.name: found[field.name] for field in fields(Run) if field.name in found})
        if run.profile:
            from burrow.profile import classes, fetch

            run.classes = classes.split(fetch.fetch(run.profile))
        return run


class Native(Contender):
    """A program that a real toolchain built."""

    def __init__(self, path: str, options: Namespace, folder: Path) -> None:
        self.language = front.language(path)
        super().__init__(short_name(path), native.version(self.language))
        self.measured.program = path
        self.options = options
        self.count_cycles = self.language == "go"
        self.env: dict[str, str] = {}
        self.program = native.build(path, self.language, folder, options.release, options.edition)

    def run(self, number: int) -> Run:
        """Run once."""
        del number
        return native.run(self.program, self.args, self.options.until, self.options.seconds, self.count_cycles,
                          self.env)


def command(options: Namespace) -> int:
    """The verb."""
    check(options)
    folder = Path(options.keep) if options.keep else Path(cache.folder()) / "compare" / time.strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="burrow-native-") as scratch:
        contenders, remarks = line_up(options, folder, Path(scratch))
        for one in contenders:
            one.args = options.args.split()
        run_all(contenders, options.runs)
    found = [one.measured for one in contenders]
    remarks += equal_parts(found)
    if options.html:
        from burrow.lab.report import write

        write(options.html, found, remarks, options)
    if options.json:
        from burrow.lab.words import differences, verdict

        json.dump({"programs": [one.as_json() for one in found], "verdict": verdict(found), "remarks": remarks,
                   "differences": [one.as_json() for one in differences(found)]}, sys.stdout, indent=1)
        print()
        return 0
    from burrow.lab.table import print_comparison

    print_comparison(found, remarks)
    if options.html:
        print(f"The report: {options.html}")
    return 0


def equal_parts(found: list[Measured]) -> list[str]:
    """What the ways to run one program have in common, in words."""
    out = []
    for name in dict.fromkeys(one.program for one in found):
        ways = [one for one in found if one.program == name and one.same]
        if len(ways) < 2:
            continue
        managers = ", ".join(one.how for one in ways)
        same = len({one.same for one in ways}) == 1
        out.append(f"{short_name(name)} under {managers}: one program (its IR is {ways[0].same} under all of them), "
                   "one LLVM pipeline, one allocator; the managers differ in the write barrier (gc), in who frees (gc "
                   "the collector, drop the program, none nobody), and in nothing else." if same else
                   f"{short_name(name)} under {managers}: the front end's IR differs between the managers.")
    return out


def check(options: Namespace) -> None:
    """What makes no sense is said before anything runs."""
    if options.runs < 1:
        raise UsageError("--runs has to be at least 1")
    if options.seconds is not None and options.seconds <= 0:
        raise UsageError("--seconds has to be more than 0")
    if options.until:
        try:
            re.compile(options.until)
        except re.error as problem:
            raise UsageError(f"--until: {problem}") from None
    for manager in options.managers:
        if manager not in MANAGERS:
            raise UsageError(f'--managers: "{manager}" is none of {", ".join(MANAGERS)}')
    for path in options.paths:
        front.existing(path)
        front.language(path)


def line_up(options: Namespace, folder: Path, scratch: Path) -> tuple[list[Contender], list[str]]:
    """Build everything; what could not be built natively is a remark."""
    contenders: list[Contender] = []
    remarks: list[str] = []
    for number, path in enumerate(options.paths):
        for manager in dict.fromkeys(options.managers) or [options.manager]:
            contenders.append(Ours(path, options, manager, folder))
        if options.native:
            place = scratch / str(number)
            place.mkdir()
            try:
                contenders.append(Native(path, options, place))
            except native.NotInstalled as missing:
                remarks.append(str(missing))
    return contenders, remarks


def run_all(contenders: list[Contender], runs: int) -> None:
    """Every contender `runs` times, round by round; then under the sampler until there is enough to see."""
    progress = Progress(len(contenders) * (runs + (runs > 1)))
    for one in contenders:
        if runs > 1 and isinstance(one, Ours):
            one.task["sample_hz"] = 0
    for number in range(runs):
        order = list(contenders)
        if runs > 1:
            random.shuffle(order)
        for one in order:
            progress.say(f"{one.measured.name} ({one.measured.how})")
            one.measured.runs.append(one.run(number))
    for one in contenders if runs > 1 else ():
        progress.say(f"{one.measured.name} ({one.measured.how}), sampled")
        for number in range(LOOKS):
            run = one.look(number)
            if run is None:
                break
            one.measured.sampled.append(run)
            seen = sum(sum(each.classes.values()) for each in one.measured.sampled)
            if seen > ENOUGH_NS or run.wall_ns > PATIENCE_NS:
                break
        merge_profiles(one.measured)
    progress.done()


def merge_profiles(one: Measured) -> None:
    """One profile of all sampled runs, under the name of the first."""
    paths = [run.profile for run in one.sampled if run.profile]
    if len(paths) > 1:
        from burrow.profile import codec, fetch, merge

        data = codec.encode(merge.merge([fetch.fetch(path) for path in paths]))
        for path in paths:
            os.unlink(path)
        with open(paths[0], "wb") as f:
            f.write(data)
        for run in one.sampled:
            run.profile = paths[0]


class Progress:
    """One line on a terminal; nothing elsewhere."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.at = 0
        self.shown = sys.stderr.isatty()

    def say(self, what: str) -> None:
        """What is running now."""
        self.at += 1
        if self.shown:
            sys.stderr.write(f"\r\x1b[Krun {self.at} of {self.total}: {what}")
            sys.stderr.flush()

    def done(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def short_name(path: str) -> str:
    """The last part of a path."""
    return os.path.basename(os.path.abspath(path))


def safe(name: str) -> str:
    """A name for a file."""
    return re.sub(r"[^\w.-]", "_", name)
