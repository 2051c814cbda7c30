"""Accounts and signing in from the command line, and what `okienko serve` starts beside itself."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
import socketio
import yaml
from click.testing import CliRunner, Result

from counter_client.client import Client, Refused
from queue_server.cli import main
from queue_server.cli.serve import loaded, serve
from tests.running_office import PASSWORD, GuardedOffice, until
from tests.small_office import small_office

TWICE = f"{PASSWORD}\n{PASSWORD}\n"
Okienko = Callable[..., Result]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    server = {"bind": "127.0.0.1:1", "database": str(tmp_path / "data/okienko.db")}
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump({"server": server, **small_office()}, allow_unicode=True))
    return file


@pytest.fixture
def user(config: Path) -> Okienko:
    """`okienko user …` about the small office."""

    def run(command: str, *arguments: str, typed: str = "") -> Result:
        words = ["user", command, "--config", str(config), *arguments]
        return CliRunner().invoke(main, words, input=typed)

    return run


def test_an_account_is_made_granted_and_disabled(user: Okienko) -> None:
    made = user("add", "Anna", "--name", "Anna Lis", "--role", "administrator", typed=TWICE)
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert user("add", "jan", "--name", "Jan Wilk", "--role", "clerk@town", "--link").exit_code == 0
    assert user("grant", "jan", "clerk@town", "counters.two@town").exit_code == 0
    assert user("disable", "jan").exit_code == 0
    assert user("list").output.splitlines() == [
        "anna\tAnna Lis\tadministrator@*",
        "jan\tJan Wilk\tclerk@town counters.two@town\tdisabled",
    ]
    assert user("enable", "jan").exit_code == 0
    assert user("sessions", "jan").exit_code == 0
    assert "/welcome/okpw_" in user("password", "jan", "--link").output


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("add", "ola", "--name", "Ola", "--role", "king"), TWICE, "king"),
        (("add", "ola", "--name", "Ola", "--role", "clerk@nowhere"), TWICE, "nowhere"),
        (("add", "ola", "--name", "Ola"), "short\nshort\n", "password"),
        (("password", "nobody"), TWICE, "nobody"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    user: Okienko, arguments: tuple[str, ...], typed: str, said: str
) -> None:
    refused = user(*arguments, typed=typed)
    assert refused.exit_code != 0
    assert said in refused.output
    assert user("list").output == ""


def test_while_a_server_runs_its_page_is_named(guarded: GuardedOffice) -> None:
    config = str(guarded.data / "config.yaml")
    refused = CliRunner().invoke(main, ["user", "disable", "--config", config, "anna"])
    assert refused.exit_code == 1
    assert "/admin/staff" in refused.output
    listed = CliRunner().invoke(main, ["user", "list", "--config", config])
    assert "anna\tAnna\tclerk@krakow" in listed.output.splitlines()


def test_a_provider_without_its_secret_is_said_at_the_start(config: Path) -> None:
    whole = yaml.safe_load(config.read_text())
    role = {"value": "clerks", "role": "clerk"}
    whole["server"]["oidc"] = {
        "issuer": "https://login.test",
        "client_id": "okienko",
        "roles": [role],
    }
    config.write_text(yaml.safe_dump(whole, allow_unicode=True))
    refused = CliRunner().invoke(serve, ["--config", str(config)], env={"OKIENKO_OIDC_SECRET": ""})
    assert refused.exit_code == 1
    assert "OKIENKO_OIDC_SECRET" in refused.output


def test_a_program_signs_in_works_and_signs_out(guarded: GuardedOffice) -> None:
    client = Client(guarded.url)
    with pytest.raises(Refused, match="not_signed_in"):
        client.get("/branches/krakow")
    client.sign_in("anna", PASSWORD)
    assert client.post("/branches/krakow/counters/5/open")["clerk"] == "Anna"
    client.post("/branches/krakow/counters/5/close")
    client.sign_out()
    with pytest.raises(Refused, match="not_signed_in"):
        client.get("/branches/krakow")
    client.close()


def test_the_agent_beside_the_server_is_let_in(guarded: GuardedOffice) -> None:
    admin = guarded.sign_in("admin")

    def states() -> set[str]:
        view = admin.read("/branches/krakow/printers/entrance")
        return {(view["status"] or {}).get("state", "unheard")}

    until(lambda: states() != {"unheard"})
    assert "device:server at" not in guarded.output()


def test_the_pages_of_a_disabled_account_lose_their_connection(guarded: GuardedOffice) -> None:
    admin, filip = guarded.sign_in("admin"), guarded.sign_in("filip")
    gone = Event()
    socket = socketio.Client(reconnection=False)
    socket.on("disconnect", lambda *_reason: gone.set())
    socket.connect(guarded.url, auth={"token": filip.token}, transports=["websocket"])
    watching = {"view": "counter", "branch": "nowy-sacz", "id": "1"}
    assert "state" in socket.call("watch", watching)
    number = filip.about["account"]["id"]
    admin.do(f"/staff/{number}/disable")
    assert gone.wait(10)
    assert filip.get("/branches/nowy-sacz").status_code == 401
    admin.do(f"/staff/{number}/enable")
    assert filip.get("/branches/nowy-sacz").status_code == 401


def test_serve_without_a_configuration_says_the_three_lines_that_make_one(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    refused = CliRunner().invoke(main, ["serve", "--config", str(file)])
    assert refused.exit_code == 1
    script = refused.output[refused.output.index("cat > ") :].partition("END\n\n")[0] + "END\n"
    subprocess.run(["sh", "-c", script], check=True)
    assert loaded(file).server.bind == "127.0.0.1:8000"
