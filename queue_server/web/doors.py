"""Who asks, and whether they may: before anything else is looked at.

Every route says what it needs with `open_to`; a server with a route that says nothing does not
start. The demo has no doors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from ipaddress import ip_address
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_request_context, request

from queue_server.bridge import Bridge
from queue_server.callers import AT_HOME, FINDERS, SEEN
from queue_server.domain.access import (
    ANYONE,
    DEMO,
    OFFICE_WIDE,
    PUBLIC,
    Caller,
    DeviceKind,
    Needs,
    Permission,
)
from queue_server.domain.errors import Forbidden, NotFound, NotSignedIn, SessionLocked
from queue_server.domain.tickets import Ticket
from queue_server.office.belonging import PLACED, belongs, may_work
from queue_server.operations.work import Work
from queue_server.store import tickets
from queue_server.web import cookies
from queue_server.web.places import Place, ticket_id

V = TypeVar("V", bound=Callable[..., Any])

#: Tokens kept in mind at most; more are looked up again.
_MOST_KNOWN = 10_000


@dataclass
class Known:
    """Whose a token is, as last seen, until when that may be believed, and whether its use has been
    recorded.
    """

    caller: Caller
    until: datetime
    recorded: bool = False


def open_to(
    needs: Needs, entrance: str | None = None, *, while_locked: bool = False
) -> Callable[[V], V]:
    """Mark a route with what its callers need; a page's with where to go without credentials.

    `while_locked`: also those whose session is locked.
    """

    def mark(view: V) -> V:
        view.needs = needs  # type: ignore[attr-defined]
        view.entrance = entrance  # type: ignore[attr-defined]
        view.while_locked = while_locked  # type: ignore[attr-defined]
        return view

    return mark


def caller() -> Caller:
    """Who sent the request at hand."""
    found: Caller = g.caller
    return found


def caller_with(token: str) -> Caller:
    """Who a token that was just made belongs to."""
    found: Caller = g.doors.caller_of(token, request.remote_addr, uses=False)
    return found


def token_sent() -> str | None:
    """The token that counts of the request at hand."""
    found: str | None = g.get("token")
    return found


def device_token_sent() -> str | None:
    """The token of a device, approved or not, that came with the request at hand."""
    return _bearer() if "Authorization" in request.headers else cookies.read(cookies.DEVICE)


def _bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def own_place(kind: DeviceKind) -> str | None:
    """Where the device stands that sent the request at hand, if it is of this kind."""
    return caller().place if caller().device is kind else None


def refuse_elsewhere(place: Place, body: object) -> None:
    """Refuse a device whose command speaks of a place that is not its own."""
    if caller().device is None:
        return
    said = {name: said for name in PLACED if isinstance(said := getattr(body, name, None), str)}
    if said:
        g.doors.refuse(caller(), _needs(current_app, request.endpoint or ""), {**place, **said})


def refuse_without(needs: Needs) -> None:
    """Refuse who may not do what a part of a public route needs."""
    g.doors.refuse(caller(), needs, {})


class Doors:
    """Tells whose a token is, and refuses who may not."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._guarded = bridge.loop.setting.guarded
        self._seen = bridge.loop.setting.seen
        self._known: dict[str, Known] = {}

    def attach(self, app: Flask) -> None:
        """Stand before every route that `app` has or will have."""
        app.before_request(self._enter)

    def forget(self) -> None:
        """Accounts, devices or tokens have changed: each is looked up again."""
        self._known.clear()

    def caller_of(self, token: str | None, address: str | None, uses: bool = True) -> Caller:
        """Whose a token is; `ANYONE` without one, or with one that is not valid now.

        `uses`: somebody uses it, so that it does not time out.
        """
        if not self._guarded:
            return DEMO
        if token and _kind(token) in AT_HOME and not _is_here(address):
            return replace(ANYONE, address=address)
        known = self._known.get(token) if token else None
        if token and (known is None or known.until <= self._bridge.loop.time()):
            known = self._look_up(token)
        if token and known and uses and not known.recorded:
            known.recorded = True
            self._record(token)
        if known is None:
            return replace(ANYONE, address=address)
        if known.caller.address != address:
            known.caller = replace(known.caller, address=address)
        found = known.caller
        if found.kind in ("device", "token"):
            self._seen.note(found.id, self._bridge.loop.time(), address)
        return found

    def token_of_request(self) -> str | None:
        """A header's token, else the first cookie's that is worth something now.

        A session that ended in a device's browser must not hide the device.
        """
        if "Authorization" in request.headers:
            return _bearer()
        sent = [t for t in map(cookies.read, (cookies.SESSION, cookies.DEVICE)) if t]
        worth = (t for t in sent if self.caller_of(t, None, uses=False).kind != "anyone")
        return next(worth, sent[0] if sent else None)

    def refuse(self, caller: Caller, needs: Needs, place: Place) -> None:
        """Refuse with `not_signed_in` or `forbidden` who may not do what `needs` says there.

        Whose session is locked may do nothing but what anyone may (`session_locked`).
        """
        if caller.locked and needs != PUBLIC:
            raise SessionLocked
        if needs == PUBLIC or (caller.device is None and caller.may(needs)):
            return
        ticket = self._ticket_of(place)
        branch = ticket.branch if ticket else place.get("branch")
        if not _is_somewhere(place) and needs not in OFFICE_WIDE and caller.may_somewhere(needs):
            return
        if (
            caller.may(needs, branch)
            and self._at_own_place(caller, needs, branch, place)
            and (ticket is None or caller.device is None or ticket.kiosk == caller.place)
        ):
            return
        if caller.kind == "anyone":
            raise NotSignedIn
        raise Forbidden(f"{caller.name or caller.id} may not do this: it needs {needs}")

    def _enter(self) -> None:
        g.doors = self
        g.token = self.token_of_request()
        g.caller = asking = self.caller_of(g.token, request.remote_addr)
        if request.endpoint is None:
            return
        if asking.locked and _is_open_while_locked(request.path, request.endpoint):
            asking = replace(asking, locked=False)
        self.refuse(asking, _needs(current_app, request.endpoint), request.view_args or {})

    def _look_up(self, token: str) -> Known | None:
        find = FINDERS.get(_kind(token))
        if find is None:
            return None
        with self._bridge.read() as moment:
            found = find(moment, token)
        if found is None:
            return None
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[token] = known = Known(*found)
        return known

    def _record(self, token: str) -> None:
        kind = _kind(token)
        if kind in SEEN:
            # Nobody waits for it: a disk that is full must not shut the doors.
            self._bridge.tell(partial(_see, kind, token))

    def _ticket_of(self, place: Place) -> Ticket | None:
        """The ticket that a path without a branch is about."""
        if "branch" in place or "ticket" not in place:
            return None
        try:
            number = ticket_id(place)
        except NotFound:
            return None
        with self._bridge.read() as moment:
            return tickets.find(moment.db, number)

    def _at_own_place(
        self, caller: Caller, needs: Needs, branch_id: str | None, place: Place
    ) -> bool:
        """Whether all that is named belongs to the device's own place."""
        branch = self._bridge.loop.revision.office.branch.get(branch_id or "")
        if caller.device is None or caller.place is None or branch is None:
            return True
        at = (branch, caller.device, caller.place)
        if needs == Permission.WORK_AT_COUNTERS and not may_work(*at, place.get("counter", "")):
            return False
        return all(belongs(*at, name, place[name]) for name in PLACED if name in place)


