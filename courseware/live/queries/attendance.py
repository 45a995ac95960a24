"""Reading who was there: the sheet of one session, and the sums of many people."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.assignments.models import Assignment
from courseware.cohorts.models import CohortMembership
from courseware.kit.clock import Period, local_day
from courseware.learning.models import Obligation
from courseware.live.models import Attendance, ClassSession
from courseware.live.types.attendance import Attended, MakeUp, Mark, SheetLine
from courseware.live.types.sessions import SessionRow
from courseware.settings import queries as organisation

s, m, a = ClassSession, CohortMembership, Attendance


def sheet_of(session: SessionRow) -> list[SheetLine]:
    """Everybody who was in the class on that day, and whoever has a mark; by name."""
    marks = {person: mark for (person, _), mark in _marks(a.session_id == session.id).items()}
    wanted = or_(Person.id.in_(expected_at(session)), Person.id.in_(list(marks)))
    query = select(Person.id, Person.name).where(wanted).order_by(Person.name, Person.id)
    return [SheetLine(row.id, row.name, marks.get(row.id)) for row in db.read().execute(query)]


def expected_at(session: SessionRow) -> Select[Any]:
    """A select of the ids of those who were in the class on the day of the session."""
    day = local_day(session.starts_at, organisation.current().time_zone)
    return select(m.person_id).where(
        m.cohort_id == session.cohort_id,
        m.from_on <= day,
        or_(m.to_on.is_(None), m.to_on > day),
    )


def marks_of(person_id: int, sessions: Collection[int]) -> dict[int, Mark]:
    """What is known of one person, by session."""
    found = _marks(and_(a.person_id == person_id, a.session_id.in_(sessions)))
    return {session: mark for (_, session), mark in found.items()}


def counts_of(sessions: Collection[int]) -> dict[int, Counter[str]]:
    """How many people are in which state, by session."""
    query = (
        select(a.session_id, a.state, func.count())
        .where(a.session_id.in_(sessions))
        .group_by(a.session_id, a.state)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for session, state, count in db.read().execute(query):
        found[session][state] = count
    return found


def marks_in(sessions: Collection[int]) -> dict[tuple[int, int], Mark]:
    """What is known of everybody, by person and session."""
    return _marks(a.session_id.in_(sessions))


def attendance(
    ids: Collection[int], *, cohort_id: int | None = None, period: Period | None = None
) -> dict[int, Attended]:
    """How often each of these people was there: in one class or in all, ever or in a period; three statements.

    A session counts for whoever was in its class on that day, once anything is on its sheet.
    """
    held = _held(ids, cohort_id, period)
    if not held:
        return dict.fromkeys(ids, Attended())
    marks = _marks(and_(a.person_id.in_(ids), a.session_id.in_(list(held))))
    stays = _stays(ids, {cohort for cohort, _day in held.values()})
    found: dict[int, Attended] = dict.fromkeys(ids, Attended())
    for person in ids:
        for session, (cohort, day) in held.items():
            mark = marks.get((person, session))
            if mark is not None or _was_in(stays[person, cohort], day):
                found[person] = _counted(found[person], mark)
    return found


def _counted(so_far: Attended, mark: Mark | None) -> Attended:
    if mark is None:
        return replace(so_far, held=so_far.held + 1)
    if mark.state == "excused":
        return replace(so_far, excused=so_far.excused + 1)
    made_up = mark.make_up is not None and mark.make_up.fulfilled_at is not None
    return replace(
        so_far,
        held=so_far.held + 1,
        attended=so_far.attended + mark.was_there,
        late=so_far.late + (mark.state == "late"),
        made_up=so_far.made_up + (made_up and not mark.was_there),
    )


def _held(
    ids: Collection[int], cohort_id: int | None, period: Period | None
) -> dict[int, tuple[int, date]]:
    """The sessions that were held: of each its class and its day."""
    marked = select(a.session_id).where(a.session_id == s.id).exists()
    query = select(s.id, s.cohort_id, s.starts_at).where(s.cancelled_at.is_(None), marked)
    if cohort_id is not None:
        query = query.where(s.cohort_id == cohort_id)
    else:
        query = query.where(s.cohort_id.in_(select(m.cohort_id).where(m.person_id.in_(ids))))
    zone = organisation.current().time_zone
    days = {
        row.id: (row.cohort_id, local_day(row.starts_at, zone)) for row in db.read().execute(query)
    }
    return {key: (c, day) for key, (c, day) in days.items() if period is None or day in period}


def _stays(
    ids: Collection[int], cohorts: Collection[int]
) -> Mapping[tuple[int, int], list[tuple[date, date | None]]]:
    query = select(m.person_id, m.cohort_id, m.from_on, m.to_on).where(
        m.person_id.in_(ids), m.cohort_id.in_(cohorts)
    )
    found: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
    for row in db.read().execute(query):
        found[row.person_id, row.cohort_id].append((row.from_on, row.to_on))
    return found


def _was_in(stays: Collection[tuple[date, date | None]], day: date) -> bool:
    return any(first <= day and (end is None or end > day) for first, end in stays)


def _marks(which: Any) -> dict[tuple[int, int], Mark]:
    """What is known, by person and session, with what was asked instead."""
    by, o = aliased(Person), Obligation
    owed = and_(
        o.source_kind == "assignment", o.source_id == a.make_up_id, o.person_id == a.person_id
    )
    query = (
        select(
            a.person_id, a.session_id, a.state, a.how, a.at, by.name.label("by"), a.make_up_id,
            Assignment.kind, Assignment.item, o.due_on, o.due_at, o.fulfilled_at, o.closed_reason,
        )
        .join(by, by.id == a.by_id)
        .outerjoin(Assignment, Assignment.id == a.make_up_id)
        .outerjoin(o, owed)
        .where(which)
        .order_by(o.id)  # somebody who left and came back owes it anew: the newest comes last
    )  # fmt: skip
    return {
        (row.person_id, row.session_id): Mark(row.state, row.how, row.at, row.by, _make_up(row))
        for row in db.read().execute(query)
    }


def _make_up(row: Any) -> MakeUp | None:
    if row.make_up_id is None:
        return None
    return MakeUp(
        row.make_up_id,
        row.kind,
        row.item,
        row.due_on,
        row.due_at,
        row.fulfilled_at,
        row.closed_reason,
    )
