"""Backup and restore: nothing that was given out after a backup comes again."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queue_server.cli import main
from queue_server.cli.keeping import SKIPPED_NUMBERS
from queue_server.identity.tokens import Tokens
from queue_server.store import keeping
from queue_server.views.visitor import visitor_view
from tests.busy_hall import BusyHall, contradictions
from tests.in_process import Hall, Json, a_hall, refusing
from tests.running_office import Office

SECRET = b"a hall's secret"
TOKENS = Tokens(SECRET)
BEFORE, AFTER = 3, 4


def okienko(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def done(*arguments: str | Path) -> str:
    result = okienko(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "token.secret").write_bytes(SECRET)
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "okienko.backup"


@contextmanager
def hall_of(data: Path) -> Iterator[Hall]:
    """A hall of today, since what is restored goes on today."""
    with a_hall(data, at=datetime.now(UTC)) as hall:
        yield hall


def used_since_its_backup(data: Path, file: Path) -> list[Json]:
    """The tickets of a hall that was backed up in between, and has ended."""
    with hall_of(data) as hall:
        taken = [hall.take(kiosk="hall") for _ in range(BEFORE)]
        done("backup", "--data", data, file)
        return taken + [hall.take(kiosk="hall") for _ in range(AFTER)]


def replaced_by(data: Path) -> Path:
    """The database that a restore kept beside."""
    (kept,) = data.glob("okienko.db.2*Z")
    return kept


def test_a_backup_of_a_busy_office_is_of_one_moment_and_its_owners_alone(
    office: Office, file: Path
) -> None:
    with BusyHall(office) as hall:
        hall.await_answers(100)
        done("backup", "--data", office.data, file)
        hall.await_answers(100)
    with closing(sqlite3.connect(file)) as copy:
        assert list(contradictions(copy)) == []
        ((copied,),) = copy.execute("SELECT count(*) FROM tickets")
    assert 0 < copied < len(hall.answered.tickets)
    assert file.stat().st_mode & 0o777 == 0o600
    assert keeping.read(file).secret == (office.data / "token.secret").read_bytes()
    assert [path.name for path in file.parent.glob("okienko.backup*")] == [file.name]


def test_a_backup_tells_which_folders_it_does_not_hold(data: Path, file: Path) -> None:
    with hall_of(data):
        pass
    (data / "media/films").mkdir(parents=True)
    assert "does not hold" not in done("backup", "--data", data, file)
    file.unlink()
    (data / "media/films/a.webm").write_bytes(bytes(110_000))
    said = done("backup", "--data", data, file)
    assert f"it does not hold {data / 'media'} (0.1 MB)" in said


def test_a_backup_replaces_no_file(office: Office, file: Path) -> None:
    file.write_text("mine")
    refused = okienko("backup", "--data", office.data, file)
    assert (refused.exit_code, refused.output) == (1, f"Error: {file} is there already\n")
    assert file.read_text() == "mine"


def test_nothing_is_restored_beside_a_running_server(office: Office, file: Path) -> None:
    done("backup", "--data", office.data, file)
    refused = okienko("restore", "--data", office.data, file)
    assert refused.exit_code == 1
    assert refused.output.endswith("; stop it first\n")
    assert office.read("/branches")


def test_no_number_id_or_token_given_since_the_backup_comes_again(data: Path, file: Path) -> None:
    taken = used_since_its_backup(data, file)
    said = done("restore", "--data", data, file)
    assert "town goes on with A008" in said
    with hall_of(data) as hall:
        following = hall.take(kiosk="hall")
        assert following["number"] == "A008"
        assert following["id"] > max(ticket["id"] for ticket in taken)
        assert following["job"] > max(ticket["job"] for ticket in taken)
        for ticket in taken[:BEFORE]:
            page = hall.do(visitor_view, None, TOKENS.make(ticket["id"]))
            assert page["ticket"]["number"] == ticket["number"]
        for ticket in taken[BEFORE:]:
            with refusing("not_found"):
                hall.do(visitor_view, None, TOKENS.make(ticket["id"]))


def test_a_screen_that_followed_the_replaced_database_sees_a_newer_revision(
    data: Path, file: Path
) -> None:
    used_since_its_backup(data, file)
    with hall_of(data) as hall:
        ((shown,),) = hall.rows("SELECT max(rev) FROM events")
    done("restore", "--data", data, file)
    with hall_of(data) as hall:
        assert hall.rows("SELECT max(rev) FROM events") > [(shown,)]
        assert hall.rows("SELECT kind FROM events ORDER BY seq DESC LIMIT 1") == [("restore",)]


def test_the_replaced_database_is_kept_whole_with_its_secret(data: Path, file: Path) -> None:
    taken = used_since_its_backup(data, file)
    (data / "token.secret").write_bytes(b"another")
    done("restore", "--data", data, file)
    with closing(sqlite3.connect(replaced_by(data))) as kept:
        assert list(contradictions(kept)) == []
        assert kept.execute("SELECT count(*) FROM tickets").fetchall() == [(len(taken),)]
    assert (data / "token.secret").read_bytes() == SECRET
    (secret,) = data.glob("token.secret.2*Z")
    assert secret.read_bytes() == b"another"
    assert SECRET not in (data / "okienko.db").read_bytes()


def test_slips_that_may_have_been_printed_since_are_not_printed_again(
    data: Path, file: Path
) -> None:
    used_since_its_backup(data, file)
    done("restore", "--data", data, file)
    with hall_of(data) as hall:
        states = hall.rows("SELECT DISTINCT state, detail FROM print_jobs")
        assert states == [("uncertain", "restored")]


def lose(database: Path, _tmp_path: Path) -> None:
    for path in database.parent.glob("okienko.db*"):
        path.unlink()


def damage(database: Path, _tmp_path: Path) -> None:
    with database.open("r+b") as broken:
        broken.seek(4096)
        broken.write(b"\xff" * (database.stat().st_size - 4096))


def truncate(database: Path, _tmp_path: Path) -> None:
    database.write_bytes(b"")


def begin_anew(database: Path, tmp_path: Path) -> None:
    """Someone started a server on an empty folder before the backup was restored."""
    lose(database, tmp_path)
    with hall_of(database.parent) as hall:
        hall.take()


@pytest.mark.parametrize("mishap", [lose, damage, truncate, begin_anew])
def test_where_nothing_tells_what_was_given_since_all_goes_on_far_ahead(
    data: Path, file: Path, tmp_path: Path, mishap: Callable[[Path, Path], None]
) -> None:
    taken = used_since_its_backup(data, file)
    mishap(data / "okienko.db", tmp_path)
    said = done("restore", "--data", data, file)
    assert f"each series leaves out {SKIPPED_NUMBERS}" in said
    with hall_of(data) as hall:
        following = hall.take(kiosk="hall")
        assert following["sequence"] == BEFORE + SKIPPED_NUMBERS + 1
        assert following["id"] > max(ticket["id"] for ticket in taken)
        permit = hall.take("permits")  # a series that had not begun when the backup was made
        assert permit["sequence"] == SKIPPED_NUMBERS + 1
        assert hall.rows("PRAGMA integrity_check") == [("ok",)]


def test_who_knows_that_nothing_was_given_since_skips_nothing(data: Path, file: Path) -> None:
    with hall_of(data) as hall:
        hall.take()
    done("backup", "--data", data, file)
    lose(data / "okienko.db", data)
    done("restore", "--data", data, "--skip", "0", file)
    with hall_of(data) as hall:
        assert hall.take()["number"] == "A002"


def test_a_restored_database_is_backed_up_and_restored_again(data: Path, file: Path) -> None:
    used_since_its_backup(data, file)
    done("restore", "--data", data, file)
    second = file.with_name("second")
    with hall_of(data) as hall:
        hall.take()
        done("backup", "--data", data, second)
        last = hall.take()
    replaced_by(data).unlink()
    done("restore", "--data", data, second)
    with hall_of(data) as hall:
        following = hall.take()
        assert (following["number"], last["number"]) == ("A010", "A009")
        assert following["id"] > last["id"]


@pytest.mark.parametrize("content", [b"", b"no database at all" * 1000])
def test_what_is_no_backup_replaces_nothing(data: Path, file: Path, content: bytes) -> None:
    used_since_its_backup(data, file)
    before = (data / "okienko.db").read_bytes()
    other = file.with_name("other")
    other.write_bytes(content)
    refused = okienko("restore", "--data", data, other)
    assert refused.exit_code == 1
    assert "is no backup of Okienko" in refused.output
    assert (data / "okienko.db").read_bytes() == before


def test_a_damaged_backup_replaces_nothing(data: Path, file: Path) -> None:
    used_since_its_backup(data, file)
    before = (data / "okienko.db").read_bytes()
    damage(file, data)
    assert okienko("restore", "--data", data, file).exit_code == 1
    assert (data / "okienko.db").read_bytes() == before


def test_a_backup_of_a_later_release_is_refused(data: Path, file: Path) -> None:
    used_since_its_backup(data, file)
    before = (data / "okienko.db").read_bytes()
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("INSERT INTO schema_version VALUES (1000)")
        copy.commit()
    refused = okienko("restore", "--data", data, file)
    assert refused.exit_code == 1
    assert "schema 1000" in refused.output
    assert (data / "okienko.db").read_bytes() == before
    assert not list(data.glob("*.new*"))
