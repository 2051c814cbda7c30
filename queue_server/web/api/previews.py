"""What there would be if a draft were in force: screens and letters."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from queue_server.domain.access import Permission
from queue_server.moment import Moment
from queue_server.views.preview import preview
from queue_server.views.sample_letter import sample_letter
from queue_server.web import office_shapes as shapes
from queue_server.web.api.office import draft_office
from queue_server.web.contract import Contract
from queue_server.web.places import Place, number_in

calls = Contract()

_SEE = Permission.SEE_OFFICE


class LetterAsked(BaseModel):
    """The language of a letter; the office's own, unless said."""

    model_config = ConfigDict(extra="forbid")

    language: Annotated[str, Field(max_length=3)] | None = None


@calls.question(
    "/office/drafts/<draft>/preview/<view>/<at>/<shown>", dict[str, Any], apart=True, needs=_SEE
)
def preview_draft(moment: Moment, place: Place) -> dict[str, Any]:
    """What a screen would show if the draft were in force; refused where the draft has faults."""
    office = draft_office(moment, number_in(place, "draft"))
    return preview(moment, office, place["view"], place["at"], place["shown"])


@calls.question(
    "/office/drafts/<draft>/letters/<letter>",
    shapes.SampleLetter,
    query=LetterAsked,
    apart=True,
    needs=_SEE,
)
def preview_letter(moment: Moment, place: Place, query: LetterAsked) -> dict[str, Any]:
    """A letter about a sample visit, as the draft has it; refused where the draft has faults."""
    office = draft_office(moment, number_in(place, "draft"))
    return sample_letter(moment, office, place["letter"], query.language)
