"""The only writer of the queue, of reviewers' drafts and locks, and of verdicts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from courseware import db
from courseware.accounts.queries import manages
from courseware.accounts.types import Me
from courseware.errors import Conflict, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.review.models import Review, ReviewDraft, ReviewLock, Waiting
from courseware.review.queries import lock_of, may_review, trains
from courseware.review.rules import LOCK, MARKS, role_of
from courseware.review.types import LockRow, Saved, Stale, Thing, Verdict


def wait_for_review(
    thing: Thing,
    owner_id: int,
    item: str,
    *,
    round: int,  # noqa: A002 - our own noun; the built-in is not used here
    reviewer_id: int | None = None,
) -> None:
    """Put a thing into the queue, or a new round of it; drafts that reviewers have begun stay."""
    session = db.write()
    waiting = _waiting(thing)
    if waiting is None:
        waiting = Waiting(object_kind=thing[0], object_id=thing[1], owner_id=owner_id, item=item)
        session.add(waiting)
    waiting.round, waiting.reviewer_id, waiting.since = round, reviewer_id, clock.now()
    session.flush()


def free(owner_id: int, item: str, reviewer_id: int) -> None:
    """What waits for a named reviewer who may no longer judge it waits for the usual ones."""
    waiting = select(Waiting).where(
        Waiting.owner_id == owner_id, Waiting.item == item, Waiting.reviewer_id == reviewer_id
    )
    for row in db.write().scalars(waiting.with_for_update()):
        row.reviewer_id = None
    db.write().flush()


def withdraw(thing: Thing) -> None:
    """Take a thing out of the queue without a verdict; what reviewers have begun to write stays theirs."""
    db.write().execute(
        delete(Waiting).where(Waiting.object_kind == thing[0], Waiting.object_id == thing[1])
    )
    _unlock(thing)


def take_lock(me: Me, thing: Thing) -> LockRow:
    """Hold a waiting thing for a while, or longer; Conflict names the reviewer who holds it."""
    waiting = _waiting(thing)  # its row lock also keeps two reviewers' locks apart
    if waiting is None:
        raise Conflict("This no longer waits for a review. What you wrote is kept.")
    if not may_review(me, waiting.owner_id, waiting.reviewer_id):
        raise NotFound
    holder = lock_of(thing)
    if holder is not None and holder.reviewer_id != me.id:
        raise Conflict(
            "{name} is reviewing this right now. What you wrote is kept.", name=holder.reviewer
        )
    lock = db.write().get(ReviewLock, thing)
    if lock is None:
        lock = ReviewLock(object_kind=thing[0], object_id=thing[1])
        db.write().add(lock)
    lock.reviewer_id, lock.until = me.id, clock.now() + LOCK
    db.write().flush()
    return LockRow(me.id, me.name, lock.until)


def let_go(me: Me, thing: Thing) -> None:
    """Give up one's own lock, so that somebody else may go on."""
    db.write().execute(
        delete(ReviewLock).where(
            ReviewLock.object_kind == thing[0],
            ReviewLock.object_id == thing[1],
            ReviewLock.reviewer_id == me.id,
        )
    )


def save_draft(me: Me, thing: Thing, content: Mapping[str, Any], *, counter: int) -> Saved | Stale:
    """Keep what a reviewer has written so far, if it is based on the newest; anyone's lock is left alone."""
    waiting = _waiting(thing)
    if waiting is not None and not may_review(me, waiting.owner_id, waiting.reviewer_id):
        raise NotFound
    draft = _draft(me.id, thing)
    if draft is None:
        if waiting is None:
            raise Conflict("This no longer waits for a review. What you wrote is kept.")
        draft = ReviewDraft(
            object_kind=thing[0], object_id=thing[1], reviewer_id=me.id, content={}, counter=0
        )
        db.write().add(draft)
    if draft.counter != counter and dict(draft.content) != dict(content):
        return Stale(draft.counter, draft.content, draft.changed_at)
    draft.content, draft.counter, draft.changed_at = dict(content), draft.counter + 1, clock.now()
    db.write().flush()
    return Saved(draft.counter, draft.changed_at)


def give_verdict(me: Me, thing: Thing, verdict: Verdict) -> Review:
    """Decide about the waiting round: once, by one. Ends the waiting, the lock and the reviewer's draft."""
    take_lock(me, thing)
    waiting = _waiting(thing)
    if waiting is None:  # take_lock has just seen it under a row lock
        raise NotFound
    if any(mark not in MARKS for mark in verdict.marks.values()):
        raise Refused("A mark is a number from 0 to 3.")
    review = Review(
        object_kind=thing[0],
        object_id=thing[1],
        round=waiting.round,
        reviewer_id=me.id,
        role=_role(me, waiting.owner_id),
        verdict=verdict.verdict,
        marks=dict(verdict.marks),
        comments=dict(verdict.comments),
        mend=list(verdict.mend),
        summary=verdict.summary,
        rubric=verdict.rubric,
        rubric_version=verdict.rubric_version,
        at=clock.now(),
    )
    session = db.write()
    session.add(review)
    session.delete(waiting)
    _unlock(thing)
    draft = _draft(me.id, thing)
    if draft is not None:
        session.delete(draft)
    session.flush()
    journal.record(
        me.id, verdict.verdict, thing, about=waiting.owner_id, round=review.round, item=waiting.item
    )
    return review


def add_marks(me: Me, thing: Thing, verdict: Verdict, *, role: str, owner_id: int) -> Review:
    """The owner's or a colleague's marks: they decide nothing, end no waiting, and stay when new ones come."""
    if role not in ("self", "peer") or verdict.verdict != "marked":
        raise ValueError("Whoever decides gives a verdict.")
    if any(mark not in MARKS for mark in verdict.marks.values()):
        raise Refused("A mark is a number from 0 to 3.")
    review = Review(
        object_kind=thing[0],
        object_id=thing[1],
        reviewer_id=me.id,
        role=role,
        verdict="marked",
        marks=dict(verdict.marks),
        comments=dict(verdict.comments),
        summary=verdict.summary,
        rubric=verdict.rubric,
        rubric_version=verdict.rubric_version,
        at=clock.now(),
    )
    db.write().add(review)
    db.write().flush()
    journal.record(me.id, "marked", thing, about=owner_id, role=role)
    return review


def _role(me: Me, owner_id: int) -> str:
    return role_of(
        trains=trains(me.id, owner_id), manages=manages(me.id, owner_id), is_trainer=me.is_trainer
    )


def _waiting(thing: Thing) -> Waiting | None:
    query = select(Waiting).where(Waiting.object_kind == thing[0], Waiting.object_id == thing[1])
    return db.write().scalar(query.with_for_update())


def _draft(reviewer_id: int, thing: Thing) -> ReviewDraft | None:
    query = select(ReviewDraft).where(
        ReviewDraft.object_kind == thing[0],
        ReviewDraft.object_id == thing[1],
        ReviewDraft.reviewer_id == reviewer_id,
    )
    return db.write().scalar(query.with_for_update())


def _unlock(thing: Thing) -> None:
    db.write().execute(
        delete(ReviewLock).where(
            ReviewLock.object_kind == thing[0], ReviewLock.object_id == thing[1]
        )
    )
