"""`okienko config`: compared, applied with and without a server, exported."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from queue_server.cli import main
from tests.in_process import Hall, a_hall, quiet_office
from tests.running_office import Office


class Files:
    """A configuration file beside a database."""

    def __init__(self, folder: Path, office: Any) -> None:
        self.file = folder / "config.yaml"
        self.document: Any = {
            "server": {"database": str(folder / "okienko.db")},
            "office": copy.deepcopy(office),
        }

    @property
    def service(self) -> Any:
        return self.document["office"]["branches"][0]["services"][0]

    def run(self, verb: str, *options: str) -> Result:
        self.file.write_text(yaml.safe_dump(self.document, allow_unicode=True))
        return CliRunner().invoke(main, ["config", verb, *options, str(self.file)])


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with a_hall(tmp_path, office=quiet_office()["office"]) as hall:
        yield hall


@pytest.fixture
def files(tmp_path: Path, hall: Hall) -> Files:
    """The hall's configuration; its loop has ended."""
    hall.stop()
    hall.start = lambda: None  # type: ignore[method-assign]
    hall.stop = lambda: None  # type: ignore[method-assign]
    return Files(tmp_path, quiet_office()["office"])


def test_a_difference_is_told_by_its_way_and_values(files: Files) -> None:
    assert files.run("diff").output == ""
    files.service["prefix"] = "K"
    files.document["office"]["branches"][0]["services"].reverse()
    files.document["office"]["accent"] = "#112233"
    *lines, order = files.run("diff").output.splitlines()
    assert lines == [
        '~ accent: "#0b4f8a" -> "#112233"',
        '~ branches[town].services[cards].prefix: "A" -> "K"',
    ]
    assert order.startswith("% branches[town].services: ")
    assert order.endswith('-> ["advice", "permits", "stamps", "cards"]')


def test_a_file_is_in_force_from_the_next_start_with_its_author_and_note(files: Files) -> None:
    files.service["prefix"] = "K"
    applied = files.run("apply", "--note", "Nowa litera")
    assert applied.output == "revision 2 is in force from the next start\n"
    assert files.run("diff").output == ""
    exported = yaml.safe_load(files.run("export").output)
    assert exported["office"]["branches"][0]["services"][0]["prefix"] == "K"


def test_a_file_without_an_office_is_not_applied(files: Files) -> None:
    del files.document["office"]
    assert "has no office" in files.run("apply").output


def test_a_file_is_applied_through_the_server_that_runs(
    start_office: Callable[..., Office],
) -> None:
    office = start_office(config=quiet_office())
    files = Files(office.data, quiet_office()["office"])
    files.document["server"]["bind"] = f"127.0.0.1:{office.port}"
    files.service["prefix"] = "K"
    assert files.run("apply", "--note", "Nowa litera").output == "revision 2 is in force\n"
    assert office.take("town", "cards")["number"] == "K001"
    assert office.read("/office/revisions")[0]["note"] == "Nowa litera"

    branch = files.document["office"]["branches"][0]
    branch["counters"][0]["id"] = "9"
    office.at("town", "1", "open")
    refused = files.run("apply")
    assert "counter '1' is open; close it first" in refused.output
    assert office.read("/office/drafts") == []
