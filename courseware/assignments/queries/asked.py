"""Who sees which assignment, and how far each person is."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person, Team
from courseware.accounts.queries import people_under, teams_under
from courseware.accounts.types import Me
from courseware.assignments.models import Assignment, AssignmentTarget
from courseware.assignments.types import Answer, AssignmentRow, Detail
from courseware.cohorts.models import Cohort
from courseware.cohorts.queries import trained_cohorts, trained_people
from courseware.errors import NotFound
from courseware.exercise.models import Submission
from courseware.kit import clock
from courseware.learning.models import Obligation
from courseware.roleplay.models import Session

#: the newest so many are listed
MOST_ROWS = 200


def assignments_for(me: Me) -> list[AssignmentRow]:
    """What this person asked, and what was asked of their people by those they stand above or in for."""
    rows = db.read().execute(_rows(me).order_by(Assignment.id.desc()).limit(MOST_ROWS))
    return [AssignmentRow(*row) for row in rows]


def get_assignment_for(me: Me, assignment_id: int) -> AssignmentRow:
    """An assignment that this person made or oversees; to others there is none."""
    row = db.read().execute(_rows(me).where(Assignment.id == assignment_id)).first()
    if row is None:
        raise NotFound
    return AssignmentRow(*row)


def detail_for(me: Me, assignment_id: int) -> Detail:
    """An assignment with each person's state and a way to their work where `me` may see it."""
    row = get_assignment_for(me, assignment_id)
    asked = _of(assignment_id)
    query = (
        select(Obligation, Person.name)
        .join(Person, Person.id == Obligation.person_id)
        .join(Assignment, Assignment.id == Obligation.source_id)
        .where(asked, _sees(me))
        .order_by(Person.name, Obligation.id)
    ).with_only_columns(
        Obligation.id,
        Obligation.person_id,
        Person.name,
        Obligation.due_at,
        Obligation.fulfilled_at,
        Obligation.closed_reason,
    )
    found = db.read().execute(query).all()
    works = _works(me, row, [line.person_id for line in found])
    answers = tuple(_answer(line, works.get(line.person_id)) for line in found)
    everybody = db.read().scalar(select(func.count()).where(asked)) or 0
    return Detail(row, answers, _target_names(assignment_id), may_change=everybody == len(answers))


def may_change(me: Me, assignment_id: int) -> bool:
    """Whether everybody who was asked is among the people that `me` answers for."""
    query = (
        select(func.count())
        .select_from(Obligation)
        .join(Assignment, Assignment.id == Obligation.source_id)
    )
    unseen = query.where(_of(assignment_id), ~_sees(me))
    return not db.read().scalar(unseen)


def _rows(me: Me) -> Select[Any]:
    asker, reviewer = aliased(Person), aliased(Person)
    now = clock.now()
    is_open = and_(Obligation.fulfilled_at.is_(None), Obligation.closed_at.is_(None))
    is_late = and_(is_open, Obligation.due_at < now)
    a = Assignment
    query: Any = (
        select(
            a.id, a.kind, a.item, a.asked_by_id, asker.name, a.due_on, a.due_at, a.created_at, a.cancelled_at,
            _count(and_(Obligation.id.is_not(None), or_(Obligation.closed_reason.is_(None), Obligation.closed_reason != "left"))),
            _count(Obligation.fulfilled_at.is_not(None)), _count(is_late),
            _count(and_(is_open, Obligation.id.is_not(None), or_(Obligation.due_at.is_(None), Obligation.due_at >= now))),
            a.quantity, a.pass_line, a.reviewer_id, reviewer.name,
            a.needs_acceptance, a.earlier_work_counts, a.joiners_receive, a.words,
        )
        .join(asker, asker.id == a.asked_by_id)
        .outerjoin(reviewer, reviewer.id == a.reviewer_id)
        .outerjoin(Obligation, and_(Obligation.source_kind == "assignment", Obligation.source_id == a.id, _sees(me)))
        .where(_oversees(me))
        .group_by(a.id, asker.name, reviewer.name)
    )  # fmt: skip
    # Who only oversees the asker sees the assignment as far as it concerns their own people.
    shown: Select[Any] = query.having(or_(_is_asker(me), func.count(Obligation.id) > 0))
    return shown


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _is_asker(me: Me) -> ColumnElement[bool]:
    return true() if me.is_administrator else Assignment.asked_by_id == me.id


