"""Reading the survey: to whom it is offered, and what may be shown of the answers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, exists, func, literal, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.cohorts.queries import trained_cohorts
from courseware.errors import NotFound
from courseware.feedback.models import SurveyAnswer, SurveyGiven
from courseware.feedback.types.survey import SHOWN, Group, Offer, Results, Said, results_of
from courseware.learning.models import Enrolment
from courseware.notices.models import Notice

#: who finished longer ago is not told any more
FRESH = timedelta(days=60)


def offers_for(person_id: int, today: date) -> list[Offer]:
    """The surveys that somebody may answer and has not: of completed courses, and of classes that have ended."""
    found: dict[str, Offer] = {}
    completed = select(Enrolment.track, Enrolment.cohort_id).where(
        Enrolment.person_id == person_id,
        Enrolment.outcome == "completed",
        ~_given(Enrolment.person_id, Enrolment.track),
    )
    ended = (
        select(Cohort.track, Cohort.id)
        .join(CohortMembership, CohortMembership.cohort_id == Cohort.id)
        .where(
            CohortMembership.person_id == person_id,
            _stayed(today),
            ~_given(CohortMembership.person_id, Cohort.track),
        )
    )
    for track, cohort_id in [
        *db.read().execute(completed.order_by(Enrolment.id.desc())),
        *db.read().execute(ended.order_by(Cohort.id.desc())),
    ]:
        known = found.get(track)
        if known is None or (known.cohort_id is None and cohort_id is not None):
            found[track] = Offer(track, cohort_id)
    return list(found.values())


def get_offer(person_id: int, track: str, today: date) -> Offer:
    """The survey of a track; to whom none is offered there is none."""
    for offer in offers_for(person_id, today):
        if offer.track == track:
            return offer
    raise NotFound


def has_given(person_id: int, track: str) -> bool:
    query = select(SurveyGiven.track).where(
        SurveyGiven.person_id == person_id, SurveyGiven.track == track
    )
    return db.read().execute(query).first() is not None


def to_be_told(now: datetime, today: date) -> list[tuple[int, str]]:
    """Who has finished lately, with the track, and has neither answered nor been told."""
    since = now - FRESH
    completed = select(Enrolment.person_id, Enrolment.track).where(
        Enrolment.outcome == "completed",
        Enrolment.ended_at >= since,
        *_untold(Enrolment.person_id, Enrolment.track),
    )
    ended = (
        select(CohortMembership.person_id, Cohort.track)
        .join(Cohort, Cohort.id == CohortMembership.cohort_id)
        .where(
            _stayed(today),
            func.coalesce(Cohort.ends_on, today) >= today - FRESH,
            or_(Cohort.closed_at.is_(None), Cohort.closed_at >= since),
            *_untold(CohortMembership.person_id, Cohort.track),
        )
    )
    return sorted({(r[0], r[1]) for query in (completed, ended) for r in db.read().execute(query)})


def groups_for(me: Me) -> list[Group]:
    """The classes, and those without one, whose answers somebody may read; the newest class first."""
    is_shown = SurveyAnswer.id.startswith(SHOWN)
    query = (
        select(
            SurveyAnswer.track,
            SurveyAnswer.cohort_id,
            Cohort.name,
            func.count().filter(is_shown),
            func.count().filter(~is_shown),
        )
        .outerjoin(Cohort, Cohort.id == SurveyAnswer.cohort_id)
        .where(_readable(me))
        .group_by(SurveyAnswer.track, SurveyAnswer.cohort_id, Cohort.name)
        .order_by(SurveyAnswer.track, SurveyAnswer.cohort_id.desc())
    )
    return [Group(*row) for row in db.read().execute(query)]


def results_for(me: Me, track: str, cohort_id: int | None) -> Results:
    """What the people of a class said together; without a class, all on the track whom `me` may read."""
    query = select(SurveyAnswer.ratings, SurveyAnswer.words).where(
        SurveyAnswer.track == track, SurveyAnswer.id.startswith(SHOWN), _readable(me)
    )
    if cohort_id is not None:
        query = query.where(SurveyAnswer.cohort_id == cohort_id)
    return results_of([Said(row.ratings, row.words) for row in db.read().execute(query)])


def _readable(me: Me) -> ColumnElement[bool]:
    if me.is_author or me.is_administrator:
        return SurveyAnswer.track.is_not(None)
    return SurveyAnswer.cohort_id.in_(trained_cohorts(me.id))


def _stayed(today: date) -> ColumnElement[bool]:
    """Somebody was in a class when it ended."""
    over = or_(Cohort.closed_at.is_not(None), Cohort.ends_on < today)
    left_late = CohortMembership.to_on >= Cohort.ends_on
    return over & or_(CohortMembership.to_on.is_(None), left_late)


def _given(person: Any, track: Any) -> ColumnElement[bool]:
    return exists().where(SurveyGiven.person_id == person, SurveyGiven.track == track)


def _untold(person: Any, track: Any) -> Sequence[ColumnElement[bool]]:
    key = literal("survey:", String) + track
    told = exists().where(Notice.person_id == person, Notice.key == key)
    here = exists().where(
        Person.id == person, Person.erased_at.is_(None), Person.deactivated_at.is_(None)
    )
    return (~_given(person, track), ~told, here)
