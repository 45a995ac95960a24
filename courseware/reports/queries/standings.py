"""What many people did and owe, in one row a person: joined strings where fifty rows each would cost too much."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, null, or_, select

from courseware import db
from courseware.assignments.rules import module_of
from courseware.content.definitions import Course
from courseware.learning.models import Enrolment, Obligation, Progress, Step
from courseware.reports.queries.facts import returned_to, waiting_of
from courseware.reports.types.matrix import Situation, Standing

#: between items, and between the parts of one: the words of a task may hold any other sign
END, BETWEEN = "\x1e", "\x1f"


@dataclass(slots=True)
class Owed:
    """What one person owes now."""

    late: dict[str, date | None] = field(default_factory=dict)  # by module, the earliest day
    overdue: int = 0
    modules: set[str] = field(default_factory=set)  # asked for as such, and late


def standings_of(
    course: Course, ids: Select[Any], owed: Mapping[int, Owed], cohort_id: int | None
) -> dict[int, Standing]:
    """How far these people are; with `cohort_id` each one's facts count from the start of a refresher there."""
    waiting = waiting_of(course, ids)
    found = {
        person_id: Standing(passed=passed, begun=begun)
        for person_id, passed, begun in _progress(ids, cohort_id)
    }
    for person_id, begun in _steps_since(ids, cohort_id).items():
        known = found.get(person_id, Standing())
        found[person_id] = replace(known, begun=known.begun | begun)
    for person_id in waiting.keys() | owed.keys():
        work, due = waiting.get(person_id, []), owed.get(person_id, Owed())
        found[person_id] = replace(
            found.get(person_id, Standing()),
            waiting=frozenset(work) - {""},
            late=due.late,
            overdue=due.overdue,
            in_review=len(work),
        )
    return found


def owed_by(course: Course, ids: Select[Any], now: datetime) -> dict[int, Owed]:
    """What is open, with what of it is past its date; people who owe nothing are missing."""
    o = Obligation
    one = o.kind + BETWEEN + func.coalesce(cast(o.due_on, String), "") + BETWEEN + o.item
    late = func.aggregate_strings(case((o.due_at < now, one)), END)
    query = select(o.person_id, late).where(
        o.person_id.in_(ids), o.fulfilled_at.is_(None), o.closed_at.is_(None)
    )
    found: dict[int, Owed] = {}
    days: dict[str, date | None] = {"": None}
    for person_id, text in db.read().execute(query.group_by(o.person_id)):
        own = found[person_id] = Owed()
        for item in text.split(END) if text else ():
            _owe(own, course, item.split(BETWEEN, 2), days)
    return found


def situations_of(
    ids: Select[Any], owed: Mapping[int, Owed], at_least: int
) -> dict[int, Situation]:
    """What decides who needs help; of failed quizzes those with `at_least` failures."""
    s = Step
    query = select(
        s.person_id,
        func.max(s.at),
        func.aggregate_strings(case((and_(s.kind == "quiz", s.passed.is_(False)), s.item)), END),
        func.aggregate_strings(case((and_(s.kind == "quiz", s.passed), s.item)), END),
    ).where(s.person_id.in_(ids), s.withdrawn_at.is_(None))
    last: dict[int, datetime] = {}
    failures: dict[int, dict[str, int]] = {}
    for person_id, at, failed, passed in db.read().execute(query.group_by(s.person_id)):
        last[person_id] = at
        counted = Counter(failed.split(END)) if failed else {}
        many = {item: count for item, count in counted.items() if count >= at_least}
        if many:
            done = set((passed or "").split(END))
            failures[person_id] = {item: n for item, n in many.items() if item not in done}
    returned = returned_to(ids)
    return {
        person_id: Situation(
            failed=failures.get(person_id, {}),
            returned=tuple(returned.get(person_id, ())),
            owes=person_id in owed,
            late_modules=len(owed[person_id].modules) if person_id in owed else 0,
            last_at=last.get(person_id),
        )
        for person_id in last.keys() | owed.keys() | returned.keys()
    }


def _owe(own: Owed, course: Course, parts: list[str], days: dict[str, date | None]) -> None:
    kind, day, item = parts
    if day not in days:  # the same few days come a thousand times
        days[day] = date.fromisoformat(day)
    own.overdue += 1
    if kind == "module":
        own.modules.add(item)
    slug, on = module_of(course, kind, item), days[day]
    if slug:
        known = own.late.get(slug)
        own.late[slug] = min(known, on) if known and on else (known or on)


def _progress(
    ids: Select[Any], cohort_id: int | None
) -> list[tuple[int, frozenset[str], frozenset[str]]]:
    """Person, modules passed, modules begun and not passed."""
    p = Progress
    is_passed: ColumnElement[bool] = p.passed_at.is_not(None)
    is_begun: ColumnElement[bool] = p.opened_at.is_not(None)
    query: Any = select(p.person_id)
    if cohort_id is not None:
        e = Enrolment
        query = query.outerjoin(e, and_(e.person_id == p.person_id, _counts_in(cohort_id)))
        every = e.counts_from.is_(None)
        is_passed = and_(is_passed, or_(every, p.passed_at >= e.counts_from))
        is_begun = and_(is_begun, or_(every, p.opened_at >= e.counts_from))
    query = query.add_columns(
        func.aggregate_strings(case((is_passed, p.module)), " "),
        func.aggregate_strings(case((is_passed, null()), (is_begun, p.module)), " "),
    )
    rows = db.read().execute(query.where(p.person_id.in_(ids)).group_by(p.person_id))
    return [
        (row[0], frozenset((row[1] or "").split()), frozenset((row[2] or "").split()))
        for row in rows
    ]


def _steps_since(ids: Select[Any], cohort_id: int | None) -> dict[int, frozenset[str]]:
    """Modules begun anew: who takes a refresher opened them long ago, so that only their steps tell."""
    if cohort_id is None:
        return {}
    s, e = Step, Enrolment
    query = (
        select(s.person_id, func.aggregate_strings(s.module, " "))
        .join(e, and_(e.person_id == s.person_id, _counts_in(cohort_id)))
        .where(s.person_id.in_(ids), s.withdrawn_at.is_(None), s.at >= e.counts_from)
        .group_by(s.person_id)
    )
    return {row[0]: frozenset(row[1].split()) for row in db.read().execute(query)}


def _counts_in(cohort_id: int) -> ColumnElement[bool]:
    """The enrolment that says from when on a person's facts count in a class: the newest there."""
    newest = (
        select(func.max(Enrolment.id))
        .where(Enrolment.cohort_id == cohort_id)
        .group_by(Enrolment.person_id)
    )
    # "+ 0": or SQLite looks for each step through all the newest ones, not through the person's own.
    return (Enrolment.id + 0).in_(newest)
