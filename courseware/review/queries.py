"""Reading reviews: who may, what waits for whom, what was said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import (
    deputies_of,
    managers_above,
    manages,
    people_under,
    stood_in_for,
)
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortMembership, CohortTrainer
from courseware.kit import clock
from courseware.review.models import Review, ReviewDraft, ReviewLock, Waiting
from courseware.review.rules import waiting_days
from courseware.review.types import DraftRow, LockRow, QueueRow, ReviewRow, Thing, WaitingRow
from courseware.settings import queries as settings
from courseware.settings.rules import Organisation
from courseware.web import zone


def may_review(me: Me, owner_id: int, reviewer_id: int | None) -> bool:
    """Whether `me` is among those who accept the owner's work; nobody judges their own."""
    if me.id == owner_id:
        return False
    if reviewer_id is not None and reviewer_id != owner_id and _is_active(reviewer_id):
        return me.id == reviewer_id or me.id in deputies_of(reviewer_id, owner_id)
    trainers = trainers_of(owner_id)
    return me.id in trainers if trainers else manages(me.id, owner_id)


def reviewers_of(owner_id: int, reviewer_id: int | None) -> list[int]:
    """Who is told that something waits: the named reviewer, else the trainers, else the nearest manager.

    Whoever stands in for that reviewer or manager today is told, too.
    """
    if reviewer_id is not None and reviewer_id != owner_id and _is_active(reviewer_id):
        return [reviewer_id, *deputies_of(reviewer_id, owner_id)]
    trainers = trainers_of(owner_id)
    if trainers:
        return trainers
    active = (person for person in managers_above(owner_id) if _is_active(person))
    nearest = next(active, None)
    return [nearest, *deputies_of(nearest, owner_id)] if nearest is not None else []


def trainers_of(owner_id: int) -> list[int]:
    """The active trainers of the open classes that somebody is in now; never the person."""
    query = _training().where(
        CohortMembership.person_id == owner_id, CohortTrainer.person_id != owner_id
    )
    return sorted(set(db.read().scalars(query)))


def trains(trainer_id: int, person_id: int) -> bool:
    """Whether somebody trains a class, open or over, that the person is in now."""
    query = (
        select(CohortTrainer.cohort_id)
        .join(CohortMembership, CohortMembership.cohort_id == CohortTrainer.cohort_id)
        .where(
            CohortTrainer.person_id == trainer_id,
            CohortMembership.person_id == person_id,
            _is_member_now(),
        )
    )
    return db.read().execute(query.limit(1)).first() is not None


def queue_for(me: Me) -> list[QueueRow]:
    """What waits for a verdict of `me`, the oldest first."""
    owner, holder = aliased(Person), aliased(Person)
    now, organisation = clock.now(), settings.current()
    query = (
        select(Waiting, owner.name, holder.name, ReviewDraft.id)
        .join(owner, owner.id == Waiting.owner_id)
        .outerjoin(
            ReviewLock,
            and_(_same(ReviewLock), ReviewLock.until > now, ReviewLock.reviewer_id != me.id),
        )
        .outerjoin(holder, holder.id == ReviewLock.reviewer_id)
        .outerjoin(ReviewDraft, and_(_same(ReviewDraft), ReviewDraft.reviewer_id == me.id))
        .where(_is_mine(me))
        .order_by(Waiting.since, Waiting.id)
    )
    columns = [
        *Waiting.__table__.c,
        owner.name.label("owner"),
        holder.name.label("holder"),
        ReviewDraft.id.label("draft"),
    ]
    found = db.read().execute(query.with_only_columns(*columns))
    return [_queue_row(row, now, organisation) for row in found]


def _queue_row(row: Any, now: datetime, organisation: Organisation) -> QueueRow:
    days = waiting_days(row.since, now, organisation.time_zone)
    return QueueRow(
        row.object_kind,
        row.object_id,
        row.item,
        row.owner_id,
        row.owner,
        row.round,
        row.since,
        days,
        days > organisation.review_days,
        row.holder,
        row.draft is not None,
    )


def waiting_for(thing: Thing) -> WaitingRow | None:
    """How a thing waits; none when it does not."""
    query = select(
        Waiting.owner_id, Waiting.item, Waiting.round, Waiting.reviewer_id, Waiting.since
    )
    row = db.read().execute(query.where(*_is(Waiting, thing))).first()
    return WaitingRow(*row) if row else None


