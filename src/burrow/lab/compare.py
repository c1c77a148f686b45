"""`burrow compare`: build each program, run them in turn, each in a process of its own, and tell what was found.

Repeated runs go round by round in a random order, so that whatever else the machine does meets all alike.
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


class Contender:
    """One column of the table: a program and how it is run."""

    def __init__(self, name: str, how: str) -> None:
        self.measured = Measured(name, how)
        self.args: list[str] = []

    def run(self, number: int) -> Run:
        """Run once."""
        raise NotImplementedError


class Ours(Contender):
    """A program that burrow compiled."""

    def __init__(self, path: str, options: Namespace, manager: str | None, folder: Path) -> None:
        from burrow.run import program

        made = front.driver(path).compile(path, settings := Options(release=options.release, edition=options.edition,
                                                                    manager=manager))
        self.image, self.manager = program.build(made, path, settings)
        self.language = made.language
        super().__init__(short_name(path), self.manager)
        self.path = path
        self.task: dict[str, Any] = {"image": self.image, "language": self.language,
                                     "manager": self.manager, "until": options.until, "seconds": options.seconds}
        self.profile = folder / f"{safe(short_name(path))}.{self.manager}"

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
        run_all(contenders, options.runs)
    found = [one.measured for one in contenders]
    if options.json:
        from burrow.lab.words import verdict

        json.dump({"programs": [one.as_json() for one in found], "verdict": verdict(found), "remarks": remarks},
                  sys.stdout, indent=1)
        print()
        return 0
    from burrow.lab.table import print_comparison

    print_comparison(found, remarks)
    return 0


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
    for path in options.paths:
        front.existing(path)
        front.language(path)


def line_up(options: Namespace, folder: Path, scratch: Path) -> tuple[list[Contender], list[str]]:
    """Build everything; what could not be built natively is a remark."""
    contenders: list[Contender] = []
    remarks: list[str] = []
    for number, path in enumerate(options.paths):
        contenders.append(Ours(path, options, options.manager, folder))
        if options.native:
            place = scratch / str(number)
            place.mkdir()
            try:
                contenders.append(Native(path, options, place))
            except native.NotInstalled as missing:
                remarks.append(str(missing))
    return contenders, remarks


def run_all(contenders: list[Contender], runs: int) -> None:
    """Every contender `runs` times, round by round."""
    progress = Progress(len(contenders) * runs)
    for number in range(runs):
        order = list(contenders)
        if runs > 1:
            random.shuffle(order)
        for one in order:
            progress.say(f"{one.measured.name} ({one.measured.how})")
            one.measured.runs.append(one.run(number))
    progress.done()


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
