"""`python -m bench`: measure, and print each figure against its floor and its bound."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench import answers, booking, figures, hall, paper, siege, starts
from bench.figures import FIGURES, Figure, Readings, heading, lines


@dataclass(frozen=True)
class Group:
    """What is measured together, in a folder of its own, as many rounds as asked."""

    measure: Callable[[Path, int], Readings]
    figures: tuple[Figure, ...]


GROUPS = {
    "alone": Group(answers.alone, (figures.NEXT, figures.TAKE)),
    "together": Group(answers.together, (figures.CLIENTS, figures.CLIENTS_ON_DISK)),
    "doors": Group(answers.doors, (figures.DOORS_NEXT, figures.DOORS_TAKE)),
    "history": Group(answers.long_history, (figures.BIG_NEXT, figures.BIG_TAKE)),
    "pushes": Group(hall.pushes, (figures.PUSH_MIDDLE, figures.PUSH_LAST)),
    "clerk": Group(hall.clerks, (figures.CLERK,)),
    "slow-commits": Group(answers.slow_commits, (figures.GROUPS,)),
    "printer": Group(paper.stalled, (figures.PRINTER, figures.BOARD)),
    "siege": Group(siege.besieged, (figures.SIEGE,)),
    "flood": Group(booking.flooded, (figures.FLOOD,)),
    "memory": Group(hall.memory, (figures.SCREEN, figures.SCREENS)),
    "start": Group(starts.starts, (figures.START, figures.STOP)),
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
    measured = 0
    with TemporaryDirectory(dir=asked.folder, prefix="okienko-bench-") as folder:
        for name in asked.groups or GROUPS:
            readings = GROUPS[name].measure(Path(folder) / name, asked.rounds)
            measured += len(readings)
            print("\n".join(lines(readings)), flush=True)
    print(f"{measured} of {len(FIGURES)} figures in {monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
