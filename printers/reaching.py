"""From a printer's view to the way to it."""

from collections.abc import Mapping
from typing import Any

from printers.cups import Cups
from printers.network import PORT, Tcp
from printers.serial_line import BAUD, DeviceFile, Serial
from printers.transport import Limits, Transport, UnreachableError
from printers.usb_line import Usb

Address = tuple[str, int] | str
"""A host and a port, or the path of a serial port."""


def reach(printer: Mapping[str, Any], address: Address | None, limits: Limits) -> Transport:
    """The way to a printer as its view describes it, or at `address` where one is given.

    Raises UnreachableError when it has no address at all.
    """
    answers = bool(printer.get("answers", True))
    if isinstance(address, str):
        return Serial(address, limits=limits, answers=answers)
    if address:
        return Tcp(*address, limits, answers)
    if line := printer.get("serial"):
        baud, flow = line.get("baud", BAUD), line.get("flow", "rts_cts")
        return Serial(line["device"], baud, flow, limits, answers)
    if device := printer.get("usb"):
        vendor, product = (int(device[key], 16) for key in ("vendor", "product"))
        return Usb(vendor, product, device.get("serial"), limits, answers)
    if queue := printer.get("cups"):
        return Cups(queue["queue"], queue.get("server"), limits)
    if path := printer.get("device"):
        return DeviceFile(path, limits, answers)
    if host := printer.get("host"):
        return Tcp(host, printer.get("port") or PORT, limits, answers)
    raise UnreachableError("the printer has no address")
