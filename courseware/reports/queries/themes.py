"""The facts behind the chapters of a report, of many people at once: a fixed number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.models import Certificate
from courseware.exercise.models import ModelExample, Revision, Star, Submission
from courseware.learning.models import Obligation, Step
from courseware.live.models import Attendance, ClassSession
from courseware.quiz.models import Attempt, QuestionMark
from courseware.reports.types import Window
from courseware.reports.types.whole import FormFact
from courseware.review.models import Review, Waiting
from courseware.roleplay.models import Session
from courseware.roleplay.types.skills import Played

#: whose facts count, and from when to when
Scope = Mapping[int, Sequence[Window]]
#: starred lines of a report, the newest
MOST_STARS = 30


class Asked(NamedTuple):
    """One person owes or owed something by a day."""

    person_id: int
    kind: str
    item: str
    due_on: Any
    due_at: Any
    fulfilled_at: Any
    asked_by_id: int | None


class Starred(NamedTuple):
    submission: Any  # exercise, owner_id, version, wording: what its form is found by
    owner: str
    place: str
    answers: Mapping[str, Any]
    agreed: bool


def within(person: Any, at: Any, scope: Scope) -> ColumnElement[bool]:
    """People of the scope, each only from when to when their facts count."""
    same: dict[Window, list[int]] = defaultdict(list)
    for person_id, windows in scope.items():
        for window in windows:
            same[window].append(person_id)
    parts = [_in_window(person, at, ids, window) for window, ids in same.items()]
    return or_(false(), *parts)


def _in_window(person: Any, at: Any, ids: list[int], window: Window) -> ColumnElement[bool]:
    first, end = window
    bounds = [at >= first] if first is not None else []
    if end is not None:
        bounds.append(at < end)
    return and_(person.in_(ids), at.is_not(None), *bounds)


def answers_in(scope: Scope) -> list[tuple[str, int, float]]:
    """Of each question how often it was answered in finished attempts, and the sum of what that earned."""
    a, m = Attempt, QuestionMark
    newest = (
        select(func.max(m.id))
        .join(a, a.id == m.attempt_id)
        .where(within(a.person_id, a.submitted_at, scope))
        .group_by(m.attempt_id, m.question)
    )
    query = (
        select(m.question, func.count(), func.sum(m.fraction))
        .where(m.id.in_(newest), m.fraction.is_not(None))
        .group_by(m.question)
        .order_by(m.question)
    )
    return [(row[0], row[1], float(row[2] or 0)) for row in db.read().execute(query)]


def steps_in(scope: Scope) -> list[Any]:
    """Lessons, quizzes and role-plays: person_id, kind, item, module, score."""
    s = Step
    query = select(s.person_id, s.kind, s.item, s.module, s.score).where(
        within(s.person_id, s.at, scope),
        s.withdrawn_at.is_(None),
        s.kind.in_(("lesson", "quiz", "roleplay")),
    )
    return list(db.read().execute(query.order_by(s.id)))


def talks_in(scope: Scope) -> dict[int, list[Played]]:
    """Ended role-plays that were handed in or asked for, by person, with a trainer's marks."""
    s, r = Session, Review
    by_trainer = and_(
        r.object_kind == "session", r.object_id == s.id, r.role.not_in(("self", "peer"))
    )
    query = (
        select(s.person_id, s.id, s.roleplay, s.ended_at, s.score, s.passed, s.marks, r.marks)
        .outerjoin(r, by_trainer)
        .where(
            within(s.person_id, s.ended_at, scope),
            or_(s.handed_in_at.is_not(None), s.obligation_id.is_not(None)),
        )
        .order_by(s.id, r.id)
    )
    found: dict[int, dict[int, Played]] = defaultdict(dict)
    for row in db.read().execute(query):
        found[row[0]][row[1]] = Played(
            row[1], row[2], row[3], row[4] or 0.0, bool(row[5]), row[6] or {}, row[7] or {}
        )
    return {person: list(talks.values()) for person, talks in found.items()}


def forms_in(scope: Scope) -> list[FormFact]:
    """Forms handed in; each once, also where a group filled it in."""
    s, w = Submission, Waiting
    waits = and_(w.object_kind == "submission", w.object_id == s.id)
    query = (
        select(
            s.id, s.owner_id, s.exercise, s.submitted_at, w.id.is_not(None).label("waits"), s.accepted_at
        )
        .outerjoin(w, waits)
        .where(within(s.owner_id, s.submitted_at, scope), s.round360_id.is_(None))
        .order_by(s.id)
    )  # fmt: skip
    return [FormFact(*row) for row in db.read().execute(query)]  # type: ignore[arg-type]  # submitted_at: asked for by `within`


