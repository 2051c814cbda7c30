"""Devices, from the code on their screen to the end of their token; tokens of programs."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from flask import Response, current_app, request

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import PUBLIC, Permission
from queue_server.identity.hashing import new_token
from queue_server.moment import Moment
from queue_server.operations import api_tokens, devices
from queue_server.operations.entering import DEVICE, PROGRAM
from queue_server.views.api_tokens import tokens_json
from queue_server.views.devices import devices_json, own_pairing, places_json, wish_json
from queue_server.web import cookies, device_bodies, device_shapes
from queue_server.web.contract import Contract, once_done, tell_once
from queue_server.web.defence import FRAMED_BY
from queue_server.web.doors import caller, device_token_sent
from queue_server.web.places import Place, number_in

calls = Contract()

#: As long as browsers keep any cookie; a screen renews its token long before.
_COOKIE_AGE = timedelta(days=400)
_LONGEST_CLIENT = 200


@calls.command(
    "/pairings",
    device_bodies.Pair,
    device_shapes.Pairing,
    errors.TooManyPairings,
    status=201,
    needs=PUBLIC,
)
def begin_pairing(_place: Place, body: device_bodies.Pair) -> Operation:
    """Ask to be paired: a code for an administrator, and the token that it will be about."""
    token = new_token(DEVICE)
    _hand_over(token, body.screen)
    client = body.client or _printable(request.user_agent.string)
    return partial(
        devices.begin_pairing, token=token, client=client[:_LONGEST_CLIENT] or None, page=body.page
    )


@calls.question("/pairings/own", device_shapes.OwnPairing, needs=PUBLIC)
def get_own_pairing(moment: Moment, _place: Place) -> dict[str, Any]:
    """Whether the caller's token has been approved."""
    return own_pairing(moment, device_token_sent())


@calls.question("/devices", list[device_shapes.Device], needs=Permission.MANAGE_DEVICES)
def get_devices(moment: Moment, _place: Place) -> list[dict[str, Any]]:
    """All devices that are paired."""
    return devices_json(moment)


@calls.question("/devices/places", list[device_shapes.Places], needs=Permission.MANAGE_DEVICES)
def get_device_places(moment: Moment, _place: Place) -> list[dict[str, Any]]:
    """Where devices may stand."""
    return places_json(moment)


@calls.question(
    "/devices/wish",
    device_shapes.Wish,
    query=device_bodies.WishAsked,
    needs=Permission.MANAGE_DEVICES,
)
def get_device_wish(
    moment: Moment, _place: Place, asked: device_bodies.WishAsked
) -> dict[str, Any]:
    """What the screen that shows a code would be; who approves it decides."""
    return wish_json(moment, asked.code)


@calls.command(
    "/devices",
    device_bodies.Approve,
    device_shapes.Device,
    errors.PairingUnknown,
    status=201,
    needs=Permission.MANAGE_DEVICES,
)
def approve_device(_place: Place, body: device_bodies.Approve) -> Operation:
    """Let the screen or agent that shows a code be the device of a place."""
    return partial(
        devices.approve,
        code=body.code,
        kind=body.kind,
        branch_id=body.branch,
        place=body.place,
        name=body.name,
    )


@calls.command(
    "/devices/own/renew",
    device_bodies.Renew,
    device_shapes.RenewedDevice,
    errors.NotSignedIn,
    needs=PUBLIC,
)
def renew_device(_place: Place, body: device_bodies.Renew) -> Operation:
    """Give the calling device another token; the one it has holds for a day beside it."""
    used = device_token_sent()
    if used is None or caller().device is None:
        raise errors.NotSignedIn
    token = new_token(DEVICE)
    _hand_over(token, body.screen)
    return partial(devices.renew, used=used, new=token)


@calls.command(
    "/devices/<device>/revoke",
    device_bodies.Revoke,
    device_shapes.Device,
    needs=Permission.MANAGE_DEVICES,
)
def revoke_device(place: Place, body: device_bodies.Revoke) -> Operation:
    """Let a device in no more; what it has open is closed at once."""
    return partial(devices.revoke, device_id=number_in(place, "device"), reason=body.reason)


@calls.question("/tokens", list[device_shapes.ApiToken], needs=Permission.MANAGE_TOKENS)
def get_tokens(moment: Moment, _place: Place) -> list[dict[str, Any]]:
    """The tokens of programs."""
    return tokens_json(moment)


@calls.question("/tokens/choices", list[str], needs=Permission.MANAGE_TOKENS)
def get_token_choices(_moment: Moment, _place: Place) -> list[str]:
    """What a program may be allowed."""
    return sorted(frozenset(Permission) - api_tokens.NOT_FOR_PROGRAMS)


@calls.command(
    "/tokens",
    device_bodies.MakeToken,
    device_shapes.NewApiToken,
    status=201,
    needs=Permission.MANAGE_TOKENS,
)
def make_token(_place: Place, body: device_bodies.MakeToken) -> Operation:
    """Make a token for a program; it is told this once."""
    token = new_token(PROGRAM)
    tell_once(token=token)
    return partial(
        api_tokens.add,
        token=token,
        name=body.name,
        permissions=body.permissions,
        branches=body.branches,
        days=body.days,
    )


@calls.command(
    "/tokens/<api_token>/revoke",
    device_bodies.Revoke,
    device_shapes.ApiToken,
    needs=Permission.MANAGE_TOKENS,
)
def revoke_token(place: Place, body: device_bodies.Revoke) -> Operation:
    """Let a program in no more."""
    return partial(api_tokens.revoke, token_id=number_in(place, "api_token"), reason=body.reason)


def _hand_over(token: str, screen: bool) -> None:
    """Send a device its token once it is stored: a screen where no script can read it."""
    if not screen:
        tell_once(token=token)
        return

    def set_cookie(response: Response) -> None:
        age = int(_COOKIE_AGE.total_seconds())
        framed = bool(current_app.config[FRAMED_BY])
        cookies.put(response, cookies.DEVICE, token, age, strict=True, framed=framed)

    once_done(set_cookie)


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()
