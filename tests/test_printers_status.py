"""What a printer's answers mean, a table: `DLE EOT` 1 printer, 2 offline, 3 error, 4 paper."""

import pytest

from printers.status import PrinterState, Status, genuine, parse, request

FINE = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        (FINE, Status(PrinterState.ONLINE)),
        ({1: 0x12}, Status(PrinterState.ONLINE)),
        # The drawer's pin and the feed button say nothing of printing.
        (FINE | {1: 0x16}, Status(PrinterState.ONLINE)),
        (FINE | {1: 0x52, 2: 0x1A}, Status(PrinterState.ONLINE)),
        (FINE | {4: 0x1E}, Status(PrinterState.PAPER_NEAR_END)),
        (FINE | {1: 0x1A}, Status(PrinterState.OFFLINE)),
        (FINE | {1: 0x1A, 2: 0x16}, Status(PrinterState.COVER_OPEN)),
        (FINE | {1: 0x1A, 2: 0x32, 4: 0x7E}, Status(PrinterState.PAPER_OUT)),
        (FINE | {4: 0x72}, Status(PrinterState.PAPER_OUT)),
        (FINE | {1: 0x1A, 2: 0x32}, Status(PrinterState.PAPER_OUT)),
        # An open cover lifts the paper off its sensor too: the cover is what to close.
        (FINE | {1: 0x1A, 2: 0x36, 4: 0x72}, Status(PrinterState.COVER_OPEN)),
        (FINE | {1: 0x1A, 2: 0x52, 3: 0x1A}, Status(PrinterState.ERROR, "cutter")),
        (FINE | {1: 0x1A, 2: 0x52, 3: 0x32}, Status(PrinterState.ERROR, "unrecoverable")),
        (FINE | {1: 0x1A, 2: 0x52, 3: 0x52}, Status(PrinterState.ERROR, "recovers by itself")),
        (FINE | {1: 0x1A, 2: 0x52}, Status(PrinterState.ERROR)),
        # Silence is not "paper adequate".
        ({}, Status(PrinterState.UNKNOWN)),
        ({4: 0x12}, Status(PrinterState.UNKNOWN)),
        ({4: 0x72}, Status(PrinterState.PAPER_OUT)),
        # Bytes that cannot be answers are none.
        ({1: 0x00}, Status(PrinterState.UNKNOWN)),
        ({1: 0xFF, 2: 0xFF, 3: 0xFF, 4: 0xFF}, Status(PrinterState.UNKNOWN)),
        (FINE | {4: 0xFF}, Status(PrinterState.ONLINE)),
    ],
)
def test_the_answers_tell_the_state(answers: dict[int, int], status: Status) -> None:
    assert parse(answers) == status


def test_only_bytes_with_their_four_fixed_bits_are_answers() -> None:
    answers = [byte for byte in range(256) if genuine(byte)]
    assert len(answers) == 16
    assert all(f"{byte:08b}"[0] == "0" and f"{byte:08b}"[3] == "1" for byte in answers)
    assert all(f"{byte:08b}"[6:] == "10" for byte in answers)


def test_a_printer_prints_only_when_it_says_that_it_can() -> None:
    ready = {state for state in PrinterState if Status(state).ready}
    assert ready == {PrinterState.ONLINE, PrinterState.PAPER_NEAR_END}


def test_a_question_is_three_bytes() -> None:
    assert request(4) == b"\x10\x04\x04"
