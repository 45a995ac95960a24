"""One person's record for an appraisal, in a fixed number of statements. Never an answer to a single question."""

from typing import Any

from sqlalchemy import func, or_, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.accounts.types import Me
from courseware.assignments.queries import titles
from courseware.certificates.queries import certificates_of
from courseware.certificates.rules import state_of
from courseware.cohorts.models import Cohort, CohortMembership, GroupMembership
from courseware.content.definitions import FINAL, STARTING_TEST, Course, Text
from courseware.exercise.models import Submission
from courseware.kit import clock
from courseware.learning.models import Obligation, Step
from courseware.live.models import Attendance, ClassSession
from courseware.quiz.models import Attempt
from courseware.reports.queries.people import person_report
from courseware.reports.types.person_record import (
    AskedLine,
    ExamLine,
    FormLine,
    HeldLine,
    PersonRecord,
    SessionLine,
    SkillLine,
    Stay,
    TalkLine,
)
from courseware.roleplay.queries.skills import played_by
from courseware.roleplay.rules.skills import picture_of

#: each list holds so many lines at most, the newest
MOST = 500


def person_record(me: Me, course: Course, person_id: int) -> PersonRecord:
    """The record of a person whom `me` may see; to others there is none."""
    found = person_report(me, course, person_id)
    return PersonRecord(
        id=found.id,
        name=found.name,
        email=found.email,
        at=clock.now(),
        line=found.line,
        stays=_stays(person_id),
        modules=[line for line in found.modules if line.column.is_ready],
        exams=_exams(person_id),
        skills=_skills(course, person_id),
        talks=_talks(course, person_id),
        forms=_forms(course, person_id),
        asked=_asked(course, person_id),
        sessions=_sessions(person_id),
        certificates=_certificates(person_id),
    )


def _stays(person_id: int) -> list[Stay]:
    t, c = TeamMembership, CohortMembership
    teams = select(Team.name, t.from_on, t.to_on).join(t, t.team_id == Team.id)
    classes = select(Cohort.name, c.from_on, c.to_on).join(c, c.cohort_id == Cohort.id)
    found = []
    for kind, query, model in (("team", teams, t), ("class", classes, c)):
        mine = query.where(model.person_id == person_id).order_by(model.from_on, model.id)
        found += [Stay(kind, *row) for row in db.read().execute(mine)]
    return found


def _exams(person_id: int) -> list[ExamLine]:
    a = Attempt
    query: Any = (
        select(a.slug, a.submitted_at, a.score, a.passed)
        .where(
            a.person_id == person_id,
            a.submitted_at.is_not(None),
            a.score.is_not(None),
            or_(a.slug == STARTING_TEST, (a.slug == FINAL) & a.counted),
        )
        .order_by(a.submitted_at, a.id)
    )
    return [ExamLine(*row) for row in db.read().execute(query)]


def _skills(course: Course, person_id: int) -> list[SkillLine]:
    """From talks that were handed in or assigned: private practice stays out, also of one's own copy."""
    picture = picture_of(course, played_by(person_id, shared_only=True))
    return [
        SkillLine(row.criterion.name, cell.industry, round(cell.mean, 1), cell.rests_on)
        for row in picture.rows
        for cell in row.cells
        if cell.mean is not None
    ]


def _talks(course: Course, person_id: int) -> list[TalkLine]:
    s = Step
    query = (
        select(s.item, func.min(s.at))
        .where(s.person_id == person_id, s.kind == "roleplay", s.passed, s.withdrawn_at.is_(None))
        .group_by(s.item)
        .order_by(func.min(s.at))
    )
    rows = db.read().execute(query).all()
    called = titles(course, [row[0] for row in rows])
    return [TalkLine(called("roleplay", row[0]), row[1]) for row in rows]


def _forms(course: Course, person_id: int) -> list[FormLine]:
    """Accepted forms of one's own and of one's groups; what was written about others is not theirs."""
    s = Submission
    groups = select(GroupMembership.group_id).where(GroupMembership.person_id == person_id)
    query = (
        select(s.exercise, s.period, s.accepted_at, s.accepted_role, s.group_id)
        .where(
            or_(s.owner_id == person_id, s.group_id.in_(groups)),
            s.accepted_at.is_not(None),
            s.about_id.is_(None),
        )
        .order_by(s.accepted_at, s.id)
    )
    rows = db.read().execute(query).all()
    called = titles(course, [row.exercise for row in rows])
    return [
        FormLine(
            called("exercise", row.exercise),
            row.period,
            row.accepted_at,
            row.accepted_role,
            row.group_id is not None,
        )
        for row in rows
    ]


def _asked(course: Course, person_id: int) -> list[AskedLine]:
    """What was asked and not taken back, the newest first."""
    o = Obligation
    query = (
        select(o.kind, o.item, Person.name, o.created_at, o.due_on, o.due_at, o.fulfilled_at)
        .outerjoin(Person, Person.id == o.asked_by_id)
        .where(o.person_id == person_id, o.closed_at.is_(None))
        .order_by(o.due_at.is_(None), o.due_at.desc(), o.id.desc())
        .limit(MOST)
    )
    rows = db.read().execute(query).all()
    called = titles(course, [row.item for row in rows])
    return [
        AskedLine(
            called(row.kind, row.item),
            row.name,
            row.created_at,
            row.due_on,
            row.fulfilled_at,
            _kept(row),
        )
        for row in rows
    ]


def _kept(row: Any) -> str:
    if row.fulfilled_at is not None:
        return "kept-late" if row.due_at is not None and row.fulfilled_at > row.due_at else "kept"
    return "late" if row.due_at is not None and row.due_at < clock.now() else "open"


def _sessions(person_id: int) -> list[SessionLine]:
    query = (
        select(ClassSession.title, Cohort.name, ClassSession.starts_at, Attendance.state)
        .join(Attendance, Attendance.session_id == ClassSession.id)
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .where(Attendance.person_id == person_id, ClassSession.cancelled_at.is_(None))
        .order_by(ClassSession.starts_at.desc(), ClassSession.id)
        .limit(MOST)
    )
    return [SessionLine(*row) for row in db.read().execute(query)]


def _certificates(person_id: int) -> list[HeldLine]:
    now = clock.now()
    return [
        HeldLine(
            Text(row.title("zh"), row.title("en")),
            row.kind,
            row.serial,
            row.issued_at,
            row.expires_at,
            state_of(row.revoked_at, row.expires_at, now, replaced_at=row.replaced_at),
        )
        for row in certificates_of(person_id)
    ]
