"""Screens and agents show a code, are approved, work, and are let in no more."""

import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from queue_server.cli.pairing import device
from tests.running_office import GuardedOffice, Member, guarded_office, until


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedOffice]:
    with guarded_office(tmp_path_factory.mktemp("pairing") / "data") as office:
        yield office


@pytest.fixture(scope="module")
def admin(office: GuardedOffice) -> Member:
    return office.sign_in("admin")


def first_kiosk(admin: Member) -> str:
    places = next(b for b in admin.read("/devices/places") if b["id"] == "krakow")
    return str(places["kiosks"][0]["id"])


@pytest.mark.browser
def test_a_kiosk_is_paired_issues_tickets_and_is_sent_away(
    office: GuardedOffice, admin: Member, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    kiosk = first_kiosk(admin)
    violations: list[str] = []
    page.on("console", lambda said: violations.append(said.text))
    page.goto(f"{office.url}/kiosk/krakow/{kiosk}")
    code = page.locator(".code")
    expect(code).to_have_text(re.compile("[A-Z0-9]{4}-[A-Z0-9]{4}"))
    assert axe(page) == []
    violations.clear()  # axe's own
    shown = code.inner_text()
    page.reload()
    expect(code).to_have_text(shown)
    said = {"code": shown, "kind": "kiosk", "branch": "krakow", "place": kiosk}
    number = admin.do("/devices", said)["id"]
    page.wait_for_url(f"**/kiosk/krakow/{kiosk}")
    expect(page.locator("button").first).to_be_visible()
    ticket = page.evaluate(
        """async (kiosk) => {
          const { post } = await import("/static/js/api.js");
          const branch = await (await fetch(`/api/v1/branches/krakow/kiosks/${kiosk}`)).json();
          const open = branch.services.find((service) => service.open);
          if (!open) return { number: "closed" };
          return await post("/branches/krakow/tickets", { service: open.id });
        }""",
        kiosk,
    )
    assert ticket["number"]
    devices = {device["id"]: device for device in admin.read("/devices")}
    assert re.fullmatch(r"Chrome \d+", devices[number]["version"])
    admin.do(f"/devices/{number}/revoke")
    page.wait_for_url("**/pair?*")
    assert [text for text in violations if "Policy" in text] == []


@pytest.mark.browser
def test_an_administrator_pairs_a_device_and_makes_a_key(
    office: GuardedOffice, admin: Member, browser: Browser, axe: Callable[[Page], list[str]]
) -> None:
    context = browser.new_context(locale="en")
    context.add_cookies([{"name": "okienko_session", "value": admin.token, "url": office.url}])
    page = context.new_page()
    said = {"page": "/display/krakow/main"}
    begun = office.session.post(f"{office.url}/api/v1/pairings", json=said).json()
    page.goto(f"{office.url}/admin/devices")
    page.get_by_label("Code").fill("0000")
    page.get_by_role("button", name="Pair").click()
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_be_visible()
    page.get_by_label("Code").fill(begun["code"].lower())
    expect(page.get_by_role("status").filter(has_text="Check them")).to_be_visible()
    expect(page.get_by_label("Kind")).to_have_value("display")
    expect(page.get_by_label("Branch")).to_have_value("krakow")
    expect(page.get_by_label("Place")).to_have_value("main")
    page.get_by_label("Name").fill("Hall, left")
    page.get_by_role("button", name="Pair").click()
    expect(page.get_by_role("heading", name="Hall, left")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Revoke: Hall, left").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("heading", name="Hall, left")).to_be_hidden()

    page.goto(f"{office.url}/admin/tokens")
    page.get_by_label("What it is for").fill("Website")
    page.get_by_label("tickets.issue").check()
    page.get_by_label("In the whole office").check()
    page.get_by_role("button", name="Make").click()
    key = page.locator(".secret").inner_text()
    assert axe(page) == []
    asked = office.session.get(
        f"{office.url}/api/v1/branches/krakow", headers={"Authorization": f"Bearer {key}"}
    )
    assert asked.status_code == 403
    context.close()


def okienko_device(*arguments: str) -> str:
    """What the command `okienko device` prints; it must succeed."""
    done = CliRunner().invoke(device, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_an_agent_is_paired_and_revoked_by_commands(
    office: GuardedOffice, admin: Member, tmp_path: Path
) -> None:
    config = ["--config", str(office.data / "config.yaml")]
    place = f"krakow/{first_kiosk(admin)}"
    file = tmp_path / "agent.token"
    program = Path(sys.executable).with_name("okienko")
    asked = ["agent", "--server", office.url, "--pair", "--token-file", str(file), place]
    with subprocess.Popen([program, *asked], stdout=subprocess.PIPE, text=True) as agent:
        try:
            assert agent.stdout is not None
            code = agent.stdout.readline().split()[-1]
            said = ["--kind", "agent", "--place", place, "--name", "Kiosk's computer"]
            number = okienko_device("approve", *config, *said, code).split()[1].rstrip(":")
            until(file.exists)
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            until(lambda: is_connected(admin, number))
            assert "Kiosk's computer" in okienko_device("list", *config)
            okienko_device("revoke", *config, "--reason", "sold", number)
            until(lambda: not is_connected(admin, number))
        finally:
            agent.terminate()


def is_connected(admin: Member, number: str) -> bool:
    """Whether a device has a socket open."""
    devices = {str(device["id"]): device for device in admin.read("/devices")}
    return number in devices and devices[number]["connections"] > 0


def test_a_programs_token_is_made_and_revoked_by_commands(office: GuardedOffice) -> None:
    config = ["--config", str(office.data / "config.yaml")]
    token = okienko_device("token", "add", *config, "--may", "metrics.see", "Prometheus").strip()
    said = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{office.url}/metrics", headers=said, timeout=10).status_code == 200
    number = okienko_device("token", "list", *config).split("\t")[0]
    okienko_device("token", "revoke", *config, number)
    assert requests.get(f"{office.url}/metrics", headers=said, timeout=10).status_code == 401
