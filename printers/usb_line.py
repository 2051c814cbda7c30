"""A printer on USB, through pyusb: found by its ids, spoken to over its two bulk endpoints.

pyusb is used as it is: python-escpos' own class resets the device before every job, takes an
endless time-out for its default and fixed endpoints for granted.
"""

from dataclasses import dataclass, field
from typing import Any

import usb.core  # type: ignore[import-untyped]
import usb.util  # type: ignore[import-untyped]

from printers.status import PrinterState
from printers.transport import Limits, LineConnection, PartlySentError, UnreachableError

PRINTER_CLASS = 7
_READ_BYTES = 64


@dataclass(frozen=True)
class Usb:
    """A printer by its vendor's and product's ids, and its serial number where there are two."""

    vendor: int
    product: int
    serial: str | None = None
    limits: Limits = field(default_factory=Limits)
    answers: bool = True
    backend: Any = None

    def open(self) -> LineConnection:
        """Find it and claim its printer interface. Raises UnreachableError."""
        name = f"USB {self.vendor:04x}:{self.product:04x}"
        wanted: dict[str, Any] = {"idVendor": self.vendor, "idProduct": self.product}
        if self.serial:
            wanted["serial_number"] = self.serial
        try:
            device = usb.core.find(backend=self.backend, **wanted)
            if device is None:
                raise UnreachableError(f"{name}: not plugged in")
            return LineConnection(UsbLine(device), self.limits, answers=self.answers)
        except (usb.core.USBError, usb.core.NoBackendError, ValueError, OSError) as error:
            raise UnreachableError(f"{name}: {error}") from error


class UsbLine:
    """Bytes over a device's bulk endpoints."""

    silence = PrinterState.OFFLINE

    def __init__(self, device: Any) -> None:
        """Claim the device. Raises USBError, ValueError where it has no printer interface."""
        self._device = device
        found = usb.util.find_descriptor(
            device.get_active_configuration(), bInterfaceClass=PRINTER_CLASS
        )
        if found is None:
            raise ValueError("has no printer interface")
        self._interface = found.bInterfaceNumber
        try:
            if device.is_kernel_driver_active(self._interface):
                device.detach_kernel_driver(self._interface)
        except NotImplementedError:
            pass
        usb.util.claim_interface(device, self._interface)
        self._out = _endpoint(found, usb.util.ENDPOINT_OUT)
        self._in = _endpoint(found, usb.util.ENDPOINT_IN)
        if self._out is None:
            raise ValueError("has no endpoint to write to")

    def write(self, data: bytes, seconds: float) -> int:
        """Hand over some of it. Raises PartlySentError: a transfer that failed may have begun."""
        try:
            return int(self._out.write(data, _milliseconds(seconds)))
        except usb.core.USBError as error:
            raise PartlySentError(str(error)) from error

    def read(self, seconds: float) -> bytes:
        """What has come. Raises TimeoutError; also where the printer only listens."""
        if self._in is None:
            raise TimeoutError("the printer has nothing to answer with")
        try:
            received = bytes(self._in.read(_READ_BYTES, _milliseconds(seconds)))
        except usb.core.USBTimeoutError as error:
            raise TimeoutError(str(error)) from error
        if not received:
            raise TimeoutError("nothing has come")
        return received

    def drained(self, _seconds: float) -> bool:
        """A transfer ends when the printer has taken it."""
        return True

    def close(self) -> None:
        """Give the device back."""
        usb.util.dispose_resources(self._device)


def _endpoint(interface: Any, direction: int) -> Any:
    return usb.util.find_descriptor(
        interface,
        custom_match=lambda e: (
            usb.util.endpoint_direction(e.bEndpointAddress) == direction
            and usb.util.endpoint_type(e.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ),
    )


def _milliseconds(seconds: float) -> int:
    """At least one: none means no end to libusb."""
    return max(1, int(seconds * 1000))
