"""The distribution as users get it: built, installed outside the checkout, and running there."""

import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.running_office import Office, running_office

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = ("lit-html.js", "directives/repeat.js", "socket.io.esm.min.js", "inter.css")
PAGES = ("kiosk", "display", "counter_client")

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source distribution, which thereby is complete too."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with the wheel and what it depends on, nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder)
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--no-compile", str(wheel)]
    done = subprocess.run(install, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def office(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data = tmp_path_factory.mktemp("office") / "data"
    with running_office(data, command=[installed / "bin/okienko"]) as ready:
        yield ready


def test_an_installed_wheel_runs_the_demo_office_and_issues_a_ticket(office: Office) -> None:
    branch = office.read("/branches")[0]["id"]
    service = office.read(f"/branches/{branch}")["services"][0]
    ticket = office.take(branch, service["id"])
    assert ticket["number"].startswith(service["prefix"])
    assert ticket["state"] == "waiting"


def test_an_installed_wheel_serves_the_browser_libraries(office: Office) -> None:
    for name in LIBRARIES:
        answer = requests.get(f"{office.url}/static/vendor/{name}", timeout=30)
        assert answer.ok, name
        assert answer.text == (ROOT / "queue_server/web/static/vendor" / name).read_text()


def test_an_installed_wheel_carries_every_file_of_every_page(
    installed: Path, office: Office
) -> None:
    packages = next(installed.glob("lib/python3*/site-packages"))
    for folder in (*(f"{page}/web" for page in PAGES), "queue_server/web/static"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files
        for file in files:
            copy = packages / file.relative_to(ROOT)
            assert copy.read_bytes() == file.read_bytes()


def test_the_wheel_brings_the_product_only(wheel: Path) -> None:
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    metadata = {name for name in names if name.endswith(".dist-info")}
    assert names - metadata == {"queue_server", "kiosk", "display", "counter_client", "printers"}
