"""Simulated visitors and clerks who use the public API, so that every screen of a demo lives."""

import contextlib
import random
import threading

from queue_server.traffic.agenda import Agenda
from queue_server.traffic.api import Api
from queue_server.traffic.clerks import Clerk
from queue_server.traffic.visitors import Visitors

NAMES = ("Anna", "Piotr", "Oksana", "Marek", "Iryna", "Ewa", "Tomasz", "Olena", "Jan", "Zofia")
OPENING_SECONDS = 15.0


def run(server_url: str, seed: int, ended: threading.Event, pace: float = 1.0) -> None:
    """Fill every branch of the server with visitors and clerks until `ended` is set.

    A server that is away is waited for. `pace` says how many times faster than usual all happens.
    """
    rng = random.Random(seed)
    api = Api(server_url, rng)
    agenda = Agenda(pace)

    def begin() -> None:
        for number, branch in enumerate(api.get("/branches")):
            hall = api.get(f"/branches/{branch['id']}")
            Visitors(api, agenda, rng, hall["id"]).begin(len(hall["counters"]))
            for place, counter in enumerate(hall["counters"]):
                name = NAMES[(place + 3 * number) % len(NAMES)]
                clerk = Clerk(api, agenda, rng, hall["id"], counter["id"], name)
                agenda.after(rng.uniform(0, OPENING_SECONDS), clerk.work)

    agenda.after(0, begin)
    with contextlib.closing(api):
        agenda.run(ended)
