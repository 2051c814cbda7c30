"""What commands about the office configuration may say."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from queue_server.office.syntax import DEEPEST
from queue_server.web.bodies import Body, Name, Text
from queue_server.web.times import Time

#: Longest YAML text: what a body may hold, with room for its escapes.
_LONGEST_YAML = 900_000


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    """Refuse what JSON cannot say, and what no office could mean."""
    try:
        json.dumps(document, allow_nan=False)
    except ValueError:
        raise PydanticCustomError("number", "NaN and Infinity are no numbers of JSON") from None
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return document
    raise PydanticCustomError("deep", "The document is nested too deep")


def _inner(value: Any) -> list[Any]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [part for part in parts if isinstance(part, dict | list)]


Document = Annotated[dict[str, Any], AfterValidator(_plain)]
Number = Annotated[int, Field(ge=1, le=2**53)]


class NewDraft(Body):
    """From which revision, the newest unless said; or from a whole document."""

    name: Name
    base: Number | None = None
    document: Document | None = None


class Save(Body):
    """What the draft says now, and which edition of it that was made from."""

    edition: Number
    document: Document


class Rename(Body):
    """The draft's name."""

    name: Name


class Import(Body):
    """A configuration as YAML: with its key `office`, or what stands under that."""

    edition: Number
    yaml: Annotated[str, Field(max_length=_LONGEST_YAML)]


class Rebase(Body):
    """Whose change is to count where the draft and the newest revision changed the same."""

    edition: Number
    prefer: Literal["mine", "theirs"] | None = None


#: What tells the parts of one upload from those of all others; drawn by who sends them.
Upload = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Bytes = Annotated[int, Field(ge=0, le=2**53)]


class Media(Body):
    """A file for the media folder: its name, and its bytes as Base64.

    A large one comes in parts, in order: `content` stands at `at` in a file of `size_bytes`.
    """

    name: Name
    content: Annotated[str, Field(max_length=_LONGEST_YAML)]
    upload: Upload | None = None
    at: Bytes = 0
    size_bytes: Bytes = 0


class CancelUpload(Body):
    """Which upload is not gone on with."""

    upload: Upload


class RemoveMedia(Body):
    """Which file of the media folder."""

    file: Annotated[str, Field(max_length=400)]


class Edition(Body):
    """Which edition of the draft the caller has seen."""

    edition: Number


class Publish(Body):
    """When, now unless said, and why."""

    edition: Number
    at: Time | None = None
    note: Text | None = None


class RollBack(Body):
    """Which revision is to be in force again; `base` is the newest that the caller has seen."""

    revision: Number
    base: Number | None = None
    note: Text | None = None
