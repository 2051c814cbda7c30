"""The wire contract: which call runs which operation, and what it answers."""

from __future__ import annotations

from queue_server.web.api import (
    agents,
    appointments,
    audit,
    booking_links,
    branches,
    counters,
    devices,
    draws,
    media,
    messages,
    office,
    previews,
    printers,
    reception,
    remote,
    reports,
    staff,
    status,
    supervision,
    tickets,
    visitors,
    waiting_list,
)
from queue_server.web.contract import Contract

#: Every call, in the order it is documented.
contract = Contract(
    branches.calls,
    tickets.calls,
    counters.calls,
    supervision.calls,
    audit.calls,
    reports.calls,
    printers.calls,
    agents.calls,
    devices.calls,
    staff.calls,
    visitors.calls,
    remote.calls,
    appointments.calls,
    booking_links.calls,
    waiting_list.calls,
    draws.calls,
    reception.calls,
    messages.calls,
    status.calls,
    office.calls,
    previews.calls,
    media.calls,
)
