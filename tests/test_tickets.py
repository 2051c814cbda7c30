"""The one table of what may become of a ticket, and the numbers people see."""

from datetime import UTC, date, datetime

import pytest

from queue_server.domain.errors import Refusal
from queue_server.domain.tickets import (
    TRANSITIONS,
    State,
    Ticket,
    Verb,
    number_of,
    state_after,
)

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
A_TICKET = Ticket(
    id=7,
    branch="town",
    business_day=date(2026, 3, 2),
    prefix="A",
    sequence=42,
    number="A042",
    state=State.WAITING,
    visitor_class="walk_in",
    class_asked=None,
    language="pl",
    channel="counter",
    cases=1,
    needs=(),
    reference=None,
    note=None,
    kiosk=None,
    revision=1,
    issued_at=NOW,
    service="cards",
    leg=1,
    chain=(),
    entered_at=NOW,
    entered_seq=1,
    arrived_at=NOW,
    due_at=NOW,
    counter="3",
)

# What the design's table says, verb by verb: the state that each state leads to.
TABLE: dict[Verb, dict[str, str]] = {
    Verb.CALL: {"waiting": "called", "parked": "called"},
    Verb.RECALL: {"called": "called"},
    Verb.START: {"called": "serving"},
    Verb.SERVE: {"waiting": "serving", "parked": "serving"},
    Verb.FINISH: {"called": "done", "serving": "done"},
    Verb.CONTINUE: {"called": "waiting", "serving": "waiting"},
    Verb.NO_SHOW: {"called": "no_show"},
    Verb.REVIVE: {"no_show": "waiting"},
    Verb.RETURN: {"called": "waiting", "serving": "waiting"},
    Verb.PARK: {"called": "parked", "serving": "parked"},
    Verb.UNPARK: {"parked": "waiting"},
    Verb.TRANSFER: dict.fromkeys(("waiting", "called", "serving", "parked"), "waiting"),
    Verb.CANCEL: {"waiting": "cancelled", "parked": "cancelled"},
    Verb.LATE: {"waiting": "waiting"},
    Verb.EXPIRE: dict.fromkeys(("waiting", "parked", "called"), "expired"),
    Verb.LEAVE_UNCLOSED: {"serving": "done"},
}
TAKEN = ("called", "serving")


def test_the_table_names_every_verb() -> None:
    assert set(TABLE) == set(Verb) == set(TRANSITIONS)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_every_verb_in_every_state_is_allowed_or_refused_by_its_code(
    verb: Verb, state: State
) -> None:
    ticket = A_TICKET._replace(state=state)
    target = TABLE[verb].get(state)
    if target is not None:
        assert state_after(ticket, verb) == target
        return
    with pytest.raises(Refusal) as refused:
        state_after(ticket, verb)
    taking = verb in (Verb.CALL, Verb.SERVE)
    expected = "wrong_state" if not taking else "ticket_taken" if state in TAKEN else None
    assert refused.value.code == (expected or "ticket_not_waiting")
    assert refused.value.status == 409
    assert f"A042 is {state.value}" in refused.value.detail


def test_an_ended_ticket_is_only_ever_revived() -> None:
    leaving = {
        (state.value, verb)
        for verb, (sources, _) in TRANSITIONS.items()
        for state in sources
        if state in (State.DONE, State.NO_SHOW, State.CANCELLED, State.EXPIRED)
    }
    assert leaving == {("no_show", Verb.REVIVE)}


@pytest.mark.parametrize(
    ("prefix", "sequence", "number"),
    [("A", 1, "A001"), ("A", 42, "A042"), ("A", 999, "A999"), ("A", 1000, "A1000"), ("", 7, "007")],
)
def test_a_number_has_three_digits_and_grows_beyond_them(
    prefix: str, sequence: int, number: str
) -> None:
    assert number_of(prefix, sequence) == number


def test_a_line_is_a_service_a_class_and_a_language_or_whom_it_is_kept_for() -> None:
    assert A_TICKET.line == "cards|walk_in|"
    assert A_TICKET._replace(spoken="uk").line == "cards|walk_in|uk"
    assert A_TICKET._replace(reserved="clerk:Anna", spoken="uk").line == "@clerk:Anna|walk_in"
