"""Who asks for a place proves to be no program: by work, or by following a mailed link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from queue_server.booking_site.api import Refused, Server
from queue_server.booking_site.proof import Proofs
from queue_server.network.forwarding import is_in, networks

Json = dict[str, Any]


class Proving:
    """What is proved before a place is held."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._proofs = Proofs()

    @property
    def is_asked(self) -> bool:
        """Whether this visitor has to prove anything: nobody does in the office itself."""
        known = self._server.bookable()
        own = is_in(request.remote_addr, networks(known["own_networks"]))
        return known["proof_of_work"] is not None and not own

    def is_given(self) -> bool:
        """Whether the form at hand brings what is asked."""
        return not self.is_asked or self._proofs.accept(request.form.get("proof", ""))

    def challenge(self) -> Response:
        """What a browser is to work on."""
        most = self._server.bookable()["proof_of_work"]
        if most is None:
            raise NotFound
        return jsonify(self._proofs.challenge(most))

    def by_mail(self, branch: Json, service: Json, wish: Json, fault: bool = False) -> Response:
        """The page that offers to mail a link instead."""
        page = render_template("link.html", branch=branch, service=service, wish=wish, fault=fault)
        return make_response(page, 422 if fault else 200)

    def ask_link(self, branch: Json, service: Json, wish: Json) -> Response:
        """Mail a link to the address in the form."""
        body = wish | {"email": request.form.get("email", "").strip()}
        try:
            self._server.ask_link(branch["id"], body)
        except Refused as refused:
            if refused.code != "invalid":
                raise
            return self.by_mail(branch, service, wish, fault=True)
        return make_response(render_template("link_sent.html"))

    def link(self, language: str, token: str) -> str:
        """What a mailed link is for."""
        return render_template("link_followed.html", link=self._server.link(token))

    def follow(self, language: str, token: str) -> AnyResponse:
        """Hold the place that a mailed link is for, or join the waiting list."""
        waits = self._server.link(token)["until"]
        followed = self._server.follow(token, "join" if waits else "hold")
        return redirect(f"/{language}/{'w' if waits else 'a'}/{followed['token']}", 303)


def attach(made: Blueprint, proving: Proving) -> None:
    """The addresses of proofs."""
    made.get("/proof")(proving.challenge)
    made.get("/<language>/l/<token>")(proving.link)
    made.post("/<language>/l/<token>")(proving.follow)
