"""`python -m bench`: measure, and print each figure against its floor and its bound."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench import answers, hall, paper, starts
from bench.figures import FIGURES, Readings, heading, lines

#: What is measured together; each function takes a folder of its own and how often to measure.
GROUPS: dict[str, Callable[[Path, int], Readings]] = {
    "alone": answers.alone,
    "together": answers.together,
    "history": answers.long_history,
    "pushes": hall.pushes,
    "clerk": hall.clerks,
    "slow-commits": answers.slow_commits,
    "printer": paper.stalled,
    "memory": hall.memory,
    "start": starts.starts,
}


def main() -> None:
    """Measure what is asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many (3)")
    parser.add_argument("--folder", type=Path, help="where databases are made (the system's)")
    asked = parser.parse_args()
    if unknown := set(asked.groups) - GROUPS.keys():
        parser.error(f"there is no group {', '.join(sorted(unknown))}")
    began = monotonic()
    print(heading(), flush=True)
    measured: set[str] = set()
    with TemporaryDirectory(dir=asked.folder, prefix="okienko-bench-") as folder:
        for name in asked.groups or GROUPS:
            readings = GROUPS[name](Path(folder) / name, asked.rounds)
            measured |= {figure.name for figure in readings}
            print("\n".join(lines(readings)), flush=True)
    print(f"{len(measured)} of {len(FIGURES)} figures in {monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
