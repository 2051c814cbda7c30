"""The TCP transport against the virtual printer, faults and all, through real sockets."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from printers.faults import Faults, parse
from printers.network import Tcp
from printers.reaching import reach
from printers.status import PrinterState
from printers.transport import BrokenOffError, Limits, UnreachableError
from printers.virtual import VirtualPrinter, serve

QUICK = Limits(connect_seconds=2, answer_seconds=0.3, stall_seconds=0.3, finish_seconds=0.5)
WAIT_SECONDS = 20
SLIP = b"\x1b@A042\n\x1dVB\x00"
LONG_SLIP = b"\x1b@" + b"A042\n" * 200_000 + b"\x1dVB\x00"


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with serve({"hall": (0, tmp_path / "hall")}) as printers:
        yield printers["hall"]


def to(printer: VirtualPrinter) -> Tcp:
    return Tcp("127.0.0.1", printer.port, QUICK)


def test_a_slip_sent_is_kept_byte_for_byte(printer: VirtualPrinter) -> None:
    with to(printer).open() as connection:
        assert connection.status(WAIT_SECONDS).state is PrinterState.ONLINE
        connection.send(SLIP)
        assert connection.status(WAIT_SECONDS).ready
    assert printer.paper.wait_for(1, WAIT_SECONDS)
    assert [path.name for path in printer.paper.slips()] == ["slip-000001.bin"]
    assert printer.paper.slips()[0].read_bytes() == SLIP


def test_slips_are_parted_where_they_are_cut_or_where_the_connection_ends(
    printer: VirtualPrinter,
) -> None:
    with to(printer).open() as connection:
        connection.send(SLIP + SLIP + b"torn off by hand\n")
        assert connection.drained()
    assert printer.paper.wait_for(3, WAIT_SECONDS)
    assert [path.read_bytes() for path in printer.paper.slips()] == [
        SLIP,
        SLIP,
        b"torn off by hand\n",
    ]


def test_a_look_at_the_printer_makes_no_slip_and_a_restart_goes_on_counting(
    tmp_path: Path,
) -> None:
    for _start in range(2):
        with serve({"hall": (0, tmp_path)}) as printers:
            with to(printers["hall"]).open() as connection:
                assert connection.status(WAIT_SECONDS).ready
            with to(printers["hall"]).open() as connection:
                connection.send(SLIP)
                assert connection.drained()
    assert [path.name for path in printers["hall"].paper.slips()] == [
        "slip-000001.bin",
        "slip-000002.bin",
    ]


@pytest.mark.parametrize(
    ("faults", "state"),
    [
        (Faults(), PrinterState.ONLINE),
        (Faults(paper_near_end=True), PrinterState.PAPER_NEAR_END),
        (Faults(paper_out=True), PrinterState.PAPER_OUT),
        (Faults(cover_open=True), PrinterState.COVER_OPEN),
        (Faults(cutter_error=True), PrinterState.ERROR),
        (Faults(silent=True), PrinterState.UNKNOWN),
        (Faults(stalled=True), PrinterState.UNKNOWN),
    ],
)
def test_the_printer_tells_its_fault(
    printer: VirtualPrinter, faults: Faults, state: PrinterState
) -> None:
    printer.set_faults(faults)
    with to(printer).open() as connection:
        seconds = QUICK.answer_seconds if state is PrinterState.UNKNOWN else WAIT_SECONDS
        assert connection.status(seconds).state is state


def test_the_printer_answers_within_a_job(printer: VirtualPrinter) -> None:
    with socket.create_connection(("127.0.0.1", printer.port), WAIT_SECONDS) as line:
        line.sendall(b"A0\x10\x04\x0142\n\x10\x04\x04")
        assert line.recv(1) + line.recv(1) == b"\x12\x12"
        line.sendall(b"\x1dVB\x00")
    assert printer.paper.wait_for(1, WAIT_SECONDS)
    assert printer.paper.slips()[0].read_bytes() == b"A042\n\x1dVB\x00"


def test_without_paper_a_job_waits_in_the_printer_until_there_is_some(
    printer: VirtualPrinter,
) -> None:
    printer.set_faults(Faults(paper_out=True))
    with to(printer).open() as connection:
        connection.send(SLIP)
        assert connection.status(WAIT_SECONDS).state is PrinterState.PAPER_OUT
        assert connection.drained()
    assert printer.paper.slips() == []
    printer.set_faults(Faults())
    assert printer.paper.wait_for(1, WAIT_SECONDS)


def test_a_stalled_printer_breaks_the_job_off_and_is_not_taken_for_done(
    printer: VirtualPrinter,
) -> None:
    printer.set_faults(Faults(stalled=True))
    with to(printer).open() as connection:
        with pytest.raises(BrokenOffError) as broken:
            connection.send(LONG_SLIP)
        assert 0 < broken.value.sent_bytes < len(LONG_SLIP)
    with to(printer).open() as connection:
        connection.send(SLIP)
        assert not connection.drained()


def test_a_printer_that_hangs_up_within_a_job_breaks_it_off(printer: VirtualPrinter) -> None:
    printer.set_faults(Faults(drop_after_bytes=300))
    with to(printer).open() as connection, pytest.raises(BrokenOffError) as broken:
        connection.send(LONG_SLIP)
    assert broken.value.sent_bytes > 0
    assert printer.paper.wait_for(1, WAIT_SECONDS)
    assert len(printer.paper.slips()[0].read_bytes()) <= 300


def test_a_slow_printer_takes_all_of_the_slip(printer: VirtualPrinter) -> None:
    printer.set_faults(Faults(slow_bytes_per_second=400))
    with to(printer).open() as connection:
        connection.send(SLIP * 5)
        assert connection.status(WAIT_SECONDS).ready
    assert printer.paper.wait_for(5, WAIT_SECONDS)


def test_an_absent_printer_is_unreachable_and_so_is_one_without_an_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    with pytest.raises(UnreachableError):
        Tcp("127.0.0.1", port, QUICK).open()
    with pytest.raises(UnreachableError, match="no address"):
        reach({"host": None, "port": 9100}, None, QUICK)


def test_an_override_goes_before_the_configured_address() -> None:
    configured = {"host": "192.0.2.1", "port": 9100}
    assert reach(configured, ("127.0.0.1", 9101), QUICK) == Tcp("127.0.0.1", 9101, QUICK)
    assert reach(configured, None, QUICK) == Tcp("192.0.2.1", 9100, QUICK)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ([], "object"),
        ({"on_fire": True}, "on_fire"),
        ({"paper_out": 1}, "paper_out"),
        ({"slow_bytes_per_second": True}, "slow_bytes_per_second"),
        ({"drop_after_bytes": 0}, "drop_after_bytes"),
    ],
)
def test_a_fault_that_does_not_exist_is_named(told: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(told)


def test_a_control_file_that_cannot_be_read_changes_nothing_and_is_told_once(
    printer: VirtualPrinter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    printer.set_faults(Faults(cover_open=True))
    with to(printer).open() as connection:
        assert connection.status(WAIT_SECONDS).state is PrinterState.COVER_OPEN
        (tmp_path / "hall" / "control.json").write_text('{"paper_oit": true}')
        for _ in range(3):
            assert connection.status(WAIT_SECONDS).state is PrinterState.COVER_OPEN
    assert caplog.text.count("paper_oit: no such fault") == 1
