"""The process that works out reports: reads beside the server, answers a line for each line.

`python -m queue_server.reckoning DATABASE`; each line it reads is a `Reckoning`, each that it
answers JSON. It has a process of its own because reckoning for seconds would make every call
slower. It ends with what it cannot answer, and is started again.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from queue_server.office import Office, stored_office
from queue_server.processes import BESIDE_CALLS
from queue_server.store import revisions
from queue_server.store.database import Connection, open_reader
from queue_server.views.report import columns, figures_by, lines, report_json
from queue_server.views.spreadsheet import spreadsheet


class Reckoning(BaseModel):
    """What is to be worked out: the report of some days of a branch, as a revision has it.

    `every` is how often the page tells of the days; None asks for the CSV file.
    """

    revision: int
    branch: str
    first: date
    last: date
    by: str
    every: str | None = None


def answer(db: Connection, office: Office, asked: Reckoning) -> dict[str, Any] | str:
    """The report."""
    branch = office.branch[asked.branch]
    if asked.every is None:
        found = figures_by(db, branch, asked.first, asked.last, asked.by)
        return spreadsheet(columns(asked.by), lines(branch.id, found))
    return report_json(db, branch, asked.first, asked.last, asked.every, asked.by)


def main(database: Path) -> None:
    """Answer until standard input ends; calls come first."""
    os.nice(BESIDE_CALLS)
    db = open_reader(database)

    @lru_cache(maxsize=1)
    def office_of(revision: int) -> Office:
        return stored_office(revisions.document_of(db, revision))

    for line in sys.stdin:
        asked = Reckoning.model_validate_json(line)
        db.begin_reading()
        found = answer(db, office_of(asked.revision), asked)
        db.commit()
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
