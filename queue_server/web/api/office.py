"""The office configuration: its revisions, and the drafts of what is to follow."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from queue_server.commands import Operation
from queue_server.domain import errors
from queue_server.domain.access import Permission
from queue_server.moment import Moment
from queue_server.office import Office
from queue_server.office.importing import read_office
from queue_server.office.references import BUILT_IN_NAMES, REFERENCES, SPOKEN
from queue_server.office.wording import CATALOGUES, catalogues
from queue_server.operations import drafting, publishing
from queue_server.store import drafts, revisions
from queue_server.views.built_in import built_in_words
from queue_server.views.office import (
    draft_json,
    find_draft,
    findings,
    revision_json,
)
from queue_server.views.office import whole_draft as draft_view
from queue_server.views.office import whole_revision as revision_view
from queue_server.web import office_bodies as bodies
from queue_server.web import office_shapes as shapes
from queue_server.web.bodies import Empty
from queue_server.web.contract import Contract
from queue_server.web.media import off_hub
from queue_server.web.places import Place, number_in

calls = Contract()

_SEE, _EDIT = Permission.SEE_OFFICE, Permission.EDIT_OFFICE
_PUBLISH = Permission.PUBLISH_OFFICE

#: Revisions of one answer.
_MOST = 50


class RevisionsAsked(BaseModel):
    """Those before one."""

    model_config = ConfigDict(extra="forbid")

    before: Annotated[int, Field(ge=1, le=2**53)] | None = None


class Against(BaseModel):
    """The revision to compare with; the one before, unless said."""

    model_config = ConfigDict(extra="forbid")

    against: Annotated[int, Field(ge=1, le=2**53)] | None = None


@calls.question("/office/schema", shapes.Schema, needs=_SEE)
def office_schema(_moment: Moment, _place: Place) -> dict[str, Any]:
    """How an office configuration is made, for forms: keys, defaults, what names what.

    `words` is what the product says where the office has no words of its own.
    """
    return _schema()


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return {
        "office": Office.model_json_schema(mode="serialization"),
        "references": [
            {"at": f"branches[].{at}", "of": kind, "besides": list(BUILT_IN_NAMES.get(at, ()))}
            for at, kind in REFERENCES
        ],
        "spoken": list(SPOKEN),
        "words": built_in_words(),
    }


@calls.question("/office/texts/<page>", dict[str, dict[str, Any]], needs=_SEE)
def built_in_texts(_moment: Moment, place: Place) -> dict[str, Any]:
    """What the product says on a page, by language: what an office may put in other words."""
    if place["page"] not in CATALOGUES:
        raise errors.NotFound(f"there is no page {place['page']!r}")
    return catalogues(place["page"])


@calls.question(
    "/office/revisions", list[shapes.Revision], query=RevisionsAsked, apart=True, needs=_SEE
)
def list_revisions(moment: Moment, _place: Place, query: RevisionsAsked) -> list[Any]:
    """The revisions of the office, newest first."""
    return [revision_json(found) for found in revisions.listed(moment.db, query.before, _MOST)]


@calls.question(
    "/office/revisions/<revision>", shapes.WholeRevision, query=Against, apart=True, needs=_SEE
)
def office_revision(moment: Moment, place: Place, query: Against) -> dict[str, Any]:
    """A revision, and what it changed."""
    return revision_view(moment, number_in(place, "revision"), query.against)


@calls.command(
    "/office/roll-back",
    bodies.RollBack,
    shapes.Published,
    errors.RevisionChanged,
    errors.StillInUse,
    needs=_PUBLISH,
)
def roll_back_office(_place: Place, body: bodies.RollBack) -> Operation:
    """Publish an earlier revision again, as a new one."""
    return partial(publishing.roll_back, number=body.revision, base=body.base, note=body.note)


@calls.question("/office/drafts", list[shapes.Draft], needs=_SEE)
def list_drafts(moment: Moment, _place: Place) -> list[Any]:
    """The drafts, the last changed first."""
    return [draft_json(moment, draft) for draft in drafts.listed(moment.db)]


@calls.command(
    "/office/drafts", bodies.NewDraft, shapes.Draft, errors.NotFound, status=201, needs=_EDIT
)
def new_draft(_place: Place, body: bodies.NewDraft) -> Operation:
    """Begin a draft."""
    return partial(drafting.create, name=body.name, base=body.base, document=body.document)


@calls.question("/office/drafts/<draft>", shapes.WholeDraft, apart=True, needs=_SEE)
def whole_draft(moment: Moment, place: Place) -> dict[str, Any]:
    """A draft with what it says, its faults and doubts, and how it differs."""
    return draft_view(moment, number_in(place, "draft"))


@calls.question("/office/drafts/<draft>/findings", shapes.Findings, apart=True, needs=_SEE)
def draft_findings(moment: Moment, place: Place) -> dict[str, Any]:
    """A draft's faults and doubts, and how it differs, without what it says."""
    return findings(moment, number_in(place, "draft"))


