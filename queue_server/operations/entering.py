"""Whose the token of a device or a program is."""

from __future__ import annotations

from datetime import datetime, timedelta
from hmac import compare_digest

from queue_server.domain.access import DEVICES, EVERYWHERE, Caller, Permission
from queue_server.identity.hashing import hash_token
from queue_server.identity.tokens import Tokens
from queue_server.moment import Moment
from queue_server.store import api_tokens, devices

#: The first letters of a device's token and of a program's.
DEVICE, PROGRAM = "okde", "okto"
#: Those of a token that who may read the server's secret makes on its machine, for a few minutes.
OPERATOR = "okop"
_OPERATES = timedelta(minutes=5)
_OPERATOR = Caller(
    "token",
    "operator",
    "command line",
    {
        EVERYWHERE: frozenset(
            {
                Permission.MANAGE_DEVICES,
                Permission.MANAGE_TOKENS,
                Permission.EDIT_OFFICE,
                Permission.PUBLISH_OFFICE,
            }
        )
    },
)
#: How long a device's token is believed without another look; a change is told at once.
_BELIEVED = timedelta(hours=1)

Found = tuple[Caller, datetime] | None


def find_device(moment: Moment, token: str) -> Found:
    """The device that this token was given to."""
    until = moment.now + _BELIEVED
    digest = hash_token(token)
    device = devices.find_by_token(moment.db, digest, moment.now)
    if device is None:
        return None
    if digest == device.old_hash and device.old_until:
        until = min(until, device.old_until)
    caller = Caller(
        "device",
        f"device:{device.id}",
        device.name or f"{device.kind} {device.branch}/{device.place}",
        grants={device.branch: DEVICES[device.kind]},
        device=device.kind,
        place=device.place,
    )
    return caller, until


def find_program(moment: Moment, token: str) -> Found:
    """The program that this token was made for."""
    found = api_tokens.find_by_token(moment.db, hash_token(token), moment.now)
    if found is None:
        return None
    grants = dict.fromkeys(found.branches, found.permissions)
    return Caller("token", f"token:{found.id}", found.name, grants=grants), found.expires_at


def operator_token(tokens: Tokens, now: datetime) -> str:
    """A token that holds from `now` on for a few minutes."""
    second = str(int(now.timestamp()))
    return f"{OPERATOR}_{second}-{tokens.sign(OPERATOR, second)}"


def find_operator(moment: Moment, token: str) -> Found:
    """Whoever may read the server's secret."""
    second, _, signed = token.removeprefix(f"{OPERATOR}_").partition("-")
    expected = moment.setting.tokens.sign(OPERATOR, second)
    if not (second.isdecimal() and compare_digest(expected.encode(), signed.encode())):
        return None
    made = datetime.fromtimestamp(int(second), moment.now.tzinfo)
    until = made + _OPERATES
    return (_OPERATOR, until) if made - _OPERATES < moment.now < until else None
