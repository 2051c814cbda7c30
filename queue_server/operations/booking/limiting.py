"""Limits of what one person or one address may book, and whom a visit is bound to."""

from __future__ import annotations

from queue_server.domain.errors import (
    Invalid,
    TooManyAppointments,
    TooManyFromAddress,
)
from queue_server.domain.fairness import (
    CONTACT_MARKS,
    Mark,
    plain_address,
    plain_email,
    plain_holder,
    plain_phone,
)
from queue_server.moment import Moment
from queue_server.office import Branch
from queue_server.operations.work import Work
from queue_server.store import marks
from queue_server.store.appointments import Appointment, Contact


def keyed(moment: Moment, mark: Mark, plain: str) -> str:
    """What is kept in place of something said: it can be compared and not read.

    The office's own network is an address like any other.
    """
    return moment.setting.tokens.sign(f"mark {mark}", plain)


def mark_address(work: Work, branch: Branch, appointment: Appointment, address: str | None) -> None:
    """Where a place was asked for; refuses with `too_many_from_address`."""
    if address is None:
        return
    rules = work.office.rules.fairness
    mark = Mark.OWN_NETWORK if rules.is_own(address) else Mark.ADDRESS
    kept, today = keyed(work, mark, plain_address(address)), work.today(branch)
    limit = rules.per_address_a_day
    if limit is not None and mark is Mark.ADDRESS and work.setting.keeps_hours:
        held = marks.made_on(work.db, mark, kept, today)
        if held >= limit:
            raise TooManyFromAddress(f"{limit} places were held from this address today")
    marks.keep(work.db, appointment.id, mark, kept, today)


def mark_contact(work: Work, branch: Branch, appointment: Appointment, contact: Contact) -> None:
    """Who booked; refuses with `too_many_appointments` what was booked from the internet."""
    limit = work.office.rules.fairness.open_per_contact
    known, today = marks.of_appointment(work.db, appointment.id), work.today(branch)
    from_internet = Mark.ADDRESS in known or Mark.OWN_NETWORK in known
    for mark, plain in zip(CONTACT_MARKS, _plain(contact), strict=True):
        if plain is None:
            continue
        kept = keyed(work, mark, plain)
        if limit is not None and from_internet and work.setting.keeps_hours:
            others = marks.open_of(work.db, mark, kept, appointment.id, today)
            if others >= limit:
                raise TooManyAppointments(f"{limit} are booked with this {mark}")
        marks.keep(work.db, appointment.id, mark, kept, today)


def _plain(contact: Contact) -> tuple[str | None, str | None]:
    return (
        plain_email(contact.email) if contact.email else None,
        plain_phone(contact.phone) if contact.phone else None,
    )


def mark_holder(work: Work, branch: Branch, appointment: Appointment, said: str | None) -> None:
    """Bind a visit to who will come; refuses with `invalid` who does not say it."""
    booking = branch.service[appointment.service].booking
    asked = booking.holder if booking else "none"
    if asked == "none":
        if said is not None:
            raise Invalid([("holder", "this service does not ask for it")])
        return
    plain = plain_holder(asked, said) if said else None
    if plain is None:
        raise Invalid([("holder", f"this service asks for it: {asked}")])
    kept = holder_hash(work, appointment, plain)
    marks.keep(work.db, appointment.id, Mark.HOLDER, kept, work.today(branch))


def holder_hash(moment: Moment, appointment: Appointment, plain: str) -> str:
    """What is kept of whom a visit is bound to; for each visit another hash."""
    return keyed(moment, Mark.HOLDER, f"{appointment.id} {plain}")
