"""The waiting list: joining it, where one stands, and leaving it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from queue_server.booking_site.api import Refused, Server
from queue_server.booking_site.forms import number_of
from queue_server.booking_site.proving import Proving

Json = dict[str, Any]


class WaitingPages:
    """What the pages of the waiting list ask the server."""

    def __init__(self, server: Server, proving: Proving) -> None:
        self._server = server
        self._proving = proving

    def ask(self, language: str, branch: str, service: str) -> Response:
        """For which days, and where the offer is to be sent."""
        return self._form(language, branch, service, [])

    def join(self, language: str, branch: str, service: str) -> AnyResponse:
        """Wait for a place; where nothing proves that no program asks, by a mailed link."""
        form = request.form
        body = {
            "service": service,
            "from": form.get("from", ""),
            "to": form.get("to", ""),
            "email": form.get("email", "").strip(),
            "language": language,
            "cases": number_of(form.get("cases"), 50),
            "address": request.remote_addr,
        }
        try:
            if not self._proving.is_given():
                self._server.ask_to_wait(branch, body)
                return make_response(render_template("link_sent.html", waits=True))
            waiting = self._server.join(branch, body)
        except Refused as refused:
            if refused.code != "invalid":
                raise
            return self._form(language, branch, service, refused.faults)
        return redirect(f"/{language}/w/{waiting['token']}", 303)

    def own(self, language: str, token: str) -> str:
        """Where one stands."""
        return render_template("waiting.html", waiting=self._server.waiting(token))

    def leave(self, language: str, token: str) -> AnyResponse:
        """Wait no more."""
        self._server.leave(token)
        return redirect(f"/{language}/", 303)

    def _form(self, language: str, branch: str, service: str, faults: list[str]) -> Response:
        found = [
            (place, about)
            for place in self._server.bookable()["branches"]
            for about in place["services"]
            if (place["id"], about["id"]) == (branch, service) and about["waiting_list"]
        ]
        if not found or language not in [
            known["id"] for known in self._server.bookable()["languages"]
        ]:
            raise NotFound
        page = render_template(
            "wait.html",
            branch=found[0][0],
            service=found[0][1],
            faults=faults,
            filled=request.form,
            proves=self._proving.is_asked,
            today=datetime.now(ZoneInfo(found[0][0]["time_zone"])).date().isoformat(),
        )
        g.scripted = self._proving.is_asked
        return make_response(page, 422 if faults else 200)


def attach(made: Blueprint, server: Server, proving: Proving) -> None:
    """The addresses of the waiting list."""
    pages = WaitingPages(server, proving)
    made.get("/<language>/at/<branch>/<service>/wait")(pages.ask)
    made.post("/<language>/at/<branch>/<service>/wait")(pages.join)
    made.get("/<language>/w/<token>", endpoint="own_waiting")(pages.own)
    made.post("/<language>/w/<token>", endpoint="leave_waiting")(pages.leave)
