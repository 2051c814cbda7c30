"""What may be a password, and how wrong tries slow down who makes them."""

from datetime import UTC, datetime, timedelta

import pytest

from queue_server.domain.errors import TooManyTries
from queue_server.domain.passwords import LONGEST, pin_weakness, weakness
from queue_server.identity import hashing
from queue_server.memory.throttle import Throttle, Trier

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    [
        "three blue trams",
        "Zażółć gęślą jaźń",
        "п'ять синіх трамваїв",
        "xk7!Qz9#mN2v",
        "anna nowak ma trzy koty",
    ],
)
def test_a_long_password_of_any_signs_is_good(password: str) -> None:
    assert weakness(password, "anna", "Anna Nowak") is None


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevensigns",
        "x" * (LONGEST + 1),
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "Password1234",
        "PASSWORD 12345",
        "qwertyuiop12",
        "йцукенгшщзхъ",
        "Anna Kowalska-Nowak",
        "annakowalska-nowak2026",
        "kowalskakowalska",
    ],
)
def test_what_is_short_or_tried_first_or_the_name_is_no_password(password: str) -> None:
    assert weakness(password, "kowalska", "Anna Kowalska-Nowak") is not None


@pytest.mark.parametrize("pin", ["123", "123456789", "1111", "1234", "8765", "12a4", "١٢٣٤", ""])
def test_a_pin_is_four_to_eight_digits_and_no_series(pin: str) -> None:
    assert pin_weakness(pin) is not None


@pytest.mark.parametrize("pin", ["2749", "13579", "00010000"])
def test_other_digits_are_a_pin(pin: str) -> None:
    assert pin_weakness(pin) is None


def test_a_hash_is_of_its_own_secret_alone_and_of_argon2id() -> None:
    kept = hashing.hash_secret("trzy żółte tramwaje")
    assert kept.startswith("$argon2id$")
    assert hashing.is_secret(kept, "trzy z\u0307o\u0301łte tramwaje")  # composed otherwise
    assert not hashing.is_secret(kept, "trzy żółte tramwaj")
    assert not hashing.is_secret(None, "trzy żółte tramwaje")


def test_nobodys_hash_costs_as_much_as_anybodys() -> None:
    parameters = hashing.hash_secret("x").split("$")[:4]
    assert hashing._NOBODY.split("$")[:4] == parameters


ACCOUNT = Trier("account", "anna", 3)


def wait_of(throttle: Throttle, now: datetime, trier: Trier = ACCOUNT) -> int:
    """The seconds that a try has to wait."""
    try:
        throttle.refuse([trier], now)
    except TooManyTries as refusal:
        seconds: int = refusal.more["wait_seconds"]
        return seconds
    return 0


def test_each_wrong_try_after_the_free_ones_waits_twice_as_long_up_to_a_quarter_hour() -> None:
    throttle, now, waits = Throttle(), NOW, []
    for _ in range(15):
        throttle.count([ACCOUNT], now)
        waits.append(wait_of(throttle, now))
        now += timedelta(seconds=waits[-1])
        assert wait_of(throttle, now) == 0
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_nobody_waits_for_what_others_did_nor_for_ever() -> None:
    throttle = Throttle()
    for _ in range(8):
        throttle.count([ACCOUNT], NOW)
    assert wait_of(throttle, NOW) == 16
    assert wait_of(throttle, NOW, Trier("account", "borys", 3)) == 0
    later = NOW + timedelta(minutes=16)
    throttle.count([ACCOUNT], later)
    assert wait_of(throttle, later) == 0


def test_a_right_try_does_not_count_and_does_not_forgive_others() -> None:
    throttle = Throttle()
    for _ in range(3):
        throttle.count([ACCOUNT], NOW)
    throttle.count([ACCOUNT], NOW)
    throttle.take_back([ACCOUNT], NOW)
    assert wait_of(throttle, NOW) == 0
    throttle.count([ACCOUNT], NOW)
    assert wait_of(throttle, NOW) == 1
