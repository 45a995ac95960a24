"""Counts for the report on the course (never of fewer than five people) and on the organisation."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.certificates.models import Certificate
from courseware.content.definitions import Course
from courseware.exercise.models import Submission
from courseware.learning.models import Enrolment, Obligation, Progress, Step
from courseware.quiz.models import Attempt
from courseware.reports.types.booklets import Funnel, TeamSum, Tried
from courseware.review.models import Review
from courseware.roleplay.models import Session

#: nothing is said of fewer people
FEWEST = 5
ACTIVE = timedelta(days=30)


def funnels() -> list[Funnel]:
    """By module, where so many opened it."""
    p = Progress
    query = select(
        p.module, func.count(), func.count(p.read_at), func.count(p.quiz_passed_at), func.count(p.passed_at)
    ).group_by(p.module)  # fmt: skip
    return [Funnel(*row) for row in db.read().execute(query) if row[1] >= FEWEST]


def quizzes() -> list[Tried]:
    """Attempts handed in, by quiz; `done` are first tries that passed."""
    a = Attempt
    first = case((and_(a.number == 1, a.passed.is_(True)), 1), else_=0)
    good = case((a.passed.is_(True), 1), else_=0)
    query = (
        select(a.slug, func.count(a.person_id.distinct()), func.count(), func.sum(first), func.sum(good))
        .where(a.submitted_at.is_not(None), a.score.is_not(None), a.counted)
        .group_by(a.slug)
    )  # fmt: skip
    return _enough(query)


def scenarios() -> list[Tried]:
    """Talks begun, by scenario; `done` are those that came to an end."""
    s = Session
    good = case((s.passed.is_(True), 1), else_=0)
    query = select(
        s.roleplay, func.count(s.person_id.distinct()), func.count(), func.count(s.ended_at), func.sum(good)
    ).group_by(s.roleplay)  # fmt: skip
    return _enough(query)


def forms() -> list[Tried]:
    """Forms begun, by exercise; `done` are those handed in."""
    s, r = Submission, Review
    back = (
        select(func.count(r.id))
        .where(r.object_kind == "submission", r.object_id == s.id, r.verdict == "returned")
        .correlate(s)
        .scalar_subquery()
    )
    each = select(s.exercise, s.owner_id, s.submitted_at, s.accepted_at, back.label("back")).where(
        s.round360_id.is_(None)
    )
    e = each.subquery()
    query = select(
        e.c.exercise, func.count(e.c.owner_id.distinct()), func.count(), func.count(e.c.submitted_at),
        func.count(e.c.accepted_at), func.sum(e.c.back),
    ).group_by(e.c.exercise)  # fmt: skip
    return _enough(query)


def _enough(query: Any) -> list[Tried]:
    return [Tried(*row) for row in db.read().execute(query) if row[1] >= FEWEST]


def team_sums(course: Course, now: datetime) -> list[TeamSum]:
    """The teams at the top, by name; the database counts by team, whatever the number of people."""
    top, names = _tops()
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts: dict[str, Callable[[Any], Any]] = {
        "active": lambda q: q.where(
            select(Step.id).where(Step.person_id == TeamMembership.person_id, Step.at >= now - ACTIVE).exists()
        ),
    }  # fmt: skip
    for team, track, people in db.read().execute(_by_track(func.count())):
        found[top[team]]["people"] += people
        found[top[team]]["need"] += people * len(_counted(course, track))
    for key, narrowed in counts.items():
        _add(found, top, key, narrowed(_members(func.count())))
    passed = _by_track(Progress.module, func.count())
    passed = passed.join(Progress, Progress.person_id == TeamMembership.person_id)
    passed = passed.where(Progress.passed_at.is_not(None)).group_by(Progress.module)
    for team, track, module, people in db.read().execute(passed):
        found[top[team]]["passed"] += people * (module in _counted(course, track))
    late = _members(func.count()).join(Obligation, Obligation.person_id == TeamMembership.person_id)
    late = late.where(
        Obligation.due_at < now, Obligation.fulfilled_at.is_(None), Obligation.closed_at.is_(None)
    )
    _add(found, top, "overdue", late)
    held = _members(func.count()).join(
        Certificate, Certificate.person_id == TeamMembership.person_id
    )
    held = held.where(Certificate.revoked_at.is_(None), Certificate.replaced_at.is_(None))
    _add(found, top, "certificates", held)
    keys = ("people", "active", "passed", "need", "overdue", "certificates")
    return [TeamSum(name, *(found[team][key] for key in keys)) for team, name in names.items()]


def _tops() -> tuple[dict[int, int], dict[int, str]]:
    """Of each team the one at the top of its line; and the names of those."""
    rows = db.read().execute(
        select(Team.id, Team.parent_id, Team.name).order_by(Team.name, Team.id)
    )
    teams = {row.id: row for row in rows}
    top = {}
    for team in teams:
        above = team
        while teams[above].parent_id in teams:
            above = teams[above].parent_id
        top[team] = above
    return top, {row.id: row.name for row in teams.values() if row.parent_id not in teams}


def _members(*columns: Any) -> Any:
    m = TeamMembership
    return (
        select(m.team_id, *columns)
        .select_from(m)
        .join(Person, Person.id == m.person_id)
        .where(m.to_on.is_(None), Person.deactivated_at.is_(None))
        .group_by(m.team_id)
    )


def _by_track(*columns: Any) -> Any:
    """Members with the track of their newest open enrolment."""
    newest = (
        select(Enrolment.person_id, func.max(Enrolment.id).label("id"))
        .where(Enrolment.ended_at.is_(None))
        .group_by(Enrolment.person_id)
        .subquery()
    )
    return (
        _members(Enrolment.track, *columns)
        .outerjoin(newest, newest.c.person_id == TeamMembership.person_id)
        .outerjoin(Enrolment, Enrolment.id == newest.c.id)
        .group_by(Enrolment.track)
    )


def _counted(course: Course, track: str | None) -> frozenset[str]:
    known = {found.id: found.modules for found in course.tracks}
    modules = known.get(track or "", course.tracks[0].modules)
    return frozenset(slug for slug in modules if course.by_slug[slug].is_ready)


def _add(found: Mapping[int, dict[str, int]], top: Mapping[int, int], key: str, query: Any) -> None:
    for team, count in db.read().execute(query):
        found[top[team]][key] += count
