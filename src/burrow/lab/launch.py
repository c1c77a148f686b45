"""Runs an executable and tells what the kernel charged it: `python -I -S launch.py DESCRIPTOR PROGRAM ARGS…`.

A process's peak memory counts from the process it was forked from, so the executable is started by an interpreter
that has imported nothing. Writes to the descriptor the child's id, a newline and, once it has ended, the wait status,
CPU in nanoseconds (user, system), minor and major faults and peak KiB in one line.
"""

import os
import sys


def main(out: int, command: "list[str]") -> None:
    """Start, wait, tell."""
    os.set_inheritable(out, False)
    child = os.posix_spawn(command[0], command, os.environ)
    os.write(out, b"%d\n" % child)
    _, status, usage = os.wait4(child, 0)
    os.write(out, b"%d %d %d %d %d %d\n" % (status, round(usage.ru_utime * 1e9), round(usage.ru_stime * 1e9),
                                            usage.ru_minflt, usage.ru_majflt, usage.ru_maxrss))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
