"""Refusals: what the queue's rules do not allow. The docstring is the message's title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar


class Refusal(Exception):
    """The request was refused."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    #: The path of what is at fault, where it is always the same.
    fault: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        if "code" not in cls.__dict__:
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, detail: str = "", faults: Sequence[tuple[str, str]] = ()) -> None:
        """`faults` are what is wrong, each with its path."""
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        #: What programs may want to know besides, by name.
        self.more: dict[str, Any] = {}
        if self.fault:
            faults = [(self.fault, self.detail)]
        self.errors = [{"path": path, "message": message} for path, message in faults]

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception's own way would call the class with its text alone.
        return _made_again, (type(self), self.args, self.__dict__)

    @property
    def title(self) -> str:
        """The first line of the class's docstring."""
        return (type(self).__doc__ or "").strip().partition("\n")[0]


def _made_again(kind: type[Refusal], args: tuple[Any, ...], about: dict[str, Any]) -> Refusal:
    made = kind.__new__(kind, *args)
    made.__dict__.update(about)
    return made


class NotFound(Refusal):
    """There is nothing at this path."""

    status = 404


class Invalid(Refusal):
    """The request does not say what is needed. `errors` has a path and a message for each fault."""

    status = 422

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path}: {message}" for path, message in errors), errors)


class StillInUse(Refusal):
    """Tickets or open counters still need what would be taken away; let them end first."""


class RevisionChanged(Refusal):
    """Someone has published another revision of the office meanwhile; look at what changed."""

    def __init__(
        self, by: str | None, revision: int, faults: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(f"{by} has published revision {revision} meanwhile", faults)
        self.more = {"by": by, "revision": revision}


class DraftChanged(Refusal):
    """Someone has saved this draft meanwhile; look at what changed."""

    def __init__(self, by: str, name: str) -> None:
        super().__init__(f"{by} has saved {name!r} meanwhile")
        self.more = {"by": by}


class DraftScheduled(Refusal):
    """This draft waits to come into force by itself; withdraw it first."""


class ChangesConflict(Refusal):
    """The draft and the newest revision changed the same; say whose change is to count."""

    def __init__(self, conflicts: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Each with its path, and as the change of the revision's value into the draft's."""
        super().__init__(faults=[(path, "was changed in both") for path, _ in conflicts])
        self.more = {"conflicts": [change for _, change in conflicts]}


class MediaInUse(Refusal):
    """The configuration in force or a draft names this file."""


class DiskFull(Refusal):
    """The disk of the media folder has no room for this file."""


class NotSignedIn(Refusal):
    """Sign in, or pair this device: nobody may do this without credentials."""

    status = 401


class Forbidden(Refusal):
    """The caller may not do this here."""

    status = 403


class SessionLocked(Refusal):
    """The session is locked; its PIN or password opens it again."""

    status = 401


class SignInFailed(Refusal):
    """The name or the password is not right."""

    status = 401


class TooManyTries(Refusal):
    """There were too many wrong tries; wait a little."""

    status = 429

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"try again in {wait_seconds} s")
        self.more = {"wait_seconds": wait_seconds}


class LastAdministrator(Refusal):
    """Somebody must be left who can manage staff."""


class PairingUnknown(Refusal):
    """No screen shows this code now; look at the screen again."""

    status = 404


class TooManyPairings(Refusal):
    """Too many screens wait to be paired; try again in a few minutes."""

    status = 429


class IdempotencyKeyReused(Refusal):
    """This Idempotency-Key was used for another request."""

    status = 422
    fault = "Idempotency-Key"


class StorageUnavailable(Refusal):
    """The command could not be stored; nothing has changed. Try again."""

    status = 503


class ReportFailed(Refusal):
    """The report could not be worked out. Try again, or ask for fewer days."""

    status = 503


class ServiceClosed(Refusal):
    """The service is closed now."""


class Suspended(Refusal):
    """The branch or the service is suspended: nobody is called, and no ticket issued."""


class LimitReached(Refusal):
    """The service has issued all its tickets for today."""


class NumbersExhausted(Refusal):
    """The day's number series has come to its last number."""


class CounterClosed(Refusal):
    """The counter is closed."""


class CounterPaused(Refusal):
    """The counter is paused."""


class CounterHeld(Refusal):
    """Somebody else works at this counter."""

    def __init__(self, counter: str, clerk: str | None, since: str) -> None:
        super().__init__(f"{clerk or 'somebody else'} works at counter {counter} since {since}")
        self.more = {"counter": counter, "clerk": clerk, "since": since}


class ClerkElsewhere(Refusal):
    """This clerk works at another counter already."""

    def __init__(self, branch: str, counter: str, label: str) -> None:
        super().__init__(f"you work at counter {label} already; it would be closed")
        self.more = {"branch": branch, "counter": counter, "label": label}


class CounterBusy(Refusal):
    """The counter still holds a ticket."""


class NoCurrentTicket(Refusal):
    """The counter holds no ticket."""


class SettleCurrent(Refusal):
    """Say what became of the visitor who was called: done, no_show or return."""


class TicketTaken(Refusal):
    """The ticket is open at a counter."""


class TicketNotWaiting(Refusal):
    """The ticket is neither waiting nor parked."""


class WrongState(Refusal):
    """The ticket's state does not allow this."""


class TooSoon(Refusal):
    """The visitor was called too short a time ago."""


class ReviveLimit(Refusal):
    """The ticket has been revived as often as the office allows."""


class NothingToUndo(Refusal):
    """There is nothing that this counter could take back."""


class AgentTaken(Refusal):
    """Another program already works as this agent."""


class JobSettled(Refusal):
    """The print job has already ended."""


class NotLate(Refusal):
    """Only a waiting ticket can step back."""


class ClassNotAsked(Refusal):
    """The visitor did not ask for precedence."""


class NotBookable(Refusal):
    """This time cannot be booked."""


class SlotFull(Refusal):
    """All places of this time are taken."""


class HoldLapsed(Refusal):
    """The place was not confirmed in time and has been given up."""


class AppointmentOver(Refusal):
    """The appointment can no longer be changed."""


class RemoteFull(Refusal):
    """As many wait from home as the office lets; try again a little later."""


class ClosureSettled(Refusal):
    """Everyone has been told of the closure, or it was undone; it can no longer be undone."""


class CodeUnknown(Refusal):
    """No appointment here has this code."""

    status = 404


class TooEarly(Refusal):
    """It is too early to check in for this appointment."""


class TooLate(Refusal):
    """It is too late to check in for this appointment; reception decides."""


class MessageSettled(Refusal):
    """The message has been sent already, or is not sent any more."""


class CheckedInAlready(Refusal):
    """The appointment has been checked in already."""


class TooManyAppointments(Refusal):
    """As many visits as one person may have are booked with this address or number."""


class TooManyFromAddress(Refusal):
    """As many places as one address may hold in a day have been held from it."""

    status = 429


class TooManyLinks(Refusal):
    """Links have been sent to this address already; look there, or try again in an hour."""

    status = 429


class AlreadyWaiting(Refusal):
    """Someone with this address waits for a place of this service already."""


class DrawExists(Refusal):
    """The places of this day are drawn already."""
