"""A server that says what a test wants; printers behind pyusb and behind CUPS' commands."""

import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Condition, Event
from types import SimpleNamespace
from typing import Any

import usb.backend  # type: ignore[import-untyped]
import usb.core  # type: ignore[import-untyped]

from counter_client.client import Client, Refused, ServerAway
from printers.machine import Machine

WAIT_SECONDS = 20
VENDOR, PRODUCT = 0x04B8, 0x0E15
_OUT, _IN = 0x02, 0x81


class ScriptedServer(Client):
    """Takes a worker's commands and answers as a test wants; remembers them all."""

    def __init__(self) -> None:
        super().__init__("http://server.invalid")
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.keys: list[str] = []
        self.refuses: set[str] = set()
        self.away_for = 0
        self.hold = Event()
        self.hold.set()
        self._heard = Condition()

    def post(self, path: str, body: Mapping[str, Any] | None = None, key: str | None = None) -> Any:
        what = path.removeprefix("/branches/krakow/printers/hall/")
        with self._heard:
            self.said.append((what, dict(body or {})))
            self.keys.append(key or "")
            self._heard.notify_all()
        self.hold.wait(WAIT_SECONDS)
        if what.startswith("jobs/") and self.away_for:
            self.away_for -= 1
            raise ServerAway("scripted")
        if what in self.refuses and (body or {})["state"] == "sent":
            raise Refused(409, {"code": "job_settled"})

    def wait_for(self, what: str, *states: str) -> dict[str, Any]:
        """Wait until the worker says one of these, and give all of what it said."""

        def heard() -> dict[str, Any] | None:
            bodies = (body for path, body in self.said if path == what)
            return next((body for body in bodies if body["state"] in states), None)

        with self._heard:
            assert self._heard.wait_for(lambda: heard() is not None, WAIT_SECONDS), self.said
            return heard() or {}

    def of_job(self, job: int = 1) -> list[dict[str, Any]]:
        return [body for what, body in self.said if what == f"jobs/{job}"]


class UsbPrinter(usb.backend.IBackend):  # type: ignore[misc]
    """What pyusb sees of a printer: descriptors, claims and bulk transfers."""

    def __init__(self, folder: Path) -> None:
        self.machine = Machine(folder)
        self.claimed: list[int] = []
        self.timeouts_ms: list[int] = []
        self.driver_active = True
        self._said = b""

    def enumerate_devices(self) -> Iterator[int]:
        if self.machine.faults.connected:
            yield 1

    def get_device_descriptor(self, dev: int) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1,
            bConfigurationValue=1, iConfiguration=0, bmAttributes=0xC0, bMaxPower=1,
            extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: int, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=2, bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2,
            iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: int, ep: int, intf: int, alt: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(_OUT, _IN)[ep], bmAttributes=2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: int) -> int:
        return dev

    def close_device(self, dev_handle: int) -> None:
        self.machine.end()

    def get_configuration(self, dev_handle: int) -> int:
        return 1

    def is_kernel_driver_active(self, dev_handle: int, intf: int) -> bool:
        return self.driver_active

    def detach_kernel_driver(self, dev_handle: int, intf: int) -> None:
        self.driver_active = False

    def claim_interface(self, dev_handle: int, intf: int) -> None:
        self.claimed.append(intf)

    def release_interface(self, dev_handle: int, intf: int) -> None:
        self.claimed.remove(intf)

    def bulk_write(self, dev_handle: int, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert ep == _OUT
        self.timeouts_ms.append(timeout)
        if self.machine.faults.stalled or not self.machine.faults.connected:
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        self.machine.take(data.tobytes(), self._answer)
        return len(data)

    def bulk_read(self, dev_handle: int, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert ep == _IN
        self.timeouts_ms.append(timeout)
        said, self._said = self._said[: len(buff)], self._said[len(buff) :]
        if not said:
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        buff[: len(said)] = array.array("B", said)
        return len(said)

    def _answer(self, data: bytes) -> None:
        self._said += data


_LP = """#!/bin/sh
state={folder}
[ -e $state/refuses ] && {{ echo "lp: The printer or class does not exist." >&2; exit 1; }}
cat > $state/job-7
[ -e $state/stopped ] || mv $state/job-7 $state/done-7
echo "request id is slips-7 (0 file(s))"
"""
_LPSTAT = """#!/bin/sh
state={folder}
[ -e $state/refuses ] && {{ echo "lpstat: Invalid destination name" >&2; exit 1; }}
case "$*" in
  *-o*) [ -e $state/job-7 ] && echo "slips-7  okienko  1024  Fri Nov 20 12:04:00 2026";;
  *) cat $state/told;;
esac
exit 0
"""
_CANCEL = """#!/bin/sh
rm {folder}/job-7 && touch {folder}/cancelled
"""

IDLE = "printer slips is idle.  enabled since Fri Nov 20 12:00:00 2026\n\tAlerts: none\n"


def cups(folder: Path) -> Path:
    """Stand-ins for CUPS' commands, in a folder for the PATH; `told` is what lpstat says."""
    for name, script in (("lp", _LP), ("lpstat", _LPSTAT), ("cancel", _CANCEL)):
        file = folder / name
        file.write_text(script.format(folder=folder))
        file.chmod(0o755)
    (folder / "told").write_text(IDLE)
    return folder
