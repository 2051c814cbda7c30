"""Frames byte by byte: templates, checksums, what stands in a row and when it blinks."""

import binascii
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_client.frames import CHECKSUMS, fill, letters, number
from display.boards import Board, Counter, Patience, Protocol, frames, rows
from display.virtual import Reader, Shown, remainder
from queue_server.office import check
from queue_server.office.devices import BUILT_IN_PROTOCOLS, BoardProtocol
from queue_server.office.devices import Board as BoardModel
from tests.small_office import TOWN, changed, small_office

PATIENCE = Patience(blink_seconds=10, lost_seconds=10)
NOW = 100.0


def protocol(id_: str = "ascii", **settings: Any) -> Protocol:
    model = BUILT_IN_PROTOCOLS[id_] if not settings else BoardProtocol(id="own", **settings)
    return Protocol.of(model.model_dump(mode="json"))


def board(*counters: str, **settings: Any) -> Board:
    shows = [{"counter": counter, "arrow": settings.pop("arrow", None)} for counter in counters]
    model = BoardModel(id="b", shows=shows, **settings)
    return Board.of(model.model_dump(mode="json"))


def counter(number: str | None = None, called_at: float = NOW, **about: Any) -> Counter:
    return Counter(
        label=about.pop("label", "5"),
        state=about.pop("state", "open"),
        number=number,
        called_at=called_at,
        active=about.pop("active", number is not None),
        **about,
    )


def texts(shown: Board, counters: dict[str, Counter], now: float = NOW) -> list[str]:
    return [
        b"".join(row.cells).decode() for row in rows(shown, protocol(), counters, PATIENCE, now)
    ]


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        ("sum", b"", 0),
        ("sum", b"123456789", 0x1DD),
        ("xor", b"123456789", 0x31),
        ("crc16_modbus", b"123456789", 0x4B37),
        ("crc16_modbus", b"\x01\x03\x00\x00\x00\x0a", 0xCDC5),
        ("crc16_ccitt", b"123456789", 0x29B1),
        ("crc16_ccitt", b"", 0xFFFF),
    ],
)
def test_checksums_are_the_published_ones(kind: str, data: bytes, value: int) -> None:
    assert CHECKSUMS[kind](data) == value


@given(st.binary(max_size=80))
def test_both_crcs_agree_with_other_implementations(data: bytes) -> None:
    assert CHECKSUMS["crc16_ccitt"](data) == binascii.crc_hqx(data, 0xFFFF)
    assert CHECKSUMS["crc16_modbus"](data) == remainder(data)


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (7, "", b"\x07"),
        (0x1DD, "byte", b"\xdd"),
        (7, "dec2", b"07"),
        (123, "dec2", b"23"),
        (0x1DD, "hex2", b"DD"),
        (0x1DD, "hex4", b"01DD"),
        (0x4B37, "low_high", b"\x37\x4b"),
        (0x4B37, "high_low", b"\x4b\x37"),
    ],
)
def test_numbers_are_written_as_the_template_says(value: int, form: str, written: bytes) -> None:
    assert number(value, form) == written


def test_letters_that_a_board_lacks_lose_their_marks_or_become_spaces() -> None:
    assert letters("ŁÓ1", "ascii") == [b"L", b"O", b"1"]
    assert letters("Ł", "cp1250") == [b"\xa3"]
    assert letters("Ж\n7", "ascii") == [b" ", b" ", b"7"]


def test_the_built_in_protocols_are_these_bytes() -> None:
    one = board("5", address=3)
    shown = rows(one, protocol(), {"5": counter("A042")}, PATIENCE, NOW)
    assert frames(one, protocol(), shown, NOW) == [b"\x02031BA042\x0304"]
    assert frames(one, protocol(), shown, NOW + 11) == [b"\x02031SA042\x0315"]
    binary = frames(one, protocol("binary"), shown, NOW)
    assert binary == [b"\x7e\x07\x03\x01\x01A042\x97\x37"]


