"""Choosing a service, a day and a time: for a new visit, and for one that moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, g, make_response, render_template, request
from werkzeug.exceptions import NotFound

from queue_server.booking_site.api import Refused, Server
from queue_server.booking_site.days import BookableDay, days_of
from queue_server.booking_site.forms import number_of
from queue_server.booking_site.proving import Proving

Json = dict[str, Any]

#: Refusals after which another time is to be chosen.
CHOOSE_AGAIN = frozenset({"slot_full", "not_bookable"})


class Choosing:
    """What can be chosen, as the server says."""

    def __init__(self, server: Server, proving: Proving) -> None:
        self._server = server
        self._proving = proving

    def known(self, language: str) -> None:
        """Refuse a language that the office does not speak."""
        if language not in [known["id"] for known in self._server.bookable()["languages"]]:
            raise NotFound

    def service(self, language: str, branch: str, service: str) -> tuple[Json, Json]:
        """A branch and a service of it that is booked."""
        self.known(language)
        for place in self._server.bookable()["branches"]:
            for about in place["services"]:
                if (place["id"], about["id"]) == (branch, service):
                    return place, about
        raise NotFound

    def times(
        self,
        language: str,
        branch: str,
        service: str,
        refused: str | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        """Days and times of a new visit; `typed`: what was said of the person already."""
        place, about = self.service(language, branch, service)
        cases = number_of(request.values.get("cases"), about["max_cases"])
        here = f"/{language}/at/{branch}/{service}"
        page = self._choice(
            days_of(self._server.slots(branch, service, cases)),
            refused,
            branch=place,
            service=about,
            cases=cases,
            here=f"{here}/times",
            to=f"{here}/hold",
            back=here,
            typed=typed or {},
            proves=self._proving.is_asked,
        )
        g.scripted = self._proving.is_asked
        return make_response(page, 409 if refused else 200)

    def new_time(self, language: str, token: str, refused: str | None = None) -> Response:
        """Days and times to move to."""
        known = self._server.appointment(token)
        if not known["can"]["change"]:
            raise Refused(409, "appointment_over", [])
        place, about = self.service(language, known["branch"], known["service"])
        slots = self._server.slots(known["branch"], known["service"], known["cases"])
        here = f"/{language}/a/{token}"
        page = self._choice(
            days_of(slots),
            refused,
            branch=place,
            service=about,
            cases=known["cases"],
            here=f"{here}/move",
            to=f"{here}/move",
            back=here,
            moved=known,
        )
        return make_response(page, 409 if refused else 200)

    @staticmethod
    def _choice(days: list[BookableDay], refused: str | None, **about: Any) -> str:
        """The page on which a day and a time are chosen; the first free day unless one is."""
        asked = request.args.get("day") or request.form.get("start", "")[:10]
        chosen = next((day for day in days if day.date.isoformat() == asked), None)
        if chosen is None or not chosen.free:
            chosen = next((day for day in days if day.free), None)
        return render_template("times.html", days=days, chosen=chosen, refused=refused, **about)
