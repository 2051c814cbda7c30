"""What systemd is told by a program that it watches, and the unit that lets it."""

from __future__ import annotations

import os
import shlex
import socket
from collections.abc import Sequence
from contextlib import suppress

_UNIT = """\
[Unit]
Description=Okienko's agent: printers, boards, keypads and scanners of this computer
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart={command}
User=okienko
SupplementaryGroups=dialout lp input
Restart=always
RestartSec=2
WatchdogSec=30
TimeoutStartSec=infinity
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
LogsDirectory=okienko
StateDirectory=okienko

[Install]
WantedBy=multi-user.target
"""


def notify(*lines: str) -> None:
    """Tell systemd, where it listens, such as `READY=1` (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, suppress(OSError):
        line.sendto("\n".join(lines).encode(), address)


def unit(command: Sequence[str]) -> str:
    """A unit that runs this command as the user `okienko`, and starts it again when it hangs.

    Starting may take as long as an administrator takes to approve its code.
    """
    quoted = " ".join(shlex.quote(part).replace("%", "%%") for part in command)
    return _UNIT.format(command=quoted)
