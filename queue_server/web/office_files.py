"""Office configurations as files: what is in force and what is drafted, as YAML."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from queue_server.bridge import Bridge
from queue_server.domain.access import Permission
from queue_server.moment import Moment, Revision
from queue_server.office import Printer
from queue_server.office.importing import write_office
from queue_server.operations.publishing import refuse_faults
from queue_server.picturing import Sample, preview
from queue_server.store import drafts
from queue_server.views.office import document_of, find_draft
from queue_server.web.contract import BASE
from queue_server.web.doors import open_to
from queue_server.web.places import number_in

#: What a slip is drawn as where the branch has no printer.
_ANY_PRINTER = Printer(id="any", name={"en": "Any"}, host="127.0.0.1")


def blueprint(bridge: Bridge) -> Blueprint:
    """The routes."""
    made = Blueprint("office_files", __name__, url_prefix=f"{BASE}/office")

    @made.get("/revisions/<revision>/export.yaml")
    @open_to(Permission.SEE_OFFICE)
    def export_revision(revision: str) -> Response:
        number = number_in({"revision": revision}, "revision")
        text = bridge.read_apart(lambda moment: write_office(document_of(moment, number)))
        return _file(text, f"office-{number}.yaml")

    @made.get("/drafts/<draft>/export.yaml")
    @open_to(Permission.SEE_OFFICE)
    def export_draft(draft: str) -> Response:
        number = number_in({"draft": draft}, "draft")

        def read(moment: Moment) -> str:
            document: dict[str, Any] = drafts.document_of(moment.db, find_draft(moment, number).id)
            return write_office(document)

        return _file(bridge.read_apart(read), f"draft-{number}.yaml")

    @made.get("/drafts/<draft>/slips/<at>/<service>.png")
    @open_to(Permission.SEE_OFFICE)
    def slip(draft: str, at: str, service: str) -> Response:
        number = number_in({"draft": draft}, "draft")
        language = request.args.get("language")

        def draw(moment: Moment) -> bytes:
            found = find_draft(moment, number)
            office = refuse_faults(drafts.document_of(moment.db, found.id))
            branch = replace(moment, revision=Revision(found.base, office)).branch(at)
            printer = branch.printers[0] if branch.printers else _ANY_PRINTER
            sample = Sample(moment.now, service, language)
            setting = moment.setting
            return preview(
                office, branch, printer, sample, setting.media_folder, setting.public_url
            )

        return Response(bridge.read_apart(draw), mimetype="image/png")

    return made


def _file(text: str, name: str) -> Response:
    response = Response(text, mimetype="application/yaml")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