def test_a_protocol_of_ones_own_is_a_template() -> None:
    own = protocol(body="{address:hex2}={text}", frame="{SOH}{body}{checksum:dec3}{CR}{LF}",
                   checksum="sum")  # fmt: skip
    one = board("5", address=171)
    shown = rows(one, own, {"5": counter("A1")}, PATIENCE, NOW)
    total = sum(b"AB=  A1") % 1000
    assert frames(one, own, shown, NOW) == [b"\x01AB=  A1%03d\r\n" % total]


def test_a_board_that_cannot_blink_has_its_text_come_and_go() -> None:
    plain = protocol(body="{text}")
    one = board("5")
    shown = rows(one, plain, {"5": counter("A042")}, PATIENCE, NOW)
    assert [frames(one, plain, shown, NOW + s)[0] for s in (0.0, 0.5, 1.0)] == [
        b"A042",
        b"    ",
        b"A042",
    ]
    assert frames(one, plain, shown, NOW + 10.5) == [b"A042"]


@pytest.mark.parametrize(
    ("state", "about", "text"),
    [
        (counter("A042"), {}, "A042"),
        (counter("A1000"), {}, "1000"),
        (counter("7"), {}, "   7"),
        (counter(), {}, "    "),
        (counter(), {"free": "--"}, "  --"),
        (counter(state="paused"), {"paused": "STOP"}, "STOP"),
        (counter(state="closed"), {"free": "--"}, "    "),
        (counter("A042", lost_since=NOW - 9), {}, "A042"),
        (counter("A042", lost_since=NOW - 10), {}, "  --"),
        (counter("A042"), {"width": 8, "text": "{number} {counter}"}, "  A042 5"),
        (counter("A042"), {"width": 6, "text": "{arrow}{number}", "arrow": "left"}, " <A042"),
    ],
)
def test_a_board_shows(state: Counter, about: dict[str, Any], text: str) -> None:
    assert texts(board("5", **about), {"5": state}) == [text]


def test_a_direction_board_lists_the_newest_calls_first() -> None:
    counters = {
        "1": counter("A001", NOW - 30, label="1"),
        "2": counter(label="2"),
        "3": counter("C003", NOW - 5, label="3", active=False),
        "4": counter("D004", NOW - 20, label="4"),
    }
    newest = board("1", "2", "3", "4", width=6, rows=2, text="{number}{counter}")
    assert texts(newest, counters) == [" C0033", " D0044"]
    listed = board("1", "2", "3", width=6, rows=4, text="{number}{counter}", order="listed")
    assert texts(listed, counters) == [" A0011", "      ", " C0033", "      "]


def test_a_call_blinks_from_when_it_was_made_and_no_longer_once_started() -> None:
    view = {
        "label": "5",
        "open": True,
        "paused": False,
        "number": "A042",
        "active": True,
        "now": "2026-11-20T12:00:07+01:00",
        "called_at": "2026-11-20T12:00:03+01:00",
    }
    assert Counter.of(view, NOW).blinks_until(10) == NOW + 6
    assert Counter.of({**view, "active": False}, NOW).blinks_until(10) < NOW


@pytest.mark.parametrize("id_", ["ascii", "binary"])
def test_broken_frames_are_told_apart_and_the_next_one_is_read(id_: str) -> None:
    one = board("5", address=0x7E % 100)
    shown = rows(one, protocol(id_), {"5": counter("A042")}, PATIENCE, NOW)
    (frame,) = frames(one, protocol(id_), shown, NOW)
    broken = frame.replace(b"4", b"5", 1)
    reader = Reader(id_)
    told = [s for byte in frame + broken + frame + frame[:4] for s in reader.feed(bytes([byte]))]
    assert told == [Shown(one.address, 1, "A042", blink=True)] * 2
    assert reader.broken


PIECES = ["{", "}", ":", "A", " ", "text", "{text}", "{row:dec2}", "{row:hex4}", "{STX}", "{xA0}"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_the_check_lets_through_can_be_sent(template: str) -> None:
    document = changed(small_office(), f"{TOWN}.board_protocols", [{"id": "own", "body": template}])
    if not check(document).faults:
        assert fill(template, {"text": b"A042", "row": 1, "address": 1, "blink": b""})
