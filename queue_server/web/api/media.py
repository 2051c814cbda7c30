"""The media folder: its files, uploaded in parts, listed, and deleted where nothing names them."""

from __future__ import annotations

from typing import Any

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import Permission
from queue_server.moment import Moment
from queue_server.operations import uploads
from queue_server.views.media import media_files
from queue_server.web import office_bodies as bodies
from queue_server.web import office_shapes as shapes
from queue_server.web.contract import Contract
from queue_server.web.places import Place

calls = Contract()

_SEE, _EDIT = Permission.SEE_OFFICE, Permission.EDIT_OFFICE


@calls.question("/office/media", shapes.MediaFolder, apart=True, needs=_SEE)
def list_media(moment: Moment, _place: Place) -> dict[str, Any]:
    """The files of the media folder, and whether the configuration or a draft names them."""
    return media_files(moment)


@calls.command(
    "/office/media",
    bodies.Media,
    shapes.Media,
    errors.DiskFull,
    status=201,
    apart=True,
    needs=_EDIT,
)
def upload_media(moment: Moment, _place: Place, body: bodies.Media) -> Operation:
    """Put a file, or a part of one, into the media folder."""
    about = {"at": body.at, "size_bytes": body.size_bytes}
    return uploads.receive(moment, body.name, body.content, body.upload, **about)


@calls.command(
    "/office/media/cancel", bodies.CancelUpload, shapes.UploadCancelled, apart=True, needs=_EDIT
)
def cancel_upload(moment: Moment, _place: Place, body: bodies.CancelUpload) -> Operation:
    """Forget the parts of a file that have come."""
    return uploads.cancel(moment, body.upload)


@calls.command(
    "/office/media/remove",
    bodies.RemoveMedia,
    shapes.MediaRemoved,
    errors.MediaInUse,
    apart=True,
    needs=_EDIT,
)
def remove_media(moment: Moment, _place: Place, body: bodies.RemoveMedia) -> Operation:
    """Delete a file that neither the configuration in force nor a draft names."""
    return uploads.remove(moment, body.file)
