"""Ways to weigh appointments against walk-ins, to be compared."""

from __future__ import annotations

from collections.abc import Callable

from queue_server.domain.dispatch import APPOINTMENT
from queue_server.office import Office, parse_office


def _as_configured(office: Office) -> Office:
    return office


def _earliest_due(office: Office) -> Office:
    """Every minute of lateness counts the same."""
    return _classes(office, lambda _class: {"weight": 1, "strict": False})


def _appointments_first(office: Office) -> Office:
    """An appointment goes before all others once it is due."""
    return _classes(office, lambda visitor_class: {"strict": visitor_class == APPOINTMENT})


#: Name -> the office under that policy.
POLICIES: dict[str, Callable[[Office], Office]] = {
    "as configured": _as_configured,
    "earliest due first": _earliest_due,
    "appointments strictly first": _appointments_first,
}


def _classes(office: Office, changed: Callable[[str], dict[str, object]]) -> Office:
    document = office.model_dump(mode="json")
    document["classes"] = [own | changed(own["id"]) for own in document["classes"]]
    return parse_office(document)
