"""Who may do what: permissions by name, the roles of staff, the kinds of devices, and a caller."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal


class Permission(StrEnum):
    """What a caller may do, at a branch or in the whole office."""

    SEE_SCREENS = "screens.see"
    SEE_BRANCH = "branch.see"
    SEE_COUNTERS = "counters.see"
    SUPERVISE = "branch.supervise"
    ISSUE_TICKETS = "tickets.issue"
    SEE_TICKETS = "tickets.see"
    CHANGE_TICKETS = "tickets.change"
    WORK_AT_COUNTERS = "counters.work"
    HOLD_TWO_COUNTERS = "counters.two"
    COUNT_CONTACTS = "contacts.count"
    REPORT_PRINTERS = "printers.report"
    ANSWER_FOR_SLIPS = "slips.answer"
    CHECK_IN = "check_in"
    SEE_APPOINTMENTS = "appointments.see"
    BOOK_APPOINTMENTS = "appointments.book"
    OVERBOOK = "appointments.overbook"
    SEND_MESSAGES = "messages.send"
    SEE_REPORTS = "reports.see"
    SEE_OFFICE = "office.see"
    EDIT_OFFICE = "office.edit"
    PUBLISH_OFFICE = "office.publish"
    MANAGE_STAFF = "staff.manage"
    MANAGE_DEVICES = "devices.manage"
    MANAGE_TOKENS = "tokens.manage"
    SEE_AUDIT = "audit.see"
    SEE_METRICS = "metrics.see"


#: What anyone may do, without credentials.
PUBLIC: Final = "public"
Needs = Permission | Literal["public"]

#: In place of a branch: the whole office.
EVERYWHERE: Final = "*"
#: Permissions that make sense in the whole office only.
OFFICE_WIDE = frozenset(
    {
        Permission.SEE_OFFICE,
        Permission.EDIT_OFFICE,
        Permission.PUBLISH_OFFICE,
        Permission.MANAGE_STAFF,
        Permission.MANAGE_DEVICES,
        Permission.MANAGE_TOKENS,
        Permission.SEE_AUDIT,
        Permission.SEE_METRICS,
        Permission.SEND_MESSAGES,
    }
)


class Role(StrEnum):
    """What a member of staff is, at a branch or everywhere."""

    CLERK = "clerk"
    RECEPTION = "reception"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class DeviceKind(StrEnum):
    """What a paired device is."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    BOARD = "board"
    AGENT = "agent"


_STAFF = frozenset(
    {
        Permission.SEE_SCREENS,
        Permission.SEE_BRANCH,
        Permission.SEE_COUNTERS,
        Permission.SEE_TICKETS,
        Permission.COUNT_CONTACTS,
        Permission.SEE_APPOINTMENTS,
    }
)
_CLERK = _STAFF | {
    Permission.WORK_AT_COUNTERS,
    Permission.CHANGE_TICKETS,
    Permission.ANSWER_FOR_SLIPS,
}
_RECEPTION = _STAFF | {
    Permission.ISSUE_TICKETS,
    Permission.CHANGE_TICKETS,
    Permission.ANSWER_FOR_SLIPS,
    Permission.CHECK_IN,
    Permission.BOOK_APPOINTMENTS,
}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.CLERK: _CLERK,
    Role.RECEPTION: _RECEPTION,
    Role.SUPERVISOR: _CLERK
    | _RECEPTION
    | {Permission.SUPERVISE, Permission.OVERBOOK, Permission.SEE_REPORTS},
    Role.ADMINISTRATOR: _STAFF
    | (OFFICE_WIDE - {Permission.SEE_AUDIT, Permission.SEND_MESSAGES})
    | {Permission.SEE_REPORTS, Permission.REPORT_PRINTERS},
    Role.AUDITOR: frozenset(
        {
            Permission.SEE_SCREENS,
            Permission.SEE_BRANCH,
            Permission.SEE_COUNTERS,
            Permission.SEE_TICKETS,
            Permission.SEE_REPORTS,
            Permission.SEE_OFFICE,
            Permission.SEE_AUDIT,
        }
    ),
}

#: What can be granted: a role, or a permission that no role brings.
GRANTABLE: dict[str, frozenset[Permission]] = {
    **{role.value: permissions for role, permissions in ROLES.items()},
    Permission.HOLD_TWO_COUNTERS.value: frozenset({Permission.HOLD_TWO_COUNTERS}),
}

DEVICES: dict[DeviceKind, frozenset[Permission]] = {
    DeviceKind.KIOSK: frozenset(
        {
            Permission.SEE_SCREENS,
            Permission.ISSUE_TICKETS,
            Permission.ANSWER_FOR_SLIPS,
            Permission.CHECK_IN,
        }
    ),
    DeviceKind.DISPLAY: frozenset({Permission.SEE_SCREENS}),
    DeviceKind.BOARD: frozenset({Permission.SEE_SCREENS}),
    # A counter's keypad and boards hang on its agent.
    DeviceKind.AGENT: frozenset(
        {
            Permission.SEE_SCREENS,
            Permission.SEE_COUNTERS,
            Permission.REPORT_PRINTERS,
            Permission.WORK_AT_COUNTERS,
        }
    ),
}


@dataclass(frozen=True)
class Caller:
    """Who asks, and what they may do: by branch, or `*` for the whole office.

    `id` names one account, device or token for ever, `name` is what people read; `place` is where
    a device stands; `address` is where the request came from. `locked`: someone went away from the
    counter, and may do nothing but call for help before they are back.
    """

    kind: Literal["anyone", "demo", "server", "staff", "device", "token"]
    id: str
    name: str = ""
    grants: Mapping[str, frozenset[Permission]] = field(default_factory=dict)
    device: DeviceKind | None = None
    place: str | None = None
    address: str | None = None
    locked: bool = False

    @cached_property
    def packed(self) -> bytes:
        """Itself pickled, once: it goes to the loop with each command."""
        return pickle.dumps(self)

    @property
    def signed_in(self) -> bool:
        """Whether there is someone to name: an account, a device or a token."""
        return self.kind in ("staff", "device", "token")

    def may(self, needs: Needs, branch: str | None = None) -> bool:
        """Whether this is allowed at `branch`; None asks for the whole office."""
        if needs == PUBLIC or needs in self.grants.get(EVERYWHERE, ()):
            return True
        return branch is not None and needs in self.grants.get(branch, ())

    def may_somewhere(self, needs: Needs) -> bool:
        """Whether this is allowed at any branch."""
        return needs == PUBLIC or any(needs in granted for granted in self.grants.values())


_ALL = {EVERYWHERE: frozenset(Permission)}
#: No credentials.
ANYONE = Caller("anyone", "anyone")
#: The demo has no doors.
DEMO = Caller("demo", "demo", grants=_ALL)
#: What time and the server do by themselves.
SERVER = Caller("server", "server", grants=_ALL)
