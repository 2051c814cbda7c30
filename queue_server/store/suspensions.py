"""What is suspended, and how what was timed moves on when it is resumed."""

from __future__ import annotations

from datetime import timedelta

from queue_server.domain.suspension import Suspension, Suspensions
from queue_server.store.database import Connection
from queue_server.store.tickets import OF_ALIVE
from queue_server.store.times import from_micros, to_micros


def of_branch(db: Connection, branch: str) -> Suspensions:
    """Everything that is suspended in a branch."""
    return db.known(("suspensions", branch), lambda: _of_branch(db, branch))


def _of_branch(db: Connection, branch: str) -> Suspensions:
    rows = db.all(
        "SELECT service, since, reason, fire, actor FROM suspensions WHERE branch = :branch",
        {"branch": branch},
    )
    return Suspensions(
        {
            service: Suspension(service, from_micros(since), reason, bool(fire), actor)
            for service, since, reason, fire, actor in rows
        }
    )


def save(db: Connection, branch: str, suspension: Suspension) -> None:
    """Suspend, or change why."""
    db.forget(("suspensions", branch))
    db.run(
        "INSERT INTO suspensions (branch, service, since, reason, fire, actor)"
        " VALUES (:branch, :service, :since, :reason, :fire, :actor)"
        " ON CONFLICT (branch, service) DO UPDATE SET reason = :reason, fire = :fire",
        {
            "branch": branch,
            "service": suspension.service,
            "since": to_micros(suspension.since),
            "reason": suspension.reason,
            "fire": int(suspension.fire),
            "actor": suspension.actor,
        },
    )


def remove(db: Connection, branch: str, service: str) -> None:
    """Suspend it no longer."""
    db.forget(("suspensions", branch))
    db.run(
        "DELETE FROM suspensions WHERE branch = :branch AND service = :service",
        {"branch": branch, "service": service},
    )


def services_alive(db: Connection, branch: str) -> list[str]:
    """The services that a ticket stands in which has not ended."""
    return [
        row[0]
        for row in db.all(
            f"SELECT DISTINCT service FROM tickets WHERE {OF_ALIVE}", {"branch": branch}
        )
    ]


def move_on(db: Connection, branch: str, service: str, by: timedelta) -> None:
    """Everything timed for the tickets of a service happens so much later."""
    db.forget()
    db.run(
        "UPDATE tickets SET due_at = due_at + :by, wake_at = wake_at + :by,"
        f" passed_until = passed_until + :by WHERE {OF_ALIVE} AND service = :service",
        {"branch": branch, "service": service, "by": by // timedelta(microseconds=1)},
    )
