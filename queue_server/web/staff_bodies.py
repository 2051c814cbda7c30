"""What people say when they sign in, and administrators of accounts."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_core import PydanticCustomError

from queue_server.domain.passwords import LONGEST
from queue_server.store.staff import Grant
from queue_server.web.bodies import Body, Name, OneOf

#: Compared with a hash, or hashed: any signs, as they were typed.
Secret = Annotated[SecretStr, Field(min_length=1, max_length=LONGEST)]


def _login(text: str) -> str:
    if text.split() != [text]:
        raise PydanticCustomError("login", "There may be no space in it")
    return text.casefold()


Login = Annotated[Name, AfterValidator(_login)]


class SignIn(Body):
    """Who, and what proves it; `token`: answer with the token in place of a cookie."""

    login: Name
    password: Secret
    token: bool = False


class Unlock(OneOf):
    """What opens a locked session: the PIN, or the password."""

    one_of = ("pin", "password")

    pin: Secret | None = None
    password: Secret | None = None


class NewPassword(Body):
    """One's own password, as it is and as it shall be."""

    current: Secret
    password: Secret


class NewPin(Body):
    """One's own PIN, none where it is left out, and the password, if there is one."""

    password: Secret | None = None
    pin: Secret | None = None


class GrantIn(Body):
    """A role at a branch, or at `*`: everywhere."""

    branch: Name
    role: Name


class AddAccount(Body):
    """Someone new: what they sign in with, how people know them, what they may do."""

    login: Login
    name: Name
    grants: Annotated[list[GrantIn], Field(max_length=200)] = Field([])


class Rename(Body):
    """How people know them."""

    name: Name


class SetGrants(Body):
    """All that an account may do."""

    grants: Annotated[list[GrantIn], Field(max_length=200)]


def granted(grants: list[GrantIn]) -> list[Grant]:
    """Grants as they are stored."""
    return [Grant(grant.branch, grant.role) for grant in grants]
