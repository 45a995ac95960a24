"""Classes and teams at a glance: so many statements, however many people and classes there are."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from courseware import db
from courseware.accounts.queries import active_under
from courseware.accounts.types import Me
from courseware.cohorts.models import CohortMembership
from courseware.cohorts.queries import cohorts_for
from courseware.content.definitions import Course
from courseware.home.types import CohortLine, TeamHome
from courseware.kit import clock
from courseware.learning.models import Obligation, Progress, Step

WEEK = timedelta(days=7)


def cohort_lines(course: Course, me: Me) -> list[CohortLine]:
    """A trainer's classes at a glance."""
    cohorts = cohorts_for(me)
    tracks = {track.id: track.modules for track in course.tracks}
    ready = {
        c.id: [m.slug for m in course.ready_modules if m.slug in tracks.get(c.track, ())]
        for c in cohorts
    }
    passed, late = _passed([c.id for c in cohorts]), _late_in([c.id for c in cohorts])
    return [
        CohortLine(
            c.id,
            c.name,
            c.members,
            sum(passed.get((c.id, slug), 0) for slug in ready[c.id]),
            c.members * len(ready[c.id]),
            late.get(c.id, 0),
        )
        for c in cohorts
    ]


def team_home(me: Me) -> TeamHome:
    """A manager's people at a glance."""
    people = active_under(me.id)
    active = select(func.count(func.distinct(Step.person_id))).where(
        Step.person_id.in_(people), Step.at > clock.now() - WEEK, Step.withdrawn_at.is_(None)
    )
    late, open_ = db.read().execute(_open(people)).one()
    return TeamHome(
        members=db.read().scalar(select(func.count()).select_from(people.subquery())) or 0,
        late=late or 0,
        open=open_,
        active=db.read().scalar(active) or 0,
    )


def _open(people: Select[Any]) -> Any:
    """How much these people owe past its date, and in all."""
    is_late = case((Obligation.due_at < clock.now(), 1), else_=0)
    return select(func.sum(is_late), func.count()).where(
        Obligation.person_id.in_(people),
        Obligation.fulfilled_at.is_(None),
        Obligation.closed_at.is_(None),
    )


def _passed(cohorts: list[int]) -> dict[tuple[int, str], int]:
    """By class and module, how many members have passed it."""
    m, p = CohortMembership, Progress
    query: Any = (
        select(m.cohort_id, p.module, func.count())
        .join(p, p.person_id == m.person_id)
        .where(m.cohort_id.in_(cohorts), m.to_on.is_(None), p.passed_at.is_not(None))
        .group_by(m.cohort_id, p.module)
    )
    return {(row[0], row[1]): row[2] for row in db.read().execute(query)}


def _late_in(cohorts: list[int]) -> dict[int, int]:
    m, o = CohortMembership, Obligation
    query: Any = (
        select(m.cohort_id, func.count())
        .join(o, o.person_id == m.person_id)
        .where(
            m.cohort_id.in_(cohorts),
            m.to_on.is_(None),
            o.fulfilled_at.is_(None),
            o.closed_at.is_(None),
            o.due_at < clock.now(),
        )
        .group_by(m.cohort_id)
    )
    return {row[0]: row[1] for row in db.read().execute(query)}
