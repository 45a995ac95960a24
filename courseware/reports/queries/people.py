"""One person: who may look, and what they are shown. Never an answer to a single question."""

from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.accounts.queries import manages
from courseware.accounts.types import Me
from courseware.assignments.queries import titles
from courseware.assignments.rules import title_of
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.cohorts.queries import trains
from courseware.content.definitions import Course, Text
from courseware.errors import NotFound
from courseware.exercise.models import Submission
from courseware.kit import clock
from courseware.learning.models import Obligation, Step
from courseware.reports.queries.facts import facts_of
from courseware.reports.queries.groups import limits_now
from courseware.reports.queries.sessions import with_attendance
from courseware.reports.rules import Basis, columns_of, line_of
from courseware.reports.types import (
    DueLine,
    Facts,
    Line,
    Member,
    ModuleLine,
    PersonReport,
    TimelineStep,
)

#: the newest so many steps are shown
MOST_STEPS = 60
PAGES = {"attempt": "/attempts/", "session": "/sessions/", "submission": "/submissions/"}


def relation_to(me: Me, person_id: int) -> str:
    """What `me` is to a person: self, trainer, manager or administrator; NotFound to everybody else."""
    if me.id == person_id:
        return "self"
    if me.is_trainer and trains(me.id, person_id):
        return "trainer"
    if me.is_manager and manages(me.id, person_id):
        return "manager"
    if me.is_administrator:
        return "administrator"
    raise NotFound


def person_report(me: Me, course: Course, person_id: int) -> PersonReport:
    """Where a person stands, what they owe and what they did, as far as `me` may know it."""
    relation = relation_to(me, person_id)
    row = db.read().execute(_person(person_id)).first()
    if row is None:
        raise NotFound
    facts = facts_of(course, [person_id], period=None)[person_id]
    columns = columns_of(course, [module.slug for module in course.modules])
    basis = Basis(course, columns, None, clock.now(), limits_now())
    member = Member(row.id, row.name, row.team or "", row.created_at.date(), True, ((None, None),))
    (line,) = with_attendance([line_of(basis, member, facts)])
    steps = _steps(course, person_id, me, relation)
    return PersonReport(
        id=row.id,
        name=row.name,
        email=row.email,
        team=row.team,
        cohorts=_cohorts(person_id),
        line=line,
        modules=_modules(basis, line, facts),
        dues=_dues(course, person_id, relation),
        steps=tuple(steps[:MOST_STEPS]),
        more_steps=len(steps) > MOST_STEPS,
    )


def _person(person_id: int) -> Any:
    current = TeamMembership.to_on.is_(None)
    return (
        select(Person.id, Person.name, Person.email, Person.created_at, Team.name.label("team"))
        .outerjoin(TeamMembership, (TeamMembership.person_id == Person.id) & current)
        .outerjoin(Team, Team.id == TeamMembership.team_id)
        .where(Person.id == person_id)
    )


def _cohorts(person_id: int) -> tuple[str, ...]:
    query = (
        select(Cohort.name)
        .join(CohortMembership, CohortMembership.cohort_id == Cohort.id)
        .where(CohortMembership.person_id == person_id, CohortMembership.to_on.is_(None))
        .order_by(Cohort.starts_on)
    )
    return tuple(db.read().scalars(query))


def _modules(basis: Basis, line: Line, facts: Facts) -> tuple[ModuleLine, ...]:
    lines = []
    for column, cell in zip(basis.columns, line.cells, strict=True):
        progress = facts.progress.get(column.slug)
        read_at = progress.read_at if progress else None
        passed_at = progress.passed_at if progress else None
        lines.append(ModuleLine(column, cell, read_at, passed_at, column.slug in facts.track))
    return tuple(lines)


def _dues(course: Course, person_id: int, relation: str) -> tuple[DueLine, ...]:
    """What the person owes; the assignment behind it is named to those who may ask."""
    o, now = Obligation, clock.now()
    query = (
        select(
            o.kind, o.item, o.due_on, o.due_at, Person.name, o.source_kind, o.source_id, o.needs_acceptance
        )
        .outerjoin(Person, Person.id == o.asked_by_id)
        .where(o.person_id == person_id, o.fulfilled_at.is_(None), o.closed_at.is_(None))
        .order_by(o.due_at.is_(None), o.due_at, o.id)
    )  # fmt: skip
    rows = db.read().execute(query).all()
    called = titles(course, [row.item for row in rows])
    return tuple(
        DueLine(
            title=called(row.kind, row.item),
            due_on=row.due_on,
            is_late=row.due_at is not None and row.due_at < now,
            asked_by=row.name,
            assignment_id=row.source_id
            if row.source_kind == "assignment" and relation != "self"
            else None,
            needs_acceptance=row.needs_acceptance,
        )
        for row in rows
    )


def _steps(course: Course, person_id: int, me: Me, relation: str) -> list[TimelineStep]:
    """The newest steps. Practice is private: others see a role-play only where it was passed, and no score of it."""
    s = Step
    query = select(
        s.kind, s.item, s.at, s.passed, s.score, s.grade, s.source_kind, s.source_id
    ).where(s.person_id == person_id, s.withdrawn_at.is_(None), s.kind != "drill")  # too many
    if relation != "self":
        query = query.where((s.kind != "roleplay") | s.passed)
    rows = db.read().execute(query.order_by(s.at.desc(), s.id.desc()).limit(MOST_STEPS + 1)).all()
    open_forms = _forms_to_open(me, person_id, relation)
    return [
        TimelineStep(
            kind=row.kind,
            title=_title(course, row.kind, row.item),
            at=row.at,
            passed=row.passed,
            score=None if row.kind == "roleplay" and relation != "self" else row.score,
            grade=row.grade,
            href=_href(row, relation, open_forms),
        )
        for row in rows
    ]


def _href(row: Any, relation: str, open_forms: set[int]) -> str | None:
    """Where the work itself is, when the reader may open it: answers are for the person and their trainer."""
    if row.source_kind not in PAGES:
        return None
    address = f"{PAGES[row.source_kind]}{row.source_id}"
    if relation == "self":
        return address
    if row.source_kind == "submission":
        return address if row.source_id in open_forms else None
    return address if row.source_kind == "attempt" and relation == "trainer" else None


def _forms_to_open(me: Me, person_id: int, relation: str) -> set[int]:
    """Which forms of a person the reader may open: a trainer what was handed in, a manager what was accepted or they asked for."""
    s = Submission
    # What somebody wrote about another person is for that person, and not a link on the writer's page.
    query = select(s.id).where(
        s.owner_id == person_id, s.submitted_at.is_not(None), s.round > 0, s.about_id.is_(None)
    )
    if relation == "manager":
        asked = select(Obligation.item).where(
            Obligation.person_id == person_id,
            Obligation.kind == "exercise",
            (Obligation.asked_by_id == me.id) | (Obligation.reviewer_id == me.id),
        )
        query = query.where(s.accepted_at.is_not(None) | s.exercise.in_(asked))
    elif relation == "administrator":
        return set()
    return set(db.read().scalars(query))


def _title(course: Course, kind: str, item: str) -> Text:
    if kind == "final":
        return Text("结业考试", "Final exam")
    if kind == "course":
        return course.title
    return title_of(course, kind, item)
