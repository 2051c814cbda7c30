"""Refusals: what the queue's rules do not allow. The docstring is the message's title."""

from __future__ import annotations

import re
from typing import ClassVar


class Refusal(Exception):
    """The request was refused."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    #: The path of what is at fault, where it is always the same.
    fault: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        if "code" not in cls.__dict__:
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors: list[dict[str, str]] = (
            [{"path": self.fault, "message": self.detail}] if self.fault else []
        )

    @property
    def title(self) -> str:
        """The first line of the class's docstring."""
        return (type(self).__doc__ or "").strip().partition("\n")[0]


class NotFound(Refusal):
    """There is nothing at this path."""

    status = 404


class Invalid(Refusal):
    """The request does not say what is needed. `errors` has a path and a message for each fault."""

    status = 422

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path}: {message}" for path, message in errors))
        self.errors = [{"path": path, "message": message} for path, message in errors]


class IdempotencyKeyReused(Refusal):
    """This Idempotency-Key was used for another request."""

    status = 422
    fault = "Idempotency-Key"


class StorageUnavailable(Refusal):
    """The command could not be stored; nothing has changed. Try again."""

    status = 503


class ServiceClosed(Refusal):
    """The service is closed now."""


class LimitReached(Refusal):
    """The service has issued all its tickets for today."""


class NumbersExhausted(Refusal):
    """The day's number series has come to its last number."""


class CounterClosed(Refusal):
    """The counter is closed."""


class CounterPaused(Refusal):
    """The counter is paused."""


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


class JobSettled(Refusal):
    """The print job has already ended."""


class NotLate(Refusal):
    """Only a waiting ticket can step back."""


class ClassNotAsked(Refusal):
    """The visitor did not ask for precedence."""
