"""Every way to a printer but the network: serial lines, device files, USB and CUPS."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from printers.answers import Kind, Sorter
from printers.cups import Cups, parse
from printers.faults import Faults
from printers.network import Tcp
from printers.reaching import reach
from printers.serial_line import DeviceFile, Serial
from printers.status import PrinterState, Status
from printers.transport import BrokenOffError, Limits, Transport, UnreachableError
from printers.usb_line import Usb
from printers.virtual import SERIAL, VirtualPrinter, serve
from tests.printer_doubles import IDLE, PRODUCT, VENDOR, UsbPrinter, cups

QUICK = Limits(connect_seconds=2, answer_seconds=0.3, stall_seconds=0.4, finish_seconds=0.6)
WAIT_SECONDS = 20
SLIP = b"\x1b@A042\n\x1dVB\x00"
LONG_SLIP = b"\x1b@" + b"A042\n" * 40_000 + b"\x1dVB\x00"


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with serve({"hall": (SERIAL, tmp_path / "hall")}) as printers:
        yield printers["hall"]


@pytest.fixture(params=[Serial, DeviceFile])
def way(request: pytest.FixtureRequest, printer: VirtualPrinter) -> Transport:
    transport: Transport = request.param(printer.address, limits=QUICK)
    return transport


def test_a_slip_on_a_serial_line_is_kept_byte_for_byte_and_confirmed(
    way: Transport, printer: VirtualPrinter
) -> None:
    for count in (1, 2):
        with way.open() as connection:
            assert connection.status(WAIT_SECONDS).state is PrinterState.ONLINE
            assert connection.finished(WAIT_SECONDS)
            connection.send(SLIP)
            assert connection.finished(WAIT_SECONDS)
        # The answer in turn proves that the slip is out; nothing has to be waited for.
        assert [path.read_bytes() for path in printer.paper.slips()] == [SLIP] * count


@pytest.mark.parametrize(
    ("faults", "state", "proven"),
    [
        (Faults(paper_near_end=True), "paper_near_end", True),
        (Faults(paper_out=True), "paper_out", False),
        (Faults(cover_open=True), "cover_open", False),
        (Faults(cutter_error=True), "error", False),
        (Faults(silent=True), "offline", False),
        (Faults(wrong_answers=True), "offline", False),
        (Faults(unplugged=True), "offline", False),
        (Faults(power_off=True), "offline", False),
        (Faults(no_answer_in_turn=True), "online", False),
    ],
)
def test_each_fault_shows_on_a_serial_line(
    printer: VirtualPrinter, faults: Faults, state: str, proven: bool
) -> None:
    printer.set_faults(faults)
    seconds = 0.2 if state == "offline" else WAIT_SECONDS  # who is silent is waited for in vain
    with Serial(str(printer.address), limits=QUICK).open() as connection:
        assert connection.status(seconds).state == state
        assert connection.finished(seconds if proven else 0.3) is proven


def test_a_stalled_printer_breaks_a_long_slip_off_in_time(
    way: Transport, printer: VirtualPrinter
) -> None:
    printer.set_faults(Faults(stalled=True))
    with way.open() as connection, pytest.raises(BrokenOffError) as broken:
        connection.send(LONG_SLIP)
    assert 0 < broken.value.sent_bytes < len(LONG_SLIP)


def test_a_cable_cut_within_the_slip_leaves_it_without_proof(printer: VirtualPrinter) -> None:
    printer.set_faults(Faults(drop_after_bytes=100))
    with Serial(str(printer.address), limits=QUICK).open() as connection:
        connection.send(b"\x1b@" + b"A042\n" * 100 + b"\x1dVB\x00")
        assert not connection.finished(QUICK.finish_seconds)
    assert printer.paper.wait_for(1, WAIT_SECONDS)
    assert len(printer.paper.slips()[0].read_bytes()) <= 100


def test_a_printer_that_says_it_has_stopped_is_waited_for_no_longer(
    printer: VirtualPrinter,
) -> None:
    """Else this test would take an hour."""
    printer.set_faults(Faults(paper_out=True))
    with Serial(str(printer.address), limits=QUICK).open() as connection:
        connection.send(SLIP)
        assert not connection.finished(3600)
        assert connection.status(WAIT_SECONDS).state is PrinterState.PAPER_OUT


def test_what_was_in_its_memory_is_lost_with_the_power(printer: VirtualPrinter) -> None:
    printer.set_faults(Faults(paper_out=True))
    with Serial(str(printer.address), limits=QUICK).open() as connection:
        connection.send(SLIP)
        assert connection.status(WAIT_SECONDS).state is PrinterState.PAPER_OUT
        printer.set_faults(Faults(power_off=True))
        assert connection.status(0.6).state is PrinterState.OFFLINE
        printer.set_faults(Faults())
        assert connection.status(WAIT_SECONDS).ready
        connection.send(SLIP)
        assert connection.finished(WAIT_SECONDS)
    assert [path.read_bytes() for path in printer.paper.slips()] == [SLIP]


def test_a_line_whose_far_end_is_gone_breaks_off_before_the_first_byte(tmp_path: Path) -> None:
    with serve({"hall": (SERIAL, tmp_path / "hall")}) as printers:
        path = str(printers["hall"].address)
        connection = Serial(path, limits=QUICK).open()
    with connection, pytest.raises(BrokenOffError) as broken:
        connection.send(SLIP)
    assert broken.value.sent_bytes == 0
    with pytest.raises(UnreachableError):
        Serial(path, limits=QUICK).open()


def test_a_serial_port_is_held_by_one_alone(printer: VirtualPrinter) -> None:
    serial = Serial(str(printer.address), limits=QUICK)
    with serial.open(), pytest.raises(UnreachableError):
        serial.open()


def test_a_device_that_only_takes_bytes_is_unknown_and_drained(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError):
        DeviceFile(str(tmp_path / "lp1"), QUICK).open()
    with DeviceFile("/dev/null", QUICK).open() as connection:
        assert connection.status(0.1).state is PrinterState.OFFLINE
    with DeviceFile("/dev/null", QUICK, answers=False).open() as connection:
        assert connection.status(0.1).state is PrinterState.UNKNOWN
        connection.send(SLIP)
        assert connection.drained()


def test_a_usb_printer_is_claimed_printed_on_and_given_back(tmp_path: Path) -> None:
    bus = UsbPrinter(tmp_path)
    with Usb(VENDOR, PRODUCT, limits=QUICK, backend=bus).open() as connection:
        assert bus.claimed == [0]
        assert not bus.driver_active
        assert connection.status(WAIT_SECONDS).ready
        connection.send(SLIP)
        assert connection.finished(WAIT_SECONDS)
    assert bus.claimed == []
    assert [path.read_bytes() for path in bus.machine.paper.slips()] == [SLIP]
    # None is endless to libusb; every transfer has an end, in milliseconds.
    assert all(1 <= timeout <= WAIT_SECONDS * 1000 for timeout in bus.timeouts_ms)


def test_a_usb_transfer_that_failed_may_have_printed_something(tmp_path: Path) -> None:
    bus = UsbPrinter(tmp_path)
    with Usb(VENDOR, PRODUCT, limits=QUICK, backend=bus).open() as connection:
        bus.machine.set_faults(Faults(stalled=True))
        with pytest.raises(BrokenOffError) as broken:
            connection.send(SLIP)
        assert broken.value.sent_bytes > 0
        assert connection.status(0.1).state is PrinterState.OFFLINE


def test_an_absent_usb_printer_is_unreachable(tmp_path: Path) -> None:
    bus = UsbPrinter(tmp_path)
    with pytest.raises(UnreachableError, match="04b8:ffff"):
        Usb(VENDOR, 0xFFFF, backend=bus).open()
    bus.machine.set_faults(Faults(unplugged=True))
    with pytest.raises(UnreachableError, match="not plugged in"):
        Usb(VENDOR, PRODUCT, backend=bus).open()


NOT_THERE = (
    "printer slips now printing slips-7.  enabled since x\n"
    "\tThe printer may not exist or is unavailable at this time.\n\tAlerts: none\n"
)


@pytest.fixture
def spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{cups(tmp_path)}:{os.environ['PATH']}")
    return tmp_path


def test_a_slip_goes_through_cups_as_it_is(spooler: Path) -> None:
    with Cups("slips", limits=QUICK).open() as connection:
        assert connection.status(1).ready
        assert connection.finished(1)
        connection.send(SLIP)
        assert connection.finished(WAIT_SECONDS)
    assert (spooler / "done-7").read_bytes() == SLIP


def test_a_slip_that_stays_in_the_queue_is_taken_back(spooler: Path) -> None:
    (spooler / "stopped").touch()
    with Cups("slips", limits=QUICK).open() as connection:
        connection.send(SLIP)
        (spooler / "told").write_text(NOT_THERE)
        assert not connection.finished(0.3)
        (spooler / "told").write_text(IDLE)  # a queue without jobs
        assert connection.status(1).state is PrinterState.OFFLINE
    assert (spooler / "cancelled").exists()


def test_what_cups_refuses_was_not_printed(spooler: Path) -> None:
    with Cups("slips", limits=QUICK).open() as connection:
        (spooler / "refuses").touch()
        with pytest.raises(BrokenOffError, match="does not exist") as broken:
            connection.send(SLIP)
        assert broken.value.sent_bytes == 0
        assert connection.status(1).state is PrinterState.OFFLINE
    with pytest.raises(UnreachableError, match="Invalid destination"):
        Cups("slips", limits=QUICK).open()


def test_a_machine_without_cups_has_no_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UnreachableError, match="lpstat"):
        Cups("slips").open()


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (IDLE, Status(PrinterState.ONLINE)),
        ("printer slips now printing slips-3.  enabled since x\n", Status(PrinterState.ONLINE)),
        (
            NOT_THERE,
            Status(
                PrinterState.OFFLINE, "The printer may not exist or is unavailable at this time."
            ),
        ),
        (IDLE.replace("none", "media-empty-error"), Status(PrinterState.PAPER_OUT)),
        (IDLE.replace("none", "media-low-report"), Status(PrinterState.PAPER_NEAR_END)),
        (IDLE.replace("none", "cover-open media-empty"), Status(PrinterState.COVER_OPEN)),
        (IDLE.replace("none", "offline-report"), Status(PrinterState.OFFLINE)),
        (
            IDLE.replace("none", "marker-supply-error"),
            Status(PrinterState.ERROR, "marker-supply-error"),
        ),
        (
            "printer slips disabled since Fri -\n\tPaused\n\tAlerts: none\n",
            Status(PrinterState.OFFLINE, "Paused"),
        ),
        ("", Status(PrinterState.UNKNOWN)),
    ],
)
def test_what_cups_says_is_a_state(told: str, status: Status) -> None:
    assert parse(told) == status


def test_answers_are_told_from_all_else_on_the_line() -> None:
    """Flow control, noise, and a printer that reports a change by itself, four bytes at a time."""
    stream = b"\x11\x13\xff\x10\x00\x0f\x00\x12\x03\x18\x00\x16"
    sorter = Sorter()
    assert [sorter.kind(byte) for byte in stream] == [
        *[None] * 7,
        Kind.AT_ONCE,
        Kind.IN_TURN,
        None,
        None,
        Kind.AT_ONCE,
    ]


@pytest.mark.parametrize(
    ("view", "way"),
    [
        ({"host": "192.0.2.1"}, Tcp("192.0.2.1", 9100, QUICK)),
        (
            {"host": None, "serial": {"device": "/dev/ttyS0", "baud": 9600, "flow": "xon_xoff"}},
            Serial("/dev/ttyS0", 9600, "xon_xoff", QUICK),
        ),
        (
            {"usb": {"vendor": "04b8", "product": "0e15", "serial": "X1"}},
            Usb(0x04B8, 0x0E15, "X1", QUICK),
        ),
        ({"cups": {"queue": "slips", "server": None}}, Cups("slips", None, QUICK)),
        ({"device": "/dev/usb/lp0"}, DeviceFile("/dev/usb/lp0", QUICK)),
        ({"device": "/dev/lp0", "answers": False}, DeviceFile("/dev/lp0", QUICK, answers=False)),
    ],
)
def test_a_printer_is_reached_as_it_is_configured(view: dict[str, object], way: Transport) -> None:
    assert reach(view, None, QUICK) == way
    elsewhere = Serial("/dev/ttyUSB9", limits=QUICK, answers=bool(view.get("answers", True)))
    assert reach(view, "/dev/ttyUSB9", QUICK) == elsewhere
