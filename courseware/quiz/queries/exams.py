"""Reading who may take an exam: starting tests of classes, released attempts, and who has none left."""

from typing import Any

from sqlalchemy import case, func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.cohorts.queries import trained_people
from courseware.content.definitions import FINAL, STARTING_TEST, Course, QuizDefinition
from courseware.learning import queries as learning
from courseware.quiz.models import Attempt, Release
from courseware.quiz.types.exams import StartingClass, UsedUp


def released(person_id: int, quiz: QuizDefinition | None) -> int:
    """How many attempts beyond the file's limit trainers have allowed somebody."""
    if quiz is None or quiz.attempts is None:
        return 0
    query = select(func.count()).where(Release.person_id == person_id, Release.slug == quiz.slug)
    return db.read().scalar(query) or 0


def of_track(course: Course, quiz: QuizDefinition, person_id: int) -> QuizDefinition:
    """An exam over the modules of somebody's track; a module's quiz as it is."""
    if quiz.slug not in (FINAL, STARTING_TEST):
        return quiz
    return quiz.within(learning.track_of(course, learning.enrolment_of(person_id)).modules)


def starting_class(person_id: int) -> StartingClass | None:
    """The newest class of a person whose starting test they have not begun."""
    begun = select(Attempt.cohort_id).where(
        Attempt.person_id == person_id,
        Attempt.slug == STARTING_TEST,
        Attempt.cohort_id.is_not(None),
    )
    query = (
        select(Cohort.id, Cohort.name)
        .join(CohortMembership, CohortMembership.cohort_id == Cohort.id)
        .where(
            CohortMembership.person_id == person_id,
            CohortMembership.to_on.is_(None),
            Cohort.closed_at.is_(None),
            Cohort.id.not_in(begun),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    row = db.read().execute(query.limit(1)).first()
    return StartingClass(*row) if row else None


def took_starting_test(cohort_id: int) -> frozenset[int]:
    """Ids of those who have handed in the starting test of a class."""
    query = select(Attempt.person_id).where(
        Attempt.cohort_id == cohort_id,
        Attempt.slug == STARTING_TEST,
        Attempt.submitted_at.is_not(None),
    )
    return frozenset(db.read().scalars(query))


def used_up(
    me: Me, quiz: QuizDefinition, *, cohort_id: int | None = None, person_id: int | None = None
) -> list[UsedUp]:
    """Who of a trainer's people (of an administrator: of all; of one class) has no attempt left and has not passed."""
    if quiz.attempts is None:
        return []
    more: Any = (
        select(func.count())
        .where(Release.person_id == Person.id, Release.slug == quiz.slug)
        .scalar_subquery()
    )
    taken = func.count(Attempt.id)
    query = (
        select(
            Person.id, Person.name, taken, more, func.max(Attempt.score), func.max(Attempt.submitted_at)
        )
        .join(Attempt, Attempt.person_id == Person.id)
        .where(
            Attempt.slug == quiz.slug,
            Attempt.counted,
            Attempt.submitted_at.is_not(None),
            Person.deactivated_at.is_(None),
        )
        .group_by(Person.id, Person.name)
        .having(
            taken >= quiz.attempts + more,
            func.max(case((Attempt.passed.is_(True), 1), else_=0)) == 0,
        )
        .order_by(Person.name, Person.id)
    )  # fmt: skip
    if person_id is not None:
        query = query.where(Person.id == person_id)
    if not me.is_administrator:
        query = query.where(Person.id.in_(trained_people(me.id)), Person.id != me.id)
    if cohort_id is not None:
        members = select(CohortMembership.person_id).where(
            CohortMembership.cohort_id == cohort_id, CohortMembership.to_on.is_(None)
        )
        query = query.where(Person.id.in_(members))
    return [UsedUp(*row) for row in db.read().execute(query)]
