"""The wire contract as the simulated people use it: the standard library's HTTP, one connection."""

import http.client
import json
import random
import urllib.parse
from typing import Any

BASE = "/api/v1"
TIMEOUT_SECONDS = 10


class UnreachableError(Exception):
    """The server is away, or refuses everything for now."""


class RefusedError(Exception):
    """The server refused: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Api:
    """Questions and commands below /api/v1 of one server."""

    def __init__(self, server_url: str, rng: random.Random) -> None:
        address = urllib.parse.urlsplit(server_url)
        kind = (
            http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        )
        self._connection = kind(address.netloc, timeout=TIMEOUT_SECONDS)
        self._rng = rng

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def get(self, path: str) -> Any:
        """The answer to a question. Raises `RefusedError` or `UnreachableError`."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, **body: Any) -> Any:
        """The answer to a command. Raises `RefusedError` or `UnreachableError`."""
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{self._rng.getrandbits(128):032x}",
        }
        return self._ask("POST", path, json.dumps(body).encode(), headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Any:
        try:
            self._connection.request(method, BASE + path, body, headers)
            response = self._connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            raise UnreachableError(str(error)) from error
        if response.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            raise UnreachableError(str(answer))
        if response.status >= http.HTTPStatus.BAD_REQUEST:
            raise RefusedError(str(answer.get("code")))
        return answer
