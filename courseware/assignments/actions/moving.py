"""Joiners receive what was asked of their new team or class; what leavers no longer owe is closed as *left*."""

from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import manages
from courseware.assignments import queries
from courseware.assignments.actions.owing import KIND, oblige
from courseware.assignments.models import Assignment, AssignmentTarget
from courseware.assignments.types import Target
from courseware.cohorts.models import Cohort
from courseware.cohorts.queries import trains
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.learning.models import Obligation
from courseware.review import actions as reviews


def joined_team(course: Course, person_id: int, team_id: int) -> None:
    """Somebody came into a team: they owe what was asked of it, or of a team above, for joiners too."""
    teams = queries.teams_above(team_id)
    _receive(course, person_id, AssignmentTarget.team_id.in_(teams))


def left_team(person_id: int) -> None:
    """Somebody was moved out of a team, or of all: what nobody of theirs asks any more is closed as *left*."""
    _close_what_no_longer_reaches(person_id)
    _free_from_former_askers(person_id)


def joined_cohort(course: Course, person_id: int, cohort_id: int) -> None:
    """Somebody came into a class: they owe what was asked of it for joiners too."""
    _receive(course, person_id, AssignmentTarget.cohort_id == cohort_id)


def join_class(actor_id: int | None, course: Course, cohort_id: int, person_id: int) -> None:
    """Put somebody into a class: enrolled, its schedule, and what was asked of it."""
    learning.join_cohort(actor_id, db.load(Cohort, cohort_id), person_id, course.edition)
    joined_cohort(course, person_id, cohort_id)


def leave_class(actor_id: int | None, cohort_id: int, person_id: int) -> None:
    """Take somebody out of a class: its schedule and what was asked of it no longer bind them."""
    learning.leave_cohort(actor_id, cohort_id, person_id)
    _close_what_no_longer_reaches(person_id)
    _free_from_former_askers(person_id)


def _receive(course: Course, person_id: int, among: Any) -> None:
    """Owe the assignments with a matching target that joiners receive, unless already owed or past."""
    session, now = db.write(), clock.now()
    query = (
        select(Assignment)
        .join(AssignmentTarget, AssignmentTarget.assignment_id == Assignment.id)
        .where(
            among,
            Assignment.joiners_receive,
            Assignment.cancelled_at.is_(None),
            Assignment.asked_by_id != person_id,
        )
    )
    for assignment in session.scalars(query.distinct()):
        past = assignment.due_at is not None and assignment.due_at < now
        if not past and not _owes(person_id, assignment.id):
            oblige(course, assignment, person_id)


def _owes(person_id: int, assignment_id: int) -> bool:
    """Whether somebody owes it now or has done it; what was closed when they left does not count."""
    query = select(Obligation.id).where(
        Obligation.person_id == person_id,
        Obligation.source_kind == KIND,
        Obligation.source_id == assignment_id,
        Obligation.closed_at.is_(None),
    )
    return db.write().scalar(query.limit(1)) is not None


def _close_what_no_longer_reaches(person_id: int) -> None:
    session = db.write()
    query = (
        select(Assignment)
        .join(Obligation, Obligation.source_id == Assignment.id)
        .where(
            Obligation.source_kind == KIND,
            Obligation.person_id == person_id,
            Obligation.fulfilled_at.is_(None),
            Obligation.closed_at.is_(None),
        )
    )
    for assignment in session.scalars(query.distinct()).all():
        if not _still_reaches(assignment, person_id):
            learning.close_obligations((KIND, assignment.id), "left", person_id=person_id)


def _free_from_former_askers(person_id: int) -> None:
    """What waits for somebody who asked and no longer leads the person waits for those who lead them now."""
    query = select(Assignment.asked_by_id, Assignment.reviewer_id, Assignment.item).join(
        Obligation, Obligation.source_id == Assignment.id
    )
    asked = query.where(Obligation.source_kind == KIND, Obligation.person_id == person_id)
    for asker_id, reviewer_id, item in db.write().execute(asked.distinct()).all():
        if asker_id == reviewer_id and not _leads(asker_id, person_id):
            reviews.free(person_id, item, reviewer_id)


def _leads(asker_id: int, person_id: int) -> bool:
    asker = db.load(Person, asker_id)
    return asker.is_administrator or manages(asker_id, person_id) or trains(asker_id, person_id)


def _still_reaches(assignment: Assignment, person_id: int) -> bool:
    """Whether a person is still among those an assignment means: by team or class, or because the asker still leads them."""
    targets = db.write().scalars(
        select(AssignmentTarget).where(AssignmentTarget.assignment_id == assignment.id)
    )
    for target in targets:
        if target.person_id == person_id:
            if _leads(assignment.asked_by_id, person_id):
                return True
        elif target.person_id is None:
            kind = "team" if target.team_id else "cohort"
            place = Target(kind, target.team_id or target.cohort_id or 0)
            members = queries.people_in(place).subquery()
            if db.read().scalar(
                select(members.c.person_id).where(members.c.person_id == person_id)
            ):
                return True
    return False
