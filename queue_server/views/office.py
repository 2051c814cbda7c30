"""The office configuration as administrators see it: drafts, revisions, and what differs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from queue_server.domain.errors import NotFound
from queue_server.moment import Moment
from queue_server.office import check, split_fault
from queue_server.office.differences import Difference, differences
from queue_server.office.importing import complete
from queue_server.office.naming import names_in
from queue_server.store import drafts, revisions
from queue_server.store.drafts import Draft
from queue_server.store.revisions import Published

Json = dict[str, Any]


def draft_json(moment: Moment, draft: Draft) -> Json:
    """A draft, without what it says."""
    return {
        "id": draft.id,
        "name": draft.name,
        "base": draft.base,
        "newest": moment.revision.number,
        "edition": draft.edition,
        "created_at": _utc(draft.created_at),
        "created_by": draft.created_by,
        "changed_at": _utc(draft.changed_at),
        "changed_by": draft.changed_by,
        "publish_at": _utc(draft.publish_at),
        "publish_by": draft.publish_by,
        "note": draft.note,
        "failure": draft.failure,
    }


def whole_draft(moment: Moment, draft_id: int) -> Json:
    """A draft with what it says, what is wrong with that, and how it differs from its base."""
    document = drafts.document_of(moment.db, find_draft(moment, draft_id).id)
    return findings(moment, draft_id) | {"document": document}


def findings(moment: Moment, draft_id: int) -> Json:
    """A draft, what is wrong with what it says, and how that differs from its base."""
    draft = find_draft(moment, draft_id)
    document = drafts.document_of(moment.db, draft.id)
    found = check({"office": document})
    return draft_json(moment, draft) | {
        "faults": _findings(found.faults),
        "doubts": _findings(found.warnings),
        "difference": _differences(document_of(moment, draft.base), document),
    }


def revision_json(published: Published) -> Json:
    """A revision, without what it says."""
    return {
        "revision": published.revision,
        "at": _utc(published.at),
        "author": published.author,
        "note": published.note,
        "restores": published.restores,
    }


def whole_revision(moment: Moment, number: int, against: int | None) -> Json:
    """A revision with what it says, and how that differs from another or the one before."""
    published = revisions.find(moment.db, number)
    if published is None:
        raise NotFound(f"there is no revision {number}")
    document = document_of(moment, number)
    earlier = max(number - 1, 1) if against is None else against
    return revision_json(published) | {
        "document": document,
        "against": earlier,
        "difference": _differences(document_of(moment, earlier), document),
    }


def document_of(moment: Moment, number: int) -> Json:
    """A revision's document, with the keys that came after it; refuses with `not_found`."""
    document = revisions.document_of(moment.db, number)
    if document is None:
        raise NotFound(f"there is no revision {number}")
    return complete(document)


def find_draft(moment: Moment, draft_id: int) -> Draft:
    """The draft with this id; refuses with `not_found`."""
    found = drafts.find(moment.db, draft_id)
    if found is None:
        raise NotFound(f"there is no draft {draft_id}: it was published or discarded")
    return found


def difference_json(difference: Difference, before: Json, after: Json) -> Json:
    """One change."""
    return {
        "kind": difference.kind,
        "path": difference.path,
        "where": list(difference.where),
        "before": difference.before,
        "after": difference.after,
        "names": names_in(difference, before, after),
    }


def _differences(before: Json, after: Json) -> list[Json]:
    return [difference_json(found, before, after) for found in differences(before, after)]


def _findings(lines: Iterable[str]) -> list[Json]:
    return [{"path": path, "message": words} for path, words in map(split_fault, lines)]


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
