"""How soon the server is there after its start, and gone after its end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import monotonic

from bench.client import TAKE
from bench.figures import START, STOP, Reading, Readings
from bench.hall import hall
from bench.processes import demo, environment

_IMPORT = "import flask, flask_socketio, gevent"
_SCREENS = 100


def starts(folder: Path, rounds: int) -> Readings:
    """`okienko demo` from its start to its first ticket; then, full of screens, to its end.

    The first start is not counted: it writes the bytecode that an installed server has.
    """
    started, stopped = [], []
    for place in range(rounds + 1):
        began = monotonic()
        subprocess.run([sys.executable, "-c", _IMPORT], check=True, env=environment())
        imported = monotonic() - began
        began = monotonic()
        with demo(folder / str(place)) as office:
            office.client.ask(TAKE)
            started.append(Reading((monotonic() - began) * 1000, imported * 1000))
            with hall() as screens:
                screens.watch(office, _SCREENS)
                stopped.append(Reading(office.seconds_to_stop()))
    return {START: started[1:], STOP: stopped[1:]}