def _oversees(me: Me) -> ColumnElement[bool]:
    """Assignments of one's own, of managers below oneself or that one deputises for, and for one's classes."""
    below = select(Team.manager_id).where(
        Team.id.in_(teams_under(me.id)), Team.manager_id.is_not(None)
    )
    to_my_class = (
        select(AssignmentTarget.id)
        .where(
            AssignmentTarget.assignment_id == Assignment.id,
            AssignmentTarget.cohort_id.in_(trained_cohorts(me.id)),
        )
        .exists()
    )
    return or_(
        _is_asker(me),
        Assignment.asked_by_id.in_(below) if me.is_manager else false(),
        to_my_class if me.is_trainer else false(),
    )


def _sees(me: Me) -> ColumnElement[bool]:
    """Of an assignment's people: all those one asked, else one's own people only."""
    return or_(
        _is_asker(me),
        Obligation.person_id.in_(people_under(me.id)) if me.is_manager else false(),
        Obligation.person_id.in_(trained_people(me.id)) if me.is_trainer else false(),
    )


def _of(assignment_id: int) -> ColumnElement[bool]:
    return and_(Obligation.source_kind == "assignment", Obligation.source_id == assignment_id)


def _answer(line: Any, work: tuple[str, str] | None) -> Answer:
    is_open = line.fulfilled_at is None and line.closed_reason is None
    late = line.due_at is not None and (line.fulfilled_at or clock.now()) > line.due_at
    return Answer(
        obligation_id=line.id,
        person_id=line.person_id,
        name=line.name,
        due_at=line.due_at,
        fulfilled_at=line.fulfilled_at,
        closed_reason=line.closed_reason,
        is_late=is_open and late,
        was_late=line.fulfilled_at is not None and late,
        href=work[0] if work else None,
        work=work[1] if work else None,
    )


def _works(me: Me, row: AssignmentRow, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Of each person, where their newest work on the item is and its state; only what `me` may open."""
    if row.kind == "exercise":
        return _forms(me, row, ids)
    if row.kind == "roleplay":
        return _talks(me, row, ids)
    return {}


def _forms(me: Me, row: AssignmentRow, ids: list[int]) -> dict[int, tuple[str, str]]:
    s = Submission
    query = (
        select(s.owner_id, s.id, s.returned_at, s.accepted_at)
        .where(
            s.owner_id.in_(ids),
            s.exercise == row.item,
            s.submitted_at.is_not(None),
            s.round > 0,
            s.about_id.is_(None),
        )
        .order_by(s.id)
    )
    if me.id not in (row.asked_by_id, row.reviewer_id):
        led = and_(s.accepted_at.is_not(None), s.owner_id.in_(people_under(me.id)))
        query = query.where(or_(s.owner_id.in_(trained_people(me.id)), led))
    found = {}
    for r in db.read().execute(query):  # the newest comes last
        state = "accepted" if r.accepted_at else "returned" if r.returned_at else "submitted"
        found[r.owner_id] = (f"/submissions/{r.id}", state)
    return found


def _talks(me: Me, row: AssignmentRow, ids: list[int]) -> dict[int, tuple[str, str]]:
    s = Session
    query = (
        select(s.person_id, s.id)
        .where(
            s.person_id.in_(ids),
            s.roleplay == row.item,
            s.ended_at.is_not(None),
            or_(s.handed_in_at.is_not(None), s.obligation_id.is_not(None)),
            or_(s.person_id.in_(people_under(me.id)), s.person_id.in_(trained_people(me.id))),
        )
        .order_by(s.id)
    )
    return {r.person_id: (f"/sessions/{r.id}", "submitted") for r in db.read().execute(query)}


def _target_names(assignment_id: int) -> tuple[str, ...]:
    target = AssignmentTarget
    query = (
        select(func.coalesce(Team.name, Cohort.name))
        .select_from(target)
        .outerjoin(Team, Team.id == target.team_id)
        .outerjoin(Cohort, Cohort.id == target.cohort_id)
        .where(target.assignment_id == assignment_id, target.person_id.is_(None))
        .order_by(target.id)
    )
    return tuple(db.read().scalars(query))
