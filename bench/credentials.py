"""Who asks the measured server: a program, a display, its devices' agent, the booking site."""

from __future__ import annotations

PROGRAM = "okto_measured"
DISPLAY = "okde_measured"
AGENT = "okin_measured"
BOOKING = "okbook_measured"
