"""The site's pages: a service, a day and a time, who comes, and the appointment's own page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from queue_server.booking_site import proving, waiting
from queue_server.booking_site.api import Refused, Server
from queue_server.booking_site.choosing import CHOOSE_AGAIN, Choosing
from queue_server.booking_site.forms import ASKED, HOLDER, contact_of, number_of, once_of, typed_of
from queue_server.booking_site.papers import calendar, qr_svg
from queue_server.booking_site.proving import Proving

Json = dict[str, Any]


class Site:
    """What the pages ask the server, and how they answer."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.proving = Proving(server)
        self._choosing = Choosing(server, self.proving)

    def services(self, language: str) -> str:
        """Every service that is booked."""
        self._choosing.known(language)
        return render_template("services.html")

    def service(self, language: str, branch: str, service: str) -> str:
        """What to bring, and how many matters there are."""
        place, about = self._choosing.service(language, branch, service)
        return render_template("service.html", branch=place, service=about)

    def times(self, language: str, branch: str, service: str) -> Response:
        """Days and times to choose from."""
        return self._choosing.times(language, branch, service)

    def hold(self, language: str, branch: str, service: str) -> AnyResponse:
        """Hold the chosen time and ask for the rest, unless that was said already."""
        place, about = self._choosing.service(language, branch, service)
        body = self._wish(language, about)
        if not self.proving.is_given():
            return self.proving.by_mail(place, about, body)
        typed = typed_of(request)
        try:
            held = self._server.hold(branch, body, once_of(request))
        except Refused as refused:
            if refused.code in CHOOSE_AGAIN:
                return self._choosing.times(language, branch, service, refused.code, typed)
            raise
        if typed:
            return make_response(self._own(language, held["token"], []))
        return redirect(f"/{language}/a/{held['token']}", 303)

    def ask_link(self, language: str, branch: str, service: str) -> Response:
        """Have a link mailed by which the chosen time can be held."""
        place, about = self._choosing.service(language, branch, service)
        try:
            return self.proving.ask_link(place, about, self._wish(language, about))
        except Refused as refused:
            if refused.code in CHOOSE_AGAIN:
                return self._choosing.times(language, branch, service, refused.code)
            raise

    def appointment(self, language: str, token: str) -> str:
        """An appointment: to be confirmed, or as it stands."""
        return self._own(language, token, [])

    def confirm(self, language: str, token: str) -> AnyResponse:
        """Book what is held, with what was said of the person; in time or, if still free, after."""
        known = self._server.appointment(token)
        if known["state"] != "lapsed":
            return self._confirm(language, known)
        where = (language, known["branch"], known["service"])
        if not self.proving.is_given():  # held once more, a place is as much as any other
            return self._choosing.times(*where, "hold_lapsed", typed_of(request))
        try:
            again = self._hold_again(known)
        except Refused as refused:
            if refused.code in CHOOSE_AGAIN:
                return self._choosing.times(*where, "lapsed_taken", typed_of(request))
            raise
        return self._confirm(language, again)

    def _confirm(self, language: str, known: Json) -> AnyResponse:
        token, asks = known["token"], known["asks"]
        contact = contact_of(request, asks)
        missing = [name for name in ASKED if asks.get(name) == "required" and name not in contact]
        holder = request.form.get("holder", "").strip() or None
        missing += [HOLDER] if known["holder"] != "none" and not holder else []
        if missing:
            return make_response(self._own(language, token, missing), 422)
        chosen = request.form.get("language", language)
        try:
            said = {"contact": contact, "language": chosen, "holder": holder}
            self._server.change(token, "confirm", said)
        except Refused as refused:
            faults = [path.removeprefix("contact.") for path in refused.faults]
            if refused.code != "invalid" or not set(faults) <= {*ASKED, HOLDER}:
                raise
            return make_response(self._own(language, token, faults), 422)
        return redirect(f"/{language}/a/{token}", 303)

    def new_time(self, language: str, token: str) -> Response:
        """Days and times to move to."""
        return self._choosing.new_time(language, token)

    def move(self, language: str, token: str) -> AnyResponse:
        """To another time."""
        try:
            moved = self._server.change(token, "move", {"start": request.form.get("start", "")})
        except Refused as refused:
            if refused.code in CHOOSE_AGAIN:
                return self._choosing.new_time(language, token, refused.code)
            raise
        said = urlencode({"moved": moved["start"]})
        return redirect(f"/{language}/a/{token}?{said}", 303)

    def ask_to_cancel(self, language: str, token: str) -> AnyResponse:
        """Whether the visit is really to be cancelled."""
        self._choosing.known(language)
        known = self._server.appointment(token)
        if not known["can"]["change"]:
            return redirect(f"/{language}/a/{token}")
        return make_response(render_template("cancel.html", appointment=known))

    def cancel(self, language: str, token: str) -> AnyResponse:
        """The visit will not take place."""
        self._server.change(token, "cancel", {})
        return redirect(f"/{language}/a/{token}", 303)

    def check_in(self, language: str, token: str) -> AnyResponse:
        """The visitor has come."""
        self._server.change(token, "check-in")
        return redirect(f"/{language}/a/{token}", 303)

    def paper(self, language: str, token: str) -> str:
        """The appointment on one page to print."""
        self._choosing.known(language)
        return render_template("paper.html", appointment=self._booked(token))

    def qr(self, language: str, token: str) -> Response:
        """The code as a picture."""
        self._choosing.known(language)
        return Response(qr_svg(self._booked(token)["code"]), mimetype="image/svg+xml")

    def calendar(self, language: str, token: str) -> Response:
        """The visit as a calendar entry."""
        self._choosing.known(language)
        entry = calendar(g.words, self._booked(token), datetime.now(UTC))
        response = Response(entry, mimetype="text/calendar")
        response.headers["Content-Disposition"] = "attachment; filename=visit.ics"
        return response

    def privacy(self, language: str) -> str:
        """What becomes of personal data."""
        self._choosing.known(language)
        return render_template("text.html", subject="privacy")

    def accessibility(self, language: str) -> str:
        """How accessible the site is."""
        self._choosing.known(language)
        return render_template("text.html", subject="accessibility")

    # What they share --------------------------------------------------------------------------

    @staticmethod
    def _wish(language: str, service: Json) -> Json:
        """The visit that the form at hand asks for."""
        return {
            "service": service["id"],
            "start": request.form.get("start", ""),
            "language": language,
            "cases": number_of(request.form.get("cases"), service["max_cases"]),
            "address": request.remote_addr,
        }

    def _hold_again(self, lapsed: Json) -> Json:
        """The same time once more for who took longer over the form than it was held."""
        body = {name: lapsed[name] for name in ("service", "start", "cases", "language")}
        body["address"] = request.remote_addr
        held = self._server.hold(lapsed["branch"], body, f"again-{lapsed['token']}")
        return self._server.appointment(held["token"])

    def _own(self, language: str, token: str, faults: list[str]) -> str:
        self._choosing.known(language)
        appointment = self._server.appointment(token)
        asked = [name for name in ASKED if appointment["asks"].get(name, "none") != "none"]
        return render_template(
            "appointment.html",
            appointment=appointment,
            moved=request.args.get("moved") == appointment["start"],
            asked=asked,
            faults=faults,
            filled=request.form,
        )

    def _booked(self, token: str) -> Json:
        known = self._server.appointment(token)
        if known["code"] is None:
            raise NotFound
        return known


