"""A database in which a hall has done a bit of everything, as SQL text.

`python -m tests.written_database > tests/databases/schema_N.sql` keeps what a release has written,
so that the next ones are tried on it.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from queue_server.commands import Key
from queue_server.operations import contacts, counters, printing, taking
from queue_server.operations.taking import Wish
from tests.in_process import TOWN, Hall, a_hall

#: Of the last command.
KEY = Key("anyone", "a key", "a fingerprint")


def use(hall: Hall) -> None:
    """Tickets in every state, at every stage, with what stands beside them."""
    for counter in ("1", "2", "3"):
        hall.open(counter, clerk=f"clerk {counter}")
    taken = [hall.take(kiosk="hall", language="uk") for _ in range(8)]
    hall.do(printing.report_job, TOWN, "a", taken[0]["job"], "sent", None)
    hall.pass_(minutes=5)
    for _ in range(3):
        hall.next()
        hall.at("1", "start")
        hall.pass_(minutes=4)
        hall.at("1", "finish")
    hall.next("2")
    hall.at("2", "recall")
    hall.pass_(seconds=30)
    hall.at("2", "no_show")
    hall.next("2")
    hall.at("2", "park", 10)
    hall.next("2")
    hall.at("2", "transfer")
    hall.next("1")
    hall.at("1", "start")
    hall.next("2")
    hall.move("cancel", hall.take("permits"), None)
    hall.take("permits", "cards", cases=3, reference="PESEL 1", visitor_class="pregnancy")
    hall.take("advice", language="uk")
    hall.do(contacts.count_contact, TOWN, "the way", "desk", "pl", 2)
    hall.do(printing.report_status, TOWN, "a", "paper_out", "no paper")
    hall.do(counters.pause_counter, TOWN, "3", None)
    hall.reply(taking.take_ticket, TOWN, Wish(["cards"]), key=KEY)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with a_hall(Path(folder)) as hall:
            use(hall)
        with closing(sqlite3.connect(hall.database)) as db:
            sys.stdout.writelines(f"{line}\n" for line in db.iterdump())


if __name__ == "__main__":
    main()
