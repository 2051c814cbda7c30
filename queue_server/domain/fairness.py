"""Who booked, so that it can be compared and not read: one spelling for one person or place."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from queue_server.domain.schedule import business_day, moment_of

#: What a service may ask to bind a booking to who comes.
Holder = Literal["none", "initials_and_birth_year", "case_number"]

#: Of a phone number, so many last digits tell it apart, with the country's prefix or without.
_PHONE_DIGITS = 9
#: Whoever has one address of IPv6 has the whole of such a network.
_IPV6_PREFIX = 64


class Mark(StrEnum):
    """What is kept of who booked, as a keyed hash."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    OWN_NETWORK = "own_network"
    HOLDER = "holder"


#: By these a person's open appointments are counted.
CONTACT_MARKS = (Mark.EMAIL, Mark.PHONE)


def plain_email(email: str) -> str:
    """One spelling for a mailbox: no capitals, and nothing of what `+` adds to its name."""
    mailbox, _, host = email.strip().casefold().rpartition("@")
    return f"{mailbox.partition('+')[0]}@{host}"


def plain_phone(phone: str) -> str:
    """The last digits of a number, without what stands between."""
    return "".join(sign for sign in phone if sign.isdecimal())[-_PHONE_DIGITS:]


def plain_address(address: str) -> str:
    """An address of IPv4, or the network that an address of IPv6 belongs to."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _IPV6_PREFIX), strict=False))
    return str(found)


def plain_holder(kind: Holder, said: str) -> str | None:
    """What a visitor says of themselves in one spelling; None where it is no answer.

    Initials and year may stand in any order and with anything between: `A. K. 1987`, `1987 ak`.
    """
    letters = "".join(sign for sign in said.casefold() if sign.isalpha())
    digits = "".join(sign for sign in said if sign.isdecimal())
    if kind == "case_number":
        plain = "".join(sign for sign in said.casefold() if sign.isalnum())
        return plain if len(plain) >= 3 else None
    is_year = len(digits) == 4 and digits[:2] in ("19", "20")
    return f"{letters} {digits}" if is_year and 2 <= len(letters) <= 4 else None


def next_release(now: datetime, times: Sequence[time], zone: ZoneInfo) -> datetime:
    """The next of these times of a day on local clocks; `times` are in order."""
    today = business_day(now, zone)
    moments = (moment_of(day, at, zone) for day in _two_days(today) for at in times)
    return next(moment for moment in moments if moment > now)


def _two_days(day: date) -> tuple[date, date]:
    return day, day + timedelta(days=1)
