"""Slip printers of a branch: where they are, what they can do, who prints in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import hexdigits
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from queue_server.office.fields import Host, Id, Model, Named


def _device_path(path: str) -> str:
    if not path.startswith("/dev/") or not path.isprintable() or "/.." in path:
        raise ValueError(f"{path!r} is no path of a device, such as /dev/ttyS0")
    return path


DevicePath = Annotated[str, AfterValidator(_device_path)]


def _usb_id(digits: str) -> str:
    if len(digits) != 4 or any(digit not in hexdigits for digit in digits):
        raise ValueError(f"{digits!r} is not four hexadecimal digits, such as 04b8")
    return digits.lower()


UsbId = Annotated[str, AfterValidator(_usb_id)]


def _queue_name(name: str) -> str:
    if not 0 < len(name) <= 127 or not name.isprintable() or {*name} & {*" /#"} or name[0] == "-":
        raise ValueError(f"{name!r} is no name of a print queue")
    return name


QueueName = Annotated[str, AfterValidator(_queue_name)]


def _without_port(host: str) -> str:
    if host.count(":") == 1:  # more of them are an address of IPv6
        raise ValueError(f"{host!r} names a port, which stands apart as `port`")
    return host


class PrinterPort(Model):
    """A serial port of the agent's machine; 8 bits, no parity."""

    device: DevicePath = Field(description="Its path, better one of `/dev/serial/by-id/`.")
    baud: Literal[9600, 19200, 38400, 57600, 115200] = Field(
        19200, description="As on the printer's self-test."
    )
    flow: Literal["none", "rts_cts", "xon_xoff"] = Field(
        "rts_cts", description="How the printer says that it can take no more."
    )


class UsbDevice(Model):
    """A device on the USB of the agent's machine, found by its ids, as `lsusb` shows them."""

    vendor: UsbId = Field(description="Four hexadecimal digits in quotes.")
    product: UsbId = Field(description="Likewise.")
    serial: str | None = Field(
        None, min_length=1, max_length=126, description="Which, where two have the same ids."
    )


class PrintQueue(Model):
    """A queue of CUPS that passes slips on as they are."""

    queue: QueueName = Field(description="Its name, as `lpstat -p` shows it.")
    server: Host | None = Field(
        None, description="The machine whose queue it is. Left out: the agent's own."
    )


class Printer(Named):
    """A slip printer, reached in one of five ways: host, serial, usb, cups or device."""

    host: Annotated[Host, AfterValidator(_without_port)] | None = Field(
        None, description="Its name or address on the network."
    )
    port: int = Field(9100, ge=1, le=65535, description="Its raw printing port there.")
    serial: PrinterPort | None = Field(None, description="The serial port that it hangs on.")
    usb: UsbDevice | None = Field(None, description="The USB device that it is.")
    cups: PrintQueue | None = Field(None, description="The queue that it has.")
    device: DevicePath | None = Field(
        None, description="The file that it is, such as `/dev/usb/lp0`."
    )
    width_mm: Literal[58, 80] = Field(80, description="The paper's width.")
    dots: int | None = Field(
        None,
        ge=240,
        le=832,
        description="Dots across the paper. Left out: 384 on 58 mm, 576 on 80 mm.",
    )
    profile: Literal["epson", "clone"] = Field(
        "epson",
        description="Whose numbers its code pages have. A `clone` gets its QR codes as pictures.",
    )
    code_page: Literal["cp852", "cp1250", "cp1251", "cp1125", "cp866"] | None = Field(
        None, description="The letters that it has. Left out: texts are printed as pictures."
    )
    code_page_number: int | None = Field(
        None, ge=0, le=255, description="That page's number on it, where the profile's is wrong."
    )
    answers: bool = Field(
        True,
        description="Whether it tells its state. Of one that does not, all it took in is printed.",
    )
    cut: bool = Field(True, description="Whether it has a cutter.")
    present: bool = Field(False, description="Whether it holds the slip out and takes it back.")
    fallback: Id | None = Field(
        None, description="Prints in its place what it cannot, after the kiosk's own printers."
    )
    agent: Id = Field(
        "server", description="Who prints on it: `server`, a kiosk, or one of `agents`."
    )


def with_fallbacks(printers: Iterable[str], known: Mapping[str, Printer]) -> list[str]:
    """These printers in order, then those that print in their place."""
    found = list(dict.fromkeys(printers))
    for printer in found:  # grows while it is walked: a fallback may have one of its own
        fallback = known[printer].fallback if printer in known else None
        if fallback and fallback not in found:
            found.append(fallback)
    return found
