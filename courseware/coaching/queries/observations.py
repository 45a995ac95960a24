"""Who finished when, who is asked about them, and what came of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import managers_above
from courseware.accounts.types import Me
from courseware.coaching.models import Observation
from courseware.coaching.rules.observations import mean_rating
from courseware.coaching.types.observations import (
    ClassCount,
    Graduate,
    GraduateLine,
    ObservationRow,
)
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.cohorts.queries import trained_cohorts
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import NotFound
from courseware.exercise.models import Revision, Submission
from courseware.kit import clock
from courseware.learning.models import Enrolment
from courseware.settings import queries as organisation

#: the newest so many
MOST = 300


def graduates_since(since: datetime) -> list[Graduate]:
    """Active people who completed a track after a moment; the first time of each track."""
    query: Any = (
        select(Enrolment.person_id, Enrolment.track, func.min(Enrolment.ended_at))
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.outcome == "completed", Person.deactivated_at.is_(None))
        .group_by(Enrolment.person_id, Enrolment.track)
        .having(func.min(Enrolment.ended_at) >= since)
    )
    zone = organisation.current().time_zone
    return [
        Graduate(row[0], row[1], clock.local_day(row[2], zone)) for row in db.read().execute(query)
    ]


def known() -> set[tuple[int, str, int]]:
    """Person, track and days of all that was asked."""
    o = Observation
    return {
        (row[0], row[1], row[2]) for row in db.read().execute(select(o.person_id, o.track, o.days))
    }


def open_ones() -> list[Any]:
    """Everything asked and not answered: id, person, observer, whether the person is still there."""
    o, s = Observation, Submission
    query = (
        select(o.id, o.person_id, o.observer_id, Person.deactivated_at.is_(None).label("is_there"))
        .join(Person, Person.id == o.person_id)
        .outerjoin(s, s.id == o.submission_id)
        .where(o.closed_at.is_(None), s.shared_at.is_(None))
        .order_by(o.id)
    )
    return list(db.read().execute(query))


def manager_of(person_id: int) -> int | None:
    """The nearest manager up the line who may sign in."""
    above = managers_above(person_id)
    active = set(
        db.read().scalars(
            select(Person.id).where(Person.id.in_(above), Person.deactivated_at.is_(None))
        )
    )
    return next((found for found in above if found in active), None)


def observations_for(me: Me, form: ExerciseDefinition | None = None) -> list[ObservationRow]:
    """What `me` is asked and has answered, the oldest date first; with the mean of the ratings of `form`."""
    rows = _rows(Observation.observer_id == me.id)
    means = _means([row.submission_id for row in rows if row.is_filled], form)
    return [_with_mean(row, means) for row in rows]


def get_observation_for(me: Me, number: int) -> ObservationRow:
    """One that `me` is asked; to others there is none."""
    found = _rows(Observation.observer_id == me.id, Observation.id == number)
    if not found:
        raise NotFound
    return found[0]


def by_graduate(rows: Iterable[ObservationRow]) -> list[GraduateLine]:
    """A line for each graduate and track with its answers in order of days; who finished last comes first."""
    found: dict[tuple[int, str], list[ObservationRow]] = {}
    for row in rows:
        found.setdefault((row.person_id, row.track), []).append(row)
    lines = [
        GraduateLine(r[0].person_id, r[0].person, r[0].track, r[0].finished_on, tuple(r))
        for r in (sorted(several, key=lambda row: row.days) for several in found.values())
    ]
    return sorted(lines, key=lambda line: line.finished_on, reverse=True)


def counts_for(me: Me) -> list[ClassCount]:
    """Of the classes `me` trains: how many graduates were asked about and answered; never an answer."""
    o, m, e = Observation, CohortMembership, Enrolment
    query = (
        select(
            Cohort.id,
            Cohort.name,
            o.days,
            func.count(func.distinct(o.id)),
            func.count(func.distinct(Submission.id)),
        )
        .join(m, m.cohort_id == Cohort.id)
        .join(e, and_(e.person_id == m.person_id, e.cohort_id == Cohort.id))
        .join(o, and_(o.person_id == m.person_id, o.track == e.track))
        .outerjoin(
            Submission,
            and_(Submission.id == o.submission_id, Submission.shared_at.is_not(None)),
        )
        .where(Cohort.id.in_(trained_cohorts(me.id)))
        .group_by(Cohort.id, Cohort.name, o.days)
        .order_by(Cohort.id.desc(), o.days)
    )
    return [ClassCount(*row) for row in db.read().execute(query)]


def _rows(*conditions: Any) -> list[ObservationRow]:
    o, s = Observation, Submission
    query = (
        select(
            o.id, o.person_id, Person.name, o.track, o.days, o.finished_on, o.due_on,
            o.submission_id, s.shared_at, o.closed_at,
        )
        .join(Person, Person.id == o.person_id)
        .outerjoin(s, s.id == o.submission_id)
        .where(*conditions)
        .order_by(o.due_on, o.id)
        .limit(MOST)
    )  # fmt: skip
    return [ObservationRow(*row) for row in db.read().execute(query)]


def _means(numbers: list[int | None], form: ExerciseDefinition | None) -> dict[int, float | None]:
    query = (
        select(Revision.submission_id, Revision.answers)
        .where(Revision.submission_id.in_(numbers), Revision.reason == "submitted")
        .order_by(Revision.id)
    )
    if not numbers:
        return {}
    return {row[0]: mean_rating(form, row[1]) for row in db.read().execute(query)}


def _with_mean(row: ObservationRow, means: dict[int, float | None]) -> ObservationRow:
    mean = means.get(row.submission_id or 0)
    return replace(row, mean=mean)
