"""What an earlier release has written opens in this one with nothing lost, as does its backup."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from queue_server.cli import main
from queue_server.identity.tokens import Tokens
from queue_server.operations import taking
from queue_server.operations.taking import Wish
from queue_server.store.database import open_writer
from queue_server.store.schema import MIGRATIONS
from queue_server.store.times import from_micros
from queue_server.views.visitor import visitor_view
from tests.in_process import TOWN, Hall, a_hall
from tests.written_database import KEY

SECRET = b"a hall's secret"
DATABASES = sorted((Path(__file__).parent / "databases").glob("schema_*.sql"))

#: By table: columns that later releases do not go on with. Why a ticket was called is told by the
#: event of its call as well, and what could be taken back for a minute after a press cannot be now.
GIVEN_UP = {"tickets": {"why"}, "counters": {"undo"}}
#: By table: its columns, and its rows in order.
Contents = dict[str, tuple[list[str], list[Any]]]


@pytest.fixture(params=DATABASES, ids=lambda path: path.stem)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database as an earlier release left it."""
    path = tmp_path / "okienko.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(request.param.read_text())
    return path


def contents(path: Path, only: Contents | None = None) -> Contents:
    """Every table with its rows; where `only` is given, just its tables and columns."""
    with closing(sqlite3.connect(path)) as db:
        names = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        found: Contents = {}
        for name in only or names:
            columns = (only or {}).get(name, ([], []))[0] or [
                column
                for _, column, *_ in db.execute(f"PRAGMA table_info({name})")
                if column not in GIVEN_UP.get(name, ())
            ]
            rows = db.execute(f"SELECT {', '.join(columns)} FROM {name}")
            found[name] = (columns, sorted(rows, key=_in_order))
    return found


def _in_order(row: tuple[Any, ...]) -> list[tuple[str, Any]]:
    """By its columns from the first on, whatever they hold."""
    return [(type(value).__name__, 0 if value is None else value) for value in row]


@pytest.fixture
def hall(database: Path) -> Iterator[Hall]:
    """A hall that goes on with it a moment after its last event."""
    with closing(sqlite3.connect(database)) as db:
        ((last,),) = db.execute("SELECT max(at) FROM events")
    with a_hall(database.parent, at=from_micros(last)) as hall:
        yield hall


def test_nothing_is_lost_when_a_database_of_an_earlier_release_is_opened(database: Path) -> None:
    before = contents(database)
    for _ in range(2):  # what was migrated once opens as well
        with closing(open_writer(database)) as db:
            assert db.one("SELECT max(version) FROM schema_version") == (len(MIGRATIONS),)
            assert db.one("PRAGMA integrity_check") == ("ok",)
    after = contents(database, only=before)
    versions = before.pop("schema_version")[1]
    assert after.pop("schema_version")[1][: len(versions)] == versions
    assert after == before


def test_why_a_ticket_was_called_is_told_as_before(database: Path) -> None:
    open_ones = "SELECT counter, why FROM tickets WHERE state IN ('called', 'serving')"
    with closing(sqlite3.connect(database)) as db:
        before = {counter: json.loads(why) for counter, why in db.execute(open_ones)}
        ((last,),) = db.execute("SELECT max(at) FROM events")
    with a_hall(database.parent, at=from_micros(last)) as hall:
        assert {counter: hall.counter(counter)["why"] for counter in before} == before
    assert before


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(database)
    broken = (*MIGRATIONS, "CREATE TABLE half (done INTEGER); INSERT INTO nowhere VALUES (1);")
    with monkeypatch.context() as patch:
        patch.setattr("queue_server.store.database.MIGRATIONS", broken)
        with pytest.raises(sqlite3.OperationalError):
            open_writer(database)
    assert contents(database) == before
    open_writer(database).close()


def test_the_day_goes_on_where_the_earlier_release_left_it(hall: Hall) -> None:
    ((ids, numbers),) = hall.rows("SELECT max(id), max(sequence) FROM tickets WHERE prefix = 'A'")
    again = hall.reply(taking.take_ticket, TOWN, Wish(["cards"]), key=KEY)
    assert again.replayed
    following = hall.take()
    assert following["sequence"] == numbers + 1
    assert following["id"] == ids + 1
    page = hall.do(visitor_view, None, Tokens(SECRET).make(ids))
    assert page["ticket"]["number"] == json.loads(again.body)["number"]
    upcoming = hall.upcoming("2")
    hall.at("2", "start")
    called = hall.next("2")
    assert called is not None
    assert called["number"] == upcoming[0]
    assert hall.at("2", "undo")["state"] == "serving"


def test_the_day_of_the_earlier_release_ends(hall: Hall) -> None:
    hall.wall += timedelta(days=1)
    hall.pass_(seconds=0)
    open_ = hall.rows(
        "SELECT number FROM tickets WHERE state IN ('waiting', 'called', 'serving', 'parked')"
    )
    assert open_ == []


def test_a_backup_of_an_earlier_release_is_restored_with_nothing_lost(
    database: Path, tmp_path: Path
) -> None:
    before = contents(database)
    database.rename(tmp_path / "backup")
    with closing(sqlite3.connect(tmp_path / "backup")) as db:
        db.execute("CREATE TABLE backup (made_at BIGINT, release TEXT, secret BLOB)")
        db.execute("INSERT INTO backup VALUES (0, '0.1.0', ?)", [SECRET])
        db.commit()
    arguments = ["restore", "--data", str(tmp_path), str(tmp_path / "backup")]
    restored = CliRunner().invoke(main, arguments)
    assert restored.exit_code == 0, restored.output
    after = contents(database, only=before)
    for table in ("tickets", "legs", "events", "counters", "answers", "office_revisions"):
        assert after[table][1][: len(before[table][1])] == before[table][1], table
    assert (tmp_path / "token.secret").read_bytes() == SECRET
