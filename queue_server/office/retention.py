"""How long the office keeps what it learns of people."""

from __future__ import annotations

from pydantic import Field

from queue_server.office.fields import Model

_YEARS = 3660


class Retention(Model):
    """Days for which each category of data is kept; what is older is forgotten every night."""

    contacts_days: int = Field(
        14, ge=0, le=_YEARS, description="Who booked or joined, and how to reach them."
    )
    words_days: int = Field(
        30, ge=0, le=_YEARS, description="A ticket's reference and notes, after its day."
    )
    slips_days: int = Field(
        7, ge=1, le=_YEARS, description="What was printed, after its order was settled."
    )
    signs_days: int = Field(
        30,
        ge=1,
        le=_YEARS,
        description="Where and when staff were signed in and screens let in, after the last time.",
    )
    history_days: int = Field(
        400, ge=2, le=_YEARS, description="Tickets, visits and appointments with all that happened."
    )
    audit_days: int = Field(760, ge=30, le=_YEARS, description="Who did what.")
