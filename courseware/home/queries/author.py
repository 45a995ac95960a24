"""What the author of the course sees: problems, reported mistakes, and where the newest learners stop."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from courseware import db
from courseware.content import current
from courseware.feedback.models import Mistake
from courseware.home.rules.author import worst_quizzes, worst_stops
from courseware.home.types import AuthorHome, QuizLine, StopLine
from courseware.kit import clock
from courseware.learning.models import Enrolment, Progress
from courseware.quiz.models import Attempt

#: how many of the newest enrolments are looked at: the page must not read the work of a whole company
NEWEST = 500
#: who opened a module later than this may still be reading
WEEK = timedelta(days=7)


def author_home() -> AuthorHome:
    course = current.course()
    return AuthorHome(
        problems=current.library().problems,
        mistakes=db.read().scalar(select(func.count()).where(Mistake.settled_at.is_(None))) or 0,
        stops=worst_stops(row for row in _stops() if row.slug in course.by_slug),
        quizzes=worst_quizzes(row for row in _quizzes() if row.slug in course.quizzes),
    )


def _newest() -> Select[Any]:
    """Ids of the people who began last."""
    newest = select(Enrolment.person_id).order_by(Enrolment.id.desc()).limit(NEWEST).subquery()
    return select(newest.c.person_id)


def _stops() -> list[StopLine]:
    p, before = Progress, clock.now() - WEEK
    stays = case((and_(p.passed_at.is_(None), p.opened_at < before), 1), else_=0)
    query = (
        select(p.module, func.count(), func.sum(stays))
        .where(p.person_id.in_(_newest()), p.opened_at.is_not(None))
        .group_by(p.module)
    )
    return [StopLine(row[0], row[1], int(row[2] or 0)) for row in db.read().execute(query)]


def _quizzes() -> list[QuizLine]:
    """First tries that were handed in and count."""
    a = Attempt
    good = case((a.passed.is_(True), 1), else_=0)
    query = (
        select(a.slug, func.count(), func.sum(good))
        .where(
            a.person_id.in_(_newest()), a.number == 1, a.submitted_at.is_not(None), a.score.is_not(None), a.counted
        )
        .group_by(a.slug)
    )  # fmt: skip
    return [QuizLine(row[0], row[1], int(row[2] or 0)) for row in db.read().execute(query)]
