"""Eight kiosks and eight counters at full speed over HTTP: nothing double, nothing lost."""

from tests.busy_hall import BusyHall, faults_of
from tests.running_office import Office

#: How many commands must be answered while all are at work.
ANSWERS = 1000


def test_at_full_speed_no_number_is_issued_twice_and_no_ticket_is_lost(office: Office) -> None:
    with BusyHall(office) as hall:
        hall.await_answers(ANSWERS)
    assert faults_of(office, hall.answered) == []
    assert hall.answered.repeated == 0
    assert len({counter for _, counter, _ in hall.answered.calls}) > 1
