"""The facts of many people at once: so many statements, however many people there are."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, case, select

from courseware import db
from courseware.assignments.rules import module_of
from courseware.content.definitions import Course
from courseware.exercise.models import Draft, Submission
from courseware.kit.clock import Period
from courseware.learning.models import Enrolment, Obligation, Progress, Step
from courseware.reports.types import DueFact, Facts, ProgressFact, ReturnedFact, StepFact
from courseware.review.models import Waiting

#: ids of people, or a select of them
People = Collection[int] | Select[Any]
#: a day more on both sides of a period than any time zone needs; the windows decide
MARGIN = timedelta(days=1)
#: what a reviewed thing is a piece of work on
WORK = {"submission": "exercise", "session": "roleplay", "attempt": "quiz"}


def facts_of(
    course: Course, ids: Collection[int], *, period: Period | None, track: str | None = None
) -> dict[int, Facts]:
    """What these people did and owe, in six statements; `track` is what counts for all of them, else each one's own."""
    progress, steps = _progress(ids), _steps(ids, period)
    dues, waiting, returned = _dues(ids), waiting_of(course, ids), returned_to(ids)
    known = {found.id: found.modules for found in course.tracks}
    own = {} if track else tracks_of(ids)
    usual = course.tracks[0].id
    return {
        person_id: Facts(
            progress=progress[person_id],
            steps=tuple(steps[person_id]),
            dues=tuple(dues[person_id]),
            waiting=len(waiting[person_id]),
            track=known.get(track or own.get(person_id, usual), known[usual]),
            returned=tuple(returned[person_id]),
            waiting_in=frozenset(waiting[person_id]) - {""},
        )
        for person_id in ids
    }


def _progress(ids: Collection[int]) -> dict[int, dict[str, ProgressFact]]:
    p = Progress
    query = select(
        p.person_id, p.module, p.opened_at, p.read_at, p.quiz_passed_at, p.passed_at
    ).where(p.person_id.in_(ids))
    found: dict[int, dict[str, ProgressFact]] = defaultdict(dict)
    for row in db.read().execute(query):
        found[row[0]][row[1]] = ProgressFact(*row[1:])
    return found


def _steps(ids: Collection[int], period: Period | None) -> dict[int, list[StepFact]]:
    s = Step
    query = select(s.person_id, s.kind, s.item, s.module, s.at, s.passed, s.score, s.grade)
    query = query.where(s.person_id.in_(ids), s.withdrawn_at.is_(None))
    if period is not None:
        first = datetime.combine(period.first, time(), UTC)
        last = datetime.combine(period.last, time(), UTC)
        query = query.where(s.at >= first - MARGIN, s.at <= last + 2 * MARGIN)
    found: dict[int, list[StepFact]] = defaultdict(list)
    for row in db.read().execute(query):
        found[row[0]].append(StepFact(*row[1:]))
    return found


def _dues(ids: Collection[int]) -> dict[int, list[DueFact]]:
    o = Obligation
    query = select(o.person_id, o.kind, o.item, o.due_on, o.due_at, o.fulfilled_at).where(
        o.person_id.in_(ids), o.closed_at.is_(None)
    )
    found: dict[int, list[DueFact]] = defaultdict(list)
    for row in db.read().execute(query):
        found[row[0]].append(DueFact(*row[1:]))
    return found


def waiting_of(course: Course, ids: People) -> dict[int, list[str]]:
    """What waits for a review: the module of each piece of work, empty where it belongs to none."""
    w = Waiting
    found: dict[int, list[str]] = defaultdict(list)
    query = select(w.owner_id, w.object_kind, w.item).where(w.owner_id.in_(ids))
    for row in db.read().execute(query):
        found[row[0]].append(module_of(course, WORK.get(row[1], ""), row[2]))
    return found


def returned_to(ids: People) -> dict[int, list[ReturnedFact]]:
    """Forms that came back, with the time their owner last touched them."""
    s = Submission
    touched = case((Draft.changed_at > s.returned_at, Draft.changed_at), else_=s.returned_at)
    query = (
        select(s.owner_id, s.exercise, touched)
        .join(Draft, Draft.submission_id == s.id)
        .where(s.owner_id.in_(ids), s.returned_at.is_not(None), s.about_id.is_(None))
        .order_by(s.id)
    )
    found: dict[int, list[ReturnedFact]] = defaultdict(list)
    for row in db.read().execute(query):
        found[row[0]].append(ReturnedFact(*row[1:]))
    return found


def tracks_of(ids: People) -> dict[int, str]:
    """The track that counts for each: of the newest open enrolment, else of the newest."""
    query = (
        select(Enrolment.person_id, Enrolment.track)
        .where(Enrolment.person_id.in_(ids))
        .order_by(Enrolment.ended_at.is_(None), Enrolment.id)
    )
    return {row[0]: row[1] for row in db.read().execute(query)}  # the best comes last
