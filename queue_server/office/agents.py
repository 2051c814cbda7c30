"""Computers with devices, and what hangs on them besides printers, boards and keypads: scanners."""

from __future__ import annotations

from pydantic import Field

from queue_server.office.devices import SerialPort
from queue_server.office.fields import Id, Model, Named

#: The agent of what hangs on the server itself, or can be reached from it.
SERVER = "server"


class Agent(Named):
    """A computer with devices that is no kiosk, such as a counter's."""


class Scanner(Model):
    """A reader of codes on a serial line, beside a kiosk."""

    id: Id = Field(description="Its name in the log and in the branch's `agents`.")
    kiosk: Id = Field(description="The kiosk whose page gets what it reads.")
    serial: SerialPort = Field(description="Where it is.")
    agent: Id | None = Field(None, description="Who works it. Left out: the kiosk.")
