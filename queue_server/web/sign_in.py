"""Pages on which staff sign in, and set a password by a link that works once."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from hmac import compare_digest
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Caller
from queue_server.domain.errors import Forbidden, Invalid, Refusal, TooManyTries
from queue_server.domain.passwords import LONGEST
from queue_server.identity.hashing import hash_token
from queue_server.office.fields import Texts
from queue_server.operations.staff import accounts
from queue_server.problems import MEDIA_TYPE, of_refusal
from queue_server.store import staff
from queue_server.web import bodies, staff_bodies
from queue_server.web.choosing import home
from queue_server.web.doors import caller, caller_with, open_to
from queue_server.web.forms import FormLapsed, Forms, own_path
from queue_server.web.signing import Relayed, Signing

#: The first letters of the token by which the first account is made, and how long it is good for.
FIRST_KIND = "okfi"
FIRST_LASTS_HOURS = 24

_LOGIN = TypeAdapter(staff_bodies.Login)
_NAME = TypeAdapter(bodies.Name)


class SignInPages:
    """`/sign-in` and `/welcome/<token>`."""

    def __init__(
        self, bridge: Bridge, proving: Signing, first_link: str | None, provider: Texts | None
    ) -> None:
        """`first_link` is the hash of its token, `provider` the name of an identity provider."""
        self._bridge = bridge
        self._proving = proving
        self._forms = Forms(bridge)
        self._provider = provider
        self._first_link = first_link
        self._first_until = time.monotonic() + timedelta(hours=FIRST_LASTS_HOURS).total_seconds()

    def blueprint(self) -> Blueprint:
        """The routes."""
        made = Blueprint("sign_in", __name__, template_folder="templates")

        @made.get("/sign-in")
        @open_to(PUBLIC)
        def sign_in() -> AnyResponse:
            going = own_path(request.args.get("next"))
            if caller().kind == "staff" and "again" not in request.args:
                return redirect(self._beginning(going, caller()))
            return self._ask(going, request.args.get("problem"))

        @made.post("/sign-in")
        @open_to(PUBLIC)
        def signed_in() -> AnyResponse:
            return self._sign_in()

        @made.get("/welcome/<link>")
        @open_to(PUBLIC)
        def welcome(link: str) -> Response:
            return self._welcome(link)

        @made.post("/welcome/<link>")
        @open_to(PUBLIC)
        def welcomed(link: str) -> AnyResponse:
            return self._follow(link)

        @made.app_errorhandler(Forbidden)
        def denied(refusal: Forbidden) -> Response:
            return self._denied(refusal)

        return made

    def _ask(self, going: str, problem: str | None = None, status: int = 200) -> Response:
        return self._forms.show(
            "sign_in.html",
            "title",
            status,
            next=going,
            login=request.form.get("login", ""),
            problem=self._words(problem),
            provider=self._forms.say(self._provider) if self._provider else None,
            provider_query=urlencode({"next": going}),
        )

    def _sign_in(self) -> AnyResponse:
        going = own_path(request.form.get("next"))
        said = request.form
        try:
            self._forms.check()
            if not (said.get("login") and 0 < len(said.get("password", "")) <= LONGEST):
                return self._ask(going, "sign_in_failed", 422)
            token = self._proving.sign_in(said["login"][:80], said["password"])
        except TooManyTries as refusal:
            return self._ask(going, f"too_many_tries {refusal.more['wait_seconds']}", 429)
        except FormLapsed:
            return self._ask(going, "form", 403)
        except Refusal:
            return self._ask(going, "sign_in_failed", 401)
        except Relayed:
            return self._ask(going, "unavailable", 503)
        return self.enter(going, token)

    def enter(self, going: str, token: str) -> AnyResponse:
        """Go on with a session: to where its owner works, unless they wanted elsewhere."""
        response = redirect(self._beginning(going, caller_with(token)), 303)
        self._proving.keep(response, token)
        return response

    def _beginning(self, going: str, who: Caller) -> str:
        return home(self._bridge.loop.revision.office, who) if going == "/" else going

    def _welcome(self, link: str, problem: str | None = None, status: int = 200) -> Response:
        first = self._is_first(link)
        account = None if first else self._proving.linked(link)
        if not first and account is None:
            return self._forms.show("welcome.html", "welcome.title", 404, lapsed=True)
        kind = "first" if first else "welcome"
        return self._forms.show(
            "welcome.html",
            f"{kind}.title",
            status,
            lead=self._forms.texts()[f"{kind}.lead"],
            first=first,
            login=account.login if account else request.form.get("login", ""),
            name=request.form.get("name", ""),
            problem=self._words(problem),
        )

    def _follow(self, link: str) -> AnyResponse:
        said, going = request.form, "/admin" if self._is_first(link) else "/"
        try:
            self._forms.check()
            if said.get("password") != said.get("again"):
                return self._welcome(link, "differs", 422)
            login = self._set_password(link, said.get("password", ""))
            token = self._proving.sign_in(login, said["password"])
        except FormLapsed:
            return self._welcome(link, "form", 403)
        except Invalid as refusal:
            return self._welcome(link, refusal.errors[0]["path"], 422)
        except Relayed as refused:
            return self._welcome(link, _fault(refused), refused.reply.status)
        except Refusal as refusal:
            return self._welcome(link, "unavailable", refusal.status)
        return self.enter(going, token)

    def _set_password(self, link: str, password: str) -> str:
        """Set the password by a link; the login it is of."""
        if not self._is_first(link):
            return self._proving.follow_link(link, password).login
        login, name = _valid(_LOGIN, "login"), _valid(_NAME, "name")
        kept = self._proving.new_password(password, login, name)
        self._proving.change(accounts.add_first, login, name, kept)
        return login

    def _is_first(self, link: str) -> bool:
        first = self._first_link
        if first is None or not compare_digest(first, hash_token(link)):
            return False
        with self._bridge.read() as moment:
            return time.monotonic() < self._first_until and staff.is_empty(moment.db)

    def _denied(self, refusal: Forbidden) -> Response:
        """Who is signed in and may not open a page is told so on a page."""
        if request.path.startswith("/api/") or request.method != "GET":
            return Response(_problem(refusal), refusal.status, mimetype=MEDIA_TYPE)
        name = caller().name or caller().id
        return self._forms.show("denied.html", "denied.title", 403, name=name, next=request.path)

    def _words(self, problem: str | None) -> str | None:
        """What to say of a problem; nothing of one that is not known."""
        kind, _, seconds = (problem or "").partition(" ")
        words = self._forms.texts().get(f"problem.{kind}")
        return words.replace("{seconds}", seconds) if words else None


def _valid(kind: TypeAdapter[str], field: str) -> str:
    try:
        return kind.validate_python(request.form.get(field, ""))
    except ValidationError:
        raise Invalid([(field, "it cannot be used")]) from None


def _fault(refused: Relayed) -> str:
    """The field that the loop found fault with."""
    errors = json.loads(refused.reply.body).get("errors")
    return str(errors[0]["path"]) if errors else "unavailable"


def _problem(refusal: Refusal) -> str:
    return json.dumps(of_refusal(refusal))
