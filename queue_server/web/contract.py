"""The wire contract's machinery: a table of calls, how a body is read and an answer is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, Response, after_this_request, request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from queue_server.bridge import Bridge
from queue_server.commands import Key, Operation
from queue_server.domain.access import Needs
from queue_server.domain.errors import Invalid, Refusal
from queue_server.moment import Moment, Setting
from queue_server.operations.remembering import with_memory
from queue_server.operations.work import Work
from queue_server.problems import MEDIA_TYPE
from queue_server.reckoning import Reckoning
from queue_server.store import records
from queue_server.web import device_shapes, shapes
from queue_server.web.doors import caller, open_to, refuse_elsewhere
from queue_server.web.places import Place, refuse_unknown
from queue_server.web.refusing import LARGEST_BODY

BASE = "/api/v1"
_REPLAYED = "Idempotent-Replayed"
_JSON = "application/json"
#: Answers that also show what only the hub remembers, so that it goes to the loop with a command.
_SHOW_MEMORY = (shapes.Branch, device_shapes.Device)

Json = dict[str, Any] | list[Any]
Answer = Json | Reckoning
B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True)
class Call:
    """One call of the contract: where, what it takes, what it answers and how it may refuse."""

    method: str
    path: str
    name: str
    summary: str
    answer: Any
    status: int
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    refuses: tuple[type[Refusal], ...]
    handle: Callable[..., Any]
    needs: Needs
    apart: bool = False
    while_locked: bool = False


class MalformedJson(Refusal):
    """The body is not JSON."""

    status = 400


class InvalidIdempotencyKey(Refusal):
    """An Idempotency-Key has 1 to 255 printable ASCII characters."""

    status = 422
    fault = "Idempotency-Key"


class Contract:
    """The calls of the contract, in the order they are documented."""

    def __init__(self, *parts: Contract) -> None:
        self.calls: list[Call] = [call for part in parts for call in part.calls]

    def command(
        self,
        path: str,
        body: type[BaseModel],
        answer: Any,
        *refuses: type[Refusal],
        needs: Needs,
        status: int = 200,
        apart: bool = False,
        while_locked: bool = False,
    ) -> Callable[[Callable[..., Operation]], Callable[..., Operation]]:
        """A POST: its function turns place and body into an operation for the loop.

        `apart`: it does long work before that, in a native thread and with a moment.
        `while_locked`: a locked session may give it too.
        """

        def add(handle: Callable[..., Operation]) -> Callable[..., Operation]:
            self._add(
                "POST",
                path,
                answer,
                status,
                body,
                None,
                refuses,
                handle,
                needs,
                apart,
                while_locked,
            )
            return handle

        return add

    def question(
        self,
        path: str,
        answer: Any,
        *refuses: type[Refusal],
        needs: Needs,
        query: type[BaseModel] | None = None,
        apart: bool = False,
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """A GET: its function reads the answer at a moment. It changes nothing.

        `apart`: the answer may be long, so it is read in a native thread. What takes longer still
        is worked out by the reckoning process: the function tells what.
        """

        def add(handle: Callable[..., Answer]) -> Callable[..., Answer]:
            self._add("GET", path, answer, 200, None, query, refuses, handle, needs, apart)
            return handle

        return add

    def _add(
        self,
        method: str,
        path: str,
        answer: Any,
        status: int,
        body: type[BaseModel] | None,
        query: type[BaseModel] | None,
        refuses: tuple[type[Refusal], ...],
        handle: Callable[..., Any],
        needs: Needs,
        apart: bool = False,
        while_locked: bool = False,
    ) -> None:
        name = handle.__name__.rstrip("_")
        summary = (handle.__doc__ or "").strip().partition("\n")[0]
        self.calls.append(
            Call(
                method,
                path,
                name,
                summary,
                answer,
                status,
                body,
                query,
                refuses,
                handle,
                needs,
                apart,
                while_locked,
            )
        )

    def blueprint(self, bridge: Bridge) -> Blueprint:
        """The calls as Flask routes that answer through `bridge`."""
        made = Blueprint("api", __name__, url_prefix=BASE)
        for call in self.calls:
            view = _commanding(call, bridge) if call.method == "POST" else _asking(call, bridge)
            open_to(call.needs, while_locked=call.while_locked)(view)
            made.add_url_rule(call.path, call.name, view, methods=[call.method])
        return made


def _commanding(call: Call, bridge: Bridge) -> Callable[..., Response]:
    assert call.body is not None
    body_type = call.body

    def view(**place: str) -> Response:
        try:
            raw = sent()
            body = read_body(body_type, raw)
            key = _key(raw)
        except (Refusal, UnsupportedMediaType):
            with bridge.read() as moment:
                refuse_unknown(moment, place)
            raise
        refuse_elsewhere(place, body)
        if call.apart:
            operation = _apart(call, bridge, place, body, key)
        else:
            operation = call.handle(place, body)
        if call.answer in _SHOW_MEMORY:
            operation = _with_memory(operation, bridge.loop.setting)
        reply = bridge.ask(operation, call.status, key, caller())
        response = Response(
            reply.body,
            reply.status,
            mimetype=_JSON if reply.status < 400 else MEDIA_TYPE,
        )
        if reply.replayed:
            response.headers[_REPLAYED] = "true"
        return response

    return view


def _with_memory(operation: Operation, setting: Setting) -> Operation:
    return partial(
        with_memory,
        operate=operation,
        alerts=setting.speaking.alerts,
        presence=setting.presence,
        seen=setting.seen,
    )


def _apart(call: Call, bridge: Bridge, place: Place, body: BaseModel, key: Key | None) -> Operation:
    """The operation of a command that works before it; nothing is done that was answered before."""

    def work(moment: Moment) -> Operation:
        if key and records.find_answer(moment.db, key.caller, key.value):
            return partial(_refuse, Refusal())  # the loop gives the stored answer in its place
        made: Operation = call.handle(moment, place, body)
        return made

    try:
        return bridge.read_apart(work)
    except Refusal as refusal:
        return partial(_refuse, refusal)


def _refuse(refusal: Refusal, _work: Work) -> dict[str, Any]:
    raise refusal


def once_done(change: Callable[[Response], object]) -> None:
    """Change the answer to the command at hand on its way out, if it was done and done just now."""

    @after_this_request
    def on_its_way(response: Response) -> Response:
        if response.status_code < 300 and _REPLAYED not in response.headers:
            change(response)
        return response


def tell_once(**secrets: str) -> None:
    """Put secrets into the answer to the command at hand, but not into the one that is stored."""

    def tell(response: Response) -> None:
        response.set_data(json.dumps(response.get_json() | secrets, ensure_ascii=False))

    once_done(tell)


def _asking(call: Call, bridge: Bridge) -> Callable[..., Response]:
    def view(**place: str) -> Response:
        with bridge.read() as moment:
            refuse_unknown(moment, place)
        about = (read_query(call.query),) if call.query else ()

        def answer(moment: Moment) -> Answer:
            found: Answer = call.handle(moment, place, *about)
            return found

        if call.apart:
            found = bridge.read_apart(answer)
        else:
            with bridge.read() as moment:
                found = answer(moment)
        if isinstance(found, Reckoning):
            found = bridge.reckon(found)
        return Response(json.dumps(found, ensure_ascii=False), mimetype=_JSON)

    return view


def sent() -> bytes:
    """The body, whole: gunicorn hands on one that broke off, Werkzeug the beginning of a longer."""
    raw = request.get_data()
    if len(raw) < int(request.environ.get("CONTENT_LENGTH") or 0):
        raise MalformedJson("the body broke off")
    if len(raw) >= LARGEST_BODY and request.environ["wsgi.input"].read(1):
        raise RequestEntityTooLarge
    return raw


def read_body(kind: type[B], raw: bytes) -> B:
    """The body as `kind`; refuses malformed JSON, other media types and every fault by its path."""
    said = request.environ.get("CONTENT_TYPE")
    if raw and said != _JSON and request.mimetype != _JSON:
        raise UnsupportedMediaType("send application/json")
    try:
        return kind.model_validate_json(raw or b"{}")
    except ValidationError as error:
        try:
            from_json(raw or b"{}", allow_inf_nan=False)
        except ValueError as malformed:
            raise MalformedJson(str(malformed)) from None
        faults = error.errors(include_url=False, include_input=False)
        raise Invalid([(_path(fault), fault["msg"]) for fault in faults]) from None


def read_query(kind: type[B]) -> B:
    """The query string as `kind`."""
    try:
        return kind.model_validate_strings(request.args.to_dict())
    except ValidationError as error:
        raise Invalid([(path_of(f["loc"]), f["msg"]) for f in error.errors()]) from None


def _path(fault: ErrorDetails) -> str:
    """Where a fault is; one of the whole body may name the field to begin with."""
    return path_of(fault["loc"]) or str(fault.get("ctx", {}).get("path", "body"))


def path_of(location: tuple[int | str, ...]) -> str:
    """`services[2]` from pydantic's location."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _key(raw: bytes) -> Key | None:
    """The request's Idempotency-Key with the fingerprint of method, path and canonical JSON."""
    value = request.environ.get("HTTP_IDEMPOTENCY_KEY")
    if value is None:
        return None
    if not (0 < len(value) <= 255 and value.isascii() and value.isprintable()):
        raise InvalidIdempotencyKey
    canonical = json.dumps(json.loads(raw or b"{}", parse_float=_number), sort_keys=True)
    about = f"{request.method} {request.path}\n{canonical}"
    return Key(caller().id, value, hashlib.sha256(about.encode()).hexdigest())


def _number(text: str) -> float:
    """The same number is the same JSON, as 5.0 and 5 are."""
    value = float(text)
    return int(value) if value.is_integer() else value
