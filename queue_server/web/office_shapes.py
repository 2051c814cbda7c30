"""What calls about the office configuration answer."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime

from queue_server.web.shapes import Fault, Shape


class Step(Shape):
    """A step on the way to a change: a key, and the part of a list with its id and name."""

    key: str
    id: str | int | None = None
    name: dict[str, str] | None = None


class Difference(Shape):
    """A change; `path` leads to it in the newer document, to what was removed in the older.

    `names`: by key, what the ids that it refers to are called.
    """

    kind: Literal["added", "removed", "changed", "moved"]
    path: str
    where: list[Step]
    before: Any
    after: Any
    names: dict[str, dict[str, Any]]


class Draft(Shape):
    """A draft of the revision that is to follow `base`."""

    id: int
    name: str
    base: int
    newest: int
    edition: int
    created_at: AwareDatetime
    created_by: str
    changed_at: AwareDatetime
    changed_by: str
    publish_at: AwareDatetime | None
    publish_by: str | None
    note: str | None
    failure: str | None


class Findings(Draft):
    """A draft, what is wrong with what it says, and how that differs from its base."""

    faults: list[Fault]
    doubts: list[Fault]
    difference: list[Difference]


class WholeDraft(Findings):
    """A draft with what it says."""

    document: dict[str, Any]


class Revision(Shape):
    """When a revision came into force, by whom and why; `restores` is one it brought back."""

    revision: int
    at: AwareDatetime
    author: str | None
    note: str | None
    restores: int | None


class WholeRevision(Revision):
    """A revision with what it says, and how that differs from another."""

    document: dict[str, Any]
    against: int
    difference: list[Difference]


class Published(Shape):
    """The revision in force; or the draft that will be, at its time."""

    revision: int | None
    draft: Draft | None = None


class Media(Shape):
    """A file of the media folder: its name in configurations, and its address; null until whole."""

    file: str | None
    url: str | None


class MediaFile(Shape):
    """A file of the media folder, and what names it."""

    file: str
    url: str
    kind: Literal["image", "video", "sound"]
    size_bytes: int
    in_force: bool
    drafts: list[str]


class MediaFolder(Shape):
    """The media folder: its files, how large another may be, and what is free on its disk."""

    files: list[MediaFile]
    largest_bytes: int
    free_bytes: int


class UploadCancelled(Shape):
    """The upload that is not gone on with."""

    cancelled: str


class MediaRemoved(Shape):
    """The file that is no more."""

    removed: str


class Discarded(Shape):
    """The draft that is no more."""

    discarded: int


class SampleLetter(Shape):
    """A letter as a visitor would read it."""

    subject: str
    body: str


class Schema(Shape):
    """How an office configuration is made, for forms; `words`: what the product says by itself."""

    office: dict[str, Any]
    words: dict[str, Any]