def blueprint(server: Server) -> Blueprint:
    """The pages at their addresses; every one is below its language."""
    made, site = Blueprint("pages", __name__), Site(server)
    service, own = "/<language>/at/<branch>/<service>", "/<language>/a/<token>"
    made.get("/<language>/")(site.services)
    made.get("/<language>/privacy")(site.privacy)
    made.get("/<language>/accessibility")(site.accessibility)
    made.get(service)(site.service)
    made.get(f"{service}/times")(site.times)
    made.post(f"{service}/hold")(site.hold)
    made.post(f"{service}/link")(site.ask_link)
    proving.attach(made, site.proving)
    waiting.attach(made, server, site.proving)
    made.get(own)(site.appointment)
    made.post(f"{own}/confirm")(site.confirm)
    made.get(f"{own}/move")(site.new_time)
    made.post(f"{own}/move")(site.move)
    made.get(f"{own}/cancel")(site.ask_to_cancel)
    made.post(f"{own}/cancel")(site.cancel)
    made.post(f"{own}/check-in")(site.check_in)
    made.get(f"{own}/paper")(site.paper)
    made.get(f"{own}/code.svg")(site.qr)
    made.get(f"{own}/visit.ics")(site.calendar)
    # What a browser asks for that comes back later to a page which a form had led to.
    made.get(f"{own}/confirm", endpoint="confirmed")(to_own)
    made.get(f"{own}/check-in", endpoint="checked_in")(to_own)
    made.get(f"{service}/hold", endpoint="held")(to_times)
    made.get(f"{service}/link", endpoint="asked_link")(to_times)
    return made


def to_own(language: str, token: str) -> AnyResponse:
    """To the visit's page."""
    return redirect(f"/{language}/a/{token}")


def to_times(language: str, branch: str, service: str) -> AnyResponse:
    """To the service's times."""
    return redirect(f"/{language}/at/{branch}/{service}/times")
