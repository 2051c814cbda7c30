"""Every verb in every state of a ticket and a counter: allowed, or refused with its code."""

from collections.abc import Iterator
from functools import partial

import pytest

from queue_server.domain.tickets import State
from queue_server.operations import calling, counters, moving
from queue_server.operations.taking import Wish
from queue_server.web.api import contract
from tests.in_process import TOWN, Hall, Json, Refused, a_hall, refusing
from tests.reference import TABLE

HOLDER, IDLE = "1", "2"
AT_HOLDER = ("recall", "start", "finish", "no_show", "park", "return", "transfer")
WITHOUT_COUNTER = ("cancel", "unpark", "revive", "transfer")
TAKING = ("call", "serve")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with a_hall(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture
def hall(town: Hall) -> Iterator[Hall]:
    """The town with two open counters that hold nobody."""
    for counter in (HOLDER, IDLE):
        town.open(counter)
    yield town
    for counter in (HOLDER, IDLE):
        if town.counter(counter)["ticket"]:
            town.at(counter, "finish")


def a_ticket(hall: Hall, state: State) -> Json:
    """A ticket in that state; where a counter holds it, it is HOLDER."""
    ticket = hall.take()
    if state is State.CANCELLED:
        return hall.move("cancel", ticket)
    if state is State.EXPIRED:
        hall.pass_(days=1)
        return hall.ticket(ticket)
    if state is State.WAITING:
        return ticket
    called = hall.at(HOLDER, "call", ticket["id"])
    steps = {"serving": "start", "parked": "park", "done": "finish"}
    if state is State.NO_SHOW:
        hall.at(HOLDER, "recall")
        hall.pass_(seconds=10)
        return hall.at(HOLDER, "no_show")
    return called if state is State.CALLED else hall.at(HOLDER, steps[state])


def expected_refusal(verb: str, state: State) -> str | None:
    """The code that the contract gives; None where the verb is allowed."""
    if state in TABLE[verb][0].split():
        return None
    held = state in (State.CALLED, State.SERVING)
    if verb in TAKING:
        return "ticket_taken" if held else "ticket_not_waiting"
    return "wrong_state"


def allowed_or_refused(
    hall: Hall, verb: str, code: str | None, counter: str | None, ticket: Json
) -> None:
    about = [ticket["id"]] if verb in TAKING else []
    tried = partial(hall.at, counter, verb, *about) if counter else partial(hall.move, verb, ticket)
    before = hall.contents()
    if code is None:
        assert tried()["state"] == hall.ticket(ticket)["state"] == TABLE[verb][1]
        return
    with refusing(code):
        tried()
    assert hall.contents() == before


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", TAKING)
def test_an_idle_counter_takes_who_waits_or_is_parked(hall: Hall, verb: str, state: State) -> None:
    ticket = a_ticket(hall, state)
    allowed_or_refused(hall, verb, expected_refusal(verb, state), IDLE, ticket)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", AT_HOLDER)
def test_a_counter_ends_what_it_holds(hall: Hall, verb: str, state: State) -> None:
    ticket = a_ticket(hall, state)
    held = state in (State.CALLED, State.SERVING)
    if verb == "no_show" and state is State.CALLED:
        hall.at(HOLDER, "recall")
        hall.pass_(seconds=10)
    code = expected_refusal(verb, state) if held else "no_current_ticket"
    allowed_or_refused(hall, verb, code, HOLDER, ticket)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", WITHOUT_COUNTER)
def test_a_ticket_is_moved_wherever_it_stands(hall: Hall, verb: str, state: State) -> None:
    allowed_or_refused(hall, verb, expected_refusal(verb, state), None, a_ticket(hall, state))


@pytest.mark.parametrize("state", State)
def test_only_a_waiting_ticket_steps_back(hall: Hall, state: State) -> None:
    ticket = a_ticket(hall, state)
    step = lambda work: {"t": moving.step_back(work, work.ticket(ticket["id"]), 10).number}  # noqa: E731
    if state is State.WAITING:
        hall.do(step)
        assert hall.ticket(ticket)["due_at"] > ticket["due_at"]
    else:
        with refusing("not_late"):
            hall.do(step)


@pytest.mark.parametrize("verb", [*AT_HOLDER, *TAKING, "next", "undo", "newcomer"])
def test_a_closed_counter_does_nothing(hall: Hall, verb: str) -> None:
    ticket = hall.take()
    with refusing("counter_closed"):
        _any_verb(hall, "3", verb, ticket)


@pytest.mark.parametrize("verb", [*TAKING, "next", "newcomer"])
def test_a_paused_counter_takes_nobody(hall: Hall, verb: str) -> None:
    ticket = hall.take()
    hall.do(counters.pause_counter, TOWN, IDLE, "break")
    with refusing("counter_paused"):
        _any_verb(hall, IDLE, verb, ticket)
    hall.do(counters.resume_counter, TOWN, IDLE)


@pytest.mark.parametrize("verb", ["recall", "start", "finish", "return", "park", "transfer"])
def test_a_paused_counter_still_ends_what_it_holds(hall: Hall, verb: str) -> None:
    a_ticket(hall, State.CALLED)
    hall.do(counters.pause_counter, TOWN, HOLDER, None)
    assert hall.at(HOLDER, verb)["state"] == TABLE[verb][1]
    hall.do(counters.resume_counter, TOWN, HOLDER)


@pytest.mark.parametrize("state", [State.CALLED, State.SERVING])
@pytest.mark.parametrize("verb", [*TAKING, "newcomer"])
def test_a_busy_counter_takes_nobody_else(hall: Hall, verb: str, state: State) -> None:
    a_ticket(hall, state)
    with refusing("counter_busy"):
        _any_verb(hall, HOLDER, verb, hall.take())


def _any_verb(hall: Hall, counter: str, verb: str, ticket: Json) -> None:
    if verb == "next":
        hall.next(counter)
    elif verb == "newcomer":
        hall.do(calling.serve_newcomer, TOWN, counter, Wish(["cards"]))
    else:
        hall.at(counter, verb, *([ticket["id"]] if verb in TAKING else []))


def test_opening_twice_closing_twice_and_so_on_change_nothing(hall: Hall) -> None:
    pause = (counters.pause_counter, TOWN, IDLE, "break")
    resume = (counters.resume_counter, TOWN, IDLE)
    close = (counters.close_counter, TOWN, IDLE)
    for twice in (pause, resume, close, (counters.open_counter, TOWN, IDLE, "back", "Anna")):
        once = hall.do(*twice)
        before = hall.contents()
        assert hall.do(*twice) == once
        assert hall.contents() == before
    assert hall.open(IDLE, "front", "Ewa")["profile"] == "back"  # an open one stays as it is
    hall.do(*close)


def test_a_closed_counter_is_neither_paused_nor_resumed(hall: Hall) -> None:
    for operate in (counters.pause_counter, counters.resume_counter):
        with refusing("counter_closed"):
            hall.do(operate, TOWN, "3", *(["break"] if operate is counters.pause_counter else []))


def test_a_counter_that_holds_a_ticket_does_not_close(hall: Hall) -> None:
    a_ticket(hall, State.SERVING)
    with refusing("counter_busy"):
        hall.do(counters.close_counter, TOWN, HOLDER)


def test_counters_stay_open_paused_and_staffed_over_a_restart(hall: Hall) -> None:
    hall.do(counters.open_counter, TOWN, "3", None, "Anna")
    hall.do(counters.pause_counter, TOWN, "3", "break")
    before = hall.counter("3")
    hall.restart()
    assert hall.counter("3") == before
    assert (before["open"], before["paused"], before["clerk"]) == (True, True, "Anna")
    hall.do(counters.close_counter, TOWN, "3")


@pytest.mark.parametrize("current", [None, "done", "no_show", "return"])
def test_next_finishes_who_was_served_whatever_it_is_told(hall: Hall, current: str | None) -> None:
    served, waiting = a_ticket(hall, State.SERVING), hall.take()
    called = hall.next(HOLDER, current)
    assert called is not None
    assert called["id"] != served["id"]
    assert hall.ticket(served)["state"] == "done"
    hall.move("transfer", waiting)


@pytest.mark.parametrize(("current", "state"), [("done", "done"), ("return", "waiting")])
def test_next_settles_who_was_merely_called_as_it_is_told(
    hall: Hall, current: str, state: str
) -> None:
    held = a_ticket(hall, State.CALLED)
    follower = hall.take(visitor_class="urgent")
    with refusing("settle_current"):
        hall.next(HOLDER)
    called = hall.next(HOLDER, current)
    assert called is not None
    assert called["id"] == follower["id"]
    assert hall.ticket(held)["state"] == state


def test_what_became_of_one_visitor_is_not_said_of_the_one_who_was_called_since(
    hall: Hall,
) -> None:
    held, follower = a_ticket(hall, State.CALLED), hall.take(visitor_class="urgent")
    about = (calling.call_next, TOWN, HOLDER, "done", held["id"])
    assert hall.do(*about)["ticket"]["id"] == follower["id"]
    with refusing("settle_current"):
        hall.do(*about)
    assert hall.ticket(follower)["state"] == "called"


def test_next_marks_no_show_only_after_the_calls_and_seconds(hall: Hall) -> None:
    held = a_ticket(hall, State.CALLED)
    hall.at(HOLDER, "recall")
    with refusing("too_soon"):
        hall.next(HOLDER, "no_show")
    assert hall.ticket(held)["state"] == "called"
    hall.pass_(seconds=10)
    hall.next(HOLDER, "no_show")
    assert hall.ticket(held)["state"] == "no_show"


def test_next_without_anyone_waiting_finishes_and_calls_nobody(hall: Hall) -> None:
    hall.pass_(days=1)  # nobody waits
    held = a_ticket(hall, State.SERVING)
    assert hall.next(HOLDER) is None
    assert hall.ticket(held)["state"] == "done"
    assert hall.next(HOLDER) is None


def test_no_show_needs_its_calls_and_then_its_seconds(hall: Hall) -> None:
    a_ticket(hall, State.CALLED)
    hall.pass_(seconds=60)
    with refusing("too_soon"):  # called once of twice
        hall.at(HOLDER, "no_show")
    assert hall.counter(HOLDER)["no_show_after"] is None
    hall.at(HOLDER, "recall")
    hall.pass_(seconds=9)
    with refusing("too_soon"):
        hall.at(HOLDER, "no_show")
    view = hall.counter(HOLDER)
    hall.pass_(seconds=1)
    assert view["no_show_after"] == hall.counter(HOLDER)["now"]
    assert hall.at(HOLDER, "no_show")["state"] == "no_show"


def test_calls_before_a_ticket_was_put_back_do_not_count_for_no_show(hall: Hall) -> None:
    ticket = a_ticket(hall, State.CALLED)
    hall.at(HOLDER, "recall")
    hall.at(HOLDER, "return")
    assert hall.at(IDLE, "call", ticket["id"])["calls"] == 3
    hall.pass_(seconds=60)
    with refusing("too_soon"):
        hall.at(IDLE, "no_show")


@pytest.mark.parametrize("verb", TAKING)
def test_a_ticket_of_another_branch_or_of_none_is_named_by_its_path(hall: Hall, verb: str) -> None:
    with pytest.raises(Refused) as refused:
        hall.at(IDLE, verb, 10**9)
    assert refused.value.status == 422
    assert [error["path"] for error in refused.value.problem["errors"]] == ["ticket"]


def test_every_refusal_met_here_is_declared_in_the_contract() -> None:
    declared = {refusal.code for call in contract.calls for refusal in call.refuses}
    assert declared >= {
        *("class_not_asked", "counter_busy", "counter_closed", "counter_paused", "job_settled"),
        *("limit_reached", "no_current_ticket", "not_late", "nothing_to_undo"),
        *("numbers_exhausted", "revive_limit", "service_closed", "settle_current"),
        *("suspended", "ticket_not_waiting", "ticket_taken", "too_soon", "wrong_state"),
    }