def reviews_of(thing: Thing) -> list[ReviewRow]:
    """The verdicts given on a thing, the first round first."""
    return reviews_of_all(thing[0], [thing[1]]).get(thing[1], [])


def reviews_of_all(kind: str, ids: Iterable[int]) -> dict[int, list[ReviewRow]]:
    """The verdicts on several things of a kind, by id."""
    query = (
        select(
            Review.object_id,
            Review.id,
            Review.round,
            Review.reviewer_id,
            Person.name,
            Review.role,
            Review.verdict,
            Review.marks,
            Review.comments,
            Review.mend,
            Review.summary,
            Review.rubric,
            Review.at,
        )
        .join(Person, Person.id == Review.reviewer_id)
        .where(Review.object_kind == kind, Review.object_id.in_(list(ids)))
        .order_by(Review.id)
    )
    found: dict[int, list[ReviewRow]] = {}
    for row in db.read().execute(query):
        found.setdefault(row.object_id, []).append(ReviewRow(*row[1:]))
    return found


def draft_of(reviewer_id: int, thing: Thing) -> DraftRow | None:
    """What a reviewer has written about a thing and not sent; only for that reviewer's eyes."""
    query = select(ReviewDraft.content, ReviewDraft.counter, ReviewDraft.changed_at)
    query = query.where(*_is(ReviewDraft, thing), ReviewDraft.reviewer_id == reviewer_id)
    row = db.read().execute(query).first()
    return DraftRow(*row) if row else None


def lock_of(thing: Thing) -> LockRow | None:
    """Who works on a thing now."""
    query = (
        select(ReviewLock.reviewer_id, Person.name, ReviewLock.until)
        .join(Person, Person.id == ReviewLock.reviewer_id)
        .where(*_is(ReviewLock, thing), ReviewLock.until > clock.now())
    )
    row = db.read().execute(query).first()
    return LockRow(*row) if row else None


def _is_mine(me: Me) -> ColumnElement[bool]:
    named = aliased(Person)
    has_named = exists().where(
        named.id == Waiting.reviewer_id,
        named.deactivated_at.is_(None),
        named.id != Waiting.owner_id,
    )
    has_trainer = (
        _training()
        .where(
            CohortMembership.person_id == Waiting.owner_id,
            CohortTrainer.person_id != Waiting.owner_id,
        )
        .correlate(Waiting)
        .exists()
    )
    trained = (
        _training()
        .where(CohortTrainer.person_id == me.id)
        .with_only_columns(CohortMembership.person_id)
    )
    by_default = or_(
        Waiting.owner_id.in_(trained),
        and_(~has_trainer, Waiting.owner_id.in_(people_under(me.id))),
    )
    as_deputy = and_(
        Waiting.reviewer_id.in_(stood_in_for(me.id)), Waiting.owner_id.in_(people_under(me.id))
    )
    named_me = or_(Waiting.reviewer_id == me.id, as_deputy)
    mine = or_(and_(has_named, named_me), and_(~has_named, by_default))
    return and_(Waiting.owner_id != me.id, mine)


def _training() -> Select[Any]:
    """Who trains whom now: select of trainers, joined to the memberships of open classes."""
    return (
        select(CohortTrainer.person_id)
        .join(CohortMembership, CohortMembership.cohort_id == CohortTrainer.cohort_id)
        .join(Cohort, Cohort.id == CohortTrainer.cohort_id)
        .join(Person, Person.id == CohortTrainer.person_id)
        .where(Cohort.closed_at.is_(None), Person.deactivated_at.is_(None), _is_member_now())
    )


def _is_member_now() -> ColumnElement[bool]:
    return or_(CohortMembership.to_on.is_(None), CohortMembership.to_on > zone.today())


def _is_active(person_id: int) -> bool:
    query = select(Person.id).where(Person.id == person_id, Person.deactivated_at.is_(None))
    return db.read().scalar(query) is not None


def _same(model: Any) -> ColumnElement[bool]:
    return and_(model.object_kind == Waiting.object_kind, model.object_id == Waiting.object_id)


def _is(model: Any, thing: Thing) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return model.object_kind == thing[0], model.object_id == thing[1]