def returns_in(scope: Scope) -> dict[str, int]:
    """How often a form of each exercise came back."""
    r, s = Review, Submission
    query = (
        select(s.exercise, func.count(r.id))
        .join(r, and_(r.object_kind == "submission", r.object_id == s.id))
        .where(within(s.owner_id, r.at, scope), r.verdict == "returned", s.round360_id.is_(None))
        .group_by(s.exercise)
    )
    return {row[0]: row[1] for row in db.read().execute(query)}


def stars_in(scope: Scope, *, only_accepted: bool) -> list[Starred]:
    """The newest starred lines, with the words of the round in which they were starred."""
    s, star, r = Submission, Star, aliased(Revision)
    example = select(ModelExample.id).where(
        ModelExample.submission_id == s.id,
        ModelExample.agreed_at.is_not(None),
        ModelExample.withdrawn_at.is_(None),
    )
    newest = (
        select(func.max(Revision.id))
        .where(
            Revision.submission_id == s.id,
            Revision.round == star.round,
            Revision.reason == "submitted",
        )
        .correlate(s, star)
        .scalar_subquery()
    )
    query = (
        select(
            s.exercise, s.owner_id, s.version, s.wording, s.module, Person.name, star.place, r.answers,
            example.exists().label("agreed"),
        )
        .select_from(s)
        .join(star, star.submission_id == s.id)
        .join(Person, Person.id == s.owner_id)
        .join(r, r.id == newest)
        .where(
            within(s.owner_id, star.at, scope),
            s.submitted_at.is_not(None),
            s.about_id.is_(None),
            s.round360_id.is_(None),
            Person.erased_at.is_(None),
        )
    )  # fmt: skip
    if only_accepted:
        query = query.where(s.accepted_at.is_not(None))
    rows = db.read().execute(query.order_by(star.id.desc()).limit(MOST_STARS))
    return [Starred(row, row.name, row.place, row.answers, bool(row.agreed)) for row in rows]


def asked_in(scope: Scope) -> list[Asked]:
    """What was due in the time that counts."""
    o = Obligation
    query = select(
        o.person_id, o.kind, o.item, o.due_on, o.due_at, o.fulfilled_at, o.asked_by_id
    ).where(within(o.person_id, o.due_at, scope), o.closed_at.is_(None))
    rows = db.read().execute(query.order_by(o.due_at, o.id))
    return list(dict.fromkeys(Asked(*row) for row in rows))


def certificates_in(scope: Scope) -> list[Any]:
    """Certificates issued and standing: person, kind, title, when, serial; also expired ones."""
    c = Certificate
    query = (
        select(Person.name, c.kind, c.facts, c.issued_at, c.serial)
        .join(Person, Person.id == c.person_id)
        .where(
            within(c.person_id, c.issued_at, scope),
            c.revoked_at.is_(None),
            c.replaced_at.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(c.issued_at.desc(), c.id.desc())
    )
    return list(db.read().execute(query))


def sessions_in(scope: Scope, cohort_id: int | None) -> dict[int, int]:
    """Minutes of class sessions attended, by person."""
    a, s = Attendance, ClassSession
    query = (
        select(a.person_id, s.starts_at, s.ends_at)
        .select_from(a)
        .join(s, s.id == a.session_id)
        .where(
            within(a.person_id, s.starts_at, scope),
            s.cancelled_at.is_(None),
            a.state.in_(("present", "late")),
        )
    )
    if cohort_id is not None:
        query = query.where(s.cohort_id == cohort_id)
    found: dict[int, int] = defaultdict(int)
    for person, starts, ends in db.read().execute(query):
        found[person] += round((ends - starts).total_seconds() / 60)
    return found


def waiting_now(ids: Sequence[int]) -> list[Any]:
    """What waits for a review now: owner's name, kind, item, since when."""
    w = Waiting
    query = (
        select(Person.name, w.object_kind, w.item, w.since)
        .join(Person, Person.id == w.owner_id)
        .where(w.owner_id.in_(ids))
        .order_by(w.since, w.id)
    )
    return list(db.read().execute(query))
