"""Eight kiosks and eight counters at full speed, who never give a command up, and what must hold.

Each command bears its own Idempotency-Key and is repeated until it is answered, as pages do; so in
the end the store must hold exactly one effect for each answer.
"""

import http.client
import itertools
import json
import sqlite3
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from tests.running_office import API, Office

#: The pause before a command that was not answered is sent again.
RETRY_SECONDS = 0.02
#: A client waits this long for an answer; a server that lives answers far sooner.
PATIENCE_SECONDS = 30

KIOSKS = (("krakow", "entrance"), *[("krakow", None)] * 5, *[("nowy-sacz", None)] * 2)
COUNTERS = (*(("krakow", str(n)) for n in range(1, 7)), ("nowy-sacz", "1"), ("nowy-sacz", "2"))


@dataclass
class Answered:
    """What the clients were told: each entry was acknowledged once."""

    tickets: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    finishes: list[int] = field(default_factory=list)
    repeated: int = 0
    replayed: int = 0


class Client:
    """One connection that sends each command until it is answered."""

    def __init__(self, port: int, answered: Answered) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._answered = answered

    def command(self, path: str, body: dict[str, Any]) -> Any:
        """The answer to a command, which must not be refused."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        content = json.dumps(body)
        while True:
            try:
                self._connection.request("POST", API + path, content, headers)
                response = self._connection.getresponse()
                answer = response.read()
            except (OSError, http.client.HTTPException):
                self._connection.close()
            else:
                if response.status != 503:
                    assert response.status in (200, 201), (path, response.status, answer)
                    self._answered.replayed += "Idempotent-Replayed" in response.headers
                    return json.loads(answer)
            self._answered.repeated += 1
            time.sleep(RETRY_SECONDS)

    def close(self) -> None:
        self._connection.close()


class BusyHall:
    """Works from `with` to its end; then every command has been answered."""

    def __init__(self, office: Office) -> None:
        self.answered = Answered()
        self._office = office
        self._closing = threading.Event()
        self._faults: list[BaseException] = []
        self._progress = threading.Condition()
        self._commands = 0
        self._services = {
            branch: [
                service["id"]
                for service in office.read(f"/branches/{branch}")["services"]
                if service["channel"] == "counter"
            ]
            for branch in {branch for branch, _ in KIOSKS}
        }
        self._threads = [
            *(threading.Thread(target=self._work, args=(self._visit, *place)) for place in KIOSKS),
            *(threading.Thread(target=self._work, args=(self._call, *place)) for place in COUNTERS),
        ]

    def __enter__(self) -> "BusyHall":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join()
        assert not self._faults, self._faults

    def await_answers(self, count: int) -> None:
        """Wait until that many more commands have been answered."""
        with self._progress:
            wanted = self._commands + count
            while self._commands < wanted and not self._faults:
                assert self._progress.wait(PATIENCE_SECONDS), "nothing is answered any more"
        assert not self._faults, self._faults

    def await_repeats(self, count: int) -> None:
        """Wait until that many more commands have been sent again."""
        wanted = self.answered.repeated + count
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.answered.repeated < wanted:
            assert time.monotonic() < deadline, "nothing is refused"
            time.sleep(RETRY_SECONDS)

    def _work(self, work: Any, branch: str, place: str | None) -> None:
        client = Client(self._office.port, self.answered)
        try:
            work(client, branch, place)
        except BaseException as fault:
            self._faults.append(fault)
            raise
        finally:
            client.close()

    def _answered_one(self) -> None:
        with self._progress:
            self._commands += 1
            self._progress.notify_all()

    def _visit(self, client: Client, branch: str, kiosk: str | None) -> None:
        for service in itertools.cycle(self._services[branch]):
            if self._closing.is_set():
                return
            wish = {"service": service} | ({"kiosk": kiosk} if kiosk else {})
            self.answered.tickets.append(client.command(f"/branches/{branch}/tickets", wish))
            self._answered_one()

    def _call(self, client: Client, branch: str, counter: str) -> None:
        desk = f"/branches/{branch}/counters/{counter}"
        client.command(f"{desk}/open", {})
        while not self._closing.is_set():
            ticket = client.command(f"{desk}/next", {})["ticket"]
            self._answered_one()
            if ticket is None:
                time.sleep(RETRY_SECONDS)
                continue
            self.answered.calls.append((branch, counter, ticket))
            client.command(f"{desk}/start", {})
            self.answered.starts.append(ticket["id"])
            client.command(f"{desk}/finish", {})
            self.answered.finishes.append(ticket["id"])
            self._answered_one()


def faults_of(office: Office, answered: Answered) -> list[str]:
    """Every way in which the store disagrees with what was answered, or with itself."""
    path = office.data / "okienko.db"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return [*_lost_or_double(db, answered), *contradictions(db)]


def _lost_or_double(db: sqlite3.Connection, answered: Answered) -> Iterable[str]:
    stored = dict(db.execute("SELECT id, number FROM tickets"))
    told = {ticket["id"]: ticket["number"] for ticket in answered.tickets}
    if len(told) != len(answered.tickets):
        yield "one ticket was given to two visitors"
    if stored != told:
        yield f"tickets stored and told differ: {dict(stored.items() ^ told.items())}"
    series = Counter((t["branch"], t["prefix"], t["sequence"]) for t in answered.tickets)
    yield from (f"{key} was issued {count} times" for key, count in series.items() if count > 1)
    done = {"call": [t["id"] for _, _, t in answered.calls]}
    done |= {"start": answered.starts, "finish": answered.finishes}
    for kind, told_of in done.items():
        events = [row[0] for row in db.execute("SELECT ticket FROM events WHERE kind = ?", [kind])]
        if sorted(events) != sorted(told_of):
            yield f"{kind}: {len(events)} events, {len(told_of)} answers"
        yield from (f"{kind} of {t}: {n} times" for t, n in Counter(events).items() if n > 1)
    called_at = {t["id"]: (branch, counter) for branch, counter, t in answered.calls}
    for ticket, *place in db.execute(
        "SELECT ticket, branch, counter FROM events WHERE kind = 'call'"
    ):
        if called_at.get(ticket) != tuple(place):
            yield f"ticket {ticket} was called at {place}, told to {called_at.get(ticket)}"


#: What must find nothing.
CONTRADICTIONS = {
    "a number twice": "SELECT branch, business_day, prefix, sequence FROM tickets"
    " GROUP BY 1, 2, 3, 4 HAVING count(*) > 1",
    "numbers with a gap": "SELECT branch, business_day, prefix, max(sequence) FROM tickets"
    " GROUP BY 1, 2, 3 HAVING count(*) <> max(sequence) - min(sequence) + 1",
    "a series behind its tickets": "SELECT * FROM series WHERE last <> (SELECT max(sequence)"
    " FROM tickets AS t WHERE t.branch = series.branch AND t.prefix = series.prefix"
    " AND t.business_day = series.business_day)",
    "two open tickets at a counter": "SELECT branch, counter FROM tickets"
    " WHERE state IN ('called', 'serving') GROUP BY 1, 2 HAVING count(*) > 1",
    "a called ticket without a counter": "SELECT id FROM tickets"
    " WHERE (state IN ('called', 'serving', 'done')) <> (counter IS NOT NULL)",
    "counts that differ": "SELECT branch, service, line, count FROM waiting_counts AS c"
    " WHERE count <> (SELECT count(*) FROM tickets AS t WHERE t.branch = c.branch"
    " AND t.service = c.service AND t.line = c.line AND state = 'waiting')",
    "waiting tickets not counted": "SELECT branch, count(*) FROM tickets WHERE state = 'waiting'"
    " GROUP BY 1 HAVING count(*) <> (SELECT sum(count) FROM waiting_counts AS c"
    " WHERE c.branch = tickets.branch)",
    "revisions with a gap": "SELECT branch, max(rev) FROM events GROUP BY branch"
    " HAVING max(rev) <> count(*)",
    "a branch ahead of its events": "SELECT branch, rev FROM branches WHERE rev >"
    " coalesce((SELECT max(rev) FROM events AS e WHERE e.branch = branches.branch), 0)",
    "events out of their time": "SELECT seq FROM (SELECT seq, at, rev,"
    " lag(at) OVER (PARTITION BY branch ORDER BY seq) AS before,"
    " lag(rev) OVER (PARTITION BY branch ORDER BY seq) AS rev_before FROM events)"
    " WHERE at < before OR rev <> rev_before + 1",
    "a ticket without its issue": "SELECT id FROM tickets WHERE (SELECT count(*) FROM events"
    " WHERE ticket = tickets.id AND kind = 'issue') <> 1",
    "an ended ticket without its leg": "SELECT id FROM tickets WHERE state = 'done'"
    " AND (SELECT count(*) FROM legs WHERE ticket = tickets.id) <> 1",
    "a slip without its ticket": "SELECT id FROM print_jobs"
    " WHERE ticket NOT IN (SELECT id FROM tickets)",
    "a kiosk's ticket without its slip": "SELECT id FROM tickets WHERE kiosk IS NOT NULL"
    " AND (SELECT count(*) FROM print_jobs WHERE ticket = tickets.id) <> 1",
}


def contradictions(db: sqlite3.Connection) -> Iterable[str]:
    """Every way in which a database disagrees with itself."""
    for what, query in CONTRADICTIONS.items():
        if rows := db.execute(query).fetchmany(5):
            yield f"{what}: {rows}"
    if (verdict := db.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
        yield f"integrity: {verdict}"
