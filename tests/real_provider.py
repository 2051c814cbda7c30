"""An identity provider as a running process: Authlib's server side by https, strict about all.

It wants a client secret, the redirect address, PKCE and a nonce. Whoever is asked to sign in there
is the person whose subject `person.json` beside the certificate names, with all their claims.
Run as `python -m tests.real_provider PORT FOLDER`.
"""

import json
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, Response, jsonify, request
from joserfc.jwk import KeySet, RSAKey

from tests.ports import free_port

CLIENT_ID, CLIENT_SECRET = "okienko", "a secret of the office"
ROOT = Path(__file__).resolve().parents[1]
Json = dict[str, Any]


class Client(ClientMixin):
    """The only program that is registered; its address stands in a file."""

    def __init__(self, folder: Path) -> None:
        self._registered = folder / "redirect_uri"

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return self._registered.read_text()

    def get_allowed_scope(self, scope: Collection[str] | str) -> str:
        return scope if isinstance(scope, str) else " ".join(scope)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self._registered.read_text()

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    """A code and what it was asked with."""

    person: Json
    payload: Json

    def get_redirect_uri(self) -> str:
        return str(self.payload["redirect_uri"])

    def get_scope(self) -> str:
        return str(self.payload["scope"])

    def get_nonce(self) -> str:
        return str(self.payload["nonce"])

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None

    @property
    def code_challenge(self) -> str:
        return str(self.payload["code_challenge"])

    @property
    def code_challenge_method(self) -> str:
        return str(self.payload["code_challenge_method"])


@dataclass
class Token:
    """An access token."""

    person: Json
    scope: str

    def is_expired(self) -> bool:
        return False

    def is_revoked(self) -> bool:
        return False

    def get_scope(self) -> str:
        return self.scope


class Kept:
    """What the provider knows."""

    def __init__(self, issuer: str, folder: Path) -> None:
        self.issuer = issuer
        self.folder = folder
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Token] = {}
        self.nonces: set[str] = set()
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})

    def person(self) -> Json:
        """Who sits before the browser."""
        person: Json = json.loads((self.folder / "person.json").read_text())
        return person


def provider(kept: Kept) -> Flask:
    """The provider's application."""
    app = Flask(__name__)
    client = Client(kept.folder)

    def save_token(token: Json, asked: Any) -> None:
        kept.tokens[token["access_token"]] = Token(asked.user, token["scope"])

    def query_client(client_id: str) -> Client | None:
        return client if client_id == CLIENT_ID else None

    server = AuthorizationServer(app, query_client=query_client, save_token=save_token)
    extensions = [id_token(kept)(require_nonce=True), CodeChallenge(required=True)]
    server.register_grant(code_grant(kept), extensions)
    add_questions(app, kept)

    @app.get("/authorization")
    def authorization() -> Any:
        if "code_challenge" not in request.args:
            return Response("PKCE is needed", 400)
        return server.create_authorization_response(grant_user=kept.person())

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    return app


def code_grant(kept: Kept) -> Any:
    """Codes, each good for once."""

    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, asked: Any) -> None:
            kept.codes[code] = Code(asked.user, dict(asked.payload.data))

        def query_authorization_code(self, code: str, _client: Any) -> Code | None:
            return kept.codes.get(code)

        def delete_authorization_code(self, code: Code) -> None:
            kept.codes = {text: other for text, other in kept.codes.items() if other is not code}

        def authenticate_user(self, code: Code) -> Json:
            return code.person

    return CodeGrant


def id_token(kept: Kept) -> Any:
    """What the provider signs about a person."""

    class IdToken(OpenIDCode):
        def exists_nonce(self, nonce: str, _request: Any) -> bool:
            seen = nonce in kept.nonces
            kept.nonces.add(nonce)
            return seen

        def get_jwt_config(self, _grant: Any) -> Json:
            signing = kept.key.as_dict(private=True)
            return {"key": signing, "alg": "RS256", "iss": kept.issuer, "exp": 300}

        def generate_user_info(self, person: Json, _scope: str) -> UserInfo:
            wrong = {"nonce": "another"} if person.get("wrong") == "nonce" else {}
            return UserInfo(sub=person["sub"], **wrong)

    return IdToken


def add_questions(app: Flask, kept: Kept) -> None:
    """What may be asked without a browser."""

    class Bearer(BearerTokenValidator):
        def authenticate_token(self, text: str) -> Token | None:
            return kept.tokens.get(text)

    protect = ResourceProtector()
    protect.register_token_validator(Bearer())

    @app.get("/.well-known/openid-configuration")
    def about() -> Response:
        names = ("authorization", "token", "userinfo")
        endpoints = {f"{name}_endpoint": f"{kept.issuer}/{name}" for name in names}
        return jsonify({"issuer": kept.issuer, "jwks_uri": f"{kept.issuer}/jwks", **endpoints})

    @app.get("/jwks")
    def jwks() -> Response:
        return jsonify(KeySet([kept.key]).as_dict(private=False))

    @app.get("/userinfo")
    def userinfo() -> Response:
        with protect.acquire("openid profile") as token:
            return jsonify(token.person)


@dataclass
class RunningProvider:
    """The process: where it is, and who signs in there."""

    issuer: str
    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def registers(self, redirect_uri: str) -> None:
        """The program is at this address."""
        (self.folder / "redirect_uri").write_text(redirect_uri)

    def signs_in(self, sub: str, **claims: Any) -> None:
        """Whoever is sent there from now on is this person."""
        (self.folder / "person.json").write_text(json.dumps({"sub": sub, **claims}))


@contextmanager
def running_provider(folder: Path) -> Iterator[RunningProvider]:
    """A ready provider for as long as the block lasts."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    running = RunningProvider(f"https://localhost:{port}", folder)
    _certify(running.certificate, folder / "key.pem")
    command = [sys.executable, "-W", "ignore", "-m", "tests.real_provider", str(port), str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        _await(running, process)
        yield running
    finally:
        process.kill()
        process.wait()


def _certify(certificate: Path, key: Path) -> None:
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *files, *names], check=True, capture_output=True)


def _await(running: RunningProvider, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with suppress(requests.RequestException):
            if requests.get(
                f"{running.issuer}/jwks", verify=str(running.certificate), timeout=5
            ).ok:
                return
        time.sleep(0.05)
    raise RuntimeError((running.folder / "log").read_text())


if __name__ == "__main__":
    port_given, folder_given = int(sys.argv[1]), Path(sys.argv[2])
    provider(Kept(f"https://localhost:{port_given}", folder_given)).run(
        "localhost",
        port_given,
        threaded=True,
        ssl_context=(str(folder_given / "certificate.pem"), str(folder_given / "key.pem")),
    )
