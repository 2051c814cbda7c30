"""What is known of people is gone when its time is over: from the database, its log and backups."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from docs import retention_reference
from queue_server.cli import main
from queue_server.operations import audit, ending
from queue_server.operations.work import Work
from queue_server.store.retention import KEPT, STATEMENTS
from tests.in_process import TOWN, Hall, a_hall, busy_office

MARKER = "Zażółć-7Q"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path, office=_office()) as hall:
        yield hall


def _office() -> dict[str, Any]:
    """Everything is forgotten after a day or, the audit, after thirty."""
    days = {"contacts": 1, "words": 1, "slips": 1, "signs": 1, "history": 2, "audit": 30}
    return busy_office() | {"retention": {f"{name}_days": n for name, n in days.items()}}


def _live(hall: Hall) -> None:
    """A day on which the marker is said wherever people can say something."""
    hall.open("1", clerk=MARKER)
    ticket = hall.take("cards", reference=MARKER)
    hall.next("1")
    hall.at("1", "start")
    hall.do(ending.park, TOWN, "1", None, MARKER, False)
    hall.move("unpark", ticket)
    hall.next("1")
    hall.at("1", "finish")
    hall.do(_note, ticket["id"])
    hall.take("cards", reference=MARKER)
    hall.do(_record)


def _note(work: Work, ticket_id: int) -> dict[str, Any]:
    work.db.run("UPDATE tickets SET note = :note WHERE id = :id", {"note": MARKER, "id": ticket_id})
    work.append("noted", TOWN, ticket=ticket_id, reason=MARKER, clerk=MARKER)
    return {}


def _record(work: Work) -> dict[str, Any]:
    audit.record(work, "tried", f"ticket:{MARKER}", before={"name": MARKER}, reason=MARKER)
    return {}


def _sleep(hall: Hall, days: int) -> None:
    """Let days pass, and time do its work part by part until nothing is left to forget."""
    hall.pass_(days=days)
    done = (hall.wall - timedelta(days=30)).date().isoformat()
    while hall.rows("SELECT day FROM forgotten WHERE category = 'audit'") != [(done,)]:
        hall.pass_(seconds=1)


def _says(folder: Path) -> list[str]:
    """The files in which the marker stands."""
    text = MARKER.encode()
    return sorted(f.name for f in folder.rglob("*") if f.is_file() and text in f.read_bytes())


def test_every_night_what_is_too_old_is_forgotten(hall: Hall, tmp_path: Path) -> None:
    _live(hall)
    _sleep(hall, days=2)
    assert hall.rows("SELECT 1 FROM tickets WHERE reference IS NOT NULL OR note IS NOT NULL") == []
    assert hall.rows("SELECT reason FROM events WHERE kind = 'park'") == [(None,)]
    _sleep(hall, days=2)
    assert hall.rows("SELECT 1 FROM tickets") == []
    assert hall.rows("SELECT 1 FROM past_legs UNION SELECT 1 FROM legs") == []
    assert hall.rows("SELECT count(*) FROM audit") == [(1,)]
    _sleep(hall, days=30)
    assert hall.rows("SELECT 1 FROM audit") == []
    assert hall.rows("SELECT open, clerk FROM counters") == [(1, None)]
    assert _says(tmp_path) == [], "nor does the log"


@pytest.mark.parametrize("table", ["audit", "events"])
def test_the_audit_still_refuses_everyone_who_would_delete_from_it(hall: Hall, table: str) -> None:
    hall.do(_record)
    _sleep(hall, days=32)
    hall.do(_record)
    hall.stop()
    with closing(sqlite3.connect(hall.database)) as db, pytest.raises(sqlite3.Error, match=table):
        db.execute(f"DELETE FROM {table}")
    hall.start()


def test_every_table_is_forgotten_or_says_why_it_is_kept(hall: Hall) -> None:
    words = [statement.split() for statements in STATEMENTS.values() for statement in statements]
    forgotten = {said[1] if said[0] == "UPDATE" else said[2] for said in words}
    tables = {name for (name,) in hall.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == forgotten | set(KEPT)


def test_what_is_young_stays(hall: Hall) -> None:
    _live(hall)
    before = hall.rows("SELECT id, reference, note FROM tickets")
    hall.pass_(hours=2)
    assert hall.rows("SELECT id, reference, note FROM tickets") == before


def test_no_number_or_id_comes_again_after_everything_was_forgotten(hall: Hall) -> None:
    last = hall.take("cards")
    _sleep(hall, days=5)
    assert hall.rows("SELECT 1 FROM tickets") == []
    assert hall.take("cards")["id"] > last["id"]


def test_after_a_purge_no_file_tells_what_was_forgotten(hall: Hall, tmp_path: Path) -> None:
    _live(hall)
    hall.stop()
    _make_old(hall.database, days=40)
    assert "okienko.db" in _says(tmp_path)
    purged = CliRunner().invoke(main, ["purge", "--data", str(tmp_path)])
    assert purged.exit_code == 0, purged.output
    assert all(f"{category}: " in purged.output for category in STATEMENTS)
    (tmp_path / "token.secret").write_bytes(b"s" * 32)
    kept = tmp_path / "kept.backup"
    backup = CliRunner().invoke(main, ["backup", "--data", str(tmp_path), str(kept)])
    assert backup.exit_code == 0, backup.output
    assert _says(tmp_path) == []
    hall.start()


def test_an_old_backup_is_forgotten_again_once_it_is_restored(hall: Hall, tmp_path: Path) -> None:
    _live(hall)
    hall.stop()
    _make_old(hall.database, days=40)
    (tmp_path / "token.secret").write_bytes(b"s" * 32)
    elsewhere = tmp_path.with_name("elsewhere.backup")
    run = CliRunner()
    about = ["--data", str(tmp_path)]
    assert run.invoke(main, ["backup", *about, str(elsewhere)]).exit_code == 0
    assert run.invoke(main, ["purge", *about]).exit_code == 0
    restored = run.invoke(main, ["restore", *about, str(elsewhere)])
    assert restored.exit_code == 0, restored.output
    assert "okienko.db" in _says(tmp_path)
    assert run.invoke(main, ["purge", *about]).exit_code == 0
    assert _says(tmp_path) == []
    hall.start()


def test_a_purge_beside_a_running_server_is_refused(hall: Hall, tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["purge", "--data", str(tmp_path)])
    assert refused.exit_code == 1
    assert "every night" in refused.output


def test_the_documented_retention_is_the_codes() -> None:
    assert retention_reference.FILE.read_text("utf-8") == retention_reference.document()


def _make_old(database: Path, days: int) -> None:
    """Put everything that a database tells so many days back."""
    micros = days * 86_400 * 1_000_000
    with closing(sqlite3.connect(database)) as db:
        db.executescript(
            "DROP TRIGGER audit_is_not_changed; DROP TRIGGER events_are_not_changed;"
            f"UPDATE events SET at = at - {micros};"
            f"UPDATE audit SET at = at - {micros};"
            f"UPDATE answers SET at = at - {micros};"
            f"UPDATE print_jobs SET created_at = created_at - {micros}, state = 'printed';"
            f"UPDATE tickets SET business_day = date(business_day, '-{days} days');"
            "UPDATE forgotten SET day = '2000-01-01';"
            f"UPDATE counters SET opened_at = opened_at - {micros};"
        )