@calls.command(
    "/office/drafts/<draft>/save",
    bodies.Save,
    shapes.Draft,
    errors.DraftChanged,
    errors.DraftScheduled,
    needs=_EDIT,
)
def save_draft(place: Place, body: bodies.Save) -> Operation:
    """The draft's next edition; it may have faults."""
    return partial(
        drafting.save,
        draft_id=number_in(place, "draft"),
        edition=body.edition,
        document=body.document,
    )


@calls.command("/office/drafts/<draft>/rename", bodies.Rename, shapes.Draft, needs=_EDIT)
def rename_draft(place: Place, body: bodies.Rename) -> Operation:
    """Give a draft another name."""
    return partial(drafting.rename, draft_id=number_in(place, "draft"), name=body.name)


@calls.command(
    "/office/drafts/<draft>/import",
    bodies.Import,
    shapes.Draft,
    errors.DraftChanged,
    errors.DraftScheduled,
    needs=_EDIT,
)
def import_draft(place: Place, body: bodies.Import) -> Operation:
    """Replace what the draft says by a configuration in YAML."""
    number, edition = number_in(place, "draft"), body.edition
    try:
        document = off_hub(lambda: read_office(body.yaml))
    except errors.Invalid as refusal:
        return partial(drafting.refuse_import, draft_id=number, edition=edition, refusal=refusal)
    return partial(drafting.save, draft_id=number, edition=edition, document=document)


@calls.command(
    "/office/drafts/<draft>/rebase",
    bodies.Rebase,
    shapes.Draft,
    errors.DraftChanged,
    errors.DraftScheduled,
    errors.ChangesConflict,
    needs=_EDIT,
)
def rebase_draft(place: Place, body: bodies.Rebase) -> Operation:
    """Put the draft's changes upon the newest revision."""
    return partial(
        drafting.rebase,
        draft_id=number_in(place, "draft"),
        edition=body.edition,
        prefer=body.prefer,
    )


@calls.command(
    "/office/drafts/<draft>/publish",
    bodies.Publish,
    shapes.Published,
    errors.DraftChanged,
    errors.DraftScheduled,
    errors.RevisionChanged,
    errors.StillInUse,
    needs=_PUBLISH,
)
def publish_draft(place: Place, body: bodies.Publish) -> Operation:
    """Put a draft in force, now or at a time."""
    return partial(
        drafting.publish_draft,
        draft_id=number_in(place, "draft"),
        edition=body.edition,
        at=body.at,
        note=body.note,
    )


@calls.command("/office/drafts/<draft>/withdraw", Empty, shapes.Draft, needs=_PUBLISH)
def withdraw_draft(place: Place, _body: Empty) -> Operation:
    """A draft comes into force no more by itself, and can be changed again."""
    return partial(drafting.withdraw, draft_id=number_in(place, "draft"))


@calls.command(
    "/office/drafts/<draft>/discard",
    bodies.Edition,
    shapes.Discarded,
    errors.DraftChanged,
    errors.DraftScheduled,
    needs=_EDIT,
)
def discard_draft(place: Place, body: bodies.Edition) -> Operation:
    """Forget a draft."""
    return partial(drafting.discard, draft_id=number_in(place, "draft"), edition=body.edition)


def draft_office(moment: Moment, number: int) -> Office:
    """The office that a draft would make; refuses with `not_found` or `invalid`."""
    return publishing.refuse_faults(drafts.document_of(moment.db, find_draft(moment, number).id))
