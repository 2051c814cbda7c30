"""Behind a proxy: whose word counts, and the configuration that the documentation shows."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio

from queue_server.identity.tokens import Tokens
from queue_server.network.addresses import counted_as
from queue_server.network.forwarding import Forwarding
from queue_server.operations.entering import operator_token
from tests.ports import free_port
from tests.running_office import guarded_office, until

DEPLOYMENT = Path(__file__).resolve().parents[1] / "docs/deployment.md"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
PROXIES = [ip_network("10.0.0.0/24"), ip_network("::1")]


@pytest.mark.parametrize(
    ("peer", "chain", "client"),
    [
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "nonsense, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
    ],
)
def test_only_a_known_proxy_says_who_asks(peer: str, chain: str, client: str) -> None:
    seen = passed({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": chain})
    assert seen["REMOTE_ADDR"] == client


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8::5", "2001:db8::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_household_with_many_addresses_is_counted_as_one(
    address: str | None, counted: str
) -> None:
    assert counted_as(address) == counted


def test_only_a_known_proxy_says_how_it_was_asked() -> None:
    said = {"HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "http"}
    assert passed({"REMOTE_ADDR": "10.0.0.1", **said})["wsgi.url_scheme"] == "https"
    assert passed({"REMOTE_ADDR": "192.0.2.1", **said})["wsgi.url_scheme"] == "http"


def test_what_a_stranger_says_of_others_is_taken_away() -> None:
    said = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PREFIX", "HTTP_X_REAL_IP")
    seen = passed({"REMOTE_ADDR": "192.0.2.1"} | dict.fromkeys(said, "evil.example"))
    assert set(seen) == {"REMOTE_ADDR"}


def passed(environ: dict[str, Any]) -> dict[str, Any]:
    """What the application behind sees."""
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], _start: Any) -> list[bytes]:
        seen.update(environ)
        return []

    Forwarding(app, PROXIES)(environ, None)
    return seen


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[str]:
    """The address of a guarded office behind nginx as documented, without its TLS."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = {"trusted_proxies": ["127.0.0.1"], "public_url": address}
    with guarded_office(tmp_path / "data", server=server) as office:
        text = re.search(r"```nginx\n(.*?)```", DEPLOYMENT.read_text(), re.DOTALL)
        assert text
        site = re.sub(r"^ *ssl_.*\n", "", text[1], flags=re.MULTILINE)
        site = site.replace("443 ssl", f"127.0.0.1:{port}").replace(":8000", f":{office.port}")
        config = tmp_path / "nginx.conf"
        config.write_text(
            f"daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log;\n"
            f"events {{}}\nhttp {{ access_log off;\n{site}\n}}\n"
        )
        proxy = subprocess.Popen([NGINX, "-p", tmp_path, "-c", config])
        try:
            until(lambda: answers(f"{address}/readyz"))
            yield address
        finally:
            proxy.terminate()
            proxy.wait(10)


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.ConnectionError:
        return False


@pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed")
def test_the_documented_proxy_passes_pages_commands_and_sockets(proxied: str) -> None:
    begun = requests.post(
        f"{proxied}/api/v1/pairings", json={}, headers={"Origin": proxied}, timeout=10
    ).json()
    assert begun["code"]
    client = socketio.Client(reconnection=False)
    client.connect(proxied, transports=["websocket"])  # it says the proxy's address as its origin
    answer = client.call("watch", {"view": "branch", "branch": "krakow", "id": ""}, timeout=10)
    assert answer["error"]["code"] == "not_signed_in"
    client.disconnect()


def test_the_servers_own_secret_opens_nothing_from_elsewhere(tmp_path: Path) -> None:
    with guarded_office(tmp_path / "data", server={"trusted_proxies": ["127.0.0.1"]}) as office:
        tokens = Tokens((tmp_path / "data" / "token.secret").read_bytes())
        own = {"Authorization": f"Bearer {operator_token(tokens, datetime.now(UTC))}"}
        url, elsewhere = f"{office.url}/api/v1/devices", {"X-Forwarded-For": "192.0.2.7"}
        assert requests.get(url, headers=own, timeout=10).status_code == 200
        assert requests.get(url, headers=own | elsewhere, timeout=10).status_code == 401
