"""Who sees which assignment, and how far each person is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person, Team
from courseware.accounts.queries import people_under, teams_under
from courseware.accounts.types import Me
from courseware.assignments.models import Assignment, AssignmentTarget, Series
from courseware.assignments.queries.works import words_of, works_of
from courseware.assignments.types import Answer, AssignmentRow, Detail, Target
from courseware.cohorts.models import Cohort
from courseware.cohorts.queries import trained_cohorts, trained_people
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning.models import Obligation

#: the newest so many are listed
MOST_ROWS = 200


def assignments_for(me: Me) -> list[AssignmentRow]:
    """What this person asked, and what was asked of their people by those they stand above or in for."""
    rows = db.read().execute(_rows(me).order_by(Assignment.id.desc()).limit(MOST_ROWS))
    return [AssignmentRow(*row) for row in rows]


def rounds_for(me: Me, series_id: int) -> list[AssignmentRow]:
    """The rounds of a series, the newest first; none to those who may not see them."""
    query = _rows(me).where(Assignment.series_id == series_id).order_by(Assignment.due_on.desc())
    return [AssignmentRow(*row) for row in db.read().execute(query)]


def find_assignment_for(me: Me, assignment_id: int) -> AssignmentRow | None:
    row = db.read().execute(_rows(me).where(Assignment.id == assignment_id)).first()
    return AssignmentRow(*row) if row else None


def get_assignment_for(me: Me, assignment_id: int) -> AssignmentRow:
    """An assignment that this person made or oversees; to others there is none."""
    row = find_assignment_for(me, assignment_id)
    if row is None:
        raise NotFound
    return row


def detail_for(me: Me, assignment_id: int) -> Detail:
    """An assignment with each person's state and a way to their work where `me` may see it."""
    row = get_assignment_for(me, assignment_id)
    asked = _of(assignment_id)
    query = (
        select(Obligation, Person.name)
        .join(Person, Person.id == Obligation.person_id)
        .join(Assignment, Assignment.id == Obligation.source_id)
        .where(asked, sees(me))
        .order_by(Person.name, Obligation.id)
    ).with_only_columns(
        Obligation.id,
        Obligation.person_id,
        Person.name,
        Obligation.due_at,
        Obligation.due_on,
        Obligation.fulfilled_at,
        Obligation.closed_reason,
    )
    found = db.read().execute(query).all()
    works, words = works_of(me, row, [line.person_id for line in found]), words_of(assignment_id)
    answers = tuple(_answer(line, works.get(line.person_id), words) for line in found)
    everybody = db.read().scalar(select(func.count()).where(asked)) or 0
    return Detail(row, answers, _target_names(assignment_id), may_change=everybody == len(answers))


def may_change(me: Me, assignment_id: int) -> bool:
    """Whether everybody who was asked is among the people that `me` answers for."""
    query = (
        select(func.count())
        .select_from(Obligation)
        .join(Assignment, Assignment.id == Obligation.source_id)
    )
    unseen = query.where(_of(assignment_id), ~sees(me))
    return not db.read().scalar(unseen)


def seen_in(me: Me, assignment_id: int) -> set[int]:
    """Whose states in an assignment this person sees."""
    query = (
        select(Obligation.person_id)
        .join(Assignment, Assignment.id == Obligation.source_id)
        .where(_of(assignment_id), sees(me))
    )
    return set(db.read().scalars(query))


def targets_of(assignment_id: int) -> list[Target]:
    target = AssignmentTarget
    query = select(target.person_id, target.team_id, target.cohort_id)
    rows = db.read().execute(query.where(target.assignment_id == assignment_id).order_by(target.id))
    return [
        Target(kind, number)
        for row in rows
        for kind, number in zip(("person", "team", "cohort"), row, strict=True)
        if number is not None
    ]


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
            Series.id, Series.every, Series.until_on, Series.ended_at,
        )
        .join(asker, asker.id == a.asked_by_id)
        .outerjoin(reviewer, reviewer.id == a.reviewer_id)
        .outerjoin(Series, Series.id == a.series_id)
        .outerjoin(Obligation, and_(Obligation.source_kind == "assignment", Obligation.source_id == a.id, sees(me)))
        .where(_oversees(me))
        .group_by(a.id, asker.name, reviewer.name, Series.id)
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


def sees(me: Me) -> ColumnElement[bool]:
    """Of an assignment's people: all those one asked, else one's own people only."""
    return or_(
        _is_asker(me),
        Obligation.person_id.in_(people_under(me.id)) if me.is_manager else false(),
        Obligation.person_id.in_(trained_people(me.id)) if me.is_trainer else false(),
    )


def _of(assignment_id: int) -> ColumnElement[bool]:
    return and_(Obligation.source_kind == "assignment", Obligation.source_id == assignment_id)


def _answer(
    line: Any, work: tuple[str, str] | None, words: Mapping[tuple[str, int], str]
) -> Answer:
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
        due_on=line.due_on,
        words=words.get(("extended", line.person_id), ""),
        note=words.get(("noted", line.person_id), ""),
    )


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
