"""A guarded server in the test's own process, asked without a network, and tokens of every kind."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import cloudpickle
import gevent
from flask_socketio.test_client import SocketIOTestClient
from werkzeug.test import TestResponse

from queue_server.app import Installation, Server, begin_loop, create_server
from queue_server.domain.access import DeviceKind, Permission, Role
from queue_server.identity.hashing import hash_token, new_token
from queue_server.office import parse_office
from queue_server.operations import api_tokens, devices
from queue_server.operations.entering import DEVICE, PROGRAM
from queue_server.operations.staff.callers import KIND
from queue_server.operations.work import ACCESS, Work
from queue_server.store import sessions, staff
from tests.small_office import small_office

Json = dict[str, Any]
API = "/api/v1"


def two_branches() -> Json:
    """`small_office` with an agent, a second place of every kind, and a second branch like it."""
    office: Json = small_office()["office"]
    town = office["branches"][0]
    for name in ("counters", "displays", "kiosks", "printers"):
        second = {**town[name][0], "id": "2"}
        more: Json = {"counters": {"label": "2"}, "printers": {"port": 9101}}
        town[name].append(second | more.get(name, {}))
    town["agents"] = [{"id": "desk", "name": "Desk"}]
    town["printers"][0]["agent"] = "desk"
    town["keypads"] = [
        {"id": "k", "counter": "1", "agent": "desk", "serial": {"port": "/dev/ttyUSB0"}}
    ]
    town["scanners"] = [
        {"id": "s", "kiosk": "hall", "agent": "desk", "serial": {"port": "/dev/ttyUSB1"}}
    ]
    city = json.loads(json.dumps(town)) | {"id": "city", "name": "City"}
    office["branches"].append(city)
    return office


def _operate(work: Work, packed: bytes) -> Json:
    """Do what a test says in a function of its own, which the loop's process does not have."""
    answer: Json = cloudpickle.loads(packed)(work)
    return answer


class Guarded:
    """A server that asks for credentials."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.bridge = server.bridge

    def do(self, operate: Callable[..., Json], *args: Any) -> Json:
        """What an operation of the server's own comes to."""
        packed = cloudpickle.dumps(lambda work: operate(work, *args))
        reply = self.bridge.ask(partial(_operate, packed=packed))
        assert reply.status < 300, reply.body
        gevent.sleep(0)  # what it changed is told to others
        answer: Json = json.loads(reply.body)
        return answer

    def ask(
        self,
        method: str,
        path: str,
        token: str | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """A request with a token as a program sends it."""
        said = dict(headers or {})
        if token:
            said["Authorization"] = f"Bearer {token}"
        content = None if method == "GET" else ({} if body is None else body)
        client = self.server.app.test_client(use_cookies=False)
        answer = client.open(path, method=method, json=content, headers=said)
        gevent.sleep(0)  # what it changed is told to others
        return answer

    def socket(self, token: str | None) -> SocketIOTestClient:
        """A socket from a page of the office's own, with a token as programs send it."""
        headers = {"Origin": "http://localhost"}
        auth = {"token": token} if token else None
        return self.server.socketio.test_client(self.server.app, headers=headers, auth=auth)

    def device(self, kind: DeviceKind, branch: str, place: str) -> str:
        """The token of a device that was paired."""
        token = new_token(DEVICE)
        code = self.do(devices.begin_pairing, token, None)["code"]
        self.do(devices.approve, code, kind, branch, place, None)
        return token

    def program(self, permissions: list[Permission], branches: list[str]) -> str:
        """The token of a program."""
        token = new_token(PROGRAM)
        self.do(api_tokens.add, token, "program", permissions, branches, 30)
        return token

    def staff(self, role: Role | Permission, branch: str = "*") -> str:
        """The token of a session of somebody with this role."""
        token = new_token(KIND)

        def sign_in(work: Work) -> Json:
            account = staff.add(work.db, f"{role}-{token[-6:].lower()}", str(role), work.now)
            staff.save_grants(work.db, account.id, [staff.Grant(branch, str(role))])
            sessions.begin(work.db, hash_token(token), account.id, work.now, None, None)
            work.changes.add(ACCESS)
            return {}

        self.do(sign_in)
        return token


@contextmanager
def guarded(folder: Path, office: Json | None = None, **about: Any) -> Iterator[Guarded]:
    """A guarded server for as long as the block lasts; `about` is of its `Installation`."""
    parsed = parse_office(office or two_branches())
    installation = Installation(
        database=folder / "okienko.db",
        office=lambda: parsed,
        secret_file=folder / "token.secret",
        voice_cache=folder / "voice",
        media_folder=folder / "media",
        keeps_hours=False,
        guarded=True,
        **{"public_url": "http://localhost"} | about,
    )
    server = create_server(installation, begin_loop(installation))
    try:
        yield Guarded(server)
    finally:
        server.stop()
