"""Appointments: a place is held, confirmed, moved or cancelled, and its visitor checks in."""
