"""schemathesis finds nothing: neither knocking at every door, nor inside with ids that exist."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.running_office import Office

BRANCH = "krakow"
COUNTERS = ("1", "2", "5", "12")
SERVICES = ("residence-permit", "case-documents", "card-collection", "stamp", "nowhere")
TICKETS = 30
PATIENCE_SECONDS = 280
#: The same requests each time, as many for each call, however fast the machine is.
EXAMPLES = ("--seed", "1", "--max-examples", "4", "--no-shrink")
#: What is well-formed may still name what is not there, or say it with another's key: 422.
WELL_FORMED = ("--exclude-checks", "positive_data_acceptance")
#: What is ill-formed may be too large to be looked at.
ILL_FORMED = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429, "5xx"]
"""


@pytest.fixture(scope="module")
def document(office: Office) -> Any:
    return office.read("/openapi.json")


def identifiers(office: Office) -> dict[str, list[str] | list[int]]:
    """What the paths and bodies of real requests name."""
    tickets = [
        office.take(BRANCH, SERVICES[place % 4], kiosk="entrance") for place in range(TICKETS)
    ]
    slots = office.read(f"/branches/{BRANCH}/slots?service={SERVICES[0]}")
    booked = [
        office.do(f"/branches/{BRANCH}/appointments", {"service": SERVICES[0], "start": start})
        for start in [slot["start"] for slot in slots[:8]]
    ]
    for counter in COUNTERS[:2]:
        office.at(BRANCH, counter, "open", {"clerk": "Anna"})
    return {
        "path.branch": [BRANCH],
        "path.counter": list(COUNTERS),
        "path.display": ["main", "employers"],
        "path.kiosk": ["entrance"],
        "path.printer": ["entrance"],
        "path.agent": ["server", "low"],
        "path.job": [str(ticket["job"]) for ticket in tickets],
        "path.ticket": [str(ticket["id"]) for ticket in tickets],
        "path.token": [ticket["token"] for ticket in tickets],
        "path.appointment": [appointment["token"] for appointment in booked],
        "body.start": [slot["start"] for slot in slots[:8]],
        "body.service": list(SERVICES),
        "body.services[*]": list(SERVICES),
        "body.ticket": [ticket["id"] for ticket in tickets],
        "body.counter": list(COUNTERS),
        "body.clerk": ["Anna", "Ewa"],
        "body.language": ["pl", "uk", "de"],
        "body.class": ["walk_in", "appointment", "pregnancy"],
        "body.kiosk": ["entrance", "low"],
        "body.profile": ["residence", "cards"],
        "body.topic": ["other", "forms"],
        "body.minutes": [5, 10],
    }


def configuration(known: dict[str, list[str] | list[int]]) -> str:
    """A configuration of schemathesis that uses these in nine of ten requests."""
    lines = []
    for name, values in known.items():
        dictionary = name.replace(".", "-").replace("[*]", "")
        lines += [f"[dictionaries.{dictionary}]", f"values = {values!r}"]
    lines.append("[parameters]")
    for name in known:
        dictionary = name.replace(".", "-").replace("[*]", "")
        lines.append(f'"{name}" = {{ dictionary = "{dictionary}", probability = 0.9 }}')
    return "\n".join(lines)


def run_schemathesis(office: Office, folder: Path, *options: str, known: str = "") -> None:
    settings = folder / "schemathesis.toml"
    settings.write_text(f"{known}\n{ILL_FORMED}")
    command = [Path(sys.executable).with_name("schemathesis"), "--config-file", settings, "run"]
    run = subprocess.run(
        [*map(str, command), f"{office.url}/api/v1/openapi.json", *EXAMPLES, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Traceback" not in office.output()


def test_every_call_keeps_its_contract_for_strangers(office: Office, tmp_path: Path) -> None:
    run_schemathesis(office, tmp_path, "--phases", "coverage", *WELL_FORMED)


def test_every_call_keeps_its_contract_with_ids_that_exist(office: Office, tmp_path: Path) -> None:
    known = configuration(identifiers(office))
    before = office.read(f"/branches/{BRANCH}")["rev"]
    phases = ("--phases", "examples,fuzzing,stateful")
    run_schemathesis(office, tmp_path, *phases, *WELL_FORMED, known=known)
    assert office.read(f"/branches/{BRANCH}")["rev"] > before  # it has been inside
