"""The wire contract: which call runs which operation, and what it answers."""

from __future__ import annotations

from queue_server.web.api import branches, counters, printers, tickets, visitors
from queue_server.web.contract import Contract

#: Every call, in the order it is documented.
contract = Contract(branches.calls, tickets.calls, counters.calls, printers.calls, visitors.calls)
