"""What calls about staff answer."""

from __future__ import annotations

from pydantic import AwareDatetime

from queue_server.web.shapes import Shape, Texts


class Granted(Shape):
    branch: str
    role: str


class Account(Shape):
    """A member of staff; `caller` is how events and the audit name them."""

    id: int
    caller: str
    login: str
    name: str
    disabled: bool
    password: bool
    pin: bool
    provider: str | None
    created_at: AwareDatetime
    signed_in_at: AwareDatetime | None
    grants: list[Granted]


class NewAccount(Account):
    """An account with the link that sets its password; left out when the answer is a replay."""

    link: str | None = None


class Place(Shape):
    id: str
    name: Texts


class Staff(Shape):
    """Every account, and where which roles can be granted."""

    accounts: list[Account]
    branches: list[Place]
    roles: list[str]
