"""Who may do what: callers, their grants, and routes that say what they need."""

import pytest
from flask import Flask

from queue_server.domain.access import (
    ANYONE,
    DEMO,
    DEVICES,
    EVERYWHERE,
    OFFICE_WIDE,
    PUBLIC,
    ROLES,
    Caller,
    DeviceKind,
    Permission,
    Role,
)
from queue_server.web.doors import needs_of_all, open_to
from queue_server.web.noticing import path_told

CLERK = Caller("staff", "staff:1", grants={"krakow": ROLES[Role.CLERK]})


@pytest.mark.parametrize(
    ("caller", "permission", "branch", "may"),
    [
        (CLERK, Permission.WORK_AT_COUNTERS, "krakow", True),
        (CLERK, Permission.WORK_AT_COUNTERS, "nowy-sacz", False),
        (CLERK, Permission.WORK_AT_COUNTERS, None, False),
        (CLERK, Permission.SUPERVISE, "krakow", False),
        (CLERK, PUBLIC, "nowy-sacz", True),
        (ANYONE, PUBLIC, None, True),
        (ANYONE, Permission.SEE_SCREENS, "krakow", False),
        (DEMO, Permission.MANAGE_STAFF, None, True),
        (DEMO, Permission.SUPERVISE, "krakow", True),
    ],
)
def test_a_caller_may_what_was_granted_there(
    caller: Caller, permission: Permission, branch: str | None, may: bool
) -> None:
    assert caller.may(permission, branch) is may


def test_what_is_granted_everywhere_holds_at_every_branch() -> None:
    head = Caller("staff", "staff:2", grants={EVERYWHERE: ROLES[Role.SUPERVISOR]})
    assert head.may(Permission.SUPERVISE, "krakow")
    assert head.may(Permission.SUPERVISE)
    assert head.may_somewhere(Permission.SUPERVISE)


@pytest.mark.parametrize("kind", DeviceKind)
def test_no_device_may_anything_in_the_whole_office(kind: DeviceKind) -> None:
    assert DEVICES[kind] & OFFICE_WIDE == set()


def test_only_the_auditor_sees_the_audit_so_that_nobody_watches_over_themselves() -> None:
    assert [role for role in Role if Permission.SEE_AUDIT in ROLES[role]] == [Role.AUDITOR]


def test_a_route_that_does_not_say_who_may_use_it_is_a_mistake_at_the_start() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/known", "known", open_to(PUBLIC)(lambda: "known"))
    assert needs_of_all(app) == {"known": PUBLIC}
    app.add_url_rule("/silent", "silent", lambda: "silent")
    with pytest.raises(RuntimeError, match="silent"):
        needs_of_all(app)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/welcome/okpw_secret", "/welcome/<link>"),
        ("/tickets/1-secret/cancel", "/tickets/<token>/cancel"),
        ("/appointments/1-secret/move", "/appointments/<appointment>/move"),
        ("/branches/town", "/branches/town"),
    ],
)
def test_no_log_tells_an_address_that_opens_something(path: str, told: str) -> None:
    app = Flask(__name__)
    app.add_url_rule(told.replace("town", "<branch>"), "any", lambda **_place: path_told())
    assert app.test_client().get(path).text == told
