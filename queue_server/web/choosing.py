"""Pages of one branch, asked for without it; and where a member of staff begins."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from queue_server.bridge import Bridge
from queue_server.domain.access import PUBLIC, Caller, Needs, Permission
from queue_server.office import Office
from queue_server.web.doors import caller, open_to
from queue_server.web.forms import Forms

#: Address -> what the page of a branch below it needs.
_PAGES: dict[str, Needs] = {
    "/counter": Permission.SEE_BRANCH,
    "/supervisor": Permission.SUPERVISE,
    "/reception": Permission.CHANGE_TICKETS,
    "/appointments": Permission.SEE_APPOINTMENTS,
    "/report": Permission.SEE_REPORTS,
    "/status": PUBLIC,
}
#: Whose work is what, and where it is done; who may do several begins with the first.
_WORK = {
    Permission.SUPERVISE: "/supervisor",
    Permission.WORK_AT_COUNTERS: "/counter",
    Permission.CHANGE_TICKETS: "/reception",
}
_OFFICE_WORK = {Permission.EDIT_OFFICE: "/admin", Permission.SEE_AUDIT: "/audit"}
_NOT_IN_TRAINING = (PUBLIC, Permission.SEE_REPORTS)
_FIRST = "/"


def blueprint(bridge: Bridge) -> Blueprint:
    """The routes: they lead to the only branch, or let the reader choose."""
    made = Blueprint("choosing", __name__)
    forms = Forms(bridge)

    for number, (address, needs) in enumerate(_PAGES.items()):

        @open_to(needs, None if needs == PUBLIC else "/sign-in")
        def choose(_address: str = address, _needs: Needs = needs) -> Response:
            office = bridge.loop.revision.office
            found = _branches(office, caller(), _needs)
            if len(found) == 1:
                return redirect(f"{_address}/{found[0]}")
            named = [(f"{_address}/{id_}", forms.say(office.branch[id_].name)) for id_ in found]
            return forms.plain("branch.html", "branch.title", branches=named)

        made.add_url_rule(address, f"branch{number}", choose, strict_slashes=False)

    return made


def home(office: Office, who: Caller) -> str:
    """Where a member of staff begins who did not say where to go."""
    if who.kind != "staff":
        return _FIRST
    for needs, address in _WORK.items():
        found = _branches(office, who, needs)
        if found:
            return f"{address}/{found[0]}" if len(found) == 1 else address
    return next((address for needs, address in _OFFICE_WORK.items() if who.may(needs)), _FIRST)


def _branches(office: Office, who: Caller, needs: Needs) -> list[str]:
    """Where someone may do it; what staff only practise is not counted, nor for strangers."""
    return [
        branch.id
        for branch in office.branches
        if who.may(needs, branch.id) and not (needs in _NOT_IN_TRAINING and branch.training)
    ]
