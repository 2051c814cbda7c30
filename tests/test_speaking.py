"""Who speaks in a sound area: one device, each announcement once, another when it is lost."""

from queue_server.memory.speaking import Area, Device, Speaking

HALL, OFFICE = Area("krakow", "hall"), Area("krakow", "office")


def device(sid: str, *areas: Area, voice: bool = True) -> Device:
    return Device(sid, "krakow", sid, frozenset(areas), voice)


def speaking(*devices: Device) -> Speaking:
    found = Speaking()
    for joined in devices:
        found.join(joined)
    return found


def test_the_display_that_came_first_speaks() -> None:
    found = speaking(device("a", HALL), device("b", HALL))
    assert (found.speaker(HALL), found.speaking("b")) == ("a", False)


def test_the_display_of_one_area_speaks_before_the_one_that_shows_all() -> None:
    found = speaking(device("all", HALL, OFFICE), device("b", OFFICE))
    assert (found.speaker(HALL), found.speaker(OFFICE)) == ("all", "b")


def test_another_takes_over_when_the_speaker_leaves_or_is_mute() -> None:
    found = speaking(device("a", HALL), device("b", HALL), device("c", HALL))
    found.leave("a")
    assert found.speaker(HALL) == "b"
    found.mute("b", True)
    assert found.speaker(HALL) == "c"
    found.mute("b", False)
    assert found.speaker(HALL) == "b"


def test_a_display_that_watches_again_stays_mute() -> None:
    found = speaking(device("a", HALL), device("b", HALL))
    found.mute("a", True)
    found.join(device("a", HALL))
    assert found.speaker(HALL) == "b"


def test_a_display_without_voice_never_speaks() -> None:
    assert speaking(device("a", HALL, voice=False)).speaker(HALL) is None


def test_an_announcement_is_granted_once_even_after_a_take_over() -> None:
    found = speaking(device("a", HALL), device("b", HALL))
    assert found.claim("a", HALL, 7, 1)
    assert found.claim("a", HALL, 7, 1), "the answer was lost and is asked for again"
    found.leave("a")
    assert not found.claim("b", HALL, 7, 1)
    assert found.claim("b", HALL, 7, 2)


def test_only_the_speaker_is_granted() -> None:
    found = speaking(device("a", HALL), device("b", HALL))
    assert not found.claim("b", HALL, 7, 1)


def test_a_display_that_was_there_and_is_gone_is_lost() -> None:
    found = speaking(device("a", HALL), device("b", HALL, voice=False))
    assert list(found.lost_displays()) == []
    found.leave("b")
    assert [(alert.kind, alert.id) for alert in found.lost_displays()] == [("display_lost", "b")]
    found.join(device("b", HALL))
    assert list(found.lost_displays()) == []
