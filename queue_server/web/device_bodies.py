"""What is said of devices and of programs' tokens."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from queue_server.domain.access import DeviceKind, Permission
from queue_server.web.bodies import Body, Name, Text


class Pair(Body):
    """Who wants to be paired. A screen gets its token as a cookie, a program in the answer.

    `page`: the address that the screen was to show.
    """

    screen: bool = False
    client: Text | None = None
    page: Text | None = None


class WishAsked(BaseModel):
    """The code that a screen shows."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=1, max_length=20)]


class Approve(Body):
    """Which code is shown, and what its screen or agent is to be."""

    code: Annotated[str, Field(min_length=1, max_length=20)]
    kind: Annotated[DeviceKind, Field(strict=False)]
    branch: Name
    place: Name
    name: Name | None = None


class Renew(Body):
    """A device wants another token, sent as in `Pair`."""

    screen: bool = False


class Revoke(Body):
    """Why."""

    reason: Text | None = None


class MakeToken(Body):
    """What a program may do, where (`*`: everywhere) and for how many days."""

    name: Name
    permissions: Annotated[
        list[Annotated[Permission, Field(strict=False)]], Field(min_length=1, max_length=50)
    ]
    branches: Annotated[list[Name], Field(min_length=1, max_length=100)]
    days: Annotated[int, Field(ge=1, le=1100)] = 365