def _kind(token: str) -> str:
    return token.partition("_")[0]


def _is_here(address: str | None) -> bool:
    """Whether the other end of the request's connection is on this machine too."""
    if not address or not has_request_context() or ip_address(address).is_loopback:
        return True
    connection = request.environ.get("gunicorn.socket")
    return connection is not None and connection.getsockname()[0] == address


def _is_somewhere(place: Place) -> bool:
    """Whether a path is about a branch, or a ticket of one."""
    return "branch" in place or "ticket" in place


def needs_of_all(app: Flask) -> dict[str, Needs]:
    """What each endpoint needs; raises RuntimeError where one does not say."""
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "needs")]
    if silent:
        raise RuntimeError(f"these routes do not say who may use them: {', '.join(silent)}")
    return {name: _needs(app, name) for name in app.view_functions}


def _see(kind: str, token: str, work: Work) -> dict[str, Any]:
    return SEEN[kind](work, token)


def _is_open_while_locked(path: str, endpoint: str) -> bool:
    """Pages show that they are locked, and whoever is threatened calls for help."""
    view: Any = current_app.view_functions[endpoint]
    return not path.startswith("/api/") or view.while_locked is True


def _needs(app: Flask, endpoint: str) -> Needs:
    view: Any = app.view_functions[endpoint]
    needs: Needs = view.needs
    return needs
