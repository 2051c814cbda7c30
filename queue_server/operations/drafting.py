"""Drafts: what administrators make of the office configuration before it is published."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from queue_server.domain.errors import (
    ChangesConflict,
    DraftChanged,
    DraftScheduled,
    Invalid,
    NotFound,
    Refusal,
    RevisionChanged,
)
from queue_server.office.differences import Merge, Prefer, conflict, differences
from queue_server.office.importing import complete
from queue_server.office.paths import path_of
from queue_server.operations.publishing import name_of, publish, refuse_faults
from queue_server.operations.work import Work
from queue_server.store import drafts, revisions
from queue_server.store.drafts import Draft
from queue_server.views.office import difference_json, document_of, draft_json, find_draft

log = logging.getLogger(__name__)

Json = dict[str, Any]

#: Drafts at one time: each is a whole office.
_MOST = 50
#: Differences that a refusal names.
_NAMED = 20


def create(work: Work, name: str, base: int | None, document: Json | None) -> Json:
    """Begin a draft from a revision, the newest unless said, or from a whole document."""
    if len(drafts.listed(work.db)) >= _MOST:
        raise Invalid([("name", f"there are {_MOST} drafts; discard some first")])
    number = work.revision.number if base is None else base
    if revisions.find(work.db, number) is None:
        raise NotFound(f"there is no revision {number}")
    document = document_of(work, number) if document is None else complete(document)
    draft = drafts.add(work.db, name, number, document, work.now, name_of(work))
    return draft_json(work, draft)


def save(work: Work, draft_id: int, edition: int, document: Json) -> Json:
    """The draft's next edition. Refuses with `draft_changed` where someone saved it meanwhile."""
    draft = _open(work, draft_id, edition)
    drafts.save(work.db, draft.id, document, draft.base, work.now, name_of(work))
    return draft_json(work, find_draft(work, draft_id))


def refuse_import(work: Work, draft_id: int, edition: int, refusal: Refusal) -> Json:
    """What was to be imported is no office: told once the draft is known to be there."""
    _open(work, draft_id, edition)
    raise refusal


def rename(work: Work, draft_id: int, name: str) -> Json:
    """Give a draft another name; what it says stays as it is."""
    drafts.rename(work.db, find_draft(work, draft_id).id, name)
    return draft_json(work, find_draft(work, draft_id))


def rebase(work: Work, draft_id: int, edition: int, prefer: Prefer | None) -> Json:
    """Put the draft's changes upon the newest revision.

    Refuses with `changes_conflict` where both changed the same, unless told whose to `prefer`.
    """
    draft = _open(work, draft_id, edition)
    merge = Merge(prefer)
    mine = drafts.document_of(work.db, draft.id)
    theirs = document_of(work, work.revision.number)
    document = merge.office(document_of(work, draft.base), mine, theirs)
    if merge.conflicts:
        raise ChangesConflict(
            [
                (path_of(at), difference_json(conflict(at, mine, theirs), theirs, mine))
                for at in merge.conflicts
            ]
        )
    drafts.save(work.db, draft.id, document, work.revision.number, work.now, name_of(work))
    return draft_json(work, find_draft(work, draft_id))


def discard(work: Work, draft_id: int, edition: int) -> Json:
    """Forget a draft."""
    draft = _open(work, draft_id, edition)
    drafts.end(work.db, draft.id, work.now)
    return {"discarded": draft.id}


def publish_draft(
    work: Work, draft_id: int, edition: int, at: datetime | None, note: str | None
) -> Json:
    """Put a draft in force, now or at a time; it must be sound and follow the newest revision."""
    draft = _open(work, draft_id, edition)
    if at is not None and at <= work.now:
        raise Invalid([("at", "this time is over")])
    _refuse_newer(work, draft)
    office = refuse_faults(drafts.document_of(work.db, draft.id))
    if at is None:
        number = publish(work, office, note)
        drafts.end(work.db, draft.id, work.now)
        return {"revision": number, "draft": None}
    drafts.schedule(work.db, draft.id, at, name_of(work), note)
    return {"revision": None, "draft": draft_json(work, find_draft(work, draft.id))}


def publish_due(work: Work) -> bool:
    """Put the first draft in force whose time has come; True where one was, or could not be.

    What cannot be published stays a draft and says why.
    """
    draft = drafts.due(work.db, work.now)
    if draft is None:
        return False
    try:
        _refuse_newer(work, draft)
        office = refuse_faults(drafts.document_of(work.db, draft.id))
        publish(work, office, draft.note, author=draft.publish_by)
        drafts.end(work.db, draft.id, work.now)
    except Refusal as refusal:
        log.warning("the draft %r could not be published: %s", draft.name, refusal.detail)
        drafts.give_up(work.db, draft.id, refusal.detail)
    return True


def withdraw(work: Work, draft_id: int) -> Json:
    """A draft comes into force no more by itself, and can be changed again."""
    draft = find_draft(work, draft_id)
    drafts.schedule(work.db, draft.id, None, None, None)
    return draft_json(work, find_draft(work, draft_id))


def _open(work: Work, draft_id: int, edition: int) -> Draft:
    """A draft that the caller has seen as it is, and that may change."""
    draft = find_draft(work, draft_id)
    if draft.edition != edition:
        raise DraftChanged(draft.changed_by, draft.name)
    if draft.publish_at is not None:
        raise DraftScheduled(f"{draft.name!r} comes into force at {draft.publish_at:%F %H:%M} UTC")
    return draft


def _refuse_newer(work: Work, draft: Draft) -> None:
    newest = work.revision.number
    if draft.base == newest:
        return
    published = revisions.find(work.db, newest)
    assert published is not None
    changed = differences(document_of(work, draft.base), document_of(work, newest))
    raise RevisionChanged(
        published.author,
        newest,
        [(found.path, found.kind) for found in changed[:_NAMED]],
    )
